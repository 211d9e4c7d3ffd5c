"""Small questions about calls, conditions and loops as they are written."""

from __future__ import annotations

from ctilint.read.facts import (
    AssignStep,
    Branch,
    Call,
    CallStep,
    JumpStep,
    Literal,
    Loop,
    Member,
    Name,
    Operation,
    ReadStep,
    ReturnStep,
    Step,
    This,
    Value,
)
from ctilint.understand.program.index import ScriptIndex, steps_of, within
from ctilint.understand.words import Asked

# TypeScript's; Babel's give back a function and are wrappers, save regenerator's ``wrap``.
ASYNC_HELPERS = frozenset({"__awaiter", "__generator"})
CLOCKS = frozenset({"now", "getTime", "Date"})


def last_key(call: Call) -> str:
    """Return the last part of a callee's name, or ''."""
    callee = call.callee
    if isinstance(callee, Member):
        return callee.key or ""
    return callee.name if isinstance(callee, Name) else ""


def is_async_helper(call: Call) -> bool:
    """Say whether a call is what compilers make of an ``async`` function: it runs the function that it is given."""
    key = last_key(call)
    if key in ASYNC_HELPERS:
        return True
    if key != "wrap" or not isinstance(call.callee, Member):
        return False
    held = call.callee.object
    name = last_key(held) if isinstance(held, Call) else held.key if isinstance(held, Member) else ""
    return "egenerator" in ((held.name if isinstance(held, Name) else name) or "")


def is_false(value: Value) -> bool:
    """Say whether a value is the literal ``false``, or what minifiers write for it (``!1``)."""
    if isinstance(value, Operation) and value.operator == "!" and len(value.operands) == 1:
        inner = value.operands[0]
        return isinstance(inner, Literal) and inner.value == 1
    return isinstance(value, Literal) and value.value is False


def more_asked(one: Asked, other: Asked) -> Asked:
    """Return the stronger of two answers (tab over console over nothing)."""
    return "tab" if "tab" in {one, other} else one or other


def less_asked(one: Asked, other: Asked) -> Asked:
    """Return the weaker of two answers."""
    return "" if "" in {one, other} else "console" if "console" in {one, other} else "tab"


def without_first(call: Call) -> Call:
    """Return the call as if its first argument had not been given."""
    return Call(call.callee, call.arguments[1:], call.span, call.arguments_span, call.function, call.new, call.optional)


def is_short(bound: Value) -> bool:
    """Say whether a loop's bound is a number written in the code."""
    return isinstance(bound, Operation) and any(isinstance(item, Literal) for item in bound.operands)


def is_busy_wait(step: Loop) -> bool:
    """Say whether a loop only watches the clock, or a value that nothing can change while it runs."""
    inside = list(steps_of(step.body))
    if _watches_the_clock(inside):
        return True
    if step.bound is None:
        return False
    clocks = _clocks(step.bound)
    if not clocks and not isinstance(step.bound, Operation | Literal):
        return False
    if clocks:
        return True
    if step.kind in {"while", "do"} and all(isinstance(inner, ReadStep) for inner in inside):
        return _only_compares(step.bound)
    # `do { now = Date.now() } while (now - start < ms)`
    return (
        bool(inside)
        and len(inside) <= 3
        and any(
            isinstance(inner, AssignStep)
            and isinstance(inner.value, Call)
            and last_key(inner.value) in CLOCKS
            and isinstance(inner.target, Name)
            and any(isinstance(item, Name) and item.name == inner.target.name for item in within(step.bound))
            for inner in inside
        )
    )


def _clocks(value: Value) -> int:
    return sum(1 for item in within(value) if isinstance(item, Call) and last_key(item) in CLOCKS)


def _watches_the_clock(inside: list[Step]) -> bool:
    """Say whether a loop's body does nothing but leave when the time has come."""
    if any(isinstance(inner, CallStep) and last_key(inner.call) not in CLOCKS for inner in inside):
        return False
    return any(
        isinstance(inner, Branch)
        and _clocks(inner.condition) > 0
        and any(isinstance(last, JumpStep | ReturnStep) for last in inner.then.steps)
        for inner in inside
    )


def _only_compares(bound: Value) -> bool:
    """Say whether a condition asks a value of the code alone: ``!ready``, ``state == 'busy'``."""
    return (
        isinstance(bound, Operation)
        and bound.operator in {"!", "==", "===", "!=", "!=="}
        and all(isinstance(item, Name | Member | Literal | Operation | This) for item in within(bound))
    )


def written(index: ScriptIndex, value: Value) -> str:
    """Return how a value is written, in short."""
    parts: list[str] = []
    at: Value = value
    while isinstance(at, Member):
        parts.append("[…]" if at.key is None else f"[{at.key}]" if at.key.isdigit() else f".{at.key}")
        at = at.object
    if isinstance(at, Name):
        parts.append(at.name)
    elif isinstance(at, This):
        parts.append("this")
    elif isinstance(at, Call):
        parts.append(f"{'new ' if at.new else ''}{written(index, at.callee)}(…)")
    elif parts:
        parts.append("(…)")
    else:
        return "a function"
    return "".join(reversed(parts))


def stream_of(value: Value) -> str:
    """Return under which name a stream's listeners are known (``this.dials`` in ``this.dials.pipe(f)``), or ''.

    A name of one or two letters is a minifier's, and means another thing in each function.
    """
    while isinstance(value, Call) and last_key(value) in {"pipe", "asObservable"} and isinstance(value.callee, Member):
        value = value.callee.object
    name = value.key if isinstance(value, Member) else value.name if isinstance(value, Name) else ""
    return f"next of {name}" if name and len(name) > 2 else ""


def page_event(name: str) -> str:
    """Return under which name the listeners of an event of the page itself are known."""
    return f"page event {name}"
