"""Lets an except name what it catches, where only its width is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.understand.model import App

WIDE = "a bare except also catches"
WHY = "the end of the process and a person's interrupt go through from then on"
BY_HAND = "name the exceptions that can happen here and answer or raise the rest; which those are is not known"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write ``except Exception`` for a bare ``except`` that answers."""
    source = app.files[found.place.path].source
    if not found.message.startswith(WIDE) or source.cut(found.place.span).rstrip(":").strip() != "except":
        yield ByHand(BY_HAND)
        return
    text = source.cut(found.place.span).replace("except", "except Exception", 1)
    yield Fix("catch Exception", safe=False, edits=(Edit(found.place.path, found.place.span, text),), why=WHY)
