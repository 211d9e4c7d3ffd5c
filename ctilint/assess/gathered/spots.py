"""Places and offsets -> lines of files that a report can name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from ctilint.assess.model import Spot
from ctilint.findings import Place
from ctilint.read.facts import FileFacts
from ctilint.read.source import Source, Span

_LONGEST = 200
_SECRET = re.compile(
    r"((?:pass(?:word|wd|phrase)?|secret|token|api_?key|pwd|credential)\w*[\"']?\s*[:=]\s*)([\"'])[^\"']*\2"
    r"|((?:pass|secret|token|key|pwd|credential)\w*\"[^<>]*>)[^<>]+(?=<)",
    re.IGNORECASE,
)


class Spots:
    """Turns places of an app into spots; ``sources`` may be added to while files are read."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._sources: dict[str, Source] = {path: facts.source for path, facts in files.items()}
        self._shown: dict[tuple[str, int], str] = {}

    def add(self, source: Source) -> None:
        """Make the lines of ``source`` known."""
        self._sources.setdefault(source.path, source)

    def source(self, path: str) -> Source | None:
        """Return the source of ``path``, None when it was not read."""
        return self._sources.get(path)

    def mark(self, path: str) -> str:
        """Return what makes a file the same as another: a digest of its text, its path when it was not read."""
        source = self._sources.get(path)
        if source is None:
            return path
        return hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def of(self, place: Place) -> Spot:
        """Return the line that ``place`` starts on."""
        return self.at(place.path, place.span)

    def at(self, path: str, span: Span) -> Spot:
        """Return the line of ``path`` that ``span`` starts on; line 1 for a file that was not read."""
        source = self._sources.get(path)
        if source is None:
            return Spot(path, 1)
        line, column = source.position(min(max(span.start, 0), len(source.text)))
        shown = self._shown.get((path, line))
        if shown is None:
            # Once for each line: minified code has thousands of places on one.
            shown = without_secrets(" ".join(source.line(line).split()))[:_LONGEST]
            self._shown[path, line] = shown
        return Spot(path, line, column, shown)

    def text(self, path: str, span: Span) -> str:
        """Return the text of ``span`` with its white space drawn together."""
        source = self._sources.get(path)
        return "" if source is None else " ".join(source.cut(span).split())


def without_secrets(line: str) -> str:
    """Return ``line`` with the texts that are given to names such as password or token left out."""
    return _SECRET.sub(lambda match: f"{match[1] or match[3]}{'' if match[3] else match[2]}...{match[2] or ''}", line)


def distinct(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """Return each spot once, in order of path and line."""
    return tuple(sorted(dict.fromkeys(spots)))
