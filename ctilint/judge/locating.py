"""Problems -> findings: lines and columns, the enclosing function, fingerprints that survive moved lines."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from ctilint.findings import Finding, Location, Place
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span
from ctilint.records import replace

SNIPPET = 200


def locate(place: Place, files: Mapping[str, FileFacts]) -> Location:
    """Return ``place`` with lines and columns; a file that was not read is its first character."""
    facts = files.get(place.path)
    if facts is None:
        return Location(place.path, 1, 1, 1, 1, place.message)
    source = facts.source
    size = len(source.text)
    start = min(max(place.span.start, 0), size)
    end = min(max(place.span.end, start), size)
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    return Location(place.path, line, column, end_line, end_column, place.message)


class Enclosing:
    """Which functions of a file stand around an offset. The functions are put in order once: findings can be many."""

    def __init__(self, facts: FileFacts) -> None:
        self._scripts = [
            (script, sorted(script.functions[1:], key=lambda function: function.span.start)) for script in facts.scripts
        ]
        self._starts = [[function.span.start for function in functions] for _, functions in self._scripts]

    def names(self, offset: int) -> str:
        """Return the names of the functions around ``offset``, outermost first, joined by dots; '' at top level."""
        for (script, functions), starts in zip(self._scripts, self._starts, strict=True):
            if not script.span.start <= offset < script.span.end:
                continue
            at = bisect_right(starts, offset) - 1
            function = functions[at] if at >= 0 else script.functions[0]
            names: list[str] = []
            # The last that begins before the offset is around it, or one of those around that one is.
            while function.index > 0:
                if offset < function.span.end and function.name:
                    names.append(function.name)
                function = script.functions[function.parent]
            return ".".join(reversed(names))
        return ""


def snippet(facts: FileFacts, span: Span) -> str:
    """Return the first line of ``span`` (of its whole line when the span is empty) with single spaces."""
    text = facts.source.cut(span)
    if not text.strip():
        text = facts.source.line(facts.source.position(min(span.start, len(facts.source.text)))[0]).strip()[:SNIPPET]
    first = text.lstrip().split("\n", 1)[0]
    return " ".join(first[:SNIPPET].split())


def with_fingerprints(findings: Iterable[Finding], files: Mapping[str, FileFacts], root: str = "") -> list[Finding]:
    """Return ``findings``, in their order, each with a fingerprint that no other has and a match key without the path.

    The path that goes in is relative to ``root`` (the settings file's folder) when there is one, so that the same
    app has the same fingerprints wherever the run starts.
    """
    seen: dict[tuple[str, ...], int] = {}
    around: dict[str, Enclosing] = {}
    marked = []
    for finding in findings:
        path = finding.place.path
        facts = files.get(path)
        text = function = ""
        if facts:
            text = snippet(facts, finding.place.span)
            if path not in around:
                around[path] = Enclosing(facts)
            function = around[path].names(finding.place.span.start)
        if root:
            path = os.path.relpath(os.path.abspath(path), root)
        path = path.replace(os.sep, "/").removeprefix("./")
        key = (finding.rule, text, function, path)
        occurrence = str(seen.get(key, 0))
        seen[key] = seen.get(key, 0) + 1
        whole = _digest(*key, occurrence)
        pathless = _digest(*key[:3], occurrence)
        marked.append(replace(finding, fingerprint=whole, match_key=pathless))
    return marked


def _digest(*parts: str) -> str:
    try:
        from _blake2 import blake2b  # hashlib brings OpenSSL along: 3 ms of every run that finds something
    except ImportError:
        from hashlib import blake2b
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
