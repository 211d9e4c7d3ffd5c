"""insecure-url: a library loaded over http."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Edit as EditText
from ctilint.findings import Fix, Place, Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.views.facts import views
from ctilint.views.loads import addresses, narrowed

INSECURE = pattern(r"http://(?!localhost\b|127\.0\.0\.1|\[::1\])", re.IGNORECASE)


def check(app: App) -> Iterator[Problem]:
    """Yield each address of a library that begins with http."""
    seen: set[Place] = set()
    for view in views(app):
        for text, place in addresses(view):
            if text[:5].lower() != "http:" or not INSECURE.match(text):
                continue
            at = narrowed(view, place, text[:7])
            if at not in seen:
                seen.add(at)
                yield Problem(
                    at,
                    "the library is loaded over http: browsers block it in an https page, and Open CTI for Lightning "
                    "refuses to start",
                    "write https, or leave the host out",
                )


def mend(app: App, found: Problem) -> Iterator[Fix]:
    """Write https; not safe, for the host may not serve it."""
    written = app.files[found.place.path].source.cut(found.place.span)
    if written.lower() == "http://":
        start = found.place.span.start
        yield Fix("write https", False, (EditText(found.place.path, Span(start, start + 4), "https"),))
