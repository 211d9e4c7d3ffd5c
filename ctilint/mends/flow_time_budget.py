"""Writes the time that is left into the template or the flow."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App

_LIMIT = pattern(r"(?:set Timeout to|write) (\d+) or less")
_NUMBER = pattern(r"[\"']?(\d+)[\"']?\Z")
CALLS = (
    "shorten the timeouts so that their sum fits, or call the function asynchronously; which may be short is a choice"
)
WHY = "work that takes longer is stopped then, where nobody waits for it any more"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the flow's limit where a longer time stands."""
    limit = _LIMIT.search(found.help)
    written = app.files[found.place.path].source.cut(found.place.span) if found.place.path in app.files else ""
    number = _NUMBER.match(written)
    if limit is None or number is None:
        yield ByHand(CALLS)
        return
    start = found.place.span.start + number.start(1)
    edit = Edit(found.place.path, Span(start, start + len(number[1])), limit[1])
    yield Fix(f"write {limit[1]}", safe=False, edits=(edit,), why=WHY)
