"""Expressions: names, literals, operators, objects, arrays, assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import (
    Array,
    Await,
    AwaitStep,
    Branch,
    Either,
    Entry,
    Literal,
    Name,
    Object,
    Operation,
    Regex,
    Template,
    Unknown,
    Value,
)
from ctilint.read.javascript.functions import method, named_value
from ctilint.read.javascript.keys import key_of
from ctilint.read.javascript.literals import number, unescape
from ctilint.read.javascript.patterns import target_of
from ctilint.read.javascript.walk import LowerValue, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

LOGICAL = frozenset({"&&", "||", "??"})
CHAIN_LIMIT = 150


def _name(walk: Walk, node: Node) -> Value:
    return Name(walk.word(node), walk.scope, walk.span(node))


def _this(walk: Walk, node: Node) -> Value:
    return walk.this(node)


def _super(walk: Walk, node: Node) -> Value:
    return walk.this(node, is_super=True)


def _string(walk: Walk, node: Node) -> Value:
    return Literal(unescape(walk.text[node.start_byte + 1 : node.end_byte - 1]), walk.span(node))


def _number(walk: Walk, node: Node) -> Value:
    return Literal(number(walk.cut(node)), walk.span(node))


def _true(walk: Walk, node: Node) -> Value:
    return Literal(True, walk.span(node))


def _false(walk: Walk, node: Node) -> Value:
    return Literal(False, walk.span(node))


def _null(walk: Walk, node: Node) -> Value:
    return Literal(None, walk.span(node))


def _regex(walk: Walk, node: Node) -> Value:
    return Regex(walk.cut(node), walk.span(node))


def _template(walk: Walk, node: Node) -> Value:
    """Lower a template literal; one without substitutions is a plain string."""
    parts: list[Value] = []
    text_from = node.start_byte + 1
    for child in walk.kids(node):
        if child.type == "template_substitution":
            _text_part(walk, parts, text_from, child.start_byte)
            inner = walk.inside(child)
            parts.append(walk.value(inner) if inner is not None else Unknown("empty", walk.span(child)))
            text_from = child.end_byte
    if not parts:
        return Literal(unescape(walk.text[text_from : node.end_byte - 1]), walk.span(node))
    _text_part(walk, parts, text_from, node.end_byte - 1)
    return Template(tuple(parts), walk.span(node))


def _text_part(walk: Walk, parts: list[Value], start: int, end: int) -> None:
    if end > start:
        parts.append(Literal(unescape(walk.text[start:end]), walk.at(start, end)))


def _meta(walk: Walk, node: Node) -> Value:
    text = "".join(walk.cut(node).split())
    return Name(text, walk.scope, walk.span(node)) if text == "import.meta" else Unknown(text, walk.span(node))


def _array(walk: Walk, node: Node) -> Value:
    items: list[Value] = []
    filled = False
    for child in walk.kids(node)[1:]:
        kind = child.type
        if kind == ",":
            if not filled:
                items.append(Unknown("hole", walk.span(child)))
            filled = False
        elif kind == "spread_element":
            items.append(_spread(walk, child))
            filled = True
        elif child.is_named:
            items.append(walk.value(child))
            filled = True
    return Array(tuple(items), walk.span(node))


def _spread(walk: Walk, node: Node) -> Value:
    inner = walk.inside(node)
    if inner is not None:
        walk.value(inner)
    return Unknown("spread", walk.span(node))


def _object(walk: Walk, node: Node) -> Value:
    entries = [entry for child in walk.kids(node) if (entry := entry_of(walk, child)) is not None]
    return Object(tuple(entries), walk.span(node))


def entry_of(walk: Walk, node: Node) -> Entry | None:
    """Lower one part of an object literal; None for its punctuation."""
    kind = node.type
    if kind == "pair":
        parts = walk.kids(node)
        key, key_span, computed = key_of(walk, parts[0])
        span = walk.span(node)
        value = named_value(walk, parts[-1], key, key_span) if len(parts) > 2 else Unknown("error", span)
        return Entry(key, value, "property", span, key_span, computed=computed)
    if kind == "method_definition":
        return method(walk, node)
    if kind == "shorthand_property_identifier":
        span = walk.span(node)
        return Entry(walk.word(node), _name(walk, node), "shorthand", span, span)
    if kind == "spread_element":
        span = walk.span(node)
        inner = walk.inside(node)
        return Entry(None, walk.value(inner) if inner is not None else Unknown("empty", span), "spread", span, span)
    return None


def _sequence(walk: Walk, node: Node) -> Value:
    value: Value = Unknown("empty", walk.span(node))
    todo = [node]
    while todo:
        at = todo.pop()
        if at.type == "sequence_expression":
            todo.extend(child for child in reversed(walk.kids(at)) if child.is_named)
        else:
            value = walk.value(at)
    return value


def _await(walk: Walk, node: Node) -> Value:
    inner = walk.inside(node)
    span = walk.span(node)
    value = walk.value(inner) if inner is not None else Unknown("empty", span)
    walk.steps.append(AwaitStep(value, span))
    return Await(value, span)


def _yield(walk: Walk, node: Node) -> Value:
    inner = walk.inside(node)
    if inner is not None:
        walk.value(inner)
    return Unknown("yield", walk.span(node))


def _unary(walk: Walk, node: Node) -> Value:
    parts = walk.kids(node)
    operator = parts[0].type
    span = walk.span(node)
    operand = target_of(walk, parts[-1]) if operator == "delete" else walk.value(parts[-1])
    if operator == "-" and isinstance(operand, Literal) and isinstance(operand.value, float):
        return Literal(-operand.value, span)
    return Operation(operator, (operand,), span)


def _ternary(walk: Walk, node: Node) -> Value:
    parts = walk.kids(node)
    span = walk.span(node)
    if len(parts) < 5:
        return pieces(walk, node, parts)
    condition = walk.value(parts[0])
    first, then = walk.aside(parts[2])
    second, otherwise = walk.aside(parts[4])
    if then.steps or otherwise.steps:
        walk.steps.append(Branch(condition, then, otherwise, span, "?:"))
    return Either((first, second), span, condition)


def pieces(walk: Walk, node: Node, parts: list[Node]) -> Value:
    """Lower the parts of an expression that is not whole."""
    for part in parts:
        if part.is_named:
            walk.statement(part)
    return Unknown("error", walk.span(node))


def _binary(walk: Walk, node: Node) -> Value:
    """Lower a chain of operators that leans to the left without recursion."""
    links: list[tuple[str, Node, Node]] = []
    at = node
    while at.type == "binary_expression":
        parts = walk.kids(at)
        if len(parts) < 3:
            break
        links.append((parts[1].type, parts[2], at))
        at = walk.unwrap(parts[0]) if parts[0].type in _PLAIN_WRAPPERS else parts[0]
    if not links:
        return pieces(walk, node, walk.kids(node))
    value = walk.value(at)
    links.reverse()
    index = 0
    depth = 0
    while index < len(links):
        operator = links[index][0]
        operands = [value]
        while index < len(links) and links[index][0] == operator:
            _, right, whole = links[index]
            operands.append(_right(walk, operator, operands, right, whole))
            index += 1
        span = walk.span(links[index - 1][2])
        depth += 1
        value = _operation(operator, operands, span) if depth < CHAIN_LIMIT else Unknown("too deep", span)
    return value


LINKS = 32
_PLAIN_WRAPPERS = frozenset({"non_null_expression", "as_expression", "satisfies_expression"})


def _right(walk: Walk, operator: str, before: list[Value], node: Node, whole: Node) -> Value:
    """Lower a right operand; that of ``&&``, ``||`` and ``??`` runs in a branch."""
    if operator not in LOGICAL:
        return walk.value(node)
    value, block = walk.aside(node)
    if block.steps:
        condition = before[0]
        if len(before) > 1:
            # Of a generated chain of hundreds the last links stand for all: each would repeat those before it.
            shown = before[-LINKS:]
            condition = Either(tuple(shown), Span(shown[0].span.start, before[-1].span.end), None, operator)
        empty = walk.empty(node.end_byte)
        then, otherwise = (block, empty) if operator == "&&" else (empty, block)
        walk.steps.append(Branch(condition, then, otherwise, walk.span(whole), operator))
    return value


def _operation(operator: str, operands: list[Value], span: Span) -> Value:
    if operator in LOGICAL:
        return Either(tuple(operands), span, None, operator)
    if operator == "+" and any(_is_text(operand) for operand in operands):
        parts: list[Value] = []
        for operand in operands:
            parts.extend(operand.parts if isinstance(operand, Template) else (operand,))
        return Template(tuple(parts), span)
    return Operation(operator, tuple(operands), span)


def _is_text(value: Value) -> bool:
    return isinstance(value, Template) or (isinstance(value, Literal) and isinstance(value.value, str))


def _pattern(walk: Walk, node: Node) -> Value:
    for child in walk.kids(node):
        if child.is_named:
            walk.statement(child)
    return Unknown(node.type, walk.span(node))


VALUES: dict[str, LowerValue] = {
    "identifier": _name,
    "undefined": _name,
    "import": _name,
    "shorthand_property_identifier": _name,
    "this": _this,
    "super": _super,
    "string": _string,
    "number": _number,
    "true": _true,
    "false": _false,
    "null": _null,
    "regex": _regex,
    "template_string": _template,
    "meta_property": _meta,
    "array": _array,
    "object": _object,
    "spread_element": _spread,
    "sequence_expression": _sequence,
    "await_expression": _await,
    "yield_expression": _yield,
    "unary_expression": _unary,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "object_pattern": _pattern,
    "array_pattern": _pattern,
}
