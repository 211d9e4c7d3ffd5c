"""Lets a listener be registered once: behind a flag of the window, or not a second time."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Problem
from ctilint.mends.writing.conditions import take_out, under
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.naming import name_for
from ctilint.mends.writing.style import script_at, style_of
from ctilint.patterns import pattern
from ctilint.read.outlines import outline_of
from ctilint.understand.model import App

_METHOD = pattern(r"\.(on\w+)\s*\Z")
BY_HAND = "register once when the page starts; the registration is the value of an expression, which no flag can guard"
LOOP = "register once, before the loop, a listener that serves all rounds; what differs between them takes a look"
WHY = "the listener of the first time stays, with what it holds"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Put the registration behind a flag; take out the second one of the same function."""
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    outline = outline_of(facts, script) if facts is not None and script is not None else None
    statement = outline.around(found.place.span.start) if outline is not None else None
    if facts is None or script is None or outline is None or statement is None:
        yield ByHand(BY_HAND)
        return
    style = style_of(app, facts, script)
    whole = len(facts.source.text[: statement.span.end].rstrip("; \t")) == found.place.span.end
    if "in each round of a loop" in found.message:
        yield ByHand(LOOP)
        return
    if statement.kind != "expression_statement" or statement.span.start != found.place.span.start or not whole:
        yield ByHand(BY_HAND)
        return
    draft = Draft(found.place.path, style, outline.rigid)
    if " is registered twice for " in found.message:
        if take_out(draft, statement):
            yield Fix(
                "take the second registration out", safe=False, edits=draft.edits(), why="it ran the function twice"
            )
        else:
            yield ByHand(BY_HAND)
        return
    method = _METHOD.search(facts.source.cut(found.place.span).split("(", 1)[0])
    flag = "window." + name_for(style, method[1] if method is not None else "listener", "registered")
    under(draft, statement, f"!{flag}", f"{flag} = true{style.end or ';' if style.flat else style.end}")
    yield Fix("register once, behind a flag", safe=False, edits=draft.edits(), why=WHY)
