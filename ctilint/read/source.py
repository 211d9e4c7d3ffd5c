"""The text of one file, and the only arithmetic on offsets, lines and columns.

An *offset* is an index into ``Source.text`` (Unicode code points, byte order mark not counted).
A *Span* is a half-open pair of offsets. Lines and columns start at 1; a column counts code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

from ctilint.records import dataclass


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

    def shifted(self, start: int) -> OffsetMap:
        """Return the map of the piece's text from ``start`` on."""
        later = tuple((piece - start, file) for piece, file in self.pieces if piece > start)
        return OffsetMap(((0, self.to_file(start)), *later))


class UnreadableSourceError(Exception):
    """The bytes are no text; ``args[0]`` says why, in plain words."""


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

    def encode(self, text: str) -> bytes:
        """Return ``text`` in the encoding of the file, with its byte order mark.

        UnicodeEncodeError when the encoding has no such character (Latin-1 only).
        """
        return self.bom + text.encode(self.encoding)


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode(path: str, data: bytes) -> Source:
    """Return the text of ``data``: UTF-8, UTF-16 (its mark may be missing), otherwise Latin-1.

    Line ends stay as they are.
    UnreadableSourceError when the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Source(path, data, _decode_marked(data, bom, encoding), encoding, bom)
    wide = wide_encoding(data)
    if wide:
        with suppress(UnicodeDecodeError):
            text = data.decode(wide)
            if "\0" not in text:
                return Source(path, data, text, wide)
    zero = data.find(b"\0")
    if zero >= 0:
        raise UnreadableSourceError(f"binary data: a zero byte at offset {zero}")
    try:
        return Source(path, data, data.decode())
    except UnicodeDecodeError:
        return Source(path, data, data.decode("latin-1"), "latin-1")


def wide_encoding(data: bytes) -> str:
    """Return the byte order that UTF-16 without a mark would have, '' when it is none: every second byte is zero."""
    if 0 not in data[:2]:
        return ""
    first, second = data[0:64:2], data[1:64:2]
    for high, low, name in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if 2 * high.count(0) > len(high) and 0 not in low:
            return name
    return ""


def _decode_marked(data: bytes, bom: bytes, encoding: str) -> str:
    name = "UTF-8" if encoding == "utf-8" else "UTF-16"
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(bom) + error.start
        raise UnreadableSourceError(f"the byte order mark says {name}, but offset {at} is no {name}") from None
    zero = text.find("\0")
    if zero >= 0:
        raise UnreadableSourceError(f"binary data: a zero character at offset {zero}")
    return text
