"""The elements of one file as they are read, and the records that markup leaves."""

from __future__ import annotations

from ctilint.read.facts import Attribute, Comment, Include, MarkupElement, ScriptKind
from ctilint.read.source import OffsetMap, Span
from ctilint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """One script as it was found: its decoded text, and the way from it to the file.

    ``element`` is the index of the element whose attribute it is, -1 for none. A ``doubtful`` piece is a script only
    when it parses as one.
    """

    text: str
    offsets: OffsetMap
    span: Span
    kind: ScriptKind
    language: str = "javascript"
    attribute: str = ""
    element: int = -1
    doubtful: bool = False


@dataclass(slots=True)
class Markup:
    """What the markup of one file says; ``cut_short`` is where reading stopped because there was too much."""

    elements: tuple[MarkupElement, ...] = ()
    includes: list[Include] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    cut_short: Span | None = None


class Elements:
    """The elements read so far: who lies in whom, and the text of each.

    ``segments`` are the places of the texts: start, end and whether it is a CDATA section.
    """

    def __init__(self) -> None:
        self.tags: list[tuple[str, tuple[Attribute, ...], int, Span]] = []
        self.segments: dict[int, list[tuple[int, int, bool]]] = {}
        self._texts: dict[int, list[str]] = {}
        self._open: list[int] = []
        self._depths: dict[str, int] = {}

    @property
    def current(self) -> int:
        """Return the innermost open element, -1 when there is none."""
        return self._open[-1] if self._open else -1

    def add(self, tag: str, attributes: tuple[Attribute, ...], span: Span) -> int:
        """Note an element and return its index."""
        self.tags.append((tag, attributes, self.current, span))
        return len(self.tags) - 1

    def add_text(self, text: str, start: int, end: int, is_cdata: bool) -> None:
        """Note text directly inside the innermost open element."""
        self._texts.setdefault(self.current, []).append(text)
        self.segments.setdefault(self.current, []).append((start, end, is_cdata))

    def text(self, index: int) -> str:
        """Return the text directly inside an element so far."""
        return "".join(self._texts.get(index, ()))

    def open(self, index: int) -> None:
        """Note that what follows lies inside the element ``index``."""
        tag = self.tags[index][0].lower()
        self._open.append(index)
        self._depths[tag] = self._depths.get(tag, 0) + 1

    def close(self, name: str) -> list[int]:
        """Close the innermost element called ``name`` (any case) and return what ends with it, innermost first."""
        lower = name.lower()
        if not self._depths.get(lower):
            return []
        at = len(self._open) - 1
        while self.tags[self._open[at]][0].lower() != lower:
            at -= 1
        return self._close_down_to(at)

    def close_all(self) -> list[int]:
        """Close every element that is still open."""
        return self._close_down_to(0)

    def children(self, index: int, limit: int) -> dict[str, int]:
        """Return the child elements by tag, looked for among the ``limit`` elements that follow."""
        last = min(len(self.tags), index + limit)
        return {self.tags[at][0]: at for at in range(index + 1, last) if self.tags[at][2] == index}

    def records(self) -> tuple[MarkupElement, ...]:
        """Return the elements as facts."""
        return tuple(
            MarkupElement(tag, attributes, parent, span, self.text(index))
            for index, (tag, attributes, parent, span) in enumerate(self.tags)
        )

    def _close_down_to(self, depth: int) -> list[int]:
        closed = self._open[depth:][::-1]
        del self._open[depth:]
        for index in closed:
            self._depths[self.tags[index][0].lower()] -= 1
        return closed
