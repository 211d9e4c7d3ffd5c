"""Loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import AwaitStep, Block, Loop, Member, Name, Unknown, Value
from ctilint.read.javascript.patterns import PATTERNS, destructure, target_of
from ctilint.read.javascript.walk import KINDS, LowerStatement, Walk

if TYPE_CHECKING:
    from tree_sitter import Node


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
        elif what in KINDS and not part.is_named:
            declares = KINDS[what]
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


STATEMENTS: dict[str, LowerStatement] = {
    "for_statement": _for,
    "for_in_statement": _for_in,
    "while_statement": _while,
    "do_statement": _do,
}
