"""Edits of one mend in the making: insertions at one place join, and lines are indented where that is harmless."""

from __future__ import annotations

from ctilint.findings import Edit
from ctilint.mends.writing.style import Style
from ctilint.patterns import pattern
from ctilint.read.source import Span

_LINE_START = pattern(r"(?<=\n)(?=[^\r\n])|(?<=\r)(?=[^\r\n])")


class Draft:
    """The edits of one file."""

    def __init__(self, path: str, style: Style, rigid: tuple[Span, ...] = ()) -> None:
        self.path = path
        self.style = style
        self._rigid = rigid
        self._inserted: dict[int, list[str]] = {}
        self._replaced: dict[Span, str] = {}
        self._moved: list[Span] = []

    def insert(self, offset: int, text: str) -> None:
        """Put ``text`` at ``offset``, after what the draft has put there before."""
        self._inserted.setdefault(offset, []).append(text)

    def replace(self, span: Span, text: str) -> None:
        """Put ``text`` in the place of ``span``."""
        if span.start == span.end:
            self.insert(span.start, text)
        else:
            self._replaced[span] = text

    def indent(self, start: int, end: int) -> None:
        """Move the lines that begin after ``start`` and before ``end`` one step in; texts over lines stay.

        What the draft puts in between them moves with them, whether it is there already or comes later.
        """
        self._moved.append(Span(start, end))
        for match in _LINE_START.finditer(self.style.text, start, end):
            at = match.start()
            if start < at < end and not any(span.start < at < span.end for span in self._rigid):
                self._inserted.setdefault(at, []).insert(0, self.style.unit)

    def edits(self) -> tuple[Edit, ...]:
        """Return the edits in the order of their places."""
        found = [self._edit(Span(at, at), "".join(texts)) for at, texts in self._inserted.items()]
        found += [self._edit(span, text) for span, text in self._replaced.items()]
        return tuple(sorted(found, key=lambda edit: edit.span))

    def _edit(self, span: Span, text: str) -> Edit:
        steps = sum(moved.start < span.start and span.end < moved.end for moved in self._moved)
        return Edit(self.path, span, text.replace("\n", f"\n{self.style.unit * steps}"))
