"""``rules/releases.toml``: API versions, the seasons they are named after, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.entries import Release
from ctilint.rulebook.location import read_table

THREE_YEARS = 9
"""Releases in Salesforce's three-year support line: three a year."""


@dataclass(frozen=True, slots=True)
class Range:
    """A span of API versions (``first`` to ``last``, both counted) with one fate.

    ``status``: retired, leaving, supported. ``since`` and ``until`` are names of releases (Summer '25) or ``''``.
    """

    first: int
    last: int
    status: str
    since: str
    until: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A product with an end date (``ends`` as YYYY-MM-DD, or ''); ``due``: when the row must be looked at again."""

    name: str
    title: str
    ends: str
    status: str
    replacement: str
    source: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class Releases:
    """The whole table. ``newest`` is the newest version number the table knows, ``as_of`` the day it was looked at.

    ``known`` are the releases by version number, ``library_minimum`` the first version that Salesforce serves of a
    library, by its name.
    """

    as_of: str
    newest: int
    ranges: tuple[Range, ...]
    known: Mapping[int, Release]
    library_minimum: Mapping[str, int]
    endings: Mapping[str, Ending]

    @property
    def floor(self) -> int:
        """Return the oldest version inside the three-year support line."""
        return self.newest - THREE_YEARS

    def name(self, number: int) -> str:
        """Return the season of ``number`` (``Winter '27``), counted on past the table; '' before 24."""
        release = self.known.get(number)
        if release is not None:
            return release.name
        if number < min(self.known):
            return ""
        winter, season = divmod(number - 68, 3)
        return f"{('Winter', 'Spring', 'Summer')[season]} '{27 + winter:02d}"

    def range_of(self, number: int) -> Range | None:
        """Return the range that holds ``number``, or None for one the table does not know."""
        for one in self.ranges:
            if one.first <= number <= one.last:
                return one
        return None

    def status(self, number: int) -> str:
        """Return retired, leaving, supported or unknown (newer than the table, or never a version)."""
        found = self.range_of(number)
        return found.status if found is not None else "unknown"

    def is_past_support(self, number: int) -> bool:
        """Say whether ``number`` is more than three years of releases behind the newest."""
        return number < self.floor


@cache
def releases() -> Releases:
    """Return the table of releases."""
    table: dict[str, Any] = read_table("releases.toml")
    ranges = tuple(
        Range(
            first=row["first"],
            last=row["last"],
            status=row["status"],
            since=row.get("since", ""),
            until=row.get("until", ""),
            note=row.get("note", ""),
            source=row["source"],
        )
        for row in table["range"]
    )
    status_of = {number: one.status for one in ranges for number in range(one.first, one.last + 1)}
    known = {
        int(number): Release(int(number), name, status_of[int(number)], table["release_source"])
        for number, name in table["release"].items()
    }
    endings = {name: Ending(name=name, **row) for name, row in table["ending"].items()}
    return Releases(
        as_of=table["about"]["looked"],
        newest=table["newest"],
        ranges=ranges,
        known=MappingProxyType(known),
        library_minimum=MappingProxyType(dict(table["library_minimum"])),
        endings=MappingProxyType(endings),
    )
