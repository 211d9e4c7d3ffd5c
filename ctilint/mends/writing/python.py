"""Where a call of a Python file ends: what an edit needs beyond the facts."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ctilint.read.source import Span
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class PythonCall:
    """A call: ``end`` is the offset behind its closing parenthesis; ``spread``: ``**`` hides some arguments.

    ``given`` are its keyword arguments, each with where its value stands.
    """

    end: int
    spread: bool
    given: Mapping[str, Span]


def call_around(text: str, callee: Span) -> PythonCall | None:
    """Return the call whose callee stands at ``callee``; None when the text is no Python or has none there."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode(errors="replace"))

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.func.end_lineno and node.end_lineno is not None:
            end = offset(node.func.end_lineno, node.func.end_col_offset or 0)
            if end == callee.end and offset(node.func.lineno, node.func.col_offset) <= callee.start:
                spread = any(keyword.arg is None for keyword in node.keywords)
                given = {
                    keyword.arg: Span(
                        offset(keyword.value.lineno, keyword.value.col_offset),
                        offset(keyword.value.end_lineno or 1, keyword.value.end_col_offset or 0),
                    )
                    for keyword in node.keywords
                    if keyword.arg is not None
                }
                return PythonCall(offset(node.end_lineno, node.end_col_offset or 0), spread, given)
    return None
