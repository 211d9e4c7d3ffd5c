"""Asks for success before a result is used."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Problem
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.style import script_at, style_of
from ctilint.patterns import pattern
from ctilint.read.facts import Function, Script
from ctilint.read.outlines import outline_of
from ctilint.read.source import Span
from ctilint.understand.model import App

_ASKED = pattern(r"if \(response\.(\w+)\) \.\.\. else report\(response\.(\w+)\)")
_CALLED = pattern(r"of (\S+) is ")
_ROOT = pattern(r"[A-Za-z_$][\w$]*")
BY_HAND = "ask for success before the result is used; the callback has no body into which the question fits"
WHY = "what to do without the result is a choice: here it is logged, and nothing else happens"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Log and leave at the start of the callback when the call has failed."""
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    outline = outline_of(facts, script) if facts is not None and script is not None else None
    asked = _ASKED.search(found.help)
    if facts is None or script is None or outline is None or asked is None:
        yield ByHand(BY_HAND)
        return
    root = _ROOT.match(facts.source.text, found.place.span.start, found.place.span.end)
    function = _callback(script, found.place.span, root[0] if root is not None else "")
    style = style_of(app, facts, script)
    if function is None or style.flat:
        yield ByHand(BY_HAND)
        return
    name, end = function.parameters[0].name, style.end
    called = _CALLED.search(found.message)
    message = style.string(f"{called[1] if called is not None else 'the call'} failed")
    first = next((one for one in outline.statements if one.list == function.body_span), None)
    if first is None or not style.is_first(first.span.start):
        yield ByHand(BY_HAND)
        return
    base = style.indent(first.span.start)
    draft = Draft(found.place.path, style, outline.rigid)
    draft.insert(
        first.span.start,
        f"if (!{name}.{asked[1]}) {{\n{base}{style.unit}console.error({message}, {name}.{asked[2]}){end}\n"
        f"{base}{style.unit}return{end}\n{base}}}\n{base}",
    )
    yield Fix("ask for success first", safe=False, edits=draft.edits(), why=WHY)


def _callback(script: Script, span: Span, root: str) -> Function | None:
    """Return the innermost function around ``span`` whose first parameter is ``root``, or any that has one."""
    around = [
        one
        for one in script.functions[1:]
        if one.span.start <= span.start and span.end <= one.span.end and one.parameters and one.parameters[0].name
    ]
    own = [one for one in around if one.parameters[0].name == root] or around[-1:]
    return own[-1] if own and not own[-1].expression_body else None
