"""One file's path and bytes -> its facts. Never raises, whatever the bytes are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts, FileKind, Mask, Script, ScriptKind, SyntaxProblem
from ctilint.read.files.kinds import Nature, nature_of
from ctilint.read.files.vendored import recognise
from ctilint.read.markup.elements import Piece
from ctilint.read.markup.entities import decode_references
from ctilint.read.markup.masking import (
    Syntax,
    end_statements,
    mask,
    mask_comment_signs,
    mask_comments,
    mask_conflicts,
    mask_server_tags,
    within,
)
from ctilint.read.markup.pages import extract
from ctilint.read.source import OffsetMap, Source, Span, UnreadableSourceError, decode
from ctilint.records import replace

_SCRIPT_FILES = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT})
_MARKUP = frozenset(
    {FileKind.HTML, FileKind.VISUALFORCE, FileKind.AURA, FileKind.LWC_TEMPLATE, FileKind.METADATA, FileKind.TEMPLATE}
)
_AURA_FILE = pattern(r"(?:Controller|Helper|Renderer)\.js\Z")
_BUNDLE = pattern(r"(?:\s|//[^\r\n]*+|/\*.*?\*/|;|[\"']use strict[\"'])*+\(\s*+\{", re.DOTALL)
_CALLS = pattern(r"\bsforce\s*\??\.\s*\w+\s*\??\.\s*\w+")
_REFERENCE = pattern(r"&(?:amp|lt|gt|quot|apos|#\d+);")


def read_document(path: str, data: bytes) -> FileFacts:
    """Return everything that the file says; ``problem`` says where reading it failed, and the rest is still there."""
    try:
        source = decode(path, data)
    except UnreadableSourceError as error:
        blank = Source(path, data, "")
        return FileFacts(path, FileKind.OTHER, blank, problem=SyntaxProblem(str(error), Span(0, 0)))
    text, conflict = mask_conflicts(source.text)
    nature = nature_of(path, text)
    if nature.kind in _SCRIPT_FILES:
        facts = _script_file(source, text, nature)
    elif nature.kind in _MARKUP:
        facts = _markup_file(source, text, nature)
    elif nature.kind is FileKind.CALL_CENTER:
        facts = _call_center(source)
    else:
        facts = FileFacts(path, nature.kind, source)
    if conflict is not None:
        return replace(facts, problem=SyntaxProblem("unresolved merge conflict", conflict))
    return facts


def _script_file(source: Source, text: str, nature: Nature) -> FileFacts:
    vendored = recognise(source.text)
    if vendored is not None:
        return FileFacts(source.path, nature.kind, source, vendored=vendored)
    masked, masks = mask(text, nature.syntax)
    kind = ScriptKind.FILE
    if _AURA_FILE.search(source.path) is not None and _BUNDLE.match(masked) is not None:
        kind = ScriptKind.AURA
    piece = Piece(masked, OffsetMap(), Span(0, len(text)), kind, nature.language)
    script = _lowered(source.path, piece, masks)
    if script.problem is not None and not nature.certain and _CALLS.search(text) is None:
        return FileFacts(source.path, FileKind.OTHER, source)
    return FileFacts(source.path, nature.kind, source, (script,), masks=masks, problem=script.problem)


def _markup_file(source: Source, text: str, nature: Nature) -> FileFacts:
    masked, masks = mask(text, nature.syntax)
    markup = extract(source.text, masked, masks, nature.kind, nature.suffix)
    scripts, renumbered = _lower_all(source, markup.pieces, masks, nature)
    includes = tuple(replace(item, order=renumbered[item.order]) for item in markup.includes)
    problem = next((script.problem for script in scripts if script.problem is not None), None)
    if markup.cut_short is not None:
        problem = problem or SyntaxProblem("too many elements; the rest was not read", markup.cut_short)
    masks = tuple(sorted({*masks, *(item for script in scripts for item in script.masks)}, key=lambda item: item.span))
    return FileFacts(
        source.path, nature.kind, source, scripts, markup.elements, includes, tuple(markup.comments), masks, problem
    )


def _lower_all(
    source: Source, pieces: list[Piece], masks: tuple[Mask, ...], nature: Nature
) -> tuple[tuple[Script, ...], list[int]]:
    """Return the scripts, and for each index into ``pieces`` (and its length) the index into the scripts."""
    scripts: list[Script] = []
    renumbered: list[int] = []
    for piece in pieces:
        renumbered.append(len(scripts))
        script = _best(source, piece, masks, nature)
        if not (piece.doubtful and script.problem is not None):
            scripts.append(script)
    renumbered.append(len(scripts))
    return tuple(scripts), renumbered


def _best(source: Source, piece: Piece, masks: tuple[Mask, ...], nature: Nature) -> Script:
    """Lower the plain reading of a piece, or the first other reading that parses."""
    first: Script | None = None
    for reading, inside in _readings(source, piece, masks, nature):
        script = _lowered(source.path, reading, inside)
        if script.problem is None:
            return script
        first = first or script
    assert first is not None  # noqa: S101 - the plain reading always comes first
    return first


def _readings(
    source: Source, piece: Piece, masks: tuple[Mask, ...], nature: Nature
) -> Iterator[tuple[Piece, tuple[Mask, ...]]]:
    inside = within(masks, piece.span)
    text = mask_comment_signs(piece.text) if piece.kind in {ScriptKind.INLINE, ScriptKind.MODULE} else piece.text
    if nature.kind is FileKind.VISUALFORCE:
        text, tags = mask_server_tags(text)
        inside = _joined(inside, tags, piece.offsets, source)
    yield replace(piece, text=text), inside
    if "{{" in text or "{%" in text:
        masked, found = mask(text, Syntax.CURLY)
        yield replace(piece, text=masked), _joined(inside, found, piece.offsets, source)
    if inside:
        yield replace(piece, text=end_statements(text)), inside
    if nature.kind is FileKind.VISUALFORCE and "<!--" in piece.text:
        bare, _ = mask_server_tags(mask_comments(piece.text))
        yield replace(piece, text=bare), inside
    if nature.kind is FileKind.VISUALFORCE and piece.attribute == "" and _REFERENCE.search(text) is not None:
        decoded, offsets = decode_references(text, piece.span.start, xml=True)
        yield replace(piece, text=decoded, offsets=offsets), inside


def _lowered(path: str, piece: Piece, masks: tuple[Mask, ...]) -> Script:
    from ctilint.read.javascript import lower

    return lower(
        piece.text,
        path=path,
        kind=piece.kind,
        language=piece.language,
        offsets=piece.offsets,
        span=piece.span,
        masks=masks,
        attribute=piece.attribute,
        element=piece.element,
    )


def _joined(masks: tuple[Mask, ...], found: tuple[Mask, ...], offsets: OffsetMap, source: Source) -> tuple[Mask, ...]:
    """Return the masks of a file and those found in a piece of it, in order; an outer mask swallows what is in it."""
    if not found:
        return masks
    spans = [Span(offsets.to_file(item.span.start), offsets.to_file(item.span.end)) for item in found]
    more = [Mask(source.cut(span), span) for span in spans]
    joined: list[Mask] = []
    for item in sorted((*masks, *more), key=lambda item: (item.span.start, -item.span.end)):
        if not joined or item.span.end > joined[-1].span.end:
            joined.append(item)
    return tuple(joined)


def _call_center(source: Source) -> FileFacts:
    from ctilint.read.markup.callcenter import parse_call_center

    found, problem = parse_call_center(source.text)
    return FileFacts(source.path, FileKind.CALL_CENTER, source, problem=problem, call_center=found)
