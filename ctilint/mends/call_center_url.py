"""Writes https into an address of a call center."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.read.source import Span
from ctilint.understand.model import App

BY_HAND = "write the address with https; it is not written out there"
WHY = "whether the host serves the softphone over https is not known here"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write https for http."""
    facts = app.files.get(found.place.path)
    start = found.place.span.start
    if facts is None or facts.source.cut(found.place.span)[:5].lower() != "http:":
        yield ByHand(BY_HAND)
        return
    yield Fix("write https", safe=False, edits=(Edit(found.place.path, Span(start, start + 4), "https"),), why=WHY)
