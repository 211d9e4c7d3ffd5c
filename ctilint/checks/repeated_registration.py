"""repeated-registration: a listener that cannot be taken back, registered more than once in a page's life."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Call, Literal, Loop, Member
from ctilint.rulebook.entries import Undo
from ctilint.understand.model import App, Registration
from ctilint.views.facts import View, problem, short, views
from ctilint.views.steps import around, guarded_by_flag, sides

EMITTERS = frozenset({"on", "addListener", "addEventListener", "subscribe", "bind"})
PAGE = frozenset({"window", "document", "$", "jQuery", "self"})
LASTING: frozenset[Undo] = frozenset({"none", "switch"})
HELP = "register once when the page starts, or behind a flag: if (!wired) { wired = true; ... }"


def check(app: App) -> Iterator[Problem]:
    """Yield each registration that can run again, and the second of two equal ones."""
    for view in views(app):
        first: dict[tuple[str, str, int], Registration] = {}
        for registration in view.window.registrations:
            entry = registration.call.entry
            if entry is None or not entry.listener or registration.undo not in LASTING or not registration.reached:
                continue
            why = _why(view, registration)
            if why:
                yield _problem(
                    registration, f"the listener of {short(registration.call.name)} is registered again {why}"
                )
                continue
            for handler in registration.handlers:
                key = (registration.call.name, registration.event, id(handler.function))
                known = first.setdefault(key, registration)
                if (
                    known is not registration
                    and known.call.call is not registration.call.call
                    and not _apart(known, registration)
                ):
                    yield _problem(
                        registration,
                        f"{handler.function.name or 'the same function'} is registered twice for "
                        f"{short(registration.call.name)}",
                        (Place(known.place.path, known.place.span, "registered here first"),),
                    )


def _problem(registration: Registration, lead: str, related: tuple[Place, ...] = ()) -> Problem:
    found = problem(
        registration.call,
        registration.place,
        f"{lead}: each event then runs it once more, and nothing takes it back",
        HELP,
        derived=True,
    )
    return Problem(found.place, found.message, found.help, None, found.evidence, related or found.related)


def _why(view: View, registration: Registration) -> str:
    call = registration.call
    index = view.index(call.script)
    function = call.function.function
    if any(isinstance(step, Loop) for step in around(function, call.call)):
        return "in each round of a loop"
    repeats = registration.repeats or _of_emitter(view, registration)
    if not repeats or guarded_by_flag(index, function, call.call):
        return ""
    for caller in view.resolver.callers(call.function):
        if caller.call is None:
            continue
        home = view.program.index(caller.index.script)
        outer = home.script.functions[caller.call.function]
        if guarded_by_flag(home, outer, caller.call):
            return ""
    return "each time the component is created" if registration.in_component else repeats


def _of_emitter(view: View, registration: Registration) -> str:
    """Say at which event of another library's object a registration is made; such an object may be ready again."""
    call = registration.call
    index = view.index(call.script)
    at = call.function.function.index
    while at > 0:
        for outer, position in index.passed.get(at, ()):
            callee = outer.callee
            if position == 0 or not isinstance(callee, Member) or callee.key not in EMITTERS:
                continue
            event = outer.arguments[0]
            path = index.path_of(callee.object)
            if isinstance(event, Literal) and not isinstance(callee.object, Call) and path not in PAGE:
                return f"each time {event.value} happens"
        at = call.script.functions[at].parent
    return ""


def _apart(one: Registration, other: Registration) -> bool:
    """Say whether two registrations stand in different branches or functions, so that only one of them may run."""
    return one.call.function is not other.call.function or sides(one.call.function.function, one.call.call) != sides(
        other.call.function.function, other.call.call
    )
