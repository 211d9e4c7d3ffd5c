"""Marks that a page leaves when it enters a function or block: what was reached, and which place was passed."""

from __future__ import annotations

from collections.abc import Iterable

from ctilint.read.source import Span
from ctilint.records import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a file that is entered as one; ``start`` and ``end`` are offsets into its decoded text, from 0.

    ``kind``: function, block, rest (of a block, after an ``if``) or script.

    A script is entered when it came to its end.
    """

    path: str
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Marks:
    """Numbers the marks of a page; a script that is placed in two forms has the same marks in both."""

    rows: list[Mark] = field(default_factory=list)
    _numbers: dict[Mark, int] = field(default_factory=dict)

    def number(self, path: str, span: Span, kind: str) -> int:
        """Return the number of a mark, a new one when it is not known yet."""
        mark = Mark(path, span.start, span.end, kind)
        known = self._numbers.get(mark)
        if known is None:
            known = self._numbers[mark] = len(self.rows)
            self.rows.append(mark)
        return known

    def named(self, numbers: Iterable[str]) -> frozenset[Mark]:
        """Return the marks of numbers as the sandbox writes them; what is no number of ours is left out."""
        found = (int(text) for text in numbers if text.isascii() and text.isdecimal() and len(text) < 9)
        return frozenset(self.rows[number] for number in found if number < len(self.rows))

    def innermost(self, path: str, offset: int) -> Mark | None:
        """Return the smallest marked stretch of a file that holds an offset, or None."""
        holding = (mark for mark in self.rows if mark.path == path and mark.start <= offset < mark.end)
        return min(holding, key=lambda mark: mark.end - mark.start, default=None)

    def head(self, path: str, span: Span) -> Mark | None:
        """Return the mark of the first function whose body begins within a span, or None."""
        inside = (row for row in self.rows if row.kind == "function" and row.path == path)
        return min((row for row in inside if span.start <= row.start < span.end), default=None)

    def function(self, path: str, span: Span) -> Mark | None:
        """Return the mark of the function whose body a span is, or None."""
        mark = Mark(path, span.start, span.end, "function")
        return mark if mark in self._numbers else None
