"""What never runs is left out of a program: code after a jump, arms of conditions that are decided where they stand.

A jump is a return, a throw, a break or a continue, or a branch or try whose every way out is one. A condition is
decided by its text (``if (false)``) or by a name that is given one literal and nothing else. Names and function
declarations stay: they are bound whether or not the statement that declares them runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ctilint.read.facts import (
    AssignStep,
    Block,
    Branch,
    Either,
    Function,
    JumpStep,
    Literal,
    Loop,
    Mask,
    Name,
    Operation,
    ReturnStep,
    Scope,
    Step,
    ThrowStep,
    Try,
    Value,
)
from ctilint.read.source import Span
from ctilint.records import dataclass, replace

DEEP = 20


@dataclass(frozen=True, slots=True)
class Constants:
    """What is decided: ``truths`` of names by scope and name. ``masks`` are what a template fills in, and never is.

    ``dropped`` gathers where the steps stand that were left out.
    """

    truths: dict[tuple[int, str], bool]
    masks: tuple[Mask, ...]
    dropped: list[Span]

    def decides(self, value: Literal) -> bool:
        """Say whether a literal is written as it is read."""
        return not any(mask.span.start < value.span.end and value.span.start < mask.span.end for mask in self.masks)


def without_dead_code(
    functions: Sequence[Function], scopes: Sequence[Scope], *, shares: bool, masks: tuple[Mask, ...] = ()
) -> tuple[Function, ...]:
    """Return the functions without the steps that never run; a function in which all can run is the same object.

    ``shares`` says that the names of the top scope are the window's, so that another script may give them a value.
    A function that is made in a step that never runs has no steps.
    """
    constants = _constants(functions, scopes, masks, shares=shares)
    live = tuple(_function(function, scopes, constants) for function in functions)
    return tuple(_silenced(function, constants.dropped) for function in live) if constants.dropped else live


def _silenced(function: Function, dropped: Sequence[Span]) -> Function:
    inside = function.index > 0 and any(
        span.start <= function.span.start and function.span.end <= span.end for span in dropped
    )
    return replace(function, body=Block((), function.body.span)) if inside else function


def _function(function: Function, scopes: Sequence[Scope], constants: Constants) -> Function:
    body, _ = _block(function.body, scopes, constants, 0)
    return function if body is function.body else replace(function, body=body)


def _block(
    block: Block, scopes: Sequence[Scope], constants: Constants, depth: int, *, looped: bool = False
) -> tuple[Block, bool]:
    """Return the live part of a block, and whether every way through it leaves it by a jump.

    Outside a loop (``looped``) a ``break`` leaves a labelled block, whose end is not known here.
    """
    kept: list[Step] = []
    changed = left = False
    for step in block.steps:
        if left:
            changed = True
            constants.dropped.append(step.span)
            continue
        if isinstance(step, ReturnStep | ThrowStep | JumpStep):
            left = looped or not isinstance(step, JumpStep)
        elif isinstance(step, Branch | Loop | Try) and depth < DEEP:
            live, left = _nested(step, scopes, constants, depth + 1, looped=looped)
            changed = changed or live is not step
            kept.append(live)
            continue
        kept.append(step)
    return (Block(tuple(kept), block.span) if changed else block), left


def _nested(
    step: Branch | Loop | Try, scopes: Sequence[Scope], constants: Constants, depth: int, *, looped: bool
) -> tuple[Branch | Loop | Try, bool]:
    if isinstance(step, Branch):
        return _branch(step, scopes, constants, depth, looped=looped)
    if isinstance(step, Loop):
        never = (
            step.kind in {"while", "for"}
            and step.bound is not None
            and _truth(step.bound, scopes, constants, 0) is False
        )
        if never:
            constants.dropped.extend(item.span for item in step.body.steps)
            return (replace(step, body=Block((), step.body.span)) if step.body.steps else step), False
        body, _ = _block(step.body, scopes, constants, depth, looped=True)
        return (step if body is step.body else replace(step, body=body)), False

    def inner(block: Block) -> tuple[Block, bool]:
        return _block(block, scopes, constants, depth, looped=looped)

    body, left = inner(step.body)
    handler, caught = (None, True) if step.handler is None else inner(step.handler)
    final, ended = (None, False) if step.finalizer is None else inner(step.finalizer)
    same = body is step.body and handler is step.handler and final is step.finalizer
    kept = step if same else replace(step, body=body, handler=handler, finalizer=final)
    return kept, ended or (left and caught)


def _branch(
    step: Branch, scopes: Sequence[Scope], constants: Constants, depth: int, *, looped: bool
) -> tuple[Branch, bool]:
    truth = _truth(step.condition, scopes, constants, 0)
    then, then_left = _block(step.then, scopes, constants, depth, looped=looped)
    otherwise, else_left = _block(step.otherwise, scopes, constants, depth, looped=looped)
    if truth is not None:
        constants.dropped.extend(item.span for item in (step.otherwise if truth else step.then).steps)
    if truth is False and then.steps:
        then = Block((), step.then.span)
    if truth is True and otherwise.steps:
        otherwise = Block((), step.otherwise.span)
    same = then is step.then and otherwise is step.otherwise
    left = else_left if truth is False else then_left if truth is True else then_left and else_left
    # A jump in one case of a switch may be its own ``break``, which leaves the switch alone.
    return (step if same else replace(step, then=then, otherwise=otherwise)), left and step.kind != "case"


def _truth(value: Value, scopes: Sequence[Scope], constants: Constants, depth: int) -> bool | None:
    """Return what a condition always is, or None."""
    if isinstance(value, Literal):
        return bool(value.value) if constants.decides(value) else None
    if depth > DEEP:
        return None
    if isinstance(value, Name):
        return constants.truths.get((_home(value, scopes), value.name))
    if isinstance(value, Operation) and value.operator == "!" and len(value.operands) == 1:
        inner = _truth(value.operands[0], scopes, constants, depth + 1)
        return None if inner is None else not inner
    if isinstance(value, Either) and value.operator in {"&&", "||"} and value.condition is None:
        found = [_truth(option, scopes, constants, depth + 1) for option in value.options]
        decided = value.operator == "||"
        if decided in found:
            return decided
        return None if None in found else not decided
    return None


def _home(name: Name, scopes: Sequence[Scope]) -> int:
    """Return the scope that binds a name, or -1."""
    at = name.scope
    while at >= 0 and name.name not in scopes[at].bindings:
        at = scopes[at].parent
    return at


def _constants(
    functions: Sequence[Function], scopes: Sequence[Scope], masks: tuple[Mask, ...], *, shares: bool
) -> Constants:
    """Return the truth of the names that are given one literal and nothing else, by scope and name."""
    given: dict[tuple[int, str], list[AssignStep | None]] = {}
    asked = False
    for function in functions:
        for step in _steps(function.body):
            target = step.target if isinstance(step, AssignStep) else step.variable if isinstance(step, Loop) else None
            asked = asked or isinstance(step, Branch | Loop)
            if isinstance(target, Name):
                given.setdefault((_home(target, scopes), target.name), []).append(
                    step if isinstance(step, AssignStep) else None
                )
    found = Constants({}, masks, [])
    if not asked:
        return found
    for (at, name), steps in given.items():
        only = steps[0]
        if at < 0 or len(steps) > 1 or only is None or not isinstance(only.value, Literal) or only.operator != "=":
            continue
        if not found.decides(only.value):
            continue
        kind = scopes[at].bindings[name].kind
        # A declared name without a value is undefined until it is given one, so only a declaration decides it.
        if kind == "const" or (kind in {"let", "var"} and only.declares and not (shares and scopes[at].parent < 0)):
            found.truths[at, name] = bool(only.value.value)
    return found


def _steps(block: Block) -> list[Step]:
    found: list[Step] = []
    todo = [block]
    while todo:
        for step in todo.pop().steps:
            found.append(step)
            if isinstance(step, Branch):
                todo += (step.then, step.otherwise)
            elif isinstance(step, Loop):
                todo.append(step.body)
            elif isinstance(step, Try):
                todo += (inner for inner in (step.body, step.handler, step.finalizer) if inner is not None)
    return found
