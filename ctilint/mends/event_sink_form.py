"""Writes the real call for the form that a glossary teaches."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Problem
from ctilint.mends.writing.conditions import take_out
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.style import script_at, style_of
from ctilint.patterns import pattern
from ctilint.read.facts import Call, CallStep, Member, Object, Script
from ctilint.read.outlines import Outline, outline_of
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of

_REAL = pattern(r"call sforce\.opencti\.(\w+)\(\{ listener")
BY_HAND = "{}; the call is written so that ctilint cannot write it anew"
WHY = "the payload has other fields there, so the handler has to be read"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Register with the method of the event, switch click-to-dial off, or leave out what has no removal."""
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    outline = outline_of(facts, script) if facts is not None and script is not None else None
    call = _call_of(script, found.place.span) if script is not None else None
    given = call.arguments[0] if call is not None and len(call.arguments) == 1 else None
    if facts is None or script is None or outline is None or call is None or not isinstance(given, Object):
        yield ByHand(BY_HAND.format(found.help))
        return
    draft = Draft(found.place.path, style_of(app, facts, script), outline.rigid)
    title = _written(draft, outline, found, call, given)
    if not title:
        yield ByHand(found.help)
        return
    yield Fix(title, safe=False, edits=draft.edits(), why=WHY)


def _written(draft: Draft, outline: Outline, found: Problem, call: Call, given: Object) -> str:
    real = _REAL.search(found.help)
    if real is not None:
        _without(draft, given, "eventType")
        draft.replace(found.place.span, real[1])
        return f"call {real[1]}"
    if "disableClickToDial" in found.help:
        draft.replace(found.place.span, "disableClickToDial")
        empty = "() => {}" if draft.style.modern else "function () {}"
        draft.replace(given.span, f"{{ callback: {empty} }}")
        return "call disableClickToDial"
    statement = outline.around(call.span.start)
    if found.help.startswith("leave it out") and statement is not None and statement.kind == "expression_statement":
        return "leave it out" if take_out(draft, statement) else ""
    return ""


def _without(draft: Draft, given: Object, key: str) -> None:
    """Take an entry out of an object, with the comma and space that part it from the next."""
    entries = given.entries
    at = next(number for number, entry in enumerate(entries) if entry.key == key)
    if at + 1 < len(entries):
        draft.replace(Span(entries[at].span.start, entries[at + 1].span.start), "")
    elif at:
        draft.replace(Span(entries[at - 1].span.end, entries[at].span.end), "")
    else:
        draft.replace(entries[at].span, "")


def _call_of(script: Script, key: Span) -> Call | None:
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, CallStep) and isinstance(step.call.callee, Member) and step.call.callee.key_span == key:
                return step.call
    return None
