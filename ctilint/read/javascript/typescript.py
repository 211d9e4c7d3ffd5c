"""What TypeScript adds at run time: enums, namespaces, import aliases. Types do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import AssignStep, Entry, Literal, Name, Object, Unknown, Value
from ctilint.read.javascript.calls import chain
from ctilint.read.javascript.keys import key_of
from ctilint.read.javascript.walk import LowerStatement, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def _enum(walk: Walk, node: Node) -> None:
    name: Node | None = None
    entries: list[Entry] = []
    for part in walk.kids(node):
        if part.type == "identifier":
            name = part
        elif part.type == "enum_body":
            entries = _members(walk, part)
    if name is None:
        return
    span = walk.span(node)
    walk.bind(walk.cut(name), "const", walk.span(name))
    walk.steps.append(AssignStep(walk.name(name), Object(tuple(entries), span), span, "const"))


def _members(walk: Walk, body: Node) -> list[Entry]:
    entries: list[Entry] = []
    following: float | None = 0.0
    for part in walk.kids(body):
        if not part.is_named:
            continue
        span = walk.span(part)
        pieces = walk.kids(part) if part.type == "enum_assignment" else [part]
        key, key_span, computed = key_of(walk, pieces[0])
        if len(pieces) > 1:
            value = walk.value(pieces[-1])
        elif following is not None:
            value = Literal(following, span)
        else:
            value = Unknown("empty", span)
        number = value.value if isinstance(value, Literal) else None
        following = number + 1 if isinstance(number, float) else None
        entries.append(Entry(key, value, "property", span, key_span, computed=computed))
    return entries


def _namespace(walk: Walk, node: Node) -> None:
    """Lower a namespace in place: its statements run, and its name is an object of what it exports."""
    name: Node | None = None
    body: Node | None = None
    for part in walk.kids(node):
        if part.type in {"identifier", "nested_identifier"}:
            name = part
        elif part.type == "statement_block":
            body = part
    if name is None or body is None:
        return
    span = walk.span(node)
    names = walk.cut(name).split(".")
    walk.bind(names[0].strip(), "const", walk.span(name))
    target = Name(names[0].strip(), walk.scope, walk.span(name))
    exports, walk.exports = walk.exports, []
    var_scope = walk.var_scope
    outer = walk.open_scope()
    walk.var_scope = walk.scope
    block = walk.statements(walk.kids(body), walk.span(body))
    walk.scope, walk.var_scope = outer, var_scope
    inner, walk.exports = walk.exports, exports
    walk.steps.extend(block.steps)
    value: Value = Object(tuple(_entry(export.name, export.value, export.span) for export in inner), span)
    for part_name in reversed(names[1:]):
        value = Object((_entry(part_name.strip(), value, span),), span)
    walk.steps.append(AssignStep(target, value, span, "const"))


def _entry(key: str, value: Value, span: Span) -> Entry:
    return Entry(key, value, "property", span, value.span)


def _alias(walk: Walk, node: Node) -> None:
    parts = [part for part in walk.kids(node) if part.is_named]
    if len(parts) < 2:
        return
    target = walk.name(parts[0])
    walk.bind(target.name, "const", target.span)
    source = parts[-1]
    value = chain(walk, source) if source.type == "nested_identifier" else walk.value(source)
    walk.steps.append(AssignStep(target, value, walk.span(node), "const"))


def _nothing(walk: Walk, node: Node) -> None:
    """Skip what only the type checker reads."""


STATEMENTS: dict[str, LowerStatement] = {
    "enum_declaration": _enum,
    "internal_module": _namespace,
    "module": _namespace,
    "import_alias": _alias,
    "ambient_declaration": _nothing,
    "interface_declaration": _nothing,
    "type_alias_declaration": _nothing,
    "function_signature": _nothing,
}
