"""Is a script of a file valid? The strict gate's answer, with its place in the file."""

from __future__ import annotations

from ctilint.read.facts import FileFacts, FileKind, Script
from ctilint.read.files.kinds import is_flow
from ctilint.read.source import Span
from ctilint.read.strict import SyntaxFault, syntax_error


def fault_of(facts: FileFacts, script: Script) -> SyntaxFault | None:
    """Return why the strict gate refuses ``script``, None when it accepts it."""
    return syntax_error(script.text, language=language_of(facts, script))


def span_of(script: Script, fault: SyntaxFault) -> Span | None:
    """Return where ``fault`` stands in the file; None when the script's text is not as long as in the file."""
    if len(script.text) != script.span.end - script.span.start:
        return None
    start = script.span.start + fault.index
    return Span(min(start, script.span.end), min(start + 1, script.span.end))


def language_of(facts: FileFacts, script: Script) -> str:
    """Return javascript, typescript or tsx."""
    if facts.path.lower().endswith(".tsx"):
        return "tsx"
    if facts.kind is FileKind.TYPESCRIPT:
        return "typescript"
    if facts.kind is FileKind.JAVASCRIPT and is_flow(script.text):
        return "tsx"
    written = facts.elements[script.element].get("lang") if 0 <= script.element < len(facts.elements) else None
    return {"ts": "typescript", "typescript": "typescript", "tsx": "tsx"}.get((written or "").lower(), "javascript")
