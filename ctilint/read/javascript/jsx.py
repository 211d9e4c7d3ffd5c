"""JSX elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Element, Literal, Unknown, Value
from ctilint.read.javascript.functions import named_value
from ctilint.read.javascript.walk import LowerValue, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset(
    {"identifier", "member_expression", "nested_identifier", "jsx_namespace_name", "property_identifier"}
)


def _decoded(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def _element(walk: Walk, node: Node) -> Value:
    tag = ""
    attributes: tuple[tuple[str, Value], ...] = ()
    children: list[Value] = []
    for part in walk.kids(node):
        kind = part.type
        if kind == "jsx_opening_element":
            tag, attributes = _opening(walk, part)
        elif kind == "jsx_text":
            text = walk.cut(part)
            if text.strip():
                children.append(Literal(text, walk.span(part)))
        elif kind == "html_character_reference":
            children.append(Literal(_decoded(walk.cut(part)), walk.span(part)))
        elif kind == "jsx_expression":
            value = _inside(walk, part)
            if value is not None:
                children.append(value)
        elif part.is_named and kind != "jsx_closing_element":
            children.append(walk.value(part))
    return Element(tag, attributes, tuple(children), walk.span(node))


def _self_closing(walk: Walk, node: Node) -> Value:
    tag, attributes = _opening(walk, node)
    return Element(tag, attributes, (), walk.span(node))


def _opening(walk: Walk, node: Node) -> tuple[str, tuple[tuple[str, Value], ...]]:
    tag = ""
    attributes: list[tuple[str, Value]] = []
    for part in walk.kids(node):
        kind = part.type
        if kind == "jsx_attribute":
            attributes.append(_attribute(walk, part))
        elif kind == "jsx_expression":
            value = _inside(walk, part)
            attributes.append(("...", value if value is not None else Unknown("empty", walk.span(part))))
        elif kind in _NAMES and not tag:
            tag = walk.cut(part)
    return tag, tuple(attributes)


def _attribute(walk: Walk, node: Node) -> tuple[str, Value]:
    parts = walk.kids(node)
    name = walk.cut(parts[0])
    if len(parts) < 3:
        return name, Literal(True, walk.span(node))
    given = parts[-1]
    if given.type == "string":
        return name, Literal(_decoded(walk.text[given.start_byte + 1 : given.end_byte - 1]), walk.span(given))
    if given.type == "jsx_expression":
        inner = walk.inside(given)
        if inner is None:
            return name, Unknown("empty", walk.span(given))
        return name, named_value(walk, inner, name, walk.span(parts[0]))
    return name, walk.value(given)


def _inside(walk: Walk, node: Node) -> Value | None:
    """Return the value in braces; of a spread, what is spread."""
    inner = walk.inside(node)
    if inner is not None and inner.type == "spread_element":
        inner = walk.inside(inner)
    return walk.value(inner) if inner is not None else None


VALUES: dict[str, LowerValue] = {
    "jsx_element": _element,
    "jsx_fragment": _element,
    "jsx_self_closing_element": _self_closing,
}
