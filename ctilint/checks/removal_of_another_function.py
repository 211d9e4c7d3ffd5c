"""removal-of-another-function: a removal is given a function made on the spot, which nobody registered."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.read.facts import Call, FunctionValue, Member
from ctilint.understand.model import App
from ctilint.views.facts import place_of, problem, short, views


def check(app: App) -> Iterator[Problem]:
    """Yield each removal whose function is new: it compares by identity and finds nothing."""
    for view in views(app):
        for call, entry in view.known("console", "voice", "connect-sdk"):
            value = view.argument(call, entry.removes) if entry.removes else None
            if isinstance(value, FunctionValue):
                what = "a function made here"
            elif isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.key == "bind":
                what = "the new function that bind returns"
            else:
                continue
            yield problem(
                call,
                place_of(call.script, value),
                f"{short(call.name).rpartition('#')[2]} is given {what}: nobody registered it, so nothing is removed",
                "keep the function in a name and pass that name to both calls",
            )
