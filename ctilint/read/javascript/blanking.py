"""What is not ECMAScript, blanked to text of the same length: decorators and TypeScript's types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.javascript.grammar import parse
from ctilint.read.source import Span
from ctilint.records import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

_WHOLE = frozenset(
    {
        "decorator",
        "type_annotation",
        "type_parameters",
        "type_arguments",
        "type_predicate_annotation",
        "asserts_annotation",
        "adding_type_annotation",
        "omitting_type_annotation",
        "opting_type_annotation",
        "interface_declaration",
        "type_alias_declaration",
        "ambient_declaration",
        "function_signature",
        "method_signature",
        "abstract_method_signature",
        "index_signature",
        "implements_clause",
        "accessibility_modifier",
        "override_modifier",
    }
)
_TYPE_STATEMENTS = frozenset(
    {"interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature"}
)
_TOKENS = frozenset(
    {
        ("readonly", "public_field_definition"),
        ("readonly", "required_parameter"),
        ("readonly", "optional_parameter"),
        ("abstract", "abstract_class_declaration"),
        ("?", "optional_parameter"),
        ("?", "public_field_definition"),
        ("?", "method_definition"),
        ("!", "public_field_definition"),
        ("!", "variable_declarator"),
        ("!", "non_null_expression"),
    }
)
#: What Flow writes and TypeScript has not: variance, checks, opaque types.
_FLOW = frozenset({"+", "-", "%checks", "opaque"})
_CASTS = {"as_expression": "as", "satisfies_expression": "satisfies"}
_SPECIFIERS = frozenset({"import_specifier", "export_specifier"})
_PARAMETERS = frozenset({"required_parameter", "optional_parameter"})
_OBSTACLES = {
    "enum_declaration": "an enum",
    "internal_module": "a namespace",
    "module": "a namespace",
    "import_alias": "an import alias",
    "import_require_clause": "`import = require()`",
}


@dataclass(frozen=True, slots=True)
class Blanked:
    """``text`` has the length of the original; ``obstacle`` says what could not be blanked, at offset ``at``."""

    text: str
    obstacle: str = ""
    at: int = 0
    jsx: bool = False


def blank(text: str, language: str = "javascript", *, enums: bool = True) -> Blanked:
    """Return ``text`` as ECMAScript: decorators and types become spaces, offsets stay true.

    ``enums``: an enum is in the way; without it one stays as it is written.
    """
    if language == "javascript" and "@" not in text and "</" not in text and "/>" not in text:
        return Blanked(text)
    tree = parse(text, language)
    if tree is None:
        return Blanked(text, "a text of this length")
    spans: list[Span] = []
    jsx = False
    types = _only_types(text, tree.root_node) if language != "javascript" else frozenset()
    todo = [tree.root_node]
    while todo:
        node = todo.pop()
        kind = node.type
        if kind in _OBSTACLES and (enums or kind != "enum_declaration"):
            return Blanked(text, _OBSTACLES[kind], node.start_byte)
        if kind.startswith("jsx_"):
            jsx = True
        children = node.children
        obstacle = _obstacle(kind, children)
        if obstacle:
            return Blanked(text, obstacle, node.start_byte)
        if _is_type_statement(kind, children):
            spans.append(Span(node.start_byte, node.end_byte))
            continue
        for index, child in enumerate(children):
            flow = child.type == "ERROR" and text[child.start_byte : child.end_byte].strip() in _FLOW
            span = _blanks(kind, children, index) or _exported_type(text, children, index, types)
            span = Span(child.start_byte, child.end_byte) if flow else span
            if span is not None:
                spans.append(span)
            elif child.child_count:
                todo.append(child)
    return Blanked(_erase(text, spans), jsx=jsx)


def _obstacle(kind: str, children: list[Node]) -> str:
    if kind == "export_statement" and len(children) > 1 and children[1].type == "=":
        return "`export =`"
    if kind == "public_field_definition" and any(child.type == "accessor" for child in children):
        return "an accessor field"
    return ""


def _is_type_statement(kind: str, children: list[Node]) -> bool:
    """Say whether a statement or class member is there for the type checker only."""
    kinds = [child.type for child in children[:4]]
    if kind == "import_statement":
        return kinds[1:2] in (["type"], ["typeof"])
    if kind == "export_statement":
        return "type" in kinds[1:2] or kinds[1:3] == ["as", "namespace"] or any(k in _TYPE_STATEMENTS for k in kinds)
    return kind == "public_field_definition" and ("declare" in kinds or "abstract" in kinds)


def _blanks(kind: str, children: list[Node], index: int) -> Span | None:
    """Return what to blank at child ``index`` of a node, or None."""
    child = children[index]
    what = child.type
    if what in _WHOLE or (what, kind) in _TOKENS:
        return Span(child.start_byte, child.end_byte)
    if kind in _CASTS and what == _CASTS[kind]:
        return Span(child.start_byte, children[-1].end_byte)
    first = child.children[0].type if child.child_count else ""
    listed_type = what in _SPECIFIERS and first == "type" and child.child_count > 1
    if listed_type or (what in _PARAMETERS and first == "this"):
        following = children[index + 1] if index + 1 < len(children) else child
        return Span(child.start_byte, following.end_byte if following.type == "," else child.end_byte)
    return None


def _only_types(text: str, root: Node) -> frozenset[str]:
    """Return the names that the script declares as types and as nothing else: nothing is left of them to export."""
    types: set[str] = set()
    values: set[str] = set()
    for statement in root.children:
        inner = [statement, *statement.children] if statement.type == "export_statement" else [statement]
        for node in inner:
            into = types if node.type in {"interface_declaration", "type_alias_declaration"} else values
            name = node.child_by_field_name("name")
            if name is not None:
                into.add(text[name.start_byte : name.end_byte])
            for child in node.children:
                bound = child.child_by_field_name("name") if child.type == "variable_declarator" else None
                if bound is not None:
                    values.add(text[bound.start_byte : bound.end_byte])
    return frozenset(types - values)


def _exported_type(text: str, children: list[Node], index: int, types: frozenset[str]) -> Span | None:
    """Return what to blank at a name of ``export { ... }`` that is a type, with the comma behind it."""
    child = children[index]
    if not types or child.type != "export_specifier" or not child.children:
        return None
    name = child.children[0]
    if text[name.start_byte : name.end_byte] not in types:
        return None
    following = children[index + 1] if index + 1 < len(children) else child
    return Span(child.start_byte, following.end_byte if following.type == "," else child.end_byte)


def _erase(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for span in sorted(spans):
        if span.start < at:
            continue
        pieces += (text[at : span.start], " " * (span.end - span.start))
        at = span.end
    return "".join((*pieces, text[at:]))
