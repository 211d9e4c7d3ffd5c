"""A statement put under a condition, or taken out, whatever it stands in."""

from __future__ import annotations

from ctilint.mends.writing.draft import Draft
from ctilint.read.outlines import Statement
from ctilint.read.source import Span


def under(draft: Draft, statement: Statement, question: str, first: str = "") -> None:
    """Put ``statement`` under a condition, ``first`` before it; in braces where it is the one statement of another."""
    style, text = draft.style, draft.style.text
    start, end = statement.span.start, statement.span.end
    opened, closed = ("{ ", " }") if statement.alone else ("", "")
    if style.flat or not style.is_first(start):
        draft.insert(start, f"{opened}if ({question}) {{ {first}{' ' if first else ''}")
        draft.insert(end, f" }}{closed}")
        return
    base = style.indent(start)
    lead = f"{first}\n{base}{style.unit}" if first else ""
    draft.insert(start, f"{opened}if ({question}) {{\n{base}{style.unit}{lead}")
    draft.indent(start, end)
    comment = text[end:].split("\n", 1)[0].rstrip("\r")
    at = end + len(comment.rstrip()) if comment.strip().startswith("//") else end
    draft.insert(at, f"\n{base}}}{closed}")


def take_out(draft: Draft, statement: Statement) -> bool:
    """Take ``statement`` out, with its line when it stands alone there; False where something has to stay."""
    if statement.alone:
        return False
    style, text = draft.style, draft.style.text
    start, end = statement.span.start, statement.span.end
    rest = text[end:].split("\n", 1)[0]
    if style.is_first(start) and not rest.strip():
        start = start - len(style.indent(start))
        end = min(end + len(rest) + 1, len(text))
    draft.replace(Span(start, end), "")
    return True
