"""Classes: fields, methods, static blocks, decorators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import (
    AssignStep,
    Block,
    ClassValue,
    Entry,
    Function,
    FunctionValue,
    Member,
    This,
    Unknown,
    Value,
)
from ctilint.read.javascript.functions import decorator, method, named_value
from ctilint.read.javascript.keys import key_of
from ctilint.read.javascript.walk import LowerStatement, LowerValue, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"identifier", "type_identifier"})
_FIELDS = frozenset({"field_definition", "public_field_definition"})
_KEYS = frozenset({"property_identifier", "private_property_identifier", "computed_property_name", "string", "number"})


def expression(walk: Walk, node: Node) -> Value:
    """Lower a class expression; its own name is bound inside it only."""
    name = next((part for part in node.children if part.type in _NAMES), None)
    outer = walk.open_scope()
    if name is not None:
        walk.bind(walk.word(name), "class", walk.span(name))
    value = lower_class(walk, node, ())
    if name is not None:
        walk.steps.append(AssignStep(walk.name(name), value, value.span, "class"))
    walk.scope = outer
    return value


def declaration(walk: Walk, node: Node, decorators: tuple[str, ...] = ()) -> None:
    """Lower a class declaration, which binds its name where it stands."""
    name = next((part for part in node.children if part.type in _NAMES), None)
    if name is not None:
        walk.bind(walk.word(name), "class", walk.span(name))
    value = lower_class(walk, node, decorators)
    if name is not None:
        walk.steps.append(AssignStep(walk.name(name), value, value.span, "class"))


def lower_class(walk: Walk, node: Node, decorators: tuple[str, ...]) -> ClassValue:
    """Lower a class; ``decorators`` are those that stand outside it."""
    given = walk.given.pop(node.id, None)
    name: str | None = given[0] if given else None
    superclass: Value | None = None
    entries: tuple[Entry, ...] = ()
    for part in walk.kids(node):
        kind = part.type
        if kind in _NAMES:
            name = walk.word(part)
        elif kind == "class_heritage":
            superclass = _heritage(walk, part)
        elif kind == "decorator":
            decorators = (*decorators, decorator(walk, part))
        elif kind == "class_body":
            entries = tuple(_entries(walk, part))
    return ClassValue(name, superclass, entries, walk.span(node), decorators)


def _heritage(walk: Walk, node: Node) -> Value | None:
    for part in walk.kids(node):
        if part.type == "extends_clause":
            return _heritage(walk, part)
        if part.is_named and part.type != "implements_clause":
            return walk.value(part)
    return None


def _entries(walk: Walk, body: Node) -> list[Entry]:
    entries: list[Entry] = []
    pending: tuple[str, ...] = ()
    for part in walk.kids(body):
        kind = part.type
        if kind == "decorator":
            pending = (*pending, decorator(walk, part))
            continue
        if kind == "method_definition":
            entry: Entry | None = method(walk, part, in_class=True)
        elif kind in _FIELDS:
            entry = _field(walk, part)
        elif kind == "class_static_block":
            entry = _static_block(walk, part)
        else:
            continue
        if entry is not None:
            entries.append(_decorated(entry, pending) if pending else entry)
        pending = ()
    return entries


def _decorated(entry: Entry, names: tuple[str, ...]) -> Entry:
    return Entry(
        entry.key,
        entry.value,
        entry.kind,
        entry.span,
        entry.key_span,
        entry.static,
        entry.computed,
        (*names, *entry.decorators),
        entry.initializer,
    )


def _field(walk: Walk, node: Node) -> Entry | None:
    key: str | None = None
    span = walk.span(node)
    key_span = span
    computed: Value | None = None
    decorators: tuple[str, ...] = ()
    static = named = False
    initial: Node | None = None
    for part in walk.kids(node):
        kind = part.type
        if kind == "static" and not named:
            static = True
        elif kind in {"declare", "abstract"}:
            return None
        elif kind == "decorator":
            decorators = (*decorators, decorator(walk, part))
        elif kind in _KEYS and not named:
            key, key_span, computed = key_of(walk, part)
            named = True
        elif named and part.is_named and kind != "type_annotation":
            initial = part
    if initial is None:
        return Entry(key, Unknown("empty", key_span), "field", span, key_span, static, computed, decorators)
    frame = walk.enter_function(arrow=False)
    value = named_value(walk, initial, key, key_span)
    target = Member(This(walk.function, key_span), key, key_span, key_span, computed=computed)
    walk.steps.append(AssignStep(target, value, span))
    index = _finish(walk, node, initial, (key or "", key_span), frame.function)
    walk.leave_function(frame)
    return Entry(key, value, "field", span, key_span, static, computed, decorators, index)


def _finish(walk: Walk, node: Node, body: Node, given: tuple[str, Span], parent: int) -> int:
    body_span = walk.span(body)
    block = Block(walk.finish_steps(), body_span)
    walk.functions[walk.function] = Function(
        walk.function, *given, (), block, walk.span(node), body_span, "field", parent, walk.scope
    )
    return walk.function


def _static_block(walk: Walk, node: Node) -> Entry:
    span = walk.span(node)
    body = next((part for part in node.children if part.type == "statement_block"), node)
    frame = walk.enter_function(arrow=False)
    for statement in walk.kids(body):
        walk.statement(statement)
    start = Span(span.start, span.start)
    index = _finish(walk, node, body, ("", start), frame.function)
    walk.leave_function(frame)
    return Entry(None, FunctionValue(index, span), "static-block", span, start, static=True)


VALUES: dict[str, LowerValue] = {"class": expression}

STATEMENTS: dict[str, LowerStatement] = {
    "class_declaration": declaration,
    "abstract_class_declaration": declaration,
}
