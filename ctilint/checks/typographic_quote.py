"""typographic-quote: a curly quote, copied from a document, where code needs a straight one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Edit, Fix, Place, Problem
from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts, Script
from ctilint.read.source import Span
from ctilint.understand.model import App

QUOTE = pattern("[\u2018\u2019\u201a\u201c\u201d\u201e]")
SKIPPED = pattern(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|<!--.*?-->",
    re.DOTALL,
)
LINES = 3
STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201a": "'"}


def check(app: App) -> Iterator[Problem]:
    """Yield the first such quote of each script that does not parse."""
    for facts in app.files.values():
        for script in facts.scripts:
            if script.problem is not None:
                at = _first(facts, script)
                if at is not None and _near(facts, at, script.problem.span.start):
                    char = facts.source.text[at]
                    yield Problem(
                        Place(facts.path, Span(at, at + 1)),
                        f"{char} is a typographic quote: the script does not parse, and none of it runs",
                        "write straight quotes",
                    )


def _near(facts: FileFacts, one: int, other: int) -> bool:
    """Say whether the quote stands where the parser stopped; elsewhere something else is wrong."""
    return abs(facts.source.position(one)[0] - facts.source.position(other)[0]) <= LINES


def _first(facts: FileFacts, script: Script) -> int | None:
    text = facts.source.text[script.span.start : script.span.end]
    if not QUOTE.search(text):
        return None
    hidden = [match.span() for match in SKIPPED.finditer(text)]
    for match in QUOTE.finditer(text):
        if not any(start <= match.start() < end for start, end in hidden):
            return script.span.start + match.start()
    return None


def mend(app: App, found: Problem) -> Iterator[Fix]:
    """Straighten the quotes of the line; not safe, for the script runs from then on."""
    source = app.files[found.place.path].source
    number, _ = source.position(found.place.span.start)
    start = source.starts[number - 1]
    line = source.line(number)
    edits = tuple(
        Edit(found.place.path, Span(start + match.start(), start + match.end()), STRAIGHT.get(match[0], '"'))
        for match in QUOTE.finditer(line)
        if start + match.start() >= found.place.span.start
    )
    yield Fix("write straight quotes", False, edits)
