"""What could not be read or followed whole: the place that stopped the parser, in esprima's words, or the window."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import FileFacts, Script, SyntaxProblem
from ctilint.read.source import Span
from ctilint.understand.model import App

HELP = "mend the syntax; what stands before and after it was judged as far as it could be read"

SMALLER = "judge the app before it is bundled, or exclude what is not the app's; all else was judged"


def check(app: App) -> Iterator[Problem]:
    """Yield each file and script that was not read whole."""
    for facts in app.files.values():
        of_scripts = [(script, script.problem) for script in facts.scripts if script.problem is not None]
        for script, problem in of_scripts:
            said = _strict(facts, script, problem)
            if said is not None:
                yield _problem(facts, said)
        if facts.problem is not None and all(facts.problem != problem for _, problem in of_scripts):
            yield _problem(facts, facts.problem)
    for skipped in app.skipped:
        if skipped.reason.startswith("cannot be read"):
            yield Problem(Place(skipped.path, Span(0, 0)), f"the file {skipped.reason}", help="make the file readable")

    for window in app.windows:
        if window.unwalked:
            left = f"{window.unwalked} functions of this window were not followed: there is more in it than is followed"
            yield Problem(Place(window.root, Span(0, 0)), left, help=SMALLER)


def _strict(facts: FileFacts, script: Script, problem: SyntaxProblem) -> SyntaxProblem | None:
    """Return the problem in the words of the strict gate; None when that accepts the script after all."""
    from ctilint.read.strict import StrictGateError
    from ctilint.read.validity import fault_of, span_of

    try:
        fault = fault_of(facts, script)
    except StrictGateError:
        return problem
    if fault is None:
        return None
    if not fault.checked:
        return problem
    message = fault.message[:1].lower() + fault.message[1:]
    return SyntaxProblem(message, span_of(script, fault) or problem.span)


def _problem(facts: FileFacts, problem: SyntaxProblem) -> Problem:
    return Problem(Place(facts.path, problem.span), problem.message, help=HELP)
