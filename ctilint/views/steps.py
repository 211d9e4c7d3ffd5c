"""Where a call stands among the steps of its function."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import AssignStep, Block, Branch, Call, CallStep, Function, Member, Name, Step, Value
from ctilint.understand.program.index import ScriptIndex, blocks_of, steps_of, within

FILLING = frozenset({"add", "set", "push", "delete", "setItem"})

_around: tuple[Function | None, dict[int, tuple[Step, ...]]] = (None, {})


def around(function: Function, call: Call) -> tuple[Step, ...]:
    """Return the steps that hold the step of ``call``, outermost first; the answers of the last function are kept."""
    global _around  # noqa: PLW0603 - the calls of one function are asked about one after another, and can be many
    if _around[0] is not function:
        found: dict[int, tuple[Step, ...]] = {}
        todo: list[tuple[Block, tuple[Step, ...]]] = [(function.body, ())]
        while todo:
            block, above = todo.pop()
            for step in block.steps:
                if isinstance(step, CallStep):
                    found.setdefault(id(step.call), above)
                todo.extend((inner, (*above, step)) for inner in blocks_of(step))
        _around = (function, found)
    return _around[1].get(id(call), ())


def sides(function: Function, call: Call) -> tuple[int, ...]:
    """Return the blocks that hold the step of ``call``, by identity: two calls that share them all run together."""
    return tuple(
        id(block)
        for step in around(function, call)
        for block in blocks_of(step)
        if any(isinstance(inner, CallStep) and inner.call is call for inner in steps_of(block))
    )


def after(function: Function, call: Call) -> Iterator[Step]:
    """Yield the steps of a function that stand after ``call``, nested ones too."""
    passed = False
    for step in steps_of(function.body):
        if isinstance(step, CallStep) and step.call is call:
            passed = True
        elif passed and step.span.start >= call.span.end:
            yield step


def guarded_by_flag(index: ScriptIndex, function: Function, call: Call) -> bool:
    """Say whether ``call`` stands under a condition on something that the function itself sets: it runs once."""
    set_here = {_key(index, step.target) for step in steps_of(function.body) if isinstance(step, AssignStep)}
    # ``seen.add(id)`` marks what ``seen.has(id)`` asks for.
    set_here |= {
        _key(index, step.call.callee.object)
        for step in steps_of(function.body)
        if isinstance(step, CallStep) and isinstance(step.call.callee, Member) and step.call.callee.key in FILLING
    }
    set_here.discard("")
    for step in around(function, call):
        if isinstance(step, Branch) and _mentions(index, step, set_here):
            return True
    for step in steps_of(function.body):
        # ``if (wired) return;`` at the top guards what follows.
        before = isinstance(step, Branch) and step.span.end <= call.span.start
        if isinstance(step, Branch) and before and _leaves(step) and _mentions(index, step, set_here):
            return True
    return False


def _mentions(index: ScriptIndex, step: Branch, keys: set[str]) -> bool:
    return any(_key(index, value) in keys for value in within(step.condition))


def _leaves(step: Branch) -> bool:
    from ctilint.read.facts import ReturnStep, ThrowStep

    return any(
        isinstance(inner, ReturnStep | ThrowStep) for block in (step.then, step.otherwise) for inner in block.steps
    )


def _key(index: ScriptIndex, value: Value) -> str:
    if isinstance(value, Name):
        return f"{index.scope_of(value)}:{value.name}"
    if isinstance(value, Member) and value.key is not None:
        return f".{value.key}"
    return ""
