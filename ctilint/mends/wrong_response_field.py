"""Reads the field that an answer or event really has, where what was meant shows in how the field is used."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Place, Problem
from ctilint.mends.writing.style import script_at
from ctilint.patterns import pattern
from ctilint.read.facts import Branch, Loop, Member, Operation, Script, Value
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of, values_of, within

_OTHER = pattern(r"read (\w+); answers of ")
_NONE = pattern(r"has no (\w+)")
_SETTING = pattern(r"read returnValue\['([^']+)'\]")
BY_HAND = "{}; how the field is used does not say what was meant"
WHY = "what was undefined so far has a value from then on, and the code behind it runs"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the name of the field that is there."""
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    member = _member(script, found.place.span) if script is not None else None
    text = facts.source.text if facts is not None else ""
    edits = _edits(found, text, script, member) if script is not None else ()
    if not edits:
        yield ByHand(BY_HAND.format(found.help))
        return
    yield Fix("read the field that is there", safe=False, edits=edits, why=WHY)


def _edits(found: Problem, text: str, script: Script, member: Member | None) -> tuple[Edit, ...]:
    path, place = found.place.path, found.place.span
    if found.message.startswith("the whole answer is kept"):
        return (Edit(path, Span(place.end, place.end), ".subscription"),)
    if member is None:
        return ()
    other = _OTHER.match(found.help)
    if other is not None:
        name = _meant(found, other[1], script, member, text)
        return (_renamed(found.place, text, name),) if name else ()
    if found.help == "keep response.subscription":
        return (_renamed(found.place, text, "subscription"),)
    if found.help == "read response.returnValue.runApex":
        return (Edit(path, Span(member.object.span.end, member.object.span.end), ".runApex"),)
    if found.help.startswith("parse it first"):
        whole = member.object.span
        return (Edit(path, Span(whole.start, whole.start), "JSON.parse("), Edit(path, Span(whole.end, whole.end), ")"))
    setting = _SETTING.match(found.help)
    if setting is not None and text[place.start : place.end].strip("\"'") == setting[1].rpartition("/")[2]:
        quote = text[place.start]
        return (Edit(path, place, f"{quote}{setting[1]}{quote}"),) if quote in "\"'" else ()
    if found.help.endswith("from the event itself") and _is_read_on(text, member):
        return (Edit(path, Span(member.object.span.end, place.end), ""),) if text[place.start - 1] == "." else ()
    return ()


def _meant(found: Problem, other: str, script: Script, member: Member, text: str) -> str:
    """Return the field that a read means: success where it is asked for, the value where it is read on."""
    none = _NONE.search(found.message)
    if none is None or none[1] != "result" or other != "success":
        return other if other != "success" or _is_asked(script, member) else ""
    if _is_read_on(text, member):
        return "returnValue" if "returnValue" in found.help.partition(" have ")[2] else ""
    return "success" if _is_asked(script, member) else ""


def _is_read_on(text: str, member: Member) -> bool:
    """Say whether a member of what is read is read in turn."""
    return text[member.span.end : member.span.end + 1] in {".", "["}


def _is_asked(script: Script, member: Member) -> bool:
    """Say whether a condition asks for the field."""
    for function in script.functions:
        for step in steps_of(function.body):
            asked = step.condition if isinstance(step, Branch) else step.bound if isinstance(step, Loop) else None
            if asked is not None and any(item == member for item in within(asked)):
                return True
            if any(_decides(item, member) for value in values_of(step) for item in within(value)):
                return True
    return False


def _decides(value: Value, member: Member) -> bool:
    condition = getattr(value, "condition", None)
    if condition is not None and any(item == member for item in within(condition)):
        return True
    return isinstance(value, Operation) and any(item == member for item in value.operands)


def _renamed(place: Place, text: str, name: str) -> Edit:
    quote = text[place.span.start]
    return Edit(place.path, place.span, f"{quote}{name}{quote}" if quote in "\"'" else name)


def _member(script: Script, key: Span) -> Member | None:
    """Return the member whose key stands at a place; a name taken out of an object by a pattern is none."""
    for function in script.functions:
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Member) and item.key_span == key and item.object.span.end <= key.start:
                        return item
    return None
