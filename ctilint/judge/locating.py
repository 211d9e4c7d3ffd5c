"""Problems -> findings: lines and columns, the enclosing function, fingerprints that survive moved lines."""

from __future__ import annotations

import os
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


def enclosing_function(facts: FileFacts, offset: int) -> str:
    """Return the names of the functions around ``offset``, outermost first, joined by dots; '' at top level."""
    for script in facts.scripts:
        if script.span.start <= offset < script.span.end:
            around = [f for f in script.functions[1:] if f.span.start <= offset < f.span.end]
            around.sort(key=lambda function: function.span.start)
            return ".".join(function.name for function in around if function.name)
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
    marked = []
    for finding in findings:
        facts = files.get(finding.place.path)
        text = snippet(facts, finding.place.span) if facts else ""
        function = enclosing_function(facts, finding.place.span.start) if facts else ""
        path = finding.place.path
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
