"""What no engine runs, said in plain ECMAScript: JSX, enums, parameter properties; each edit keeps its lines.

A class with a decorator of Angular's tells which, and the types of its constructor's parameters: they are what it is
given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from ctilint.read.javascript.grammar import parse
from ctilint.records import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

#: The functions that the rewritten text calls: ``(tag, attributes, ...children)``, ``([[name, value?], …])`` and
#: ``(class, decorator, [() => type, …], [name of an input, …])``.
ELEMENT, ENUM, DECORATED = "__ctilintElement", "__ctilintEnum", "__ctilintDecorated"
_DECORATOR = re.compile(r"@(Component|Directive|Injectable|NgModule|Pipe)\s*\(")
_HINT = re.compile(rf"</|/>|\benum\b|\b(?:private|public|protected|readonly)\b|{_DECORATOR.pattern}")
_NAMES = frozenset({"identifier", "member_expression", "nested_identifier", "jsx_namespace_name"})
_OPENINGS = frozenset({"jsx_opening_element", "jsx_self_closing_element"})


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Put ``text`` in place of the offsets from ``start`` to ``end`` of the script."""

    start: int
    end: int
    text: str


def rewrites(text: str, language: str) -> tuple[Rewrite, ...]:
    """Return the edits that make plain ECMAScript of what blanking leaves; types are blanked elsewhere."""
    if not _HINT.search(text):
        return ()
    tree = parse(text, language)
    if tree is None:
        return ()
    made: list[Rewrite] = []
    todo = [tree.root_node]
    while todo:
        node = todo.pop()
        if node.type in _OPENINGS:
            made.extend(_opening(text, node))
        elif node.type == "jsx_closing_element":
            made.append(Rewrite(node.start_byte, node.end_byte, ")"))
        elif node.type == "jsx_element":
            made.extend(_children(text, node))
        elif node.type == "enum_declaration":
            made.extend(_enum(text, node))
        elif node.type == "method_definition":
            made.extend(_properties(text, node))
        elif node.type == "class_body":
            made.extend(_decorated(text, node))
        todo.extend(node.children)
    return tuple(sorted(made, key=lambda item: (item.start, item.end)))


def _cut(text: str, node: Node) -> str:
    return text[node.start_byte : node.end_byte]


def _quoted(text: str) -> str:
    return json.dumps(unescape(text)) + "\n" * text.count("\n")


def _opening(text: str, node: Node) -> Iterator[Rewrite]:
    """Yield ``<Tag a={b} c="d" {...e}`` as ``element(Tag,{"a":(b),"c":"d",...e,``, and what closes it."""
    name = next((part for part in node.children if part.type in _NAMES), None)
    tag = "null" if name is None else _cut(text, name)
    if name is not None and (tag[0].islower() or ":" in tag or "-" in tag) and name.type != "member_expression":
        tag = json.dumps(tag)
    yield Rewrite(node.start_byte, name.end_byte if name is not None else node.start_byte + 1, f"{ELEMENT}({tag},{{")
    for part in node.children:
        if part.type == "jsx_attribute":
            yield from _attribute(text, part)
        elif part.type == "jsx_expression":
            yield Rewrite(part.start_byte, part.start_byte + 1, "")
            yield Rewrite(part.end_byte - 1, part.end_byte, ",")
    closing = node.children[-1]
    yield Rewrite(closing.start_byte, closing.end_byte, "})" if closing.type == "/>" else "},")


def _attribute(text: str, node: Node) -> Iterator[Rewrite]:
    name, value = node.children[0], node.children[-1]
    key = json.dumps(_cut(text, name))
    if len(node.children) == 1:
        yield Rewrite(node.start_byte, node.end_byte, f"{key}:true,")
        return
    yield Rewrite(node.start_byte, value.start_byte, f"{key}:")
    if value.type == "string":
        yield Rewrite(value.start_byte, value.end_byte, _quoted(text[value.start_byte + 1 : value.end_byte - 1]) + ",")
    elif value.type == "jsx_expression":
        yield Rewrite(value.start_byte, value.start_byte + 1, "(")
        yield Rewrite(value.end_byte - 1, value.end_byte, "),")
    else:
        yield Rewrite(value.end_byte, value.end_byte, ",")


def _children(text: str, node: Node) -> Iterator[Rewrite]:
    for part in node.children:
        what = _cut(text, part)
        if part.type in {"jsx_text", "html_character_reference"}:
            said = f"{_quoted(what)}," if what.strip() else "\n" * what.count("\n")
            yield Rewrite(part.start_byte, part.end_byte, said)
        elif part.type == "jsx_expression":
            inner = [one.type for one in part.named_children if one.type != "comment"]
            before, after = ("", ",") if inner == ["spread_element"] else ("(", "),") if inner else ("", "")
            yield Rewrite(part.start_byte, part.start_byte + 1, before)
            yield Rewrite(part.end_byte - 1, part.end_byte, after)
        elif part.type in {"jsx_element", "jsx_self_closing_element"}:
            yield Rewrite(part.end_byte, part.end_byte, ",")


def _enum(text: str, node: Node) -> Iterator[Rewrite]:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    yield Rewrite(node.start_byte, body.start_byte + 1, f"var {_cut(text, name)}={ENUM}([")
    for part in body.named_children:
        if part.type == "enum_assignment":
            key, value = part.children[0], part.children[-1]
            yield Rewrite(part.start_byte, value.start_byte, f"[{_key(text, key)},")
            yield Rewrite(value.end_byte, value.end_byte, "]")
        elif part.type != "comment":
            yield Rewrite(part.start_byte, part.end_byte, f"[{_key(text, part)}]")
    yield Rewrite(body.end_byte - 1, body.end_byte, "]);")


def _key(text: str, node: Node) -> str:
    return _cut(text, node) if node.type == "string" else json.dumps(_cut(text, node))


def _properties(text: str, node: Node) -> Iterator[Rewrite]:
    """Yield what sets ``this.name`` for each parameter property of a constructor, after its ``super()``."""
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    if parameters is None or body is None or not text.startswith("constructor", node.start_byte):
        return
    names = []
    for part in parameters.named_children:
        pattern = part.child_by_field_name("pattern")
        marked = any(
            child.type in {"accessibility_modifier", "readonly", "override_modifier"} for child in part.children
        )
        if marked and pattern is not None and pattern.type == "identifier":
            names.append(_cut(text, pattern))
    if not names:
        return
    at = body.start_byte + 1
    for statement in body.named_children:
        if statement.type == "expression_statement" and text.startswith("super", statement.start_byte):
            at = statement.end_byte
            break
    yield Rewrite(at, at, ";" + "".join(f"this.{name}={name};" for name in names))


def _decorated(text: str, body: Node) -> Iterator[Rewrite]:
    """Yield what tells of a class that it has a decorator of Angular's, and what its constructor asks for."""
    owner = body.parent
    around = owner.parent if owner is not None else None
    holders = [
        one for one in (owner, around) if one is not None and one.type.startswith(("class", "abstract", "export"))
    ]
    marks = [part for one in holders for part in one.children if part.type == "decorator"]
    found = next((match for part in marks if (match := _DECORATOR.match(_cut(text, part)))), None)
    if found is None:
        return
    types = ",".join(f"()=>{name}" for name in _asked(text, body))
    at = body.start_byte + 1
    inputs = json.dumps([name for member in body.named_children if (name := _input(text, member))])
    yield Rewrite(at, at, f"static{{{DECORATED}(this,{json.dumps(found.group(1))},[{types}],{inputs})}}")


def _input(text: str, member: Node) -> str:
    """Return the name of a field or method that has the decorator ``@Input``, or ''."""
    name = member.child_by_field_name("name")
    if member.type == "decorator":
        return ""
    marks = [part for part in member.children if part.type == "decorator"]
    before = member.prev_named_sibling
    while before is not None and before.type == "decorator":
        marks.append(before)
        before = before.prev_named_sibling
    marked = any(re.match(r"@Input\b", _cut(text, part)) for part in marks)
    return _cut(text, name) if marked and name is not None else ""


def _asked(text: str, body: Node) -> Iterator[str]:
    """Yield the type of each parameter of a class's constructor, ``null`` where it is no name."""
    for member in body.named_children:
        parameters = member.child_by_field_name("parameters") if member.type == "method_definition" else None
        if parameters is None or not text.startswith("constructor", member.start_byte):
            continue
        for part in parameters.named_children:
            kind = part.child_by_field_name("type")
            named = re.match(r":\s*([A-Za-z_$][\w$]*)", _cut(text, kind)) if kind is not None else None
            yield named.group(1) if named is not None else "null"
