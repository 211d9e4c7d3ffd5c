"""repeated-ending: something is written when a contact ends, which older editions of Streams tell twice."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Call, Literal, Member, Name, Object
from ctilint.understand.model import App, Effect, Handler, Window
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.words import EffectKind
from ctilint.views.facts import View, views
from ctilint.views.handlers import evidence, way
from ctilint.views.loads import loads_of
from ctilint.views.steps import guarded_by_flag

SINGLE_SINCE = (2, 7)
WRITES: frozenset[EffectKind] = frozenset({"logs", "server", "network"})
WRITING = frozenset({"post", "put", "patch", "ajax"})


def check(app: App) -> Iterator[Problem]:
    """Yield each write in a listener for the end of a contact that nothing keeps from running again."""
    for view in views(app):
        twice = _in_both(view.window)
        said: set[Place] = set()
        for handler in view.window.handlers:
            if handler.source != "streams" or not handler.event.endswith("onEnded"):
                continue
            both = id(handler.function) in twice
            if not both and _runs_once(view):
                continue
            for effect in handler.effects:
                if effect.kind in WRITES and effect.place not in said and _writes_again(view, handler, effect):
                    said.add(effect.place)
                    yield _problem(handler, effect, both=both)


def _in_both(window: Window) -> set[int]:
    """Return the functions that hear both that a contact ended and that it was destroyed."""
    by_event = {
        name: {
            id(handler.function)
            for registration in window.registrations
            if registration.dialect == "streams" and registration.event.endswith(name)
            for handler in registration.handlers
        }
        for name in ("onEnded", "onDestroy")
    }
    return by_event["onEnded"] & by_event["onDestroy"]


def _runs_once(view: View) -> bool:
    """Say whether the edition that the page loads is known to run the listener once."""
    found = [load.version for load in loads_of(view, "streams") if load.version]
    return bool(found) and all(_number(version) >= SINGLE_SINCE for version in found)


def _number(version: str) -> tuple[int, ...]:
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (0,)


def _writes_again(view: View, handler: Handler, effect: Effect) -> bool:
    for index in view.program.indexes:
        if index.script.path != effect.place.path:
            continue
        for call in index.calls:
            if call.span == effect.place.span:
                function = index.script.functions[call.function]
                if effect.kind == "network" and not _is_write(call):
                    return False
                return not guarded_by_flag(index, function, call) and not _guarded_above(view, handler, index, call)
    return effect.kind != "network"


def _guarded_above(view: View, handler: Handler, index: ScriptIndex, call: Call) -> bool:
    """Say whether the listener itself asks, before the call in it that leads to the write."""
    ref = handler.function
    home = view.index(ref.script)
    return any(
        made.function == ref.function.index and guarded_by_flag(home, ref.function, made)
        for made in home.calls
        if made is call or made.function != call.function or home is not index
    )


def _is_write(call: Call) -> bool:
    callee = call.callee
    name = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
    if name in WRITING:
        return True
    for given in call.arguments:
        for entry in given.entries if isinstance(given, Object) else ():
            if entry.key == "method" and isinstance(entry.value, Literal):
                return str(entry.value.value).lower() in WRITING
    return False


def _problem(handler: Handler, effect: Effect, *, both: bool) -> Problem:
    name = effect.name.rpartition(".")[2]
    why = (
        "the same function hears onDestroy, which follows"
        if both
        else "editions of Streams up to 2.5 run this listener again when the contact is destroyed"
    )
    return Problem(
        effect.place,
        f"{name} writes in the handler of onEnded, and {why}: two records",
        "remember the contact's id, and write only once for it",
        None,
        evidence(handler, effect),
        way(handler, effect),
    )
