"""Property keys of objects, classes and patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Literal, Value
from ctilint.read.javascript.literals import number_key, unescape
from ctilint.read.javascript.walk import Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def key_of(walk: Walk, node: Node) -> tuple[str | None, Span, Value | None]:
    """Return a property's key (None when computed), its span and, when computed, its value."""
    kind = node.type
    span = walk.span(node)
    if kind == "string":
        return unescape(walk.text[node.start_byte + 1 : node.end_byte - 1]), span, None
    if kind == "number":
        return number_key(walk.cut(node)), span, None
    if kind != "computed_property_name":
        return walk.word(node), span, None
    inner = walk.inside(node)
    if inner is None:
        return None, span, None
    value = walk.value(inner)
    key = literal_key(walk, inner, value)
    return (key, span, None) if key is not None else (None, span, value)


def literal_key(walk: Walk, node: Node, value: Value) -> str | None:
    """Return the key that a literal in brackets names, or None."""
    if not isinstance(value, Literal):
        return None
    if isinstance(value.value, str):
        return value.value
    if isinstance(value.value, float):
        return number_key(walk.cut(node))
    return None
