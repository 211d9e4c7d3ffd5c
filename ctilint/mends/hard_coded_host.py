"""Takes the host out of a library's address, so that the page's own org serves it."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App

_SCHEME = pattern(r"(?:https?:)?//\Z")
BY_HAND = (
    "leave the host out in Visualforce, or take it from configuration in a hosted page; the address is put together"
)
WHY = "a page that is not served by the org finds no library at the address without host"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Leave only the path of the address."""
    text = app.files[found.place.path].source.text if found.place.path in app.files else ""
    span = found.place.span
    scheme = _SCHEME.search(text, max(span.start - 8, 0), span.start)
    if scheme is None or not text.startswith("/s", span.end):
        yield ByHand(BY_HAND)
        return
    edit = Edit(found.place.path, Span(scheme.start(), span.end), "")
    yield Fix("leave the host out", safe=False, edits=(edit,), why=WHY)
