"""Asks before the agent's tabs are moved: is this page in the console, is it the one that is seen."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.checks.missing_tab_check import weight
from ctilint.findings import ByHand, Fix, Mend, Problem
from ctilint.mends.writing.conditions import under
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.style import script_at, style_of
from ctilint.read.facts import Script
from ctilint.read.outlines import Outline, outline_of
from ctilint.read.source import Span
from ctilint.understand.model import App, Effect, Handler
from ctilint.views.handlers import is_event_handler

NO_PLACE = (
    "ask before acting (isInConsole, getFocusedPrimaryTabId, document.visibilityState); "
    "the call stands inside an expression, before which nothing can be asked"
)
SEEN = "document.visibilityState === {}"
WHY = "what the handler shall do in the other tabs is a choice: here it does nothing"
KINDS = frozenset({"expression_statement", "return_statement", "if_statement", "throw_statement", "await_expression"})
KEPT = frozenset({"variable_declaration", "lexical_declaration"})


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Put the statement that navigates, pops or calls under a condition."""
    known = _effect_of(app, found)
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    outline = outline_of(facts, script) if facts is not None and script is not None else None
    if facts is None or script is None or outline is None or known is None:
        yield ByHand(NO_PLACE)
        return
    handler, effect = known
    style = style_of(app, facts, script)
    draft = Draft(found.place.path, style, outline.rigid)
    if is_event_handler(handler) or not effect.name.startswith("sforce.console."):
        question, title = SEEN.format(style.string("visible")), "act only in the tab that is seen"
    else:
        question, title = "sforce.console.isInConsole()", "act only inside a console"
    if not _asked(draft, script, outline, found.place.span, question):
        yield ByHand(NO_PLACE)
        return
    yield Fix(title, safe=False, edits=draft.edits(), why=WHY)


def _effect_of(app: App, found: Problem) -> tuple[Handler, Effect] | None:
    """Return what the finding speaks of, an event's handler before others."""
    best: tuple[int, Handler, Effect] | None = None
    for window in app.windows:
        for handler in window.handlers:
            for effect in handler.effects:
                rank = weight(handler, effect) if effect.place == found.place else 0
                if rank and (best is None or is_event_handler(handler) > is_event_handler(best[1])):
                    best = (rank, handler, effect)
    return best[1:] if best is not None else None


def _asked(draft: Draft, script: Script, outline: Outline, span: Span, question: str) -> bool:
    style = draft.style
    arrow = next(
        (one for one in script.functions if one.expression_body and _holds(one.body_span, span)),
        None,
    )
    statement = outline.around(span.start)
    if arrow is not None and (statement is None or statement.span.start < arrow.span.start):
        if arrow.body_span != span:
            return False
        draft.insert(span.start, f"{question} && ")
        return True
    if statement is None:
        return False
    if statement.kind in KEPT and statement.function:
        base = style.indent(statement.span.start)
        draft.insert(statement.span.start, f"if (!({question})) return{style.end}\n{base}" if not style.flat else "")
        return not style.flat and not statement.alone
    if statement.kind not in KINDS or (statement.kind == "if_statement" and statement.alone):
        return False
    under(draft, statement, question)
    return True


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
