"""Scripts and files that could not be read whole: the first place that stopped the parser, in esprima's words."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import FileFacts, SyntaxProblem
from ctilint.understand.model import App

HELP = "mend the syntax; what stands before and after it was judged as far as it could be read"


def check(app: App) -> Iterator[Problem]:
    """Yield each file and script that was not read whole."""
    for facts in app.files.values():
        of_scripts = [script.problem for script in facts.scripts if script.problem is not None]
        for problem in of_scripts:
            yield _problem(facts, problem)
        if facts.problem is not None and facts.problem not in of_scripts:
            yield _problem(facts, facts.problem)


def _problem(facts: FileFacts, problem: SyntaxProblem) -> Problem:
    return Problem(Place(facts.path, problem.span), problem.message, help=HELP)
