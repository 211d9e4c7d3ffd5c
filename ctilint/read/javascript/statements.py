"""Statements: declarations, branches, loops, try, jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import (
    AssignStep,
    AwaitStep,
    Block,
    Branch,
    Either,
    JumpStep,
    Loop,
    Member,
    Name,
    Operation,
    ReturnStep,
    Step,
    ThrowStep,
    Try,
    Unknown,
    Value,
)
from ctilint.read.javascript import recovery
from ctilint.read.javascript.functions import named_value
from ctilint.read.javascript.patterns import PATTERNS, destructure, target_of
from ctilint.read.javascript.walk import LowerStatement, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

NEST_LIMIT = 60
_KINDS = {"var": "var", "let": "let", "const": "const", "using": "const"}


def _expression(walk: Walk, node: Node) -> None:
    if walk.broken and node.has_error:
        recovery.expression(walk, node)
        return
    for part in walk.kids(node):
        if part.is_named:
            walk.value(part)


def _declarations(walk: Walk, node: Node) -> None:
    declares = "var"
    for part in walk.kids(node):
        kind = part.type
        if kind in _KINDS:
            declares = _KINDS[kind]
        elif kind == "variable_declarator":
            _declarator(walk, part, declares)


def _declarator(walk: Walk, node: Node, declares: str) -> None:
    parts = walk.kids(node)
    target = parts[0]
    initial = parts[-1] if len(parts) > 2 and parts[-2].type == "=" else None
    span = walk.span(node)
    if target.type in PATTERNS:
        value: Value = walk.value(initial) if initial is not None else Unknown("item", span)
        destructure(walk, target, value, declares, span)
        return
    name = walk.name(target)
    walk.bind(name.name, declares, name.span)
    if initial is not None:
        value = named_value(walk, initial, name.name, name.span)
        walk.steps.append(AssignStep(name, value, span, declares))


def _block(walk: Walk, node: Node) -> None:
    """Lower a bare block into the steps around it; its names keep a scope of their own."""
    block = walk.block(node)
    walk.steps.extend(block.steps)


def _condition(walk: Walk, node: Node) -> Value:
    inner = walk.unwrap(node)
    return walk.value(inner)


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


def _nest(
    into: list[Step], rungs: list[tuple[list[Step], Value, Block, Span]], otherwise: Block, kind: str
) -> None:
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
        if case.type == "switch_default":
            otherwise = block
            tests = []
            continue
        condition = tests[0] if len(tests) == 1 else Either(tuple(tests), place, None, "||")
        rungs.append((before, condition, block, place))
        before, tests = [], []
    walk.steps = top
    walk.scope = outer
    if rungs:
        _nest(top, rungs, otherwise, "case")
    else:
        top.extend(otherwise.steps)


def _case_body(walk: Walk, body: list[Node], span: Span) -> Block:
    if len(body) == 1 and body[0].type == "statement_block":
        block = walk.block(body[0])
    else:
        block = walk.statements(body, span)
    steps = block.steps
    if steps and isinstance(steps[-1], JumpStep) and steps[-1].kind == "break":
        return Block(steps[:-1], block.span)
    return block


def _for(walk: Walk, node: Node) -> None:
    outer = walk.open_scope()
    sections: list[list[Node]] = [[]]
    body: Node | None = None
    closed = False
    for part in walk.kids(node)[2:]:
        kind = part.type
        if kind == ")" and not closed:
            closed = True
        elif closed:
            body = part
        else:
            sections[-1].append(part)
            if kind in _ENDS_SECTION:
                sections.append([])
    for part in sections[0]:
        if part.is_named:
            walk.statement(part)
    bound: Value | None = None
    top, walk.steps = walk.steps, []
    if len(sections) > 1:
        for part in sections[1]:
            if part.type == "expression_statement":
                inner = walk.inside(part)
                bound = walk.value(inner) if inner is not None else None
            elif part.is_named and part.type != "empty_statement":
                bound = walk.value(part)
    steps = walk.steps
    walk.steps = top
    block = walk.block(body) if body is not None else walk.empty(node.end_byte)
    walk.steps = []
    for section in sections[2:]:
        for part in section:
            if part.is_named:
                walk.value(part)
    block = Block((*steps, *block.steps, *walk.steps), block.span)
    walk.steps = top
    walk.scope = outer
    top.append(Loop("for", bound, block, walk.span(node)))


_ENDS_SECTION = frozenset(
    {";", "empty_statement", "lexical_declaration", "variable_declaration", "expression_statement"}
)


def _for_in(walk: Walk, node: Node) -> None:
    outer = walk.open_scope()
    parts = walk.kids(node)
    declares = ""
    kind = "for-in"
    waits = False
    left = right = body = None
    for part in parts:
        what = part.type
        if what == "await":
            waits = True
        elif what in _KINDS and not part.is_named:
            declares = _KINDS[what]
        elif what in {"of", "in"} and not part.is_named:
            kind = "for-" + what
        elif part.is_named:
            if left is None:
                left = part
            elif right is None:
                right = part
            else:
                body = part
    span = walk.span(node)
    bound = walk.value(right) if right is not None else Unknown("error", span)
    top, walk.steps = walk.steps, []
    variable: Value = Unknown("error", span)
    if waits:
        walk.steps.append(AwaitStep(bound, walk.span(right) if right is not None else span))
    if left is not None:
        variable = _loop_variable(walk, left, bound, declares)
    steps = walk.steps
    block = walk.block(body) if body is not None else walk.empty(node.end_byte)
    walk.steps = top
    walk.scope = outer
    top.append(Loop(kind, bound, Block((*steps, *block.steps), block.span), span, variable))


def _loop_variable(walk: Walk, node: Node, bound: Value, declares: str) -> Value:
    node = walk.unwrap(node)
    span = walk.span(node)
    if node.type in PATTERNS:
        destructure(walk, node, Member(bound, None, span, span, computed=Unknown("item", span)), declares, span)
        return Unknown("pattern", span)
    target = target_of(walk, node)
    if declares and isinstance(target, Name):
        walk.bind(target.name, declares, span)
    return target


def _while(walk: Walk, node: Node) -> None:
    parts = [part for part in walk.kids(node) if part.is_named]
    span = walk.span(node)
    if len(parts) < 2:
        _rest(walk, parts)
        return
    bound, before = walk.aside(parts[0])
    block = walk.block(parts[1])
    walk.steps.append(Loop("while", bound, Block((*before.steps, *block.steps), block.span), span))


def _do(walk: Walk, node: Node) -> None:
    parts = [part for part in walk.kids(node) if part.is_named]
    span = walk.span(node)
    if len(parts) < 2:
        _rest(walk, parts)
        return
    block = walk.block(parts[0])
    bound, after = walk.aside(parts[1])
    walk.steps.append(Loop("do", bound, Block((*block.steps, *after.steps), block.span), span))


def _rest(walk: Walk, parts: list[Node]) -> None:
    for part in parts:
        walk.statement(part)


def _try(walk: Walk, node: Node) -> None:
    span = walk.span(node)
    body = walk.empty(node.start_byte)
    handler = finalizer = None
    handler_empty = False
    parameter: str | None = None
    for part in walk.kids(node):
        kind = part.type
        if kind == "statement_block":
            body = walk.block(part)
        elif kind == "catch_clause":
            handler, handler_empty, parameter = _catch(walk, part)
        elif kind == "finally_clause":
            block = next((inner for inner in walk.kids(part) if inner.type == "statement_block"), None)
            finalizer = walk.block(block) if block is not None else walk.empty(part.end_byte)
    walk.steps.append(Try(body, handler, finalizer, handler_empty, span, parameter))


def _catch(walk: Walk, node: Node) -> tuple[Block, bool, str | None]:
    outer = walk.open_scope()
    parameter: str | None = None
    block: Node | None = None
    top, walk.steps = walk.steps, []
    for part in walk.kids(node):
        kind = part.type
        if kind == "statement_block":
            block = part
        elif kind == "identifier":
            parameter = walk.cut(part)
            walk.bind(parameter, "catch", walk.span(part))
        elif kind in PATTERNS:
            place = walk.span(part)
            destructure(walk, part, Unknown("error", place), "catch", place)
    steps = walk.steps
    walk.steps = top
    if block is None:
        handler = walk.empty(node.end_byte)
        is_empty = False
    else:
        inner = walk.block(block)
        handler = Block((*steps, *inner.steps), inner.span)
        is_empty = not any(part.is_named and part.type != "comment" and part.type != "empty_statement" for part in block.children)
    walk.scope = outer
    return handler, is_empty, parameter


def _return(walk: Walk, node: Node) -> None:
    inner = walk.inside(node)
    value = walk.value(inner) if inner is not None else None
    walk.steps.append(ReturnStep(value, walk.span(node)))


def _throw(walk: Walk, node: Node) -> None:
    inner = walk.inside(node)
    span = walk.span(node)
    walk.steps.append(ThrowStep(walk.value(inner) if inner is not None else Unknown("error", span), span))


def _break(walk: Walk, node: Node) -> None:
    walk.steps.append(JumpStep("break", walk.span(node)))


def _continue(walk: Walk, node: Node) -> None:
    walk.steps.append(JumpStep("continue", walk.span(node)))


def _labelled(walk: Walk, node: Node) -> None:
    for part in walk.kids(node):
        if part.is_named and part.type != "statement_identifier":
            walk.statement(part)


def _with(walk: Walk, node: Node) -> None:
    parts = [part for part in walk.kids(node) if part.is_named]
    if parts:
        walk.value(parts[0])
    for part in parts[1:]:
        walk.statement(part)


def _nothing(walk: Walk, node: Node) -> None:
    """Skip a node that does nothing when the program runs."""


STATEMENTS: dict[str, LowerStatement] = {
    "expression_statement": _expression,
    "variable_declaration": _declarations,
    "lexical_declaration": _declarations,
    "using_declaration": _declarations,
    "variable_declarator": lambda walk, node: _declarator(walk, node, "var"),
    "statement_block": _block,
    "if_statement": _if,
    "switch_statement": _switch,
    "for_statement": _for,
    "for_in_statement": _for_in,
    "while_statement": _while,
    "do_statement": _do,
    "try_statement": _try,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _break,
    "continue_statement": _continue,
    "labeled_statement": _labelled,
    "with_statement": _with,
    "debugger_statement": _nothing,
    "empty_statement": _nothing,
    "comment": _nothing,
    "html_comment": _nothing,
    "hash_bang_line": _nothing,
}
