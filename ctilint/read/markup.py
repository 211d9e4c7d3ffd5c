"""HTML, Visualforce, Aura, LWC templates, metadata XML -> elements, scripts, includes, comments.

The text comes masked (see ``masking.py``); what is kept as facts is cut from the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctilint.read.addresses import component_target, pieces_of_require, required_scripts
from ctilint.read.entities import decode_percent, decode_references, unescape
from ctilint.read.facts import (
    Attribute,
    Comment,
    FileKind,
    Include,
    MarkupElement,
    Mask,
    ScriptKind,
)
from ctilint.read.masking import within
from ctilint.read.source import OffsetMap, Span
from ctilint.read.tags import RawAttribute, Token, tokens
from ctilint.records import dataclass, field

ELEMENTS_PER_FILE = 200_000
WEB_LINK_PARTS = 400

_RAW_HTML = frozenset({"script", "style", "textarea", "title", "xmp", "noscript"})
_RAW = {
    FileKind.VISUALFORCE: frozenset({"script", "style", "textarea", "title"}),
    FileKind.AURA: frozenset({"script", "style"}),
    FileKind.LWC_TEMPLATE: frozenset({"script", "style"}),
    FileKind.METADATA: frozenset[str](),
}
_XML_KINDS = frozenset({FileKind.VISUALFORCE, FileKind.AURA, FileKind.METADATA})
_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input"),
        *("link", "meta", "param", "source", "track", "wbr"),
    }
)
_JAVASCRIPT_TYPE = re.compile(
    r"(?:(?:text|application)/(?:x-)?(?:java|ecma|j|live)script(?:1\.[0-5])?|text/babel|text/jsx|module)\Z"
)
_TYPESCRIPT_TYPE = re.compile(r"(?:text|application)/(?:x-)?typescript\Z|tsx?\Z")
_HANDLER = re.compile(r"on[a-z]{3,}\Z")
_VUE_HANDLER = re.compile(r"(?:@|v-on:)([a-z][\w-]*)(?:\.[\w.-]+)?\Z")
_JAVASCRIPT_URL = re.compile(r"\s*javascript\s*:", re.IGNORECASE)
_CURLY = re.compile(r"\{\{[^{}<\n]*+\}\}|\{%[^{}<\n]*+%\}")
_EVENTS = frozenset(
    """abort activate afterprint animationend animationstart auxclick beforedomupdate beforeinput beforeprint
    beforeunload blur canplay change clientclick click close complete contextmenu copy cut dataavailable dblclick
    drag dragend dragenter dragleave dragover dragstart drop durationchange ended error focus focusin focusout
    formdata fullscreenchange hashchange input invalid keydown keypress keyup language load loadeddata
    loadedmetadata loadstart message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover
    mouseup mousewheel offline online pagehide pageshow paste pause play playing pointercancel pointerdown
    pointermove pointerup popstate progress propertychange ratechange readystatechange reset resize scroll search
    seeked seeking select selectstart show stalled start storage submit success suspend timeupdate toggle
    touchcancel touchend touchmove touchstart transitionend unhandledrejection unload volumechange waiting wheel
    tabenter tableave""".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One script as it was found: its decoded text, and the way from it to the file.

    A ``doubtful`` piece is a script only when it parses as one.
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


def extract(text: str, masked: str, masks: tuple[Mask, ...], kind: FileKind, suffix: str = "") -> Markup:
    """Return what the markup ``text`` says; ``masked`` is the same text with its ``masks`` replaced."""
    return _Reader(text, masked, masks, kind, suffix).read()


class _Reader:
    def __init__(self, text: str, masked: str, masks: tuple[Mask, ...], kind: FileKind, suffix: str) -> None:
        self.text = text
        self.masked = masked
        self.masks = masks
        self.kind = kind
        self.suffix = suffix
        self.xml = kind is FileKind.METADATA
        self.void = frozenset[str]() if kind in _XML_KINDS else _VOID
        self.out = Markup()
        self.tags: list[tuple[str, tuple[Attribute, ...], int, Span]] = []
        self.texts: dict[int, list[str]] = {}
        self.segments: dict[int, list[tuple[int, int, bool]]] = {}
        self.open: list[int] = []
        self.depths: dict[str, int] = {}

    def read(self) -> Markup:
        structure = self.masked
        if self.kind in {FileKind.HTML, FileKind.TEMPLATE} and ("{{" in structure or "{%" in structure):
            structure = _CURLY.sub(lambda found: "m" * len(found.group()), structure)
        for token in tokens(structure, _RAW.get(self.kind, _RAW_HTML)):
            if token.kind == "open":
                if len(self.tags) >= ELEMENTS_PER_FILE:
                    self.out.cut_short = Span(token.start, token.end)
                    break
                self._element(token)
            elif token.kind == "close":
                self._close(token.name)
            elif token.kind == "comment":
                self.out.comments.append(Comment(self.text[token.start : token.end], Span(token.start, token.end)))
            else:
                self._content(token)
        self._close_down_to(0)
        self.out.elements = tuple(
            MarkupElement(tag, attributes, parent, span, "".join(self.texts.get(index, ())))
            for index, (tag, attributes, parent, span) in enumerate(self.tags)
        )
        return self.out

    def _content(self, token: Token) -> None:
        start, end = token.inner if token.kind == "cdata" else (token.start, token.end)
        if not self.open or (token.kind == "text" and self.masked[start:end].isspace()):
            return
        raw = self.text[start:end]
        element = self.open[-1]
        is_cdata = token.kind == "cdata"
        self.texts.setdefault(element, []).append(raw if is_cdata else unescape(raw, xml=self.xml))
        if self.xml:
            self.segments.setdefault(element, []).append((start, end, is_cdata))

    def _close(self, name: str) -> None:
        lower = name.lower()
        if not self.depths.get(lower):
            return
        at = len(self.open) - 1
        while self.tags[self.open[at]][0].lower() != lower:
            at -= 1
        self._close_down_to(at)

    def _close_down_to(self, depth: int) -> None:
        while len(self.open) > depth:
            index = self.open.pop()
            tag = self.tags[index][0].lower()
            self.depths[tag] -= 1
            if self.xml and tag in {"weblinks", "weblink"}:
                self._web_link(index)

    def _element(self, token: Token) -> None:
        index = len(self.tags)
        attributes = tuple(
            Attribute(
                raw.name,
                unescape(self.text[raw.value_start : raw.value_end], xml=self.xml),
                Span(raw.start, raw.end),
                Span(raw.value_start, raw.value_end),
            )
            for raw in token.attributes
        )
        lower = token.name.lower()
        self.tags.append((token.name, attributes, self.open[-1] if self.open else -1, Span(token.start, token.end)))
        if not self.xml:
            self._include(index, lower, attributes)
            for raw, attribute in zip(token.attributes, attributes, strict=True):
                self._attribute(index, lower, raw, attribute)
        if token.body is not None:
            if lower == "script":
                self._script(index, attributes, token.body)
        elif not token.empty and lower not in self.void:
            self.open.append(index)
            self.depths[lower] = self.depths.get(lower, 0) + 1
            return
        if self.xml and lower in {"weblinks", "weblink"}:
            self._web_link(index)

    # Scripts

    def _script(self, index: int, attributes: tuple[Attribute, ...], body: tuple[int, int]) -> None:
        language = _script_language(attributes)
        start, end = body
        if language is None or _value(attributes, "src") or not self.masked[start:end].strip():
            return
        kind = ScriptKind.MODULE if self._is_module(attributes) else ScriptKind.INLINE
        self._add(Piece(self.masked[start:end], OffsetMap(((0, start),)), Span(start, end), kind, language, "", index))

    def _is_module(self, attributes: tuple[Attribute, ...]) -> bool:
        return self.suffix in {".vue", ".svelte"} or (_value(attributes, "type") or "").strip().lower() == "module"

    def _attribute(self, index: int, tag: str, raw: RawAttribute, attribute: Attribute) -> None:
        start, end = raw.value_start, raw.value_end
        masked = self.masked[start:end]
        if not masked.strip() or self._is_reference(attribute.value):
            return
        name = attribute.name.lower()
        handler = self._handler(tag, name)
        if handler:
            text, offsets = decode_references(masked, start, xml=self.xml)
            doubtful = _is_component(tag) or handler.removeprefix("on") not in _EVENTS
            if doubtful and "(" not in masked:
                return
            self._add(
                Piece(text, offsets, Span(start, end), ScriptKind.ATTRIBUTE, "javascript", handler, index, doubtful)
            )
        elif ":" in masked and (scheme := _JAVASCRIPT_URL.match(masked)) is not None:
            self._url(index, name, start + scheme.end(), end)

    def _url(self, index: int, name: str, start: int, end: int) -> None:
        text, offsets = decode_references(self.masked[start:end], start, xml=self.xml)
        if "%" in text:
            text, offsets = decode_percent(text, offsets)
        if text.strip():
            self._add(Piece(text, offsets, Span(start, end), ScriptKind.URL, "javascript", name, index))

    def _is_reference(self, value: str) -> bool:
        """Say whether an attribute's value names a function for the framework instead of being code."""
        value = value.strip()
        if not value.startswith("{") or not value.endswith("}"):
            return False
        return value.startswith("{!") or self.kind in {FileKind.AURA, FileKind.LWC_TEMPLATE} or self.suffix == ".svelte"

    def _handler(self, tag: str, name: str) -> str:
        if _HANDLER.match(name) is not None:
            if tag.startswith("asp:") and not name.startswith("onclient"):
                return ""
            return name
        vue = _VUE_HANDLER.match(name) if self.suffix == ".vue" else None
        return f"on{vue.group(1)}" if vue is not None else ""

    def _add(self, piece: Piece) -> None:
        order = len(self.out.pieces)
        for mask in within(self.masks, piece.span):
            if "$Resource" in mask.text:
                self.out.includes.append(Include("resource", mask.text, mask.span, order, piece.element))
        self.out.pieces.append(piece)

    # What the markup pulls in

    def _include(self, index: int, tag: str, attributes: tuple[Attribute, ...]) -> None:
        for kind, attribute in self._included(tag, attributes):
            if attribute.value.strip():
                self._add_include(kind, index, attribute)
        target = component_target(self.tags[index][0], self.kind)
        if target:
            start = self.tags[index][3].start + 1
            self.out.includes.append(
                Include("component", target, Span(start, start + len(target)), len(self.out.pieces), index)
            )

    def _included(self, tag: str, attributes: tuple[Attribute, ...]) -> Iterator[tuple[str, Attribute]]:
        if tag == "script" and _script_language(attributes) is None:
            return
        wanted = _INCLUDING.get(tag)
        if wanted is not None:
            kind, name = wanted
            for attribute in attributes:
                if attribute.name.lower() == name:
                    yield kind, attribute
                    return

    def _add_include(self, kind: str, index: int, attribute: Attribute) -> None:
        order = len(self.out.pieces)
        span = attribute.value_span
        if kind == "lightning":
            raw = self.text[span.start : span.end]
            for target, start, end in pieces_of_require(raw):
                place = Span(span.start + start, span.start + end)
                self.out.includes.append(Include(kind, unescape(target, xml=False), place, order, index))
            return
        if _JAVASCRIPT_URL.match(attribute.value) is None:
            self.out.includes.append(Include(kind, attribute.value, span, order, index))

    # Metadata

    def _web_link(self, index: int) -> None:
        children = {
            self.tags[child][0]: child
            for child in range(index + 1, min(len(self.tags), index + WEB_LINK_PARTS))
            if self.tags[child][2] == index
        }
        url = children.get("url", -1)
        segments = self.segments.get(url)
        if not segments:
            return
        wanted = ("linkType", "javascript"), ("openType", "onClickJavaScript")
        is_code = any("".join(self.texts.get(children.get(name, -1), ())).strip() == value for name, value in wanted)
        text, offsets = self._joined(segments)
        span = Span(segments[0][0], segments[-1][1])
        if not is_code:
            scheme = _JAVASCRIPT_URL.match(text)
            if scheme is None:
                return
            text, offsets = decode_percent(text[scheme.end() :], offsets.shifted(scheme.end()))
        for mask in within(self.masks, span):
            for target, place in required_scripts(mask):
                self.out.includes.append(Include("require", target, place, len(self.out.pieces), url))
        self._add(Piece(text, offsets, span, ScriptKind.METADATA, "javascript", "", url))

    def _joined(self, segments: Sequence[tuple[int, int, bool]]) -> tuple[str, OffsetMap]:
        parts: list[str] = []
        pieces: list[tuple[int, int]] = []
        length = 0
        for start, end, is_cdata in segments:
            part, offsets = self.masked[start:end], OffsetMap(((0, start),))
            if not is_cdata:
                part, offsets = decode_references(part, start, xml=True)
            parts.append(part)
            pieces += [(length + piece, file) for piece, file in offsets.pieces]
            length += len(part)
        return "".join(parts), OffsetMap(tuple(pieces))


_INCLUDING = {
    "script": ("script", "src"),
    "apex:includescript": ("apex", "value"),
    "ltng:require": ("lightning", "scripts"),
    "iframe": ("frame", "src"),
    "frame": ("frame", "src"),
    "apex:iframe": ("frame", "src"),
    "apex:include": ("page", "pagename"),
    "apex:composition": ("page", "template"),
    "aura:component": ("component", "extends"),
    "aura:application": ("component", "extends"),
}


def _is_component(tag: str) -> bool:
    return "-" in tag or (":" in tag and not tag.startswith(("apex:", "asp:")))


def _value(attributes: tuple[Attribute, ...], name: str) -> str | None:
    for attribute in attributes:
        if attribute.name.lower() == name:
            return attribute.value
    return None


def _script_language(attributes: tuple[Attribute, ...]) -> str | None:
    """Return the language of a script element, None when it holds something else."""
    if _value(attributes, "runat"):
        return None
    lang = (_value(attributes, "lang") or "").strip().lower()
    if lang in {"ts", "typescript"}:
        return "typescript"
    if lang == "tsx":
        return "tsx"
    written = (_value(attributes, "type") or "").partition(";")[0].strip().lower()
    if not written:
        language = (_value(attributes, "language") or "").strip().lower()
        return "javascript" if not language or re.match(r"(?:java|j|ecma|live)script", language) else None
    if _JAVASCRIPT_TYPE.match(written) or written.startswith("{"):
        return "javascript"
    return "typescript" if _TYPESCRIPT_TYPE.match(written) else None
