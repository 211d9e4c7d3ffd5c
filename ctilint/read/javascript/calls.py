"""Member paths and calls, which lean to the left and are lowered without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Call, CallStep, Member, ReadStep, Unknown, Value
from ctilint.read.javascript.keys import literal_key
from ctilint.read.javascript.walk import LowerValue, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_LINKS = frozenset({"member_expression", "subscript_expression", "call_expression", "nested_identifier"})
_LIMIT = 150


def chain(walk: Walk, node: Node, *, read: bool = True) -> Value:
    """Lower ``a.b[c](d).e``; the outermost member is read unless ``read`` is False."""
    links: list[list[Node]] = []
    kinds: list[str] = []
    whole: list[Node] = []
    at = node
    while at.type in _LINKS:
        parts = walk.kids(at)
        links.append(parts)
        kinds.append(at.type)
        whole.append(at)
        if not parts:
            break
        at = walk.unwrap(parts[0])
    value: Value
    if at.type == "identifier":
        value = walk.name(at)
    else:
        value = walk.value(at) if at.type not in _LINKS else Unknown("error", walk.span(at))
    for index in range(len(links) - 1, -1, -1):
        if (len(links) - index) % _LIMIT == 0:
            value = Unknown("too deep", value.span)
        if kinds[index] == "call_expression":
            value = _call(walk, whole[index], links[index], value)
            continue
        member = _member(walk, whole[index], links[index], value)
        value = member
        called = index > 0 and kinds[index - 1] == "call_expression"
        if not called and (index > 0 or read):
            walk.steps.append(ReadStep(member, member.span))
    return value


def _member(walk: Walk, node: Node, parts: list[Node], value: Value) -> Member:
    span = walk.span(node)
    optional = False
    for part in parts[1:]:
        kind = part.type
        if kind == "optional_chain":
            optional = True
        elif kind in {"property_identifier", "private_property_identifier"}:
            return Member(value, walk.word(part), span, walk.span(part), optional)
        elif part.is_named:
            computed = walk.value(part)
            key = literal_key(walk, part, computed)
            return Member(value, key, span, walk.span(part), optional, None if key is not None else computed)
    return Member(value, None, span, Span(span.end, span.end), optional)


def _call(walk: Walk, node: Node, parts: list[Node], callee: Value) -> Value:
    span = walk.span(node)
    optional = False
    arguments: tuple[Value, ...] = ()
    arguments_span = Span(span.end, span.end)
    for part in parts[1:]:
        kind = part.type
        if kind == "arguments":
            arguments = lower_arguments(walk, part)
            arguments_span = walk.span(part)
        elif kind == "template_string":
            arguments = (walk.value(part),)
            arguments_span = walk.span(part)
        elif kind in {"optional_chain", "?."}:
            optional = True
    call = Call(callee, arguments, span, arguments_span, walk.function, new=False, optional=optional)
    walk.steps.append(CallStep(call, span))
    return call


def lower_arguments(walk: Walk, node: Node) -> tuple[Value, ...]:
    """Lower the arguments of a call in order."""
    return tuple(walk.value(part) for part in walk.kids(node) if part.is_named)


def _new(walk: Walk, node: Node) -> Value:
    span = walk.span(node)
    callee: Value = Unknown("error", span)
    arguments: tuple[Value, ...] = ()
    arguments_span = Span(span.end, span.end)
    for part in walk.kids(node)[1:]:
        kind = part.type
        if kind == "arguments":
            arguments = lower_arguments(walk, part)
            arguments_span = walk.span(part)
        elif part.is_named and kind != "type_arguments":
            inner = walk.unwrap(part)
            callee = chain(walk, inner, read=False) if inner.type in _LINKS else walk.value(inner)
    call = Call(callee, arguments, span, arguments_span, walk.function, new=True)
    walk.steps.append(CallStep(call, span))
    return call


VALUES: dict[str, LowerValue] = {
    "member_expression": chain,
    "subscript_expression": chain,
    "call_expression": chain,
    "new_expression": _new,
    "nested_identifier": chain,
}
