"""What can still be read where the parser stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Call, CallStep, Entry, Object, Unknown, Value
from ctilint.read.javascript.calls import chain
from ctilint.read.javascript.values import entry_of
from ctilint.read.javascript.walk import LowerStatement, LowerValue, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLEES = frozenset({"identifier", "member_expression", "subscript_expression", "call_expression", "super"})
_CLOSERS = frozenset({")", ";"})
_PATHS = frozenset({"member_expression", "subscript_expression", "call_expression"})


def statement(walk: Walk, node: Node) -> None:
    """Lower what can be recognised among the parts of an error; an unclosed call is a call."""
    parts = node.children
    index = 0
    while index < len(parts):
        part = parts[index]
        if _begins_call(parts, index):
            _, index = _unclosed(walk, part, parts, index + 1)
            continue
        if part.is_named:
            walk.statement(part)
        index += 1


def expression(walk: Walk, node: Node) -> None:
    """Lower an expression statement; one that breaks off after ``f(`` is a call."""
    parts = node.children
    if len(parts) > 1 and parts[0].type in _CALLEES and parts[1].is_error:
        inner = parts[1].children
        if inner and inner[0].type == "(":
            _unclosed(walk, parts[0], inner, 0)
            parts = parts[2:]
    for part in parts:
        if part.is_error:
            walk.statement(part)
        elif part.is_named and not part.is_extra:
            walk.value(part)


def _unclosed(walk: Walk, callee: Node, parts: list[Node], opens: int) -> tuple[Call, int]:
    """Lower a call whose arguments begin at ``parts[opens]``; return it and the index of the first part behind it."""
    function = chain(walk, callee, read=False) if callee.type in _PATHS else walk.value(callee)
    arguments: list[Value] = []
    index = opens + 1
    while index < len(parts) and parts[index].type not in _CLOSERS:
        part = parts[index]
        if _begins_call(parts, index) and walk.enter():
            inner, index = _unclosed(walk, part, parts, index + 1)
            arguments.append(inner)
            walk.leave()
            continue
        if part.type == "{":
            inner_object, index = _unclosed_object(walk, parts, index)
            arguments.append(inner_object)
            continue
        if part.is_error:
            walk.statement(part)
        elif walk.is_value(part):
            arguments.append(walk.value(part))
        elif part.is_named and not part.is_extra:
            break
        index += 1
    closes = index < len(parts) and parts[index].type in _CLOSERS
    last = parts[index if closes else index - 1]
    span = walk.at(callee.start_byte, last.end_byte)
    arguments_span = walk.at(parts[opens].start_byte, last.end_byte)
    call = Call(function, tuple(arguments), span, arguments_span, walk.function)
    walk.steps.append(CallStep(call, span))
    return call, index + closes


def _unclosed_object(walk: Walk, parts: list[Node], opens: int) -> tuple[Object, int]:
    """Lower an object literal of which the parser saw only the parts."""
    entries: list[Entry] = []
    index = opens + 1
    while index < len(parts):
        entry = entry_of(walk, parts[index])
        if entry is not None:
            entries.append(entry)
        elif parts[index].type != ",":
            break
        index += 1
    closes = index < len(parts) and parts[index].type == "}"
    last = parts[index if closes else index - 1]
    return Object(tuple(entries), walk.at(parts[opens].start_byte, last.end_byte)), index + closes


def pieces_of_object(walk: Walk, node: Node) -> tuple[Object | None, list[Node]]:
    """Return the object whose entries stand among the parts of an error, and the other parts."""
    entries: list[Entry] = []
    rest: list[Node] = []
    for part in node.children:
        entry = entry_of(walk, part)
        if entry is not None:
            entries.append(entry)
        else:
            rest.append(part)
    return (Object(tuple(entries), walk.span(node)), rest) if entries else (None, [])


def _begins_call(parts: list[Node], index: int) -> bool:
    return parts[index].type in _CALLEES and index + 1 < len(parts) and parts[index + 1].type == "("


def value(walk: Walk, node: Node) -> Value:
    """Lower an error that stands where a value is wanted."""
    statement(walk, node)
    return Unknown("error", walk.span(node))


def _entry(walk: Walk, node: Node) -> None:
    """Lower a part of an object or class whose whole the parser did not see."""
    entry_of(walk, node)


def _parts(walk: Walk, node: Node) -> None:
    """Lower what stands in a piece of syntax whose whole the parser did not see."""
    for part in walk.kids(node):
        if part.is_named:
            walk.statement(part)


VALUES: dict[str, LowerValue] = {"ERROR": value}
STATEMENTS: dict[str, LowerStatement] = {
    "ERROR": statement,
    "pair": _entry,
    "method_definition": _entry,
    **dict.fromkeys(
        (
            "arguments",
            "catch_clause",
            "class_body",
            "class_static_block",
            "computed_property_name",
            "decorator",
            "else_clause",
            "enum_body",
            "field_definition",
            "finally_clause",
            "formal_parameters",
            "jsx_attribute",
            "jsx_expression",
            "jsx_opening_element",
            "public_field_definition",
            "required_parameter",
            "switch_body",
            "switch_case",
            "switch_default",
            "template_substitution",
        ),
        _parts,
    ),
}
