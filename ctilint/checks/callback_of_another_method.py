"""callback-of-another-method: a callback whose name speaks of another method."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Member, Name
from ctilint.rulebook.tables import api
from ctilint.understand.model import App
from ctilint.views.facts import place_of, problem, short, views

LONG_ENOUGH = 8
ENDINGS = ("callback", "cb", "done", "result", "response", "answer", "handler", "complete")


def check(app: App) -> Iterator[Problem]:
    """Yield each callback that is called after another method of the same library."""
    for view in views(app):
        for call, entry in view.known():
            if not entry.callback:
                continue
            value = view.argument(call, entry.callback)
            name = value.name if isinstance(value, Name) else value.key if isinstance(value, Member) else None
            if value is None or not name:
                continue
            own = short(call.name).rpartition(".")[2]
            others = {
                row.name.rpartition(".")[2]
                for row in api(call.dialect).values()
                if row.kind in {"method", "listener"} and len(row.name.rpartition(".")[2]) >= LONG_ENOUGH
            } - {own}
            # ``openSubtab`` as the callback of getFocusedPrimaryTabId is the next step; ``openSubtabCallback`` is not.
            stems = _stems(name.lower())
            inside = [other for other in others if any(stem.endswith(other.lower()) for stem in stems)]
            if inside and own.lower() not in name.lower():
                other = max(inside, key=len)
                yield problem(
                    call,
                    place_of(call.script, value),
                    f"the callback of {own} is called {name}, after {other}",
                    "check that it is the one that was meant",
                    Severity.NOTE,
                )


def _stems(name: str) -> list[str]:
    """Return what stands before the word for an answer that ``name`` ends with, with and without an underscore."""
    stems = [name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)]
    return [*stems, *(stem.removesuffix("_") for stem in stems)]
