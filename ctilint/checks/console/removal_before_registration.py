"""removal-before-registration: a removal that runs where nothing can have been registered yet."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Branch, Try
from ctilint.understand.model import ApiCall, App, Removal
from ctilint.views.facts import callee_place, problem, views
from ctilint.views.steps import around

REMOVE = "sforce.console.removeEventListener"
ADD = "sforce.console.addEventListener"


def check(app: App) -> Iterator[Problem]:
    """Yield each removeEventListener of the Console toolkit that precedes every addEventListener of its window."""
    anywhere = ADD in app.whole.called
    for view in views(app):
        adds = [call for call in view.window.calls if call.name == ADD]
        first = _first_of_one_script(adds)
        for removal in view.window.removals:
            if removal.call.name != REMOVE or _guarded(removal):
                continue
            if _precedes(removal, first) if adds else not anywhere:
                yield problem(
                    removal.call,
                    callee_place(removal.call),
                    "removeEventListener runs before anything was registered: library 57 throws a TypeError then",
                    "remember that it was added, and remove it only then",
                    Severity.WARNING,
                )


def _guarded(removal: Removal) -> bool:
    return any(isinstance(step, Branch | Try) for step in around(removal.call.function.function, removal.call.call))


def _first_of_one_script(adds: list[ApiCall]) -> ApiCall | None:
    """Return the first of ``adds``, None when they stand in several scripts."""
    if len({id(call.script) for call in adds}) != 1:
        return None
    return min(adds, key=lambda call: call.place.span.start)


def _precedes(removal: Removal, first: ApiCall | None) -> bool:
    call = removal.call
    if call.function.function.index != 0 or first is None:
        return False
    return first.script is call.script and first.place.span.start > call.place.span.start
