"""The functions that get answers and events, where it is sure which answer or event they get."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.views.facts import View
from ctilint.views.found import Found
from ctilint.views.uses import uses_of


def answers(view: View) -> tuple[Found, ...]:
    """Return each function that gets the answer of one kind of call only, with what it does with it."""
    return _once(view, "answer")


def events(view: View) -> tuple[Found, ...]:
    """Return each function that gets the events of one kind of registration only, with what it does with them."""
    return _once(view, "event")


def _once(view: View, kind: str) -> tuple[Found, ...]:
    found = view.found.get(kind)
    if found is None:
        found = view.found[kind] = tuple(_of(view, kind))
    return found


def _of(view: View, kind: str) -> Iterator[Found]:
    roles = view.roles
    for call, entry in view.known():
        name = entry.callback if kind == "answer" else entry.listener
        if not name:
            continue
        for ref in view.functions(call, name):
            if len(roles.get(id(ref), ())) == 1 and not view.resolver.callers(ref):
                yield call, entry, ref, uses_of(view, ref)
