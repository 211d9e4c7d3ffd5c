"""``rules/voice/skeletons.toml``: the parts of emitted components and apps, and what in an app shows each."""

from __future__ import annotations

from functools import cache
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.location import read_table


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a listener (``event``, taken back by ``off``), a control (``call``) or a piece of work (neither).

    ``symbols`` are calls of an app that do the same work, ``words`` a pattern of names of such functions, ``platform``
    says that handlers of the telephony platform's events do it, ``methods`` name those of a connector.
    """

    name: str
    does: str
    event: str = ""
    off: str = ""
    call: str = ""
    symbols: tuple[str, ...] = ()
    words: str = ""
    platform: bool = False
    methods: tuple[str, ...] = ()
    always: bool = False


@cache
def parts(skeleton: str) -> tuple[Part, ...]:
    """Return the parts of ``lwc`` or ``workspace``, in their order."""
    rows: list[dict[str, Any]] = read_table("voice", "skeletons.toml")[skeleton]  # type: ignore[assignment]
    return tuple(
        Part(**{**row, "symbols": tuple(row.get("symbols", ())), "methods": tuple(row.get("methods", ()))})
        for row in rows
    )
