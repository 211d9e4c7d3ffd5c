"""Assignments in all their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import AssignStep, Block, Branch, Either, Literal, Member, Name, Operation, Value
from ctilint.read.javascript.functions import named_value
from ctilint.read.javascript.patterns import PATTERNS, destructure, target_of
from ctilint.read.javascript.values import LOGICAL, pieces
from ctilint.read.javascript.walk import LowerValue, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def _update(walk: Walk, node: Node) -> Value:
    parts = walk.kids(node)
    prefix = parts[0].type in {"++", "--"}
    operator, operand = (parts[0].type, parts[-1]) if prefix else (parts[-1].type, parts[0])
    target = walk.value(operand)
    span = walk.span(node)
    one = Literal(1.0, span)
    walk.steps.append(AssignStep(target, Operation(operator[0], (target, one), span), span, operator=operator))
    return Operation(operator, (target,), span)


def _assignment(walk: Walk, node: Node) -> Value:
    parts = [part for part in walk.kids(node) if part.type != "using"]
    span = walk.span(node)
    if len(parts) < 3:
        return pieces(walk, node, parts)
    left, right = walk.unwrap(parts[0]), parts[2]
    if left.type in PATTERNS:
        value = walk.value(right)
        destructure(walk, left, value, "", span)
        return value
    target = target_of(walk, left)
    key, key_span = _given_name(target)
    value = named_value(walk, right, key, key_span)
    walk.steps.append(AssignStep(target, value, span))
    return value


def _given_name(target: Value) -> tuple[str | None, Span]:
    if isinstance(target, Name):
        return target.name, target.span
    if isinstance(target, Member):
        return target.key, target.key_span
    return None, target.span


def _augmented(walk: Walk, node: Node) -> Value:
    parts = walk.kids(node)
    span = walk.span(node)
    if len(parts) < 3:
        return pieces(walk, node, parts)
    operator = parts[1].type
    target = walk.value(parts[0])
    key, key_span = _given_name(target)
    if operator[:-1] not in LOGICAL:
        value = walk.value(parts[2])
        walk.steps.append(AssignStep(target, value, span, operator=operator))
        return Operation(operator[:-1], (target, value), span)
    outer = walk.steps
    walk.steps = []
    value = named_value(walk, parts[2], key, key_span)
    walk.steps.append(AssignStep(target, value, span, operator=operator))
    block = Block(tuple(walk.steps), walk.span(parts[2]))
    walk.steps = outer
    empty = walk.empty(node.end_byte)
    then, otherwise = (block, empty) if operator == "&&=" else (empty, block)
    walk.steps.append(Branch(target, then, otherwise, span, operator[:-1]))
    return Either((target, value), span, None, operator[:-1])


VALUES: dict[str, LowerValue] = {
    "update_expression": _update,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
}
