"""Asks the checks. One that fails is asked window by window, so that it is silent only where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctilint.failures import Failure, Failures
from ctilint.findings import Place, Problem
from ctilint.judge.mending import with_mends
from ctilint.judge.rules import INTERNAL_ERROR, Mending, check_of
from ctilint.read.source import Span
from ctilint.records import replace
from ctilint.settings import Settings
from ctilint.understand.model import App


def asked(app: App, rule: str, settings: Settings, failures: Failures) -> Iterator[Problem]:
    """Yield the problems that ``rule`` sees in ``app``, with their mends; what fails is added to ``failures``."""
    check, mend = check_of(rule)
    try:
        problems = list(check(app))
    except Exception as error:  # noqa: BLE001 - whatever it is: it is ours, and is told
        problems = []
        alone = [replace(app, windows=(window,)) for window in app.windows] if len(app.windows) > 1 else []
        if not alone:
            failures.note(error, app.windows[0].root if app.windows else "", f"in the check {rule}")
        for part in alone:
            with failures.guard(part.windows[0].root, f"in the check {rule}"):
                problems.extend(check(part))
    for problem in problems:
        if not problem.strict_only or settings.strict:
            yield _with_mends(rule, problem, mend, app, failures)


def told(failures: Iterable[Failure], app: App) -> Iterator[Problem]:
    """Yield a problem for each failure."""
    for failure in failures:
        place = Place(failure.path or ".", Span(0, 0))
        where = f"; it happened at {failure.where}" if failure.where else ""
        said = f"report this, with the file if you can{where}; all else was judged"
        yield with_mends(INTERNAL_ERROR, Problem(place, failure.message, help=said), None, app)


def _with_mends(rule: str, problem: Problem, mend: Mending | None, app: App, failures: Failures) -> Problem:
    try:
        return with_mends(rule, problem, mend, app)
    except Exception as error:  # noqa: BLE001 - likewise; the problem stands without its mend
        failures.note(error, problem.place.path, f"in the mend of {rule}")
        return with_mends(rule, replace(problem, fixes=()), None, app)
