"""Where a script stands in the engine, and which line and column of a file a line of the engine is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any

from ctilint.prove.page.marks import Marks
from ctilint.read.facts import Script
from ctilint.read.source import Source
from ctilint.records import dataclass, field

FIRST_LINE = 20_001


@dataclass(slots=True)
class Placed:
    """A script as the engine gets it: ``text`` begins at line ``line`` there; ``pairs`` map its offsets to the file."""

    source: Source
    line: int
    text: str
    pairs: list[tuple[int, int]]
    script: Script | None = None
    _starts: list[int] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Return how many lines it takes."""
        return self.text.count("\n") + 1

    @property
    def code(self) -> str:
        """Return what the sandbox is sent: the line at which the text belongs, a line break, the text."""
        return f"{self.line}\n{self.text}"

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Return the line and column in the file of a line and byte column of the engine."""
        return self.source.position(self.offset(line, column))

    def offset(self, line: int, column: int) -> int:
        """Return the offset in the file of a line and byte column of the engine."""
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in re.finditer("\n", self.text))
        index = min(max(line - self.line, 0), len(self._starts) - 1)
        start = self._starts[index]
        end = self.text.find("\n", start)
        whole = self.text[start : len(self.text) if end < 0 else end]
        behind = len(whole.encode("utf-8", "surrogatepass")[: max(column - 1, 0)].decode("utf-8", "ignore"))
        offset = start + behind
        at = max(bisect_right(self.pairs, (offset, 1 << 60)) - 1, 0)
        piece, file = self.pairs[at]
        limit = self.pairs[at + 1][1] if at + 1 < len(self.pairs) else len(self.source.text)
        return min(file + offset - piece, max(limit, file))


def _nothing(script: Script, text: str) -> tuple[Any, ...]:
    del script, text
    return ()


class Places:
    """Gives each script its lines, and knows afterwards which script a line of the engine belongs to.

    ``further`` may change a script more before it is placed.
    """

    def __init__(self) -> None:
        self.marks = Marks()
        self.further: Callable[[Script, str], Iterable[Any]] = _nothing
        self._next = FIRST_LINE
        self._starts: list[int] = []
        self._placed: list[Placed] = []

    def put(self, source: Source, text: str, pairs: list[tuple[int, int]], script: Script | None = None) -> Placed:
        """Place a script behind those that were placed before."""
        placed = Placed(source, self._next, text, pairs or [(0, 0)], script)
        self._starts.append(placed.line)
        self._placed.append(placed)
        self._next += placed.lines + 1
        return placed

    def find(self, line: int) -> Placed | None:
        """Return the script that holds ``line``, or None: a line of the simulation, or of text made at run time."""
        at = bisect_right(self._starts, line) - 1
        return self._placed[at] if at >= 0 else None
