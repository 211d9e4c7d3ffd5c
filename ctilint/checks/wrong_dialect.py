"""wrong-dialect: a method called on the namespace of another library."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.rulebook.tables import about
from ctilint.understand.model import App
from ctilint.views.facts import callee_place, problem, views
from ctilint.views.names import elsewhere, misnamed


def check(app: App) -> Iterator[Problem]:
    """Yield each call of a name that only another dialect has."""
    for view in views(app):
        for call in misnamed(view):
            found = elsewhere(call)
            if found is None:
                continue
            entry, instead = found
            namespace = ".".join(call.name.split(".")[:2])
            if instead.startswith("sforce."):
                hint = f"call {instead}"
            else:
                hint = instead or f"call {entry.name} where its library is loaded"
            yield problem(
                call,
                callee_place(call),
                f"{call.name.removeprefix(namespace + '.')} belongs to {about(entry.dialect)['title']}, "
                f"not to {namespace}: the call throws",
                hint,
            )
