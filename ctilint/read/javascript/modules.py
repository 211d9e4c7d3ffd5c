"""import and export in all their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.read.facts import Export, Import, Name, Value
from ctilint.read.javascript import classes
from ctilint.read.javascript.functions import decorator
from ctilint.read.javascript.literals import unescape
from ctilint.read.javascript.walk import LowerStatement, Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
_FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration"})
_DECLARATIONS = frozenset(
    {"lexical_declaration", "variable_declaration", "enum_declaration", "import_alias", "internal_module", "module"}
)
_TYPES = frozenset({"interface_declaration", "type_alias_declaration", "function_signature", "ambient_declaration"})


def text_of(walk: Walk, node: Node) -> str:
    """Return the name that a name or a string says."""
    if node.type == "string":
        return unescape(walk.text[node.start_byte + 1 : node.end_byte - 1])
    return walk.word(node)


def _import(walk: Walk, node: Node) -> None:
    parts = walk.kids(node)
    source = next((part for part in parts if part.type == "string"), None)
    clause = next((part for part in parts if part.type in {"import_clause", "import_require_clause"}), None)
    if any(part.type == "type" for part in parts[:2]):
        return
    if clause is not None and clause.type == "import_require_clause":
        source = next((part for part in clause.children if part.type == "string"), None)
    name = text_of(walk, source) if source is not None else ""
    if clause is None:
        if source is not None:
            walk.imports.append(Import(name, "", "", walk.span(node)))
        return
    required = clause.type == "import_require_clause"
    for part in walk.kids(clause):
        kind = part.type
        if kind == "identifier":
            _local(walk, name, "*" if required else "default", part, part)
        elif kind == "namespace_import":
            local = next((inner for inner in part.children if inner.type == "identifier"), None)
            if local is not None:
                _local(walk, name, "*", local, part)
        elif kind == "named_imports":
            for specifier in walk.kids(part):
                if specifier.type == "import_specifier":
                    _specifier(walk, name, specifier)


def _specifier(walk: Walk, source: str, node: Node) -> None:
    if node.children and node.children[0].type in {"type", "typeof"}:
        return
    names = [part for part in walk.kids(node) if part.is_named or part.type == "default"]
    if names:
        _local(walk, source, text_of(walk, names[0]), names[-1], node)


def _local(walk: Walk, source: str, imported: str, local: Node, whole: Node) -> None:
    name = walk.word(local)
    walk.bind(name, "import", walk.span(local))
    walk.imports.append(Import(source, imported, name, walk.span(whole)))


def _export(walk: Walk, node: Node) -> None:
    parts = walk.kids(node)
    decorators: tuple[str, ...] = ()
    source = ""
    default = False
    for part in parts:
        kind = part.type
        if kind == "decorator":
            decorators = (*decorators, decorator(walk, part))
        elif kind == "string":
            source = text_of(walk, part)
        elif kind == "default":
            default = True
        elif kind in {"type", "namespace"}:
            return
    span = walk.span(node)
    for index, part in enumerate(parts):
        kind = part.type
        if kind == "*":
            walk.exports.append(Export("*", Name("*", -1, walk.span(part)), span, source))
        elif kind == "namespace_export":
            names = [inner for inner in part.children if inner.is_named]
            if names:
                walk.exports.append(Export(text_of(walk, names[-1]), Name("*", -1, walk.span(part)), span, source))
        elif kind == "export_clause":
            for specifier in walk.kids(part):
                if specifier.type == "export_specifier":
                    _exported(walk, specifier, source)
        elif kind in _CLASSES or kind in _FUNCTIONS or kind in _DECLARATIONS:
            _declared(walk, part, decorators, span, default=default)
        elif kind in _TYPES:
            walk.statement(part)
        elif part.is_named and index and parts[index - 1].type in {"default", "="}:
            value = _value(walk, part, decorators)
            walk.exports.append(Export("default" if default else "=", value, span))
        elif part.is_named and kind not in {"decorator", "string", "import_attribute"}:
            walk.statement(part)


def _value(walk: Walk, node: Node, decorators: tuple[str, ...]) -> Value:
    if node.type == "class":
        return classes.lower_class(walk, node, decorators)
    return walk.value(node)


def _exported(walk: Walk, node: Node, source: str) -> None:
    if node.children and node.children[0].type in {"type", "typeof"}:
        return
    names = [part for part in walk.kids(node) if part.is_named or part.type == "default"]
    if not names:
        return
    span = walk.span(names[0])
    value = Name(text_of(walk, names[0]), -1 if source else walk.scope, span)
    walk.exports.append(Export(text_of(walk, names[-1]), value, walk.span(node), source))


def _declared(walk: Walk, node: Node, decorators: tuple[str, ...], span: Span, *, default: bool) -> None:
    """Lower an exported declaration and export the names that it binds."""
    scope = walk.scopes[walk.scope][2]
    before = set(scope)
    if node.type in _CLASSES:
        classes.declaration(walk, node, decorators)
    else:
        walk.statement(node)
    for name, binding in list(scope.items()):
        if name not in before:
            exported = "default" if default else name
            walk.exports.append(Export(exported, Name(name, walk.scope, binding.span), span))


STATEMENTS: dict[str, LowerStatement] = {
    "import_statement": _import,
    "export_statement": _export,
}
