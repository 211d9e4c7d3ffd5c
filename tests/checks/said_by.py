"""What a check says about an app, in short lines: shared by the tests of the five rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ctilint.findings import Place, Problem
from ctilint.understand.model import App

MakeApp = Callable[..., App]
Check = Callable[[App], Iterator[Problem]]


def at(app: App, place: Place) -> str:
    """Return file and line of a place."""
    return f"{place.path}:{app.files[place.path].source.position(place.span.start)[0]}"


def said(check: Check, app: App) -> list[str]:
    """Return place, severity (``-`` for the page's) and message of each problem."""
    return [f"{at(app, item.place)} {item.severity or '-'} {item.message}" for item in check(app)]


def lines(check: Check, app: App) -> list[int]:
    """Return the line of each problem."""
    return [int(at(app, item.place).rpartition(":")[2]) for item in check(app)]


def related(check: Check, app: App) -> list[str]:
    """Return the related places of the only problem, in order."""
    [problem] = check(app)
    return [f"{at(app, item)} {item.message}" for item in problem.related]


def only(check: Check, app: App) -> Problem:
    """Return the only problem, and make sure that all its places lie in their files."""
    [problem] = check(app)
    for place in (problem.place, *problem.related):
        text = app.files[place.path].source.text
        assert 0 <= place.span.start < place.span.end <= len(text)
    return problem
