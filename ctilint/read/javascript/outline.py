"""Where the statements of a script begin and end: what a mend needs beyond the facts, worked out when one asks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ctilint.read.javascript.grammar import parse
from ctilint.read.source import OffsetMap, Span
from ctilint.records import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset({"program", "statement_block", "switch_case", "switch_default", "class_static_block"})
_RIGID = frozenset({"template_string", "string", "jsx_text"})
_BODIES = frozenset({"statement_block", "arrow_function"})
_PLAIN = frozenset({";", "comment", "{", "}", "hash_bang_line"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``kind`` is the grammar's name of it (``expression_statement``, ``if_statement`` ...).

    ``parent`` is the index of the statement around it, -1 at the top; ``list`` the span of the block, case or script
    it stands in; ``alone``: it is the one statement of an ``if`` or loop, without braces. ``function`` counts the
    function bodies around it. ``ended``: a semicolon ends it.
    """

    kind: str
    span: Span
    parent: int
    list: Span
    alone: bool
    function: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The statements of a script in the order of their starts, and the texts whose line breaks mean something."""

    statements: tuple[Statement, ...]
    rigid: tuple[Span, ...]

    def around(self, offset: int) -> Statement | None:
        """Return the innermost statement that holds ``offset``."""
        at = bisect_right(self.statements, offset, key=lambda statement: statement.span.start) - 1
        while at >= 0 and offset >= self.statements[at].span.end:
            at = self.statements[at].parent
        return self.statements[at] if at >= 0 else None

    def rest(self, statement: Statement) -> tuple[Statement, ...]:
        """Return the statements after ``statement`` in its block."""
        return tuple(
            other
            for other in self.statements
            if other.list == statement.list and other.span.start >= statement.span.end and not other.alone
        )

    def inside(self, span: Span) -> tuple[Statement, ...]:
        """Return the statements that begin inside ``span``."""
        return tuple(one for one in self.statements if span.start <= one.span.start < span.end)


def outline(text: str, offsets: OffsetMap, language: str) -> Outline | None:
    """Return the outline of ``text``, with ``offsets`` leading to the file's; None when reading it takes too long."""
    tree = parse(text, language)
    return _outlined(tree.root_node, offsets) if tree is not None else None


def _outlined(root: Node, offsets: OffsetMap) -> Outline:
    statements: list[Statement] = []
    rigid: list[Span] = []
    # A node is handed the one above it: asked for its parent, it is looked for from the root.
    todo: list[tuple[Node, Node | None, int, int]] = [(root, None, -1, 0)]
    while todo:
        node, above, parent, function = todo.pop()
        kind = node.type
        if kind in _RIGID and node.start_point[0] != node.end_point[0]:
            rigid.append(_span(node, offsets))
        at = parent
        if above is not None and (alone := _place_in(node, kind, above)) is not None:
            at = len(statements)
            ended = node.child_count > 0 and node.children[-1].type == ";"
            statements.append(
                Statement(kind, _span(node, offsets), parent, _span(above, offsets), alone, function, ended)
            )
        inner = function + 1 if kind in _BODIES and _is_body(kind, above) else function
        todo.extend((child, node, at, inner) for child in reversed(node.named_children))
    return Outline(tuple(statements), tuple(rigid))


def _place_in(node: Node, kind: str, above: Node) -> bool | None:
    """Return False for a statement of a list, True for the lone one of an ``if`` or loop, None for anything else."""
    if kind in _PLAIN:
        return None
    outer = above.type
    if outer in _LISTS:
        value = above.child_by_field_name("value") if outer == "switch_case" else None
        return None if value is not None and value.id == node.id else False
    if kind in {"statement_block", "switch_body", "class_body"}:
        return None
    if outer == "else_clause":
        return True if kind.endswith("_statement") else None
    if not outer.endswith("_statement"):
        return None
    one = above.child_by_field_name("consequence") or above.child_by_field_name("body")
    return True if one is not None and one.id == node.id else None


def _is_body(kind: str, above: Node | None) -> bool:
    """Say whether what is inside a node of ``kind`` runs when a function is called."""
    return kind == "arrow_function" or (
        above is not None and above.type != "arrow_function" and ("function" in above.type or "method" in above.type)
    )


def _span(node: Node, offsets: OffsetMap) -> Span:
    start = offsets.to_file(node.start_byte)
    return Span(start, offsets.to_file(node.end_byte - 1) + 1 if node.end_byte > node.start_byte else start)
