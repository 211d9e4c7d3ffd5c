"""Which removal ends which registration, and from where it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import (
    Block,
    Branch,
    Call,
    CallStep,
    FunctionValue,
    Member,
    ReturnStep,
    ScriptKind,
    Value,
)
from ctilint.understand.model import ApiCall, Ending, Registration, Removal, Window
from ctilint.understand.program.index import blocks_of, steps_of
from ctilint.understand.registrations import Site

UNDONE = frozenset({"removal", "switch", "handle"})
STARTING = frozenset({ScriptKind.FILE, ScriptKind.INLINE, ScriptKind.MODULE})


def endings_of(window: Window, registering: list[Site], removing: list[Site]) -> Iterator[Ending]:
    """Yield how each registration of the window ends."""
    pairs = list(zip(removing, window.removals, strict=True))
    for site, registration in zip(registering, window.registrations, strict=True):
        yield ending_of(site, registration, pairs)


def ending_of(site: Site, registration: Registration, pairs: list[tuple[Site, Removal]]) -> Ending:
    """Return how one registration ends; the best removal decides."""
    if registration.undo not in UNDONE:
        return Ending(registration, "no-removal")
    best = Ending(registration, "never")
    rank = {"never": 0, "other-function": 1, "dead": 2, "before": 3, "wrong-hook": 4, "ended": 5}
    entry = registration.call.entry
    names = entry.undone_by if entry is not None else ()
    for other, removal in pairs:
        if other.call.name not in names or not same_event(registration.event, removal.event):
            continue
        verdict = _verdict(site, registration, other, removal)
        if rank[verdict] > rank[best.verdict]:
            best = Ending(registration, verdict, removal)
    return best


def same_event(one: str, other: str) -> bool:
    """Say whether two events can be the same; an unknown one can be any."""
    if not one or not other:
        return True
    return bool(set(one.split("|")) & set(other.split("|"))) or one.rpartition(".")[2] == other.rpartition(".")[2]


def _verdict(site: Site, registration: Registration, other: Site, removal: Removal) -> str:
    if registration.undo == "removal" and not _same_function(site, other):
        return "other-function"
    if not removal.reached_from:
        return "dead"
    if _only_before(site, other, removal):
        return "before"
    if registration.undo == "switch":
        return "ended"
    if registration.in_component and not removal.reached_from & {"component-teardown", "teardown", "export"}:
        return "wrong-hook"
    return "ended"


def _only_before(site: Site, other: Site, removal: Removal) -> bool:
    """Say whether a removal can only run before its registration.

    It stands before it in the same function and nowhere else, or it is what the script itself does while it loads. Of
    two arms of a condition each undoes the other (``if (on) disable(); else enable();``).
    """
    if other.call.function is not site.call.function:
        return removal.reached_from == {"load"} and _surrounds(other.call, site.call)
    return (
        other.call.place.span.start < site.call.place.span.start
        and not removal.reached_from & {"teardown", "component-teardown"}
        and not _exclude(site.call.function.function.body, other.call.call, site.call.call)
    )


def _surrounds(outer: ApiCall, inner: ApiCall) -> bool:
    """Say whether a call stands in the code that defines the function of another, which can only run later."""
    if inner.call.function == 0 or outer.script.kind not in STARTING:
        return False
    if outer.call.function == 0:
        return True
    at = inner.call.function if inner.script is outer.script else 0
    while at > 0:
        at = inner.script.functions[at].parent
        if at == outer.call.function:
            return True
    return False


def _exclude(block: Block, first: Call, second: Call) -> bool:
    """Say whether two calls stand in arms of one condition, or the arm of the first leaves: never both at once."""
    for step in block.steps:
        if not isinstance(step, Branch):
            if any(_exclude(inner, first, second) for inner in blocks_of(step)):
                return True
            continue
        arms = (step.then, step.otherwise)
        mine = next((arm for arm in arms if _has(arm, first)), None)
        if mine is None:
            continue
        if not _has(mine, second):
            return any(_has(arm, second) for arm in arms) or any(isinstance(last, ReturnStep) for last in mine.steps)
        return _exclude(mine, first, second)
    return False


def _has(block: Block, call: Call) -> bool:
    return any(isinstance(step, CallStep) and step.call.span == call.span for step in steps_of(block))


def _same_function(site: Site, other: Site) -> bool:
    """Say whether a removal passes the function that was registered."""
    if other.handler_value is None or site.handler_value is None:
        return True
    if _fresh(other.handler_value) or _fresh(site.handler_value):
        # A function made on the spot is a new one each time; only the function that removes itself knows it.
        return _names_itself(site, other)
    mine = {id(func.ref) for func in site.handlers}
    its = {id(func.ref) for func in other.handlers}
    return not mine or not its or bool(mine & its)


def _fresh(value: Value) -> bool:
    if isinstance(value, FunctionValue):
        return True
    return isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.key == "bind"


def _names_itself(site: Site, other: Site) -> bool:
    mine = {id(func.ref) for func in site.handlers}
    return (
        isinstance(site.handler_value, FunctionValue)
        and not _fresh(other.handler_value or site.handler_value)
        and bool(mine & {id(func.ref) for func in other.handlers})
    )
