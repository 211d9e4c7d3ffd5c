"""bare-method-name: a listener or callback that names a method as if it were a variable."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.read.facts import ClassValue, Name, Object
from ctilint.understand.model import ApiCall, App
from ctilint.views.facts import View, place_of, problem, short, views


def check(app: App) -> Iterator[Problem]:
    """Yield each function argument that is an undeclared name, while the object around the call has such a method."""
    for view in views(app):
        for call, entry in view.known(
            "lightning", "classic", "console", "event-sink", "voice", "streams", "connect-sdk"
        ):
            for name in dict.fromkeys((entry.listener, entry.callback)):
                value = view.argument(call, name) if name else None
                if isinstance(value, Name) and _is_bare(view, call, value):
                    yield problem(
                        call,
                        place_of(call.script, value),
                        f"{value.name} is a method here, not a variable: reading it throws, and {short(call.name)} is "
                        "never reached",
                        f"pass a function that calls it: payload => this.{value.name}(payload)",
                    )


def _is_bare(view: View, call: ApiCall, value: Name) -> bool:
    index = view.index(call.script)
    if index.scope_of(value) != -1 or value.name in view.program.paths:
        return False
    at = call.function.function.index
    while at > 0:
        owner = index.owners.get(at)
        if owner is not None:
            holder = owner[0]
            if isinstance(holder, ClassValue | Object):
                return any(
                    entry.key == value.name and entry.kind in {"method", "property", "field"}
                    for entry in holder.entries
                )
        at = call.script.functions[at].parent
    return False
