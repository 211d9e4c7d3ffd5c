"""The outline of a script of a file, worked out when a mend asks: plain checks need none."""

from __future__ import annotations

from ctilint.read.facts import FileFacts, Script, ScriptKind
from ctilint.read.javascript.outline import Outline, Statement, outline
from ctilint.read.markup.entities import decode_references
from ctilint.read.source import OffsetMap
from ctilint.read.validity import language_of

__all__ = ["Outline", "Statement", "outline_of"]

_last: tuple[Script | None, Outline | None] = (None, None)


def outline_of(facts: FileFacts, script: Script) -> Outline | None:
    """Return the outline of ``script``; None when its text and the file's run out of step."""
    global _last  # noqa: PLW0603 - the mends of one script are asked for one after another
    if _last[0] is not script:
        offsets = _offsets(facts, script)
        _last = (script, outline(script.text, offsets, language_of(facts, script)) if offsets is not None else None)
    return _last[1]


def _offsets(facts: FileFacts, script: Script) -> OffsetMap | None:
    """Return the way from the script's text to the file's, where the file writes it with character references too."""
    written = facts.source.cut(script.span)
    if len(script.text) == len(written):
        return OffsetMap(((0, script.span.start),))
    if script.kind not in {ScriptKind.ATTRIBUTE, ScriptKind.METADATA, ScriptKind.INLINE}:
        return None
    # What another language fills in was masked before the references were read.
    for mask in facts.masks:
        if script.span.start <= mask.span.start and mask.span.end <= script.span.end:
            start, end = mask.span.start - script.span.start, mask.span.end - script.span.start
            written = written[:start] + " " * (end - start) + written[end:]
    for xml in (script.kind is not ScriptKind.ATTRIBUTE, script.kind is ScriptKind.ATTRIBUTE):
        decoded, offsets = decode_references(written, script.span.start, xml=xml)
        if len(decoded) == len(script.text):
            return offsets
    return None
