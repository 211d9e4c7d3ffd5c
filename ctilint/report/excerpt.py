"""One line of source with marks below the place that is meant, cut to a width around it."""

from __future__ import annotations

from ctilint.findings import Location
from ctilint.inert import cells, inert, visible
from ctilint.read.source import Source
from ctilint.records import dataclass

CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A printable line; ``offset`` cells stand before the marked part, which is ``length`` cells long."""

    line: int
    text: str
    offset: int
    length: int

    def split(self) -> tuple[str, str, str]:
        """Return the text before the marked part, the marked part, and the rest."""
        start = _at_cell(self.text, self.offset)
        end = _at_cell(self.text, self.offset + self.length)
        return self.text[:start], self.text[start:end], self.text[end:]


def excerpt(source: Source, at: Location, width: int, cut: str = CUT) -> Excerpt:
    """Return the line of ``at`` without its indentation, at most ``width`` cells; ``cut`` stands where it is cut."""
    line = source.line(at.line)
    start = min(at.column - 1, len(line))
    end = min(at.end_column - 1, len(line)) if at.end_line == at.line else len(line.rstrip())
    end = max(end, start + 1)
    indent = len(line) - len(line.lstrip())
    fits = len(line) - indent <= width and cells(inert(line[indent:])) <= width
    first, before = _lead(line, min(indent, start), start, width if fits else max(width // 3, 4))
    lead = cut + before if first else before
    marked, taken = _take(line, start, end, width - cells(lead) - len(cut))
    rest, last = _take(line, taken, len(line), width - cells(lead) - cells(marked))
    if last < len(line.rstrip()):
        rest = _shorten(rest, width - cells(lead) - cells(marked) - len(cut)) + cut
    return Excerpt(at.line, lead + marked + rest.rstrip(), cells(lead), max(cells(marked), 1))


def _at_cell(text: str, wanted: int) -> int:
    """Return the index of the character that begins at the cell ``wanted``."""
    used = 0
    for at, char in enumerate(text):
        if used >= wanted:
            return at
        used += cells(char)
    return len(text)


def _lead(line: str, indent: int, start: int, room: int) -> tuple[bool, str]:
    """Return whether the text before ``start`` had to be cut to ``room`` cells, and what is kept."""
    kept: list[str] = []
    used = 0
    for at in range(start - 1, indent - 1, -1):
        shown = visible(line[at])
        used += cells(shown)
        if used > room:
            return True, "".join(reversed(kept))
        kept.append(shown)
    return False, "".join(reversed(kept))


def _take(line: str, start: int, end: int, room: int) -> tuple[str, int]:
    kept: list[str] = []
    used = 0
    at = start
    while at < min(end, len(line)):
        shown = visible(line[at])
        used += cells(shown)
        if used > max(room, 1):
            break
        kept.append(shown)
        at += 1
    return "".join(kept), at


def _shorten(text: str, room: int) -> str:
    while text and cells(text) > max(room, 0):
        text = text[:-1]
    return text
