"""What the tree says besides the program: its comments and the first place that stopped the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctilint.patterns import pattern
from ctilint.read.facts import Comment, SyntaxProblem
from ctilint.read.javascript.walk import Walk
from ctilint.read.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_OPENS_COMMENT = pattern(r"//|/\*|<!--|-->")
_COMMENTS = frozenset({"comment", "html_comment"})
_SHOWN = 30
_MANY = 2_000


def comments(walk: Walk, root: Node) -> tuple[Comment, ...]:
    """Return the comments in order."""
    nodes = _asked(walk.text, root)
    return tuple(Comment(walk.cut(node), walk.span(node)) for node in nodes)


def _asked(text: str, root: Node) -> list[Node]:
    """Ask the tree about the places that look like a comment; a tree with long flat lists is walked instead."""
    found: list[Node] = []
    at = asked = 0
    while match := _OPENS_COMMENT.search(text, at):
        asked += 1
        if asked > _MANY or root.has_error:
            return _walked(root)
        at = match.start() + 1
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type in _COMMENTS and node.start_byte == match.start():
            found.append(node)
            at = max(at, node.end_byte)
    return found


def _walked(root: Node) -> list[Node]:
    found: list[Node] = []
    cursor = root.walk()
    while True:
        node = cursor.node
        if node is not None and node.type in _COMMENTS:
            found.append(node)
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return found


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


def too_slow(whole: Span) -> SyntaxProblem:
    """Return the problem of a text that takes too long to read."""
    return SyntaxProblem("too large and too broken to be read", Span(whole.start, whole.start))
