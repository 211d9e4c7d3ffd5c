"""Targets of assignments, and destructuring: one AssignStep for each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import AssignStep, Branch, Either, Member, ReadStep, Unknown, Value
from ctilint.read.javascript.calls import chain
from ctilint.read.javascript.keys import key_of
from ctilint.read.javascript.walk import Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

PATTERNS = frozenset({"object_pattern", "array_pattern"})
_IDENTIFIERS = frozenset({"identifier", "undefined", "shorthand_property_identifier_pattern"})
_DEFAULTS = frozenset({"assignment_pattern", "object_assignment_pattern"})
_MEMBERS = frozenset({"member_expression", "subscript_expression"})


def target_of(walk: Walk, node: Node) -> Value:
    """Lower what is assigned to; the member itself is not read."""
    node = walk.unwrap(node)
    if node.type in _MEMBERS:
        return chain(walk, node, read=False)
    if node.type in _IDENTIFIERS:
        return walk.name(node)
    return walk.value(node)


def destructure(walk: Walk, pattern: Node, source: Value, declares: str, span: Span) -> None:
    """Emit the assignments that ``pattern = source`` makes; ``declares`` also binds the names."""
    if pattern.type == "object_pattern":
        _object(walk, pattern, source, declares, span)
    elif pattern.type == "array_pattern":
        _array(walk, pattern, source, declares, span)
    else:
        _into(walk, pattern, source, declares, span)


def _object(walk: Walk, pattern: Node, source: Value, declares: str, span: Span) -> None:
    for part in walk.kids(pattern):
        kind = part.type
        if kind == "pair_pattern":
            pieces = walk.kids(part)
            key, key_span, computed = key_of(walk, pieces[0])
            member = Member(source, key, walk.span(part), key_span, computed=computed)
            _into(walk, pieces[-1], member, declares, span)
        elif kind in _IDENTIFIERS:
            _into(walk, part, _shorthand(walk, part, source), declares, span)
        elif kind == "object_assignment_pattern":
            name = walk.kids(part)[0]
            source_value = _shorthand(walk, name, source) if name.type in _IDENTIFIERS else source
            _into(walk, part, source_value, declares, span)
        elif kind == "rest_pattern":
            _rest(walk, part, declares, span)


def _shorthand(walk: Walk, node: Node, source: Value) -> Member:
    span = walk.span(node)
    return Member(source, walk.word(node), span, span)


def _array(walk: Walk, pattern: Node, source: Value, declares: str, span: Span) -> None:
    index = 0
    for part in walk.kids(pattern):
        kind = part.type
        if kind == ",":
            index += 1
        elif kind == "rest_pattern":
            _rest(walk, part, declares, span)
        elif part.is_named:
            place = walk.span(part)
            _into(walk, part, Member(source, str(index), place, place), declares, span)


def _rest(walk: Walk, node: Node, declares: str, span: Span) -> None:
    inner = walk.inside(node)
    if inner is not None:
        _into(walk, inner, Unknown("rest", walk.span(node)), declares, span)


def _into(walk: Walk, node: Node, value: Value, declares: str, span: Span) -> None:
    """Assign ``value`` to one part of a pattern: a name, a member, a default or a pattern again."""
    if isinstance(value, Member):
        walk.steps.append(ReadStep(value, value.span))
    if node.type in _DEFAULTS:
        parts = walk.kids(node)
        node = walk.unwrap(parts[0])
        value = defaulted(walk, value, parts[-1], span)
    else:
        node = walk.unwrap(node)
    if node.type in PATTERNS:
        if walk.enter():
            destructure(walk, node, value, declares, span)
            walk.leave()
        return
    if declares and node.type in _IDENTIFIERS:
        walk.bind(walk.word(node), declares, walk.span(node))
    walk.steps.append(AssignStep(target_of(walk, node), value, span, declares))


def defaulted(walk: Walk, value: Value, default: Node, span: Span) -> Either:
    """Return ``value`` or its default, whose steps run only when there is no value."""
    second, block = walk.aside(default)
    if block.steps:
        walk.steps.append(Branch(value, walk.empty(default.start_byte), block, span, "default"))
    return Either((value, second), walk.span(default), None, "=")
