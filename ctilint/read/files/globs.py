"""One line of a ``.gitignore`` -> a regular expression that takes linear time on any path.

The meaning is git's (``gitignore(5)``; ``wildmatch.c`` says the rest): ``*`` and ``?`` stay inside a folder, ``**``
as a whole segment goes over folders, a pattern with a slash is meant from the folder of the file on, one without
anywhere below. A range that is empty (``[z-a]``) is its first character; a pattern that never ends (``a[``) matches
nothing.

What stands between two stars has a fixed length, so that its first place is as good as any later one: an atomic
group takes that place and never comes back for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.records import dataclass

NOTHING = "(?!)"
_END = r"(?=/|\Z)"
_OVER_FOLDERS = ["*", "*"]
_SUB_FOLDERS = "(?:[^/]++/)*?"
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r"\ \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x2e\x30-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x2e\x30-\x7e",
    "punct": r"\x21-\x2e\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r"\ \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class _UnendedError(Exception):
    """A pattern breaks off: git lets it match nothing."""


@dataclass(frozen=True, slots=True)
class Glob:
    """What one line says: ``source`` matches, from its start, the paths that it names, and what lies in them.

    ``takes_back`` is the line that begins with ``!``. A folder's path ends with ``/``.
    """

    source: str
    takes_back: bool


def glob_of(line: str) -> Glob | None:
    """Return what a line of a ``.gitignore`` says; None for a comment and a line that names nothing."""
    text = _stripped(line.rstrip("\r\n"))
    takes_back = text.startswith("!")
    text = text.removeprefix("!")
    if not text or (line.startswith("#")):
        return None
    folder = text.endswith("/") and not text.endswith("\\/")
    text = text[:-1] if folder else text
    anchored = "/" in text
    try:
        segments = _segments(text.removeprefix("/"))
    except _UnendedError:
        return Glob(NOTHING, takes_back)
    if segments == [[]]:
        return None
    return Glob(_source(segments if anchored else [_OVER_FOLDERS, *segments]) + ("/" if folder else _END), takes_back)


def _stripped(text: str) -> str:
    """Return ``text`` without the spaces at its end, one behind a backslash kept."""
    bare = text.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if backslashes % 2 and len(bare) < len(text) else bare


def _segments(text: str) -> list[list[str]]:
    """Return what stands between the slashes of a pattern, each a list of its tokens."""
    segments: list[list[str]] = [[]]
    for token in _tokens(text):
        if token == "/":  # noqa: S105 - a slash, no secret
            segments.append([])
        else:
            segments[-1].append(token)
    return segments


def _source(segments: list[list[str]]) -> str:
    """Return the expression of a pattern that is meant from its folder on."""
    groups: list[list[list[str]]] = [[]]
    for segment in segments:
        # Without a slash beside it, ``**`` is a star like any other.
        if segment == _OVER_FOLDERS and len(segments) > 1:
            groups.append([])
        else:
            groups[-1].append(segment)
    first, *later = ["/".join(_segment(segment) for segment in group) for group in groups]
    parts = [first]
    for number, group in enumerate(later, 1):
        slash = "/" if parts[-1] else ""
        if group:
            parts.append(f"{slash}(?>{_SUB_FOLDERS}{group})")
        elif number == len(later):
            parts.append(f"{slash}.+")
    return "".join(parts)


def _segment(tokens: list[str]) -> str:
    """Return the expression of what stands between two slashes."""
    chunks = [""]
    for token in tokens:
        if token != "*":  # noqa: S105 - a star, no secret
            chunks[-1] += token
        elif len(chunks) == 1 or chunks[-1]:
            chunks.append("")
    first, *later = chunks
    if not later:
        return first + _END
    if chunks == ["", ""]:
        return "[^/]++"
    middle = "".join(f"(?>[^/]*?{chunk})" for chunk in later[:-1])
    return f"{first}{middle}(?>[^/]*{later[-1]}{_END})"


def _tokens(segment: str) -> Iterator[str]:
    """Yield an expression for each character that a pattern means; ``*`` and ``/`` stand for themselves."""
    at = 0
    while at < len(segment):
        char = segment[at]
        at += 1
        if char in "*/":
            yield char
        elif char == "?":
            yield "[^/]"
        elif char == "[":
            source, at = _class(segment, at)
            yield source
        elif char == "\\":
            if at == len(segment):
                raise _UnendedError
            yield re.escape(segment[at])
            at += 1
        else:
            yield re.escape(char)


def _class(segment: str, at: int) -> tuple[str, int]:
    """Return the expression of the class whose inside begins at ``at``, and where it ends."""
    negated = segment[at : at + 1] in {"!", "^"}
    at += negated
    kept: list[str] = []
    begun = at
    while True:
        if at >= len(segment):
            raise _UnendedError
        if segment[at] == "]" and at > begun:
            break
        if segment.startswith("[:", at) and (end := segment.find(":]", at)) >= 0:
            name = segment[at + 2 : end]
            if name not in _CLASSES:
                raise _UnendedError
            kept.append(_CLASSES[name])
            at = end + 2
            continue
        low, at = _char(segment, at)
        if segment[at : at + 1] == "-" and segment[at + 1 : at + 2] not in {"]", ""}:
            high, at = _char(segment, at + 1)
            # Where git reads a range, it has taken its first character for itself already.
            kept.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low))
        else:
            kept.append(re.escape(low))
    inside = "".join(kept)
    if negated:
        return f"[^/{inside}]", at + 1
    return (f"(?!/)[{inside}]" if inside else NOTHING), at + 1


def _char(segment: str, at: int) -> tuple[str, int]:
    """Return the character of a class at ``at``, a backslash before it taken away, and where it ends."""
    if segment[at] == "\\":
        at += 1
        if at >= len(segment):
            raise _UnendedError
    return segment[at], at + 1
