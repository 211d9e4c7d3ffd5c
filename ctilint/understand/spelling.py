"""Small questions about calls, conditions and loops as they are written."""

from __future__ import annotations

from ctilint.read.facts import (
    AssignStep,
    Call,
    Literal,
    Loop,
    Member,
    Name,
    Operation,
    This,
    Value,
)
from ctilint.understand.program import ScriptIndex, steps_of, within

# TypeScript's; Babel's give back a function and are wrappers, save regenerator's ``wrap``.
ASYNC_HELPERS = frozenset({"__awaiter", "__generator"})


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
    """Say whether a value is the literal ``false``."""
    return isinstance(value, Literal) and value.value is False


def more_asked(one: str, other: str) -> str:
    """Return the stronger of two answers (tab over console over nothing)."""
    return "tab" if "tab" in {one, other} else one or other


def less_asked(one: str, other: str) -> str:
    """Return the weaker of two answers."""
    return "" if "" in {one, other} else "console" if "console" in {one, other} else "tab"


def without_first(call: Call) -> Call:
    """Return the call as if its first argument had not been given."""
    return Call(call.callee, call.arguments[1:], call.span, call.arguments_span, call.function, call.new, call.optional)


def is_short(bound: Value) -> bool:
    """Say whether a loop's bound is a number written in the code."""
    return isinstance(bound, Operation) and any(isinstance(item, Literal) for item in bound.operands)


def is_busy_wait(step: Loop) -> bool:
    """Say whether a loop only watches the clock."""
    if step.bound is None:
        return False
    clocks = sum(
        1 for item in within(step.bound) if isinstance(item, Call) and last_key(item) in {"now", "getTime", "Date"}
    )
    if not clocks and not isinstance(step.bound, Operation | Literal):
        return False
    inside = list(steps_of(step.body))
    if clocks:
        return True
    # `do { now = Date.now() } while (now - start < ms)`
    return (
        bool(inside)
        and len(inside) <= 3
        and any(
            isinstance(inner, AssignStep)
            and isinstance(inner.value, Call)
            and last_key(inner.value) in {"now", "getTime", "Date"}
            and isinstance(inner.target, Name)
            and any(isinstance(item, Name) and item.name == inner.target.name for item in within(step.bound))
            for inner in inside
        )
    )


def written(index: ScriptIndex, value: Value) -> str:
    """Return how a value is written, in short."""
    keys: list[str] = []
    at: Value = value
    while isinstance(at, Member):
        keys.append(at.key if at.key is not None else "[…]")
        at = at.object
    if isinstance(at, Name):
        keys.append(at.name)
    elif isinstance(at, This):
        keys.append("this")
    elif isinstance(at, Call):
        keys.append(f"{written(index, at.callee)}(…)")
    elif keys:
        keys.append("(…)")
    else:
        return "a function"
    return ".".join(reversed(keys))
