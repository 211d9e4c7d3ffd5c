"""An edit's text as it goes into the file: with the file's line ends, escaped where the script is."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.findings import Edit, Fix
from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts, ScriptKind
from ctilint.records import replace

_LINE_END = pattern(r"\r\n|\n|\r")
_ESCAPED = frozenset({ScriptKind.ATTRIBUTE, ScriptKind.METADATA})


def fitted(fix: Fix, files: Mapping[str, FileFacts]) -> Fix:
    """Return ``fix`` with the texts of its edits as they go into the files."""
    edits = tuple(replace(edit, text=fitting(edit, files[edit.path])) for edit in fix.edits)
    return replace(fix, edits=edits)


def fitting(edit: Edit, facts: FileFacts) -> str:
    """Return the edit's text with the file's line ends, escaped where the script stands in an attribute or in XML."""
    text = edit.text
    if "\n" in text:
        text = text.replace("\r\n", "\n").replace("\n", line_end(facts.source.text, edit.span.start))
    script = next((one for one in facts.scripts if one.span.start <= edit.span.start <= one.span.end), None)
    if script is not None and script.kind in _ESCAPED and not _in_cdata(facts.source.text, edit.span.start):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#39;")
    return text


def line_end(text: str, offset: int) -> str:
    """Return what ends the line of ``offset``; at the end of the text, what ends the line before it."""
    found = _LINE_END.search(text, offset) or _LINE_END.search(text)
    return found[0] if found is not None else "\n"


def _in_cdata(text: str, offset: int) -> bool:
    return text.rfind("<![CDATA[", 0, offset) > text.rfind("]]>", 0, offset)
