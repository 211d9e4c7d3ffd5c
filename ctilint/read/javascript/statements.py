"""Statements: declarations, branches, loops, try, jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import (
    AssignStep,
    Block,
    JumpStep,
    ReturnStep,
    ThrowStep,
    Try,
    Unknown,
    Value,
)
from ctilint.read.javascript import recovery
from ctilint.read.javascript.functions import named_value
from ctilint.read.javascript.patterns import PATTERNS, destructure
from ctilint.read.javascript.walk import KINDS, LowerStatement, Walk

if TYPE_CHECKING:
    from tree_sitter import Node


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
        if kind in KINDS:
            declares = KINDS[kind]
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


_NO_STATEMENT = frozenset({"comment", "html_comment", "empty_statement"})


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
            parameter = walk.word(part)
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
        is_empty = not any(part.is_named and part.type not in _NO_STATEMENT for part in block.children)
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
