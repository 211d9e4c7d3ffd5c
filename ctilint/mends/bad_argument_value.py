"""Writes the nearest value that a method takes: within its range, its member's own, without a host or JSON around."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Place, Problem
from ctilint.mends.writing.style import script_at
from ctilint.patterns import pattern
from ctilint.read.facts import Call, FileFacts, Literal, Member, Name, Template, Value
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of, values_of, within

_RANGE = pattern(r"outside the documented (?:(\d+) to |at most )(\d+)")
_MEMBER = pattern(r"write (sforce\.[\w.]+)\Z")
_HOST = pattern(r"(?:https?:)?//[^/\s\"'`]+", 2)
BY_HAND = "{}; which value was meant is not known"
WHY = "another value is sent from then on"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write what the message shows to be meant."""
    facts = app.files.get(found.place.path)
    edits = _edits(found, facts) if facts is not None else ()
    if not edits:
        yield ByHand(BY_HAND.format(found.help))
        return
    yield Fix("write the value that is taken", safe=False, edits=edits, why=WHY)


def _edits(found: Problem, facts: FileFacts) -> tuple[Edit, ...]:
    place, text = found.place, facts.source.cut(found.place.span)
    limits = _RANGE.search(found.message)
    if limits is not None:
        number = _number(text)
        least, most = int(limits[1] or 0), int(limits[2])
        return (Edit(place.path, place.span, str(min(max(number, least), most))),) if number is not None else ()
    member = _MEMBER.match(found.help)
    if member is not None and text[:1] in {"'", '"', "`"}:
        return (Edit(place.path, place.span, member[1]),)
    value = _value(facts, place.span)
    if "must be relative" in found.message and value is not None:
        return _without_host(place, facts, value)
    if found.help.endswith("without JSON.stringify") and isinstance(value, Call):
        return _inside(place, value)
    return ()


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _without_host(place: Place, facts: FileFacts, value: Value) -> tuple[Edit, ...]:
    """Leave the host of an address out, where a path follows it in the same text."""
    first = value.parts[0] if isinstance(value, Template) and value.parts else value
    if not isinstance(first, Literal):
        return ()
    text = facts.source.text
    match = _HOST.search(text, first.span.start, first.span.end)
    if match is None or match.start() > first.span.start + 1 or text[match.end() : match.end() + 1] != "/":
        return ()
    return (Edit(place.path, Span(match.start(), match.end()), ""),)


def _inside(place: Place, call: Call) -> tuple[Edit, ...]:
    """Leave only the one argument of ``JSON.stringify``."""
    callee = call.callee
    if not (isinstance(callee, Member) and callee.key == "stringify" and isinstance(callee.object, Name)):
        return ()
    if callee.object.name != "JSON" or len(call.arguments) != 1:
        return ()
    given = call.arguments[0].span
    return (
        Edit(place.path, Span(call.span.start, given.start), ""),
        Edit(place.path, Span(given.end, call.span.end), ""),
    )


def _value(facts: FileFacts, span: Span) -> Value | None:
    script = script_at(facts, span)
    for function in script.functions if script is not None else ():
        for step in steps_of(function.body):
            for top in values_of(step):
                for value in within(top):
                    if value.span == span:
                        return value
    return None
