"""ending-product: Open CTI has an end date; said once for each page, and only under --strict."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.rulebook.releases import releases
from ctilint.understand.model import App
from ctilint.views.facts import callee_place, views


def check(app: App) -> Iterator[Problem]:
    """Yield one note for the first use of Open CTI in each window."""
    if not app.settings.strict:
        return
    ending = releases().endings["open-cti"]
    for view in views(app):
        call = next(
            (call for call in view.window.calls if call.dialect in {"lightning", "classic", "event-sink"}), None
        )
        if call is not None:
            yield Problem(
                callee_place(call),
                f"{ending.title} stops working on {ending.ends}",
                f"plan the move to {ending.replacement}; `ctilint assess` says what it takes",
                strict_only=True,
            )
