"""click-to-dial-not-enabled: a click-to-dial listener in an app that nowhere enables click-to-dial."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.understand.model import App
from ctilint.views.facts import callee_place, problem, views

LISTENERS = {
    "sforce.opencti.onClickToDial": "sforce.opencti.enableClickToDial",
    "sforce.interaction.cti.onClickToDial": "sforce.interaction.cti.enableClickToDial",
}


def check(app: App) -> Iterator[Problem]:
    """Yield the listeners of an app in which not even the name enableClickToDial occurs."""
    if "enableClickToDial" in app.whole.mentioned:
        return
    for view in views(app):
        for call, _ in view.known("lightning", "classic"):
            enable = LISTENERS.get(call.name)
            if enable is not None:
                yield problem(
                    call,
                    callee_place(call),
                    "nothing in the app enables click-to-dial: the numbers stay text, and this listener never runs",
                    f"call {enable} as well; the order of the two does not matter",
                    Severity.NOTE,
                )
