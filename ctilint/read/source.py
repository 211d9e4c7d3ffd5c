"""The text of one file, and the only arithmetic on offsets, lines and columns.

An *offset* is an index into ``Source.text`` (Unicode code points, byte order mark not counted).
A *Span* is a half-open pair of offsets. Lines and columns start at 1; a column counts code points.
"""

from __future__ import annotations

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
