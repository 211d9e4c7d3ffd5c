"""JavaScript in metadata XML: custom buttons and links, and the HTML of home page components."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctilint.read.facts import Include, Mask, ScriptKind
from ctilint.read.markup.addresses import required_scripts
from ctilint.read.markup.elements import Elements, Markup, Piece
from ctilint.read.markup.entities import compose, decode_percent, decode_references
from ctilint.read.markup.masking import within
from ctilint.read.markup.scripting import JAVASCRIPT_URL
from ctilint.read.source import OffsetMap, Span
from ctilint.records import replace

HOLDERS = frozenset({"weblinks", "weblink", "custompageweblink", "homepagecomponent"})
PARTS = 400
_CODE_SIGNS = (("linkType", "javascript"), ("openType", "onClickJavaScript"))


def read_holder(
    index: int, found: Elements, masked: str, masks: tuple[Mask, ...], read_html: Callable[[str], Markup]
) -> Markup:
    """Return the scripts and includes of the finished element ``index``, whose tag is one of HOLDERS."""
    children = found.children(index, PARTS)
    if found.tags[index][0].lower() == "homepagecomponent":
        return _home_page(children.get("body", -1), found, masked, read_html)
    url = children.get("url", -1)
    segments = found.segments.get(url)
    if not segments:
        return Markup()
    text, offsets = _joined(masked, segments)
    span = Span(segments[0][0], segments[-1][1])
    if not any(found.text(children.get(name, -1)).strip() == value for name, value in _CODE_SIGNS):
        scheme = JAVASCRIPT_URL.match(text)
        if scheme is None:
            return Markup()
        text, offsets = decode_percent(text[scheme.end() :], offsets.shifted(scheme.end()))
    includes = [
        Include("require", target, place, 0, url)
        for mask in within(masks, span)
        for target, place in required_scripts(mask)
    ]
    return Markup(includes=includes, pieces=[Piece(text, offsets, span, ScriptKind.METADATA, element=url)])


def _home_page(body: int, found: Elements, masked: str, read_html: Callable[[str], Markup]) -> Markup:
    segments = found.segments.get(body)
    if not segments:
        return Markup()
    text, offsets = _joined(masked, segments)

    def place(span: Span) -> Span:
        return Span(offsets.to_file(span.start), offsets.to_file(span.end))

    inner = read_html(text)
    pieces = [
        replace(piece, offsets=compose(piece.offsets, offsets), span=place(piece.span), element=body)
        for piece in inner.pieces
    ]
    includes = [replace(include, span=place(include.span), element=body) for include in inner.includes]
    return Markup(includes=includes, pieces=pieces)


def _joined(masked: str, segments: Sequence[tuple[int, int, bool]]) -> tuple[str, OffsetMap]:
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for start, end, is_cdata in segments:
        part, offsets = masked[start:end], OffsetMap(((0, start),))
        if not is_cdata:
            part, offsets = decode_references(part, start, xml=True)
        parts.append(part)
        pieces += [(length + piece, file) for piece, file in offsets.pieces]
        length += len(part)
    return "".join(parts), OffsetMap(tuple(pieces))
