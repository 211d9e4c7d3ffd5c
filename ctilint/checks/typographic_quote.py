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
    return next(_bare(facts, script), None)


def _bare(facts: FileFacts, script: Script) -> Iterator[int]:
    """Yield where such quotes stand in code: not in a comment, and not inside a text."""
    text = facts.source.text[script.span.start : script.span.end]
    if not QUOTE.search(text):
        return
    hidden = [match.span() for match in SKIPPED.finditer(text)]
    for match in QUOTE.finditer(text):
        if not any(start <= match.start() < end for start, end in hidden):
            yield script.span.start + match.start()


def mend(app: App, found: Problem) -> Iterator[Fix]:
    """Straighten all such quotes of the script, for it does not parse before the last is; it runs from then on."""
    facts = app.files[found.place.path]
    start = found.place.span.start
    for script in facts.scripts:
        if script.span.start <= start < script.span.end:
            edits = tuple(
                Edit(facts.path, Span(at, at + 1), STRAIGHT.get(facts.source.text[at], '"'))
                for at in _bare(facts, script)
            )
            yield Fix("write straight quotes", False, edits)
