"""The text of one file, and the only arithmetic on offsets, lines and columns.

An *offset* is an index into ``Source.text`` (Unicode code points, byte order mark not counted).
A *Span* is a half-open pair of offsets. Lines and columns start at 1; a column counts code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of offsets in the text of one file, as it lies on disk."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps offsets of a decoded piece (a script in an attribute, say) to offsets of the file.

    ``pieces`` are ``(piece offset, file offset)`` pairs in rising order; between two pairs both sides run in step.
    """

    pieces: tuple[tuple[int, int], ...] = ((0, 0),)

    def to_file(self, offset: int) -> int:
        """Return the file offset of ``offset`` in the piece."""
        at = bisect_right(self.pieces, (offset, 1 << 60)) - 1
        piece, file = self.pieces[at]
        return file + offset - piece


class Source:
    """One file's path, bytes and decoded text."""

    __slots__ = ("_starts", "bom", "data", "encoding", "path", "text")

    def __init__(self, path: str, data: bytes, text: str, encoding: str = "utf-8", bom: bytes = b"") -> None:
        self.path = path
        self.data = data
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Return the offset at which each line starts; LF, CRLF and lone CR end a line."""
        if self._starts is None:
            starts = [0]
            starts.extend(match.end() for match in re.finditer(r"\r\n?|\n", self.text))
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of ``offset``."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return the text of line ``number`` (from 1) without its line end, or ''."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def cut(self, span: Span) -> str:
        """Return the text of ``span``."""
        return self.text[span.start : span.end]
