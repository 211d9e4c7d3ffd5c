"""From a syntax tree to facts, once. The only package that knows tree-sitter."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from ctilint.read.facts import (
    Block,
    Function,
    Mask,
    Object,
    Scope,
    Script,
    ScriptKind,
    Value,
)
from ctilint.read.javascript import (
    assignments,
    branches,
    calls,
    classes,
    functions,
    jsx,
    loops,
    modules,
    recovery,
    statements,
    surface,
    typescript,
    values,
)
from ctilint.read.javascript.grammar import parse
from ctilint.read.javascript.reach import without_dead_code
from ctilint.read.javascript.walk import Walk
from ctilint.read.source import OffsetMap, Span

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

__all__ = ["lower"]

_VALUES = {
    **values.VALUES,
    **assignments.VALUES,
    **calls.VALUES,
    **functions.VALUES,
    **classes.VALUES,
    **jsx.VALUES,
    **recovery.VALUES,
}
_STATEMENTS = {
    **statements.STATEMENTS,
    **branches.STATEMENTS,
    **loops.STATEMENTS,
    **functions.STATEMENTS,
    **classes.STATEMENTS,
    **modules.STATEMENTS,
    **recovery.STATEMENTS,
    **typescript.STATEMENTS,
}
_LIMITS = (150, 60, 20, 5)


def lower(
    text: str,
    *,
    path: str,
    kind: ScriptKind,
    language: str = "javascript",
    offsets: OffsetMap = OffsetMap(),  # noqa: B008 - frozen
    span: Span | None = None,
    masks: tuple[Mask, ...] = (),
    attribute: str = "",
    element: int = -1,
) -> Script:
    """Lower one script to facts.

    ``text`` is the masked, decoded script and ``offsets`` leads from its offsets to the file's. ``language`` is
    javascript, typescript or tsx. Nothing is raised: what cannot be read is left out, and ``Script.problem`` says
    where the parser first stopped.
    """
    tree = parse(text, language)
    whole = span if span is not None else Span(offsets.to_file(0), offsets.to_file(len(text)))
    collecting = gc.isenabled()
    gc.disable()  # a lowering only makes objects; looking for cycles on the way costs a tenth of it
    try:
        walk, bundle = _lowered(text, offsets, tree, aura=kind is ScriptKind.AURA)
    finally:
        if collecting:
            gc.enable()
    functions = tuple(function for function in walk.functions if function is not None)
    scopes = tuple(Scope(parent, function, bindings) for parent, function, bindings in walk.scopes)
    # In a text that is not whole, what stands after a jump may belong somewhere else.
    if not walk.broken:
        shares = kind is not ScriptKind.MODULE and not walk.imports and not walk.exports
        functions = without_dead_code(functions, scopes, shares=shares, masks=masks)
    return Script(
        path,
        kind,
        whole,
        functions,
        scopes,
        tuple(walk.imports),
        tuple(walk.exports),
        surface.comments(walk, tree.root_node) if tree is not None and walk.commented else (),
        masks,
        surface.problem(walk, tree.root_node) if tree is not None else surface.too_slow(whole),
        attribute,
        element,
        bundle,
        text,
    )


def _lowered(text: str, offsets: OffsetMap, tree: Tree | None, *, aura: bool) -> tuple[Walk, Object | None]:
    """Walk the tree, with less depth where the caller has left little of Python's own stack."""
    commented = surface.has_comment(text)
    if tree is not None:
        root = tree.root_node
        for limit in _LIMITS:
            walk = Walk(text, offsets, _VALUES, _STATEMENTS, broken=root.has_error, commented=commented, limit=limit)
            try:
                return walk, _program(walk, root, aura=aura)
            except RecursionError:
                continue
    walk = Walk(text, offsets, {}, {}, broken=False, commented=commented, limit=0)
    _top(walk)
    return walk, None


def _program(walk: Walk, root: Node, *, aura: bool) -> Object | None:
    bundle: Object | None = None
    nodes = [root] if root.is_error else root.children
    if aura:
        bundle, nodes = _bundle(walk, nodes)
    for node in nodes:
        walk.statement(node)
    _top(walk)
    return bundle


def _top(walk: Walk) -> None:
    whole = walk.at(0, len(walk.text))
    block = Block(walk.finish_steps(), whole)
    start = Span(whole.start, whole.start)
    walk.functions[0] = Function(0, "", start, (), block, whole, whole, "script", -1, 0)


def _bundle(walk: Walk, nodes: list[Node]) -> tuple[Object | None, list[Node]]:
    """Lower the one expression of an Aura script; return it and the other statements."""
    for index, node in enumerate(nodes):
        bundle: Value | None = None
        rest: list[Node] = []
        if node.is_error:
            bundle, rest = recovery.pieces_of_object(walk, node)
        elif node.type == "expression_statement":
            inner = walk.inside(node)
            if inner is not None and walk.unwrap(inner).type == "object":
                bundle = walk.value(inner)
        if isinstance(bundle, Object):
            return bundle, [*nodes[:index], *rest, *nodes[index + 1 :]]
    return None, nodes
