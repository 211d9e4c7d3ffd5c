"""``rules/voice/moved.toml``: by which signs a capability of an old app is found in the new one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.location import read_table

SIGNS = ("method", "event", "hears", "import", "tag", "flow", "key", "same", "ships")


@dataclass(frozen=True, slots=True)
class Moved:
    """One row: symbols that are one capability, its heading and words, and the signs of which one has to be there."""

    of: tuple[str, ...]
    kind: str
    title: str
    by: tuple[str, ...]


@cache
def moved() -> tuple[Moved, ...]:
    """Return the rows in their order."""
    rows: list[dict[str, Any]] = read_table("voice", "moved.toml")["row"]  # type: ignore[assignment]
    return tuple(Moved(tuple(row["of"]), row["kind"], row["title"], tuple(row["by"])) for row in rows)


def moved_row(symbol: str) -> Moved | None:
    """Return the first row that speaks for ``symbol`` (its variant counts only where the row names one)."""
    bare = symbol.partition("[")[0]
    for row in moved():
        for pattern in row.of:
            name, bracket, _ = pattern.partition("[")
            if symbol == pattern if bracket else fnmatchcase(bare, name):
                return row
    return None
