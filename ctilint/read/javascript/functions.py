"""Functions, arrows and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import (
    AssignStep,
    Block,
    Either,
    Entry,
    Function,
    FunctionValue,
    Member,
    Name,
    Parameter,
    ReturnStep,
    This,
    Value,
)
from ctilint.read.javascript.keys import key_of
from ctilint.read.javascript.patterns import PATTERNS, defaulted, destructure
from ctilint.read.javascript.walk import LowerStatement, LowerValue, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS = frozenset({"function_expression", "arrow_function", "generator_function", "function"})
_GIVES_NAME = FUNCTIONS | {"class"}
_CHOICES = frozenset({"binary_expression", "ternary_expression"})
_TYPED = frozenset({"required_parameter", "optional_parameter"})
_PROPERTY = frozenset({"accessibility_modifier", "readonly", "override_modifier"})


def named_value(walk: Walk, node: Node, name: str | None, name_span: Span) -> Value:
    """Lower ``node``; a function or class without a name is known by the one it is given to."""
    inner = walk.unwrap(node)
    if name:
        kind = inner.type
        if kind in _GIVES_NAME:
            walk.given[inner.id] = (name, name_span)
        elif kind in _CHOICES:
            for part in inner.children:
                choice = walk.unwrap(part)
                if choice.type in _GIVES_NAME:
                    walk.given[choice.id] = (name, name_span)
    return walk.value(inner)


def expression(walk: Walk, node: Node) -> Value:
    """Lower a function expression or an arrow."""
    given = walk.given.pop(node.id, None)
    kind = "arrow" if node.type == "arrow_function" else "expression"
    return lower_function(walk, node, kind, given)


def declaration(walk: Walk, node: Node) -> None:
    """Lower a function declaration; its name is bound at the top of its block."""
    name_node = None
    for part in node.children:
        if part.type == "identifier":
            name_node = part
            break
    if name_node is None:
        lower_function(walk, node, "declaration", None)
        return
    span = walk.span(name_node)
    name = walk.word(name_node)
    walk.bind(name, "function", span)
    target = Name(name, walk.scope, span)
    value = lower_function(walk, node, "declaration", (name, span))
    walk.hoisted.append(AssignStep(target, value, walk.span(node), "function"))


def method(walk: Walk, node: Node, *, in_class: bool = False) -> Entry:
    """Lower a method, getter, setter or constructor of an object or class."""
    kind = "method"
    static = False
    key: str | None = None
    span = walk.span(node)
    key_span = span
    computed: Value | None = None
    decorators: tuple[str, ...] = ()
    for part in walk.kids(node):
        what = part.type
        if what == "formal_parameters":
            break
        if what in {"get", "set"}:
            kind = what + "ter"
        elif what == "static":
            static = True
        elif what == "decorator":
            decorators = (*decorators, decorator(walk, part))
        elif what in _KEYS:
            key, key_span, computed = key_of(walk, part)
    if key == "constructor" and kind == "method" and not static and in_class:
        kind = "constructor"
    value = lower_function(walk, node, kind, (key, key_span) if key is not None else None)
    return Entry(key, value, kind, span, key_span, static, computed, decorators)


_KEYS = frozenset({"property_identifier", "private_property_identifier", "computed_property_name", "string", "number"})


def decorator(walk: Walk, node: Node) -> str:
    """Return a decorator's name and lower its arguments."""
    inner = walk.inside(node)
    if inner is None:
        return ""
    if inner.type == "call_expression":
        walk.value(inner)
        inner = walk.kids(inner)[0]
    return walk.cut(inner)


def lower_function(walk: Walk, node: Node, kind: str, given: tuple[str, Span] | None) -> FunctionValue:
    """Lower a function into a record of its own and return its value."""
    start = node.start_byte
    name, name_span = given if given is not None else ("", walk.at(start, start))
    parameters: Node | None = None
    body: Node | None = None
    own: Node | None = None
    is_async = is_generator = False
    parts = walk.kids(node)
    for part in parts:
        what = part.type
        if what == "statement_block":
            body = part
        elif what == "formal_parameters":
            parameters = part
        elif what == "async":
            is_async = True
        elif what == "*":
            is_generator = True
        elif what == "identifier" and parameters is None and kind != "arrow":
            own = part
    if kind == "arrow":
        body = parts[-1]
        if parameters is None:
            parameters = next((part for part in parts if part.type == "identifier"), None)
    if own is not None:
        name, name_span = walk.word(own), walk.span(own)
    frame = walk.enter_function(arrow=kind == "arrow")
    if own is not None and kind == "expression":
        walk.bind(name, "function", name_span)
        value = FunctionValue(walk.function, walk.span(node))
        walk.steps.append(AssignStep(Name(name, walk.scope, name_span), value, value.span, "function"))
    formals, properties = _parameters(walk, parameters)
    body_span = walk.span(body) if body is not None else walk.at(node.end_byte, node.end_byte)
    expression_body = False
    if body is not None and body.type == "statement_block":
        walk.steps.extend(properties)
        for statement in walk.kids(body):
            walk.statement(statement)
    elif body is not None:
        expression_body = True
        walk.steps.append(ReturnStep(walk.value(body), body_span))
    span = walk.span(node)
    steps = walk.finish_steps()
    walk.functions[walk.function] = Function(
        walk.function,
        name,
        name_span,
        formals,
        Block(steps, body_span),
        span,
        body_span,
        kind,
        frame.function,
        walk.scope,
        is_async,
        is_generator,
        expression_body,
    )
    result = FunctionValue(walk.function, span)
    walk.leave_function(frame)
    return result


def _parameters(walk: Walk, node: Node | None) -> tuple[tuple[Parameter, ...], list[AssignStep]]:
    """Return the formal parameters, and the assignments that TypeScript's parameter properties make."""
    properties: list[AssignStep] = []
    if node is None:
        return (), properties
    if node.type == "identifier":
        return (_parameter(walk, node, None, walk.span(node), 0),), properties
    formals: list[Parameter] = []
    for part in walk.kids(node):
        if not part.is_named:
            continue
        kind = part.type
        span = walk.span(part)
        if kind == "assignment_pattern":
            pieces = walk.kids(part)
            formals.append(_parameter(walk, pieces[0], pieces[-1], span, len(formals)))
        elif kind in _TYPED:
            _typed(walk, part, formals, properties)
        elif kind != "decorator":
            formals.append(_parameter(walk, part, None, span, len(formals)))
    return tuple(formals), properties


def _typed(walk: Walk, node: Node, formals: list[Parameter], properties: list[AssignStep]) -> None:
    pattern: Node | None = None
    default: Node | None = None
    is_property = False
    for part in walk.kids(node):
        kind = part.type
        if kind in _PROPERTY:
            is_property = True
        elif kind == "decorator":
            decorator(walk, part)
        elif kind == "type_annotation" or not part.is_named:
            continue
        elif pattern is None:
            pattern = part
        else:
            default = part
    if pattern is None or pattern.type == "this":
        return
    span = walk.span(node)
    formal = _parameter(walk, pattern, default, span, len(formals))
    formals.append(formal)
    if is_property and formal.name:
        place = walk.span(pattern)
        target = Member(This(walk.owner, place), formal.name, place, place)
        properties.append(AssignStep(target, Name(formal.name, walk.scope, place), span))


def _parameter(walk: Walk, node: Node, default: Node | None, span: Span, position: int) -> Parameter:
    rest = node.type == "rest_pattern"
    if rest:
        inner = walk.inside(node)
        node = inner if inner is not None else node
    slot = f"%{position}"
    is_pattern = node.type in PATTERNS
    name = "" if is_pattern else walk.word(node)
    place = walk.span(node)
    walk.bind(slot if is_pattern else name, "parameter", place)
    source: Value = Name(slot if is_pattern else name, walk.scope, place)
    value: Value | None = None
    if default is not None:
        source = defaulted(walk, source, default, span)
        value = source.options[1] if isinstance(source, Either) else None
    if is_pattern:
        destructure(walk, node, source, "parameter", span)
    return Parameter(name, span, value, rest, slot if is_pattern else "")


VALUES: dict[str, LowerValue] = {
    "function_expression": expression,
    "generator_function": expression,
    "arrow_function": expression,
    "function": expression,
}

STATEMENTS: dict[str, LowerStatement] = {
    "function_declaration": declaration,
    "generator_function_declaration": declaration,
}
