"""A function's work put inside a try, whatever the function looks like, and the deliberate log line of its catch."""

from __future__ import annotations

from ctilint.mends.writing.draft import Draft
from ctilint.patterns import pattern
from ctilint.read.facts import Function, Try
from ctilint.read.source import Span

_DIRECTIVE = pattern(r"""(?:\s|//[^\r\n]*[\r\n]|/\*[^*]*\*/)*+(?:'use [a-z]+'|"use [a-z]+")[ \t]*(?:;|(?=[\r\n]))""")
_NOT_SPACE = pattern(r"\S")
_COMMENT = pattern(r"//[^\r\n]*|/\*.*?\*/", 16)
CAUGHT = "error"


def wrap(draft: Draft, function: Function, log: str) -> bool:
    """Put the body of ``function`` inside ``try { … } catch (error) { log }``; False when there is nothing to wrap."""
    if function.expression_body:
        _wrap_expression(draft, function, log)
        return True
    style, text = draft.style, draft.style.text
    body = function.body_span
    if text[body.start : body.start + 1] != "{" or text[body.end - 1 : body.end] != "}":
        return False
    start = _after_directives(text, body)
    first = _NOT_SPACE.search(text, start, body.end - 1)
    if first is None:
        return False
    last = len(text[: body.end - 1].rstrip())
    if style.flat or _is_one_line(text, Span(body.start, body.end)):
        _wrap_line(draft, Span(start, body.end - 1), Span(first.start(), last), log)
        return True
    if not style.is_first(first.start()):
        # ``{ // why`` and ``{ first();`` stand behind the brace: the try stands there too.
        comment = _COMMENT.match(text, first.start())
        follows = _NOT_SPACE.search(text, comment.end(), body.end - 1) if comment is not None else None
        if follows is not None and style.is_first(follows.start()):
            first = follows
    outer = style.indent(first.start()) if style.is_first(first.start()) else style.indent(body.start) + style.unit
    at = first.start()
    if style.is_first(at):
        draft.insert(at, f"try {{\n{outer}{style.unit}")
    else:
        draft.insert(at, f"\n{outer}try {{\n{outer}{style.unit}")
    draft.indent(at, last)
    close = f"\n{outer}}} catch ({CAUGHT}) {{\n{outer}{style.unit}{log}\n{outer}}}"
    draft.insert(last, close if style.is_first(body.end - 1) else f"{close}\n{style.indent(body.start)}")
    return True


def _wrap_line(draft: Draft, inner: Span, work: Span, log: str) -> None:
    """Wrap a body that stands on one line: over several lines, where the script may have some."""
    style = draft.style
    if style.flat:
        draft.insert(work.start, "try { ")
        draft.insert(work.end, f" }} catch ({CAUGHT}) {{ {log} }}")
        return
    base = style.indent(inner.start)
    one, two = base + style.unit, base + style.unit * 2
    draft.replace(Span(inner.start, work.start), f"\n{one}try {{\n{two}")
    draft.replace(Span(work.end, inner.end), f"\n{one}}} catch ({CAUGHT}) {{\n{two}{log}\n{one}}}\n{base}")


def _wrap_expression(draft: Draft, function: Function, log: str) -> None:
    """Wrap ``=> value``: the value is returned from inside the try, awaited where the function may wait."""
    style, text = draft.style, draft.style.text
    arrow = text.rindex("=>", function.span.start, function.body_span.start) + 2
    first = _NOT_SPACE.search(text, arrow, function.span.end)
    start = first.start() if first is not None else arrow
    end = function.span.end
    give = "return await " if function.is_async and not text.startswith("await", start) else "return "
    opened, closed = ("(", ")") if _breaks_early(text[start:end]) else ("", "")
    base = style.indent(function.span.start)
    one, two = base + style.unit, base + style.unit * 2
    if style.flat:
        draft.replace(Span(arrow, start), f" {{ try {{ {give}{opened}")
        draft.insert(end, f"{closed}{style.end} }} catch ({CAUGHT}) {{ {log} }} }}")
        return
    draft.replace(Span(arrow, start), f" {{\n{one}try {{\n{two}{give}{opened}")
    draft.indent(start, end)
    draft.indent(start, end)
    draft.insert(end, f"{closed}{style.end}\n{one}}} catch ({CAUGHT}) {{\n{two}{log}\n{one}}}\n{base}}}")


def _breaks_early(value: str) -> bool:
    """Say whether ``return`` before ``value`` would end at a line break in a comment that stands first."""
    comment = _COMMENT.match(value)
    return comment is not None and ("\n" in comment[0] or comment[0].startswith("//") or "\r" in comment[0])


def fill_catch(draft: Draft, guard: Try, log: str, plain_log: str) -> bool:
    """Put the log line into the empty catch of ``guard``; ``plain_log`` names no error. False when it has no catch."""
    if guard.handler is None:
        return False
    style, text = draft.style, draft.style.text
    block = guard.handler.span
    if text[block.start : block.start + 1] != "{":
        return False
    if guard.parameter is None:
        line = plain_log
    else:
        line = log if guard.parameter == CAUGHT else log.replace(f"{CAUGHT})", f"{guard.parameter})")
    last = len(text[: block.end - 1].rstrip())
    base = style.indent(guard.span.start)
    if style.flat:
        draft.replace(Span(last, block.end - 1), f" {line} ")
    elif style.is_first(block.end - 1):
        draft.insert(last, f"\n{style.indent(block.end - 1)}{style.unit}{line}")
    else:
        draft.replace(Span(last, block.end - 1), f"\n{base}{style.unit}{line}\n{base}")
    return True


def _after_directives(text: str, body: Span) -> int:
    at = body.start + 1
    while (match := _DIRECTIVE.match(text, at, body.end - 1)) is not None:
        at = match.end()
    return at


def _is_one_line(text: str, span: Span) -> bool:
    return "\n" not in text[span.start : span.end] and "\r" not in text[span.start : span.end]
