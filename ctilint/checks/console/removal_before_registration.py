"""removal-before-registration: a removal that runs where nothing can have been registered yet."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Branch, Try
from ctilint.understand.model import App, Removal, Window
from ctilint.views.facts import callee_place, problem, views
from ctilint.views.steps import around

REMOVE = "sforce.console.removeEventListener"
ADD = "sforce.console.addEventListener"


def check(app: App) -> Iterator[Problem]:
    """Yield each removeEventListener of the Console toolkit that precedes every addEventListener of its window."""
    anywhere = ADD in app.whole.called
    for view in views(app):
        for removal in view.window.removals:
            if removal.call.name != REMOVE or _guarded(removal):
                continue
            if _precedes(view.window, removal, anywhere=anywhere):
                yield problem(
                    removal.call,
                    callee_place(removal.call),
                    "removeEventListener runs before anything was registered: library 57 throws a TypeError then",
                    "remember that it was added, and remove it only then",
                    Severity.WARNING,
                )


def _guarded(removal: Removal) -> bool:
    return any(isinstance(step, Branch | Try) for step in around(removal.call.function.function, removal.call.call))


def _precedes(window: Window, removal: Removal, *, anywhere: bool) -> bool:
    adds = [call for call in window.calls if call.name == ADD]
    if not adds:
        return not anywhere
    ref = removal.call.function
    if ref.function.index != 0:
        return False
    return all(
        call.script is removal.call.script and call.place.span.start > removal.call.place.span.start for call in adds
    )
