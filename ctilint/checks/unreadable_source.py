"""Scripts and files that could not be read whole: the first place that stopped the parser, in esprima's words."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span
from ctilint.understand.model import App

HELP = "mend the syntax; what stands before and after it was judged as far as it could be read"


def check(app: App) -> Iterator[Problem]:
    """Yield each file and script that was not read whole."""
    for facts in app.files.values():
        if facts.problem is not None:
            yield _problem(facts, facts.problem.message, facts.problem.span)
        for script in facts.scripts:
            if script.problem is not None:
                yield _problem(facts, script.problem.message, script.problem.span)


def _problem(facts: FileFacts, message: str, span: Span) -> Problem:
    return Problem(Place(facts.path, span), message, help=HELP)
