"""What the tree says besides the program: its comments and the first place that stopped the parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ctilint.read.facts import Comment, SyntaxProblem
from ctilint.read.javascript.walk import Walk

if TYPE_CHECKING:
    from tree_sitter import Node

_OPENS_COMMENT = re.compile(r"//|/\*|<!--|-->")
_COMMENTS = frozenset({"comment", "html_comment"})
_SHOWN = 30


def comments(walk: Walk, root: Node) -> tuple[Comment, ...]:
    """Return the comments in order; only places that look like one are asked for in the tree."""
    found: list[Comment] = []
    at = 0
    while match := _OPENS_COMMENT.search(walk.text, at):
        at = match.end()
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type in _COMMENTS and node.start_byte == match.start():
            found.append(Comment(walk.cut(node), walk.span(node)))
            at = max(at, node.end_byte)
    return tuple(found)


def problem(walk: Walk, root: Node) -> SyntaxProblem | None:
    """Return the first error of the tree."""
    node: Node | None = root
    while node is not None and node.has_error and not node.is_error and not node.is_missing:
        node = next((child for child in node.children if child.has_error or child.is_missing), None)
    if node is None or not (node.is_error or node.is_missing):
        return None
    if node.is_missing:
        return SyntaxProblem(f"missing `{node.type}`", walk.span(node))
    return _unexpected(walk, node)


def _unexpected(walk: Walk, node: Node) -> SyntaxProblem:
    while node.is_error and len(node.children) == 1:
        node = node.children[0]
    text = walk.cut(node).split("\n", 1)[0].strip()
    if not text:
        return SyntaxProblem("unexpected end", walk.span(node))
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return SyntaxProblem(f"unexpected `{shown}`", walk.span(node))


def has_comment(text: str) -> bool:
    """Say whether ``text`` may hold a comment."""
    return _OPENS_COMMENT.search(text) is not None or text.startswith("#!")
