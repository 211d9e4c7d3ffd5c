"""Where a call stands among the steps of its function."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import AssignStep, Block, Branch, Call, CallStep, Function, Member, Name, Step, Value
from ctilint.understand.program import ScriptIndex, blocks_of, steps_of, within


def around(function: Function, call: Call) -> tuple[Step, ...]:
    """Return the steps that hold the step of ``call``, outermost first."""

    def search(block: Block, above: tuple[Step, ...]) -> tuple[Step, ...] | None:
        for step in block.steps:
            if isinstance(step, CallStep) and step.call is call:
                return above
            for inner in blocks_of(step):
                found = search(inner, (*above, step))
                if found is not None:
                    return found
        return None

    return search(function.body, ()) or ()


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
