"""Raises the version of the REST API where it is written."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.rulebook.releases import releases
from ctilint.understand.model import App

_VERSION = pattern(r"(?:/|\b)v?(\d{2,3}\.0)\b")
WHY = "fields and errors of the answers differ between versions: read them against what the code expects"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the newest version of the table."""
    written = app.files[found.place.path].source.cut(found.place.span) if found.place.path in app.files else ""
    matches = list(_VERSION.finditer(written))
    newest = f"{releases().newest}.0"
    if len(matches) != 1:
        yield ByHand(f"write {newest} where the version is made; it does not stand there as a number")
        return
    start = found.place.span.start + matches[0].start(1)
    edit = Edit(found.place.path, Span(start, start + len(matches[0][1])), newest)
    yield Fix(f"use {newest}", safe=False, edits=(edit,), why=WHY)
