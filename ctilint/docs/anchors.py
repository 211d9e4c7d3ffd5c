"""The places inside a page that other pages point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from ctilint.patterns import pattern
from ctilint.rulebook.voice import voice_rows

_NOT_PLAIN = pattern(r"[^a-z0-9]+")


def anchors_of(names: Iterable[str]) -> Mapping[str, str]:
    """Return an anchor for each name, none of them twice: names may differ in capitals and signs only."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        first = at = _NOT_PLAIN.sub("-", name.replace("*", " any ").lower()).strip("-")
        number = 2
        while at in taken:
            at, number = f"{first}-{number}", number + 1
        made[name] = at
        taken.add(at)
    return MappingProxyType(made)


@cache
def row_anchors(surface: str) -> Mapping[str, str]:
    """Return the anchors of the rows of one page of the map to Salesforce Voice."""
    return anchors_of(row.symbol for row in voice_rows().values() if row.surface == surface)
