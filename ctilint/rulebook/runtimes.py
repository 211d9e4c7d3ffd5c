"""``rules/server/runtimes.toml``: the runtimes of AWS Lambda and the three days on which each ends by stages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.location import read_table


@dataclass(frozen=True, slots=True)
class Runtime:
    """One runtime; its days are YYYY-MM-DD, '' where AWS has announced none.

    ``ends``: AWS patches it no longer. ``creating`` and ``updating``: from this day AWS refuses to create a function
    with it, and to change one. AWS keeps to no order between the three. ``successor`` is the newest of its family.
    """

    name: str
    ends: str
    creating: str
    updating: str
    successor: str


@dataclass(frozen=True, slots=True)
class Runtimes:
    """The whole table. ``looked`` is the day it was compared with its source; a runtime is judged by that day.

    ``soon_days`` is how long before its end a runtime is worth a note.
    """

    looked: str
    soon_days: int
    known: Mapping[str, Runtime]


@cache
def runtimes() -> Runtimes:
    """Return the table of runtimes."""
    table: dict[str, Any] = read_table("server", "runtimes.toml")
    newest: dict[str, str] = table["newest"]
    known = {
        name: Runtime(
            name=name,
            ends=row["ends"],
            creating=row.get("creating", ""),
            updating=row.get("updating", ""),
            successor=next(last for family, last in newest.items() if name.startswith(family)),
        )
        for name, row in table["runtime"].items()
    }
    return Runtimes(table["about"]["looked"], table["about"]["soon_days"], MappingProxyType(known))
