"""unknown-method: a call of a method that no edition of the library has."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.rulebook.tables import about, nearest
from ctilint.understand.model import App
from ctilint.views.facts import callee_place, problem, views
from ctilint.views.names import elsewhere, misnamed


def check(app: App) -> Iterator[Problem]:
    """Yield each call whose name is in no table of any dialect."""
    for view in views(app):
        for call in misnamed(view):
            if elsewhere(call) is not None:
                continue
            library = about(call.dialect)["title"]
            name = call.name.removeprefix("scv.")
            near = nearest(name, limit=1, dialects=(call.dialect,))
            namespace = name.replace("#", ".").rpartition(".")[0] or library
            hint = f"call {near[0]}" if near else f"`ctilint api` lists what {namespace} has"
            yield problem(
                call,
                callee_place(call),
                f"{name} does not exist in {library}: the call throws",
                hint,
            )
