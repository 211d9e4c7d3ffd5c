"""Character references of HTML and XML -> text, with the way back to the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctilint.patterns import pattern
from ctilint.read.source import OffsetMap

_COMMON = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = pattern(r"&(#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_XML_REFERENCE = pattern(r"&(#[0-9]{1,9};|#x[0-9a-fA-F]{1,8};|(?:amp|lt|gt|quot|apos);)")
_ESCAPED_BYTES = pattern(r"(?:%[0-9a-fA-F]{2})+")


def unescape(text: str, *, xml: bool) -> str:
    """Return ``text`` with its character references decoded."""
    return text if "&" not in text else decode_references(text, 0, xml=xml)[0]


def decode_references(text: str, start: int, *, xml: bool) -> tuple[str, OffsetMap]:
    """Return ``text`` decoded, and the map to the file when ``text`` begins at offset ``start`` of it."""
    if "&" not in text:
        return text, OffsetMap(((0, start),))
    expression = _XML_REFERENCE if xml else _REFERENCE
    return _replace(text, start, ((match, _referred(match, text)) for match in expression.finditer(text)))


def decode_percent(text: str, offsets: OffsetMap) -> tuple[str, OffsetMap]:
    """Return ``text`` with the ``%20`` of an address decoded, and its map; ``offsets`` maps ``text`` to the file."""
    decoded, inner = _replace(
        text, 0, ((match, _percent_bytes(match.group())) for match in _ESCAPED_BYTES.finditer(text))
    )
    return decoded, compose(inner, offsets)


def compose(inner: OffsetMap, outer: OffsetMap) -> OffsetMap:
    """Return the map that applies ``inner``, then ``outer``."""
    marks = {piece for piece, _ in inner.pieces}
    at = 0
    pieces = inner.pieces
    for middle, _ in outer.pieces:
        while at + 1 < len(pieces) and pieces[at + 1][1] <= middle:
            at += 1
        piece, begin = pieces[at]
        marks.add(max(piece, piece + middle - begin))
    return OffsetMap(tuple((mark, outer.to_file(inner.to_file(mark))) for mark in sorted(marks)))


def _replace(text: str, start: int, found: Iterable[tuple[re.Match[str], str | None]]) -> tuple[str, OffsetMap]:
    parts: list[str] = []
    pieces = [(0, start)]
    done = length = 0
    for match, new in found:
        if new is None:
            continue
        parts += (text[done : match.start()], new)
        length += match.start() - done + len(new)
        done = match.end()
        pieces.append((length, start + done))
    parts.append(text[done:])
    return "".join(parts), OffsetMap(tuple(pieces))


def _referred(match: re.Match[str], text: str) -> str | None:
    name = match.group(1)
    if name.startswith("#"):
        digits = name[1:].rstrip(";")
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    common = _COMMON.get(name.removesuffix(";"))
    if common is not None and name.endswith(";"):
        return common
    from html.entities import html5

    if not name.endswith(";"):
        following = text[match.end() : match.end() + 1]
        if following == "=" or following.isalnum():
            return None
    return html5.get(name)


def _percent_bytes(escaped: str) -> str | None:
    try:
        return bytes.fromhex(escaped.replace("%", "")).decode()
    except UnicodeDecodeError:
        return None
