"""The dates that apply to an app: ends of products and of API versions, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from ctilint.assess.model import Event, Library, Line
from ctilint.assess.wording import LIBRARIES
from ctilint.rulebook.releases import releases
from ctilint.rulebook.voice import plan

_UNKNOWN = "what becomes of the library file is not announced"
AJAX = frozenset({"ajax", "apex"})
_SEASONS = {"Winter": (-1, 10), "Spring": (0, 2), "Summer": (0, 6)}


def dates_for(lines: Iterable[Line], libraries: Iterable[Library], server: Iterable[str]) -> tuple[Event, ...]:
    """Return the dates that apply to what was found, earliest first."""
    signs = set(_signs(lines, libraries, server))
    found = [_event(row) for row in plan()["date"] if _applies(row["applies_to"], signs)]
    found.extend(_version_dates(tuple(libraries)))
    found.sort(key=lambda event: (event.order, event.title))
    return tuple(found)


def _signs(lines: Iterable[Line], libraries: Iterable[Library], server: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"symbol:{line.symbol}"
        yield f"dialect:{line.dialect}"
    for library in libraries:
        yield f"load:{library.library}"
    for name in server:
        yield f"server:{name}"


def _applies(patterns: Iterable[str], signs: Iterable[str]) -> bool:
    return any(fnmatchcase(sign, pattern) for sign in signs for pattern in patterns)


def _event(row: dict[str, Any]) -> Event:
    year, month, day = (int(part) for part in row["day"].split("-"))
    note = row.get("note", "")
    return Event(row["day"], "", row["title"], row["certain"], note, tuple(row["sources"]), (year, month, day))


def _version_dates(libraries: tuple[Library, ...]) -> Iterator[Event]:
    """Yield the seasons in which platform API versions of loaded libraries leave."""
    table = releases()
    seasons: dict[tuple[str, str], list[Library]] = {}
    for library in libraries:
        number = version_number(library.version)
        one = table.range_of(number) if number is not None else None
        if one is None or one.status == "supported":
            continue
        numbers = f"{one.first}.0 to {one.last}.0"
        if one.status == "retired":
            seasons.setdefault((one.since, f"API versions {numbers} were retired"), []).append(library)
        else:
            seasons.setdefault((one.since, f"API versions {numbers} are deprecated"), []).append(library)
            seasons.setdefault((one.until, f"API versions {numbers} are retired"), []).append(library)
    for (season, title), found in seasons.items():
        names = dict.fromkeys(f"{LIBRARIES.get(one.library, one.library)} {one.version}" for one in found)
        note = ", ".join(names)
        # The article on 21 to 30 names the AJAX Toolkit's own path; for the other libraries nothing is announced.
        if any(one.library not in AJAX for one in found) or not title.endswith("were retired"):
            note += "; what becomes of the library files of these numbers is not announced"
        yield Event("", season, title, True, note, ("S17",), season_order(season))


def season_order(season: str) -> tuple[int, ...]:
    """Return year and month for ordering ``Summer '28``."""
    name, _, year = season.partition(" '")
    if name not in _SEASONS or not year.isdigit():
        return (9999,)
    shift, month = _SEASONS[name]
    return (2000 + int(year) + shift, month)


def version_number(version: str) -> int | None:
    """Return ``57`` for ``57.0``, None for what is no version."""
    whole = version.partition(".")[0]
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 4 else None


def version_says(version: str, library: str = "") -> tuple[str, str]:
    """Return status and sentence for the version of a Salesforce library."""
    number = version_number(version)
    if number is None:
        return "unknown", "the version cannot be read from the code"
    table = releases()
    one = table.range_of(number)
    season = table.name(number)
    named = f"{number}.0 ({season})" if season else f"{number}.0"
    if one is None:
        return "newer" if number > table.newest else "unknown", f"{named} is not in the table of {table.as_of}"
    if one.status == "retired" and library in AJAX:
        return "retired", f"the AJAX Toolkit of {named} is retired since {one.since}, with the platform API"
    if one.status == "retired":
        return "retired", f"the platform API of {named} is retired since {one.since}; {_UNKNOWN}"
    if one.status == "leaving":
        fate = f"deprecated from {one.since} and retired in {one.until}"
        return "leaving", f"the platform API of {named} is {fate}; {_UNKNOWN}"
    if table.is_past_support(number):
        return "past-support", f"{named} is past the three years for which Salesforce supports a version"
    return "supported", f"{named} is supported"
