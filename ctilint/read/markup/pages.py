"""HTML, Visualforce, Aura, LWC templates, metadata XML -> elements, scripts, includes, comments.

The text comes masked (see ``masking.py``); what is kept as facts is cut from the text as it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import Attribute, Comment, FileKind, Include, Mask, ScriptKind
from ctilint.read.markup.addresses import component_target, pieces_of_require
from ctilint.read.markup.elements import Elements, Markup, Piece
from ctilint.read.markup.entities import decode_percent, decode_references, unescape
from ctilint.read.markup.masking import within
from ctilint.read.markup.metadata import HOLDERS, read_holder
from ctilint.read.markup.scripting import JAVASCRIPT_URL, handler_of, is_doubtful, script_language, value_of
from ctilint.read.markup.tags import RawAttribute, Token, tokens
from ctilint.read.source import OffsetMap, Span
from ctilint.records import replace

ELEMENTS_PER_FILE = 200_000

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
_CURLY = pattern(r"\{\{[^{}<\n]*+\}\}|\{%[^{}<\n]*+%\}")


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
        self.found = Elements()

    def read(self) -> Markup:
        structure = self.masked
        if self.kind in {FileKind.HTML, FileKind.TEMPLATE} and ("{{" in structure or "{%" in structure):
            structure = _CURLY.sub(lambda found: "m" * len(found.group()), structure)
        for token in tokens(structure, _RAW.get(self.kind, _RAW_HTML)):
            if token.kind == "open":
                if len(self.found.tags) >= ELEMENTS_PER_FILE:
                    self.out.cut_short = Span(token.start, token.end)
                    break
                self._element(token)
            elif token.kind == "close":
                for index in self.found.close(token.name):
                    self._ended(index)
            elif token.kind == "comment":
                self.out.comments.append(Comment(self.text[token.start : token.end], Span(token.start, token.end)))
            else:
                self._content(token)
        for index in self.found.close_all():
            self._ended(index)
        self.out.elements = self.found.records()
        return self.out

    def _content(self, token: Token) -> None:
        start, end = token.inner if token.kind == "cdata" else (token.start, token.end)
        if self.found.current < 0 or (token.kind == "text" and self.masked[start:end].isspace()):
            return
        raw = self.text[start:end]
        is_cdata = token.kind == "cdata"
        self.found.add_text(raw if is_cdata else unescape(raw, xml=self.xml), start, end, is_cdata)

    def _element(self, token: Token) -> None:
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
        index = self.found.add(token.name, attributes, Span(token.start, token.end))
        if not self.xml:
            self._include(index, lower, attributes)
            for raw, attribute in zip(token.attributes, attributes, strict=True):
                self._attribute(index, lower, raw, attribute)
        if token.body is not None:
            if lower == "script":
                self._script(index, attributes, token.body)
        elif not token.empty and lower not in self.void:
            self.found.open(index)

    # Scripts

    def _script(self, index: int, attributes: tuple[Attribute, ...], body: tuple[int, int]) -> None:
        language = script_language(attributes)
        start, end = body
        if language is None or value_of(attributes, "src") or not self.masked[start:end].strip():
            return
        kind = ScriptKind.MODULE if self._is_module(attributes) else ScriptKind.INLINE
        self._add(Piece(self.masked[start:end], OffsetMap(((0, start),)), Span(start, end), kind, language, "", index))

    def _is_module(self, attributes: tuple[Attribute, ...]) -> bool:
        return self.suffix in {".vue", ".svelte"} or (value_of(attributes, "type") or "").strip().lower() == "module"

    def _attribute(self, index: int, tag: str, raw: RawAttribute, attribute: Attribute) -> None:
        start, end = raw.value_start, raw.value_end
        masked = self.masked[start:end]
        if not masked.strip() or self._is_reference(attribute.value):
            return
        name = attribute.name.lower()
        handler = handler_of(tag, name, self.suffix)
        if handler:
            text, offsets = decode_references(masked, start, xml=self.xml)
            doubtful = is_doubtful(tag, handler)
            if doubtful and "(" not in masked:
                return
            self._add(
                Piece(text, offsets, Span(start, end), ScriptKind.ATTRIBUTE, "javascript", handler, index, doubtful)
            )
        elif ":" in masked and (scheme := JAVASCRIPT_URL.match(masked)) is not None:
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
        target = component_target(self.found.tags[index][0], self.kind)
        if target:
            start = self.found.tags[index][3].start + 1
            self.out.includes.append(
                Include("component", target, Span(start, start + len(target)), len(self.out.pieces), index)
            )

    def _included(self, tag: str, attributes: tuple[Attribute, ...]) -> Iterator[tuple[str, Attribute]]:
        if tag == "script" and script_language(attributes) is None:
            return
        wanted = _INCLUDING.get(tag)
        if wanted is not None:
            kind, name = wanted
            for attribute in attributes:
                if attribute.name.lower() == name:
                    yield kind, attribute
                    break
        if tag == "script":
            # The script with which RequireJS begins, written without its suffix.
            yield from (("script", attribute) for attribute in attributes if attribute.name.lower() == "data-main")

    def _add_include(self, kind: str, index: int, attribute: Attribute) -> None:
        order = len(self.out.pieces)
        span = attribute.value_span
        if kind == "lightning":
            raw = self.text[span.start : span.end]
            for target, start, end in pieces_of_require(raw):
                place = Span(span.start + start, span.start + end)
                self.out.includes.append(Include(kind, unescape(target, xml=False), place, order, index))
            return
        if JAVASCRIPT_URL.match(attribute.value) is None:
            self.out.includes.append(Include(kind, attribute.value, span, order, index))

    # Metadata

    def _ended(self, index: int) -> None:
        """Read the scripts of an element of metadata that is complete now."""
        if not self.xml or self.found.tags[index][0].lower() not in HOLDERS:
            return
        inner = read_holder(index, self.found, self.masked, self.masks, _html)
        order = len(self.out.pieces)
        self.out.includes += [replace(include, order=include.order + order) for include in inner.includes]
        for piece in inner.pieces:
            self._add(piece)


def _html(text: str) -> Markup:
    return extract(text, text, (), FileKind.HTML)


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
