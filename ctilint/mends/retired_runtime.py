"""Writes the runtime that follows the one that is past its end."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.read.source import Span
from ctilint.rulebook.runtimes import runtimes
from ctilint.understand.model import App

WHY = "the function and its libraries have to be tested with it"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the successor's name in the template."""
    written = app.files[found.place.path].source.cut(found.place.span) if found.place.path in app.files else ""
    name = written.strip("\"' ")
    runtime = runtimes().known.get(name)
    if runtime is None or not runtime.successor or runtime.successor == name:
        yield ByHand("raise the runtime where the template's parameter gets it, and test the function")
        return
    start = found.place.span.start + written.index(name)
    edit = Edit(found.place.path, Span(start, start + len(name)), runtime.successor)
    yield Fix(f"go to {runtime.successor}", safe=False, edits=(edit,), why=WHY)
