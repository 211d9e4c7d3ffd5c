"""``if`` and ``switch``: chains of branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Block, Branch, Either, JumpStep, Operation, Step, Unknown, Value
from ctilint.read.javascript.walk import LowerStatement, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

NEST_LIMIT = 60


def _if(walk: Walk, node: Node) -> None:
    """Lower ``if`` with its chain of ``else if``: the chain is gathered first, then nested from its end."""
    top = walk.steps
    rungs: list[tuple[list[Step], Value, Block, Span]] = []
    otherwise: Block | None = None
    at: Node | None = node
    while at is not None:
        rung: list[Step] = []
        walk.steps = rung
        parts = [part for part in walk.kids(at) if part.is_named]
        condition = walk.value(parts[0]) if parts else Unknown("error", walk.span(at))
        then = walk.block(parts[1]) if len(parts) > 1 else walk.empty(at.end_byte)
        rungs.append((rung, condition, then, walk.span(at)))
        following = at
        at = None
        if len(parts) > 2:
            inner = [part for part in walk.kids(parts[2]) if part.is_named]
            if inner and inner[0].type == "if_statement":
                at = inner[0]
            elif inner:
                otherwise = walk.block(inner[0])
        if otherwise is None and at is None:
            otherwise = walk.empty(following.end_byte)
    walk.steps = top
    _nest(top, rungs, otherwise if otherwise is not None else walk.empty(node.end_byte), "if")


def _nest(into: list[Step], rungs: list[tuple[list[Step], Value, Block, Span]], otherwise: Block, kind: str) -> None:
    """Put a chain of branches together; past a limit they stand side by side, so that nothing grows too deep."""
    while len(rungs) > NEST_LIMIT:
        tail = rungs[NEST_LIMIT:]
        flat: list[Step] = []
        for steps, condition, then, span in tail:
            flat.extend(steps)
            flat.append(Branch(condition, then, Block((), Span(span.end, span.end)), span, kind))
        flat.extend(otherwise.steps)
        otherwise = Block(tuple(flat), Span(tail[0][3].start, otherwise.span.end))
        rungs = rungs[:NEST_LIMIT]
    for steps, condition, then, span in reversed(rungs[1:]):
        branch = Branch(condition, then, otherwise, span, kind)
        otherwise = Block((*steps, branch), span)
    steps, condition, then, span = rungs[0]
    into.extend(steps)
    into.append(Branch(condition, then, otherwise, span, kind))


def _switch(walk: Walk, node: Node) -> None:
    """Lower ``switch`` to a chain of branches; cases without statements join the next one."""
    parts = [part for part in walk.kids(node) if part.is_named]
    span = walk.span(node)
    subject = walk.value(parts[0]) if parts else Unknown("error", span)
    if len(parts) < 2:
        return
    outer = walk.open_scope()
    top = walk.steps
    rungs: list[tuple[list[Step], Value, Block, Span]] = []
    otherwise = walk.empty(node.end_byte)
    before: list[Step] = []
    tests: list[Value] = []
    falls_out = False
    for case in walk.kids(parts[1]):
        if case.type not in {"switch_case", "switch_default"}:
            continue
        pieces = walk.kids(case)
        place = walk.span(case)
        if case.type == "switch_case":
            walk.steps = before
            test = walk.value(pieces[1]) if len(pieces) > 1 and pieces[1].is_named else Unknown("error", place)
            tests.append(Operation("===", (subject, test), test.span))
        colon = next((index for index, piece in enumerate(pieces) if piece.type == ":"), len(pieces))
        body = pieces[colon + 1 :]
        if case.type == "switch_case" and not body:
            continue
        walk.steps = top
        block = _case_body(walk, body, place)
        if case.type == "switch_default" or falls_out:
            otherwise = block
            tests = []
            falls_out = not body
            continue
        condition = tests[0] if len(tests) == 1 else Either(tuple(tests), place, None, "||")
        rungs.append((before, condition, block, place))
        before, tests = [], []
    walk.steps = top
    walk.scope = outer
    if before:
        otherwise = Block((*before, *otherwise.steps), otherwise.span)
    if rungs:
        _nest(top, rungs, otherwise, "case")
    else:
        top.extend(otherwise.steps)


def _case_body(walk: Walk, body: list[Node], span: Span) -> Block:
    braces = len(body) == 1 and body[0].type == "statement_block"
    block = walk.block(body[0]) if braces else walk.statements(body, span)
    steps = block.steps
    if steps and isinstance(steps[-1], JumpStep) and steps[-1].kind == "break":
        return Block(steps[:-1], block.span)
    return block


STATEMENTS: dict[str, LowerStatement] = {
    "if_statement": _if,
    "switch_statement": _switch,
}
