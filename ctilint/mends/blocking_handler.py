"""Logs instead of a dialog, and makes a synchronous request asynchronous where what follows can wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Place, Problem
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.logging import log_line
from ctilint.mends.writing.moving import VALUE, CannotMoveError, Moving
from ctilint.mends.writing.style import script_at, style_of
from ctilint.patterns import pattern
from ctilint.read.facts import (
    AssignStep,
    Call,
    CallStep,
    FileFacts,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    Script,
)
from ctilint.read.outlines import outline_of
from ctilint.read.source import Span
from ctilint.understand.model import App, Effect, Window
from ctilint.understand.program.index import steps_of, within
from ctilint.understand.program.vocabulary import DIALOGS

_ALERT = pattern(r"(?:(?:window|self|top|parent)\s*\.\s*)?alert(?=\s*\()")
_TELLER = pattern(r"(?:show|display)?(?:toast|notif(?:y|ication)|message|status)\Z", 2)
ASKS = "ask in the page (two buttons) and go on in what they do; what follows needs the person's answer"
LOOP = "hand the work to an async function that lets the page breathe between rounds; how much a round does is a choice"
WAIT = "go on in setTimeout or after an awaited promise; what follows has to move there"
SYNC = "make the request asynchronous and go on in its callback; {}"
UNKNOWN = "make the request asynchronous and go on in its callback; the call is written where ctilint cannot write"
LATER = "what follows runs when the answer is there, and the code that called this goes on before"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the form that stops nothing."""
    known = _effect_of(app, found)
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    outline = outline_of(facts, script) if facts is not None and script is not None else None
    if known is None or facts is None or script is None:
        yield ByHand(UNKNOWN)
        return
    window, effect = known
    by_hand = _by_hand(effect.name)
    if by_hand:
        yield ByHand(by_hand)
        return
    draft = Draft(found.place.path, style_of(app, facts, script), outline.rigid if outline is not None else ())
    if effect.name in DIALOGS:
        yield _told(facts, window, draft, found.place.span)
        return
    call = _call_at(script, found.place.span)
    if outline is None or call is None:
        yield ByHand(UNKNOWN)
        return
    moving = Moving(facts, script, outline, draft)
    try:
        if effect.name.startswith("sforce."):
            ref = window.resolver.program.index(script).refs[call.function] if window.resolver is not None else None
            message = f"{effect.name} failed"
            line = f"console.error({draft.style.string(message)}, error){draft.style.end}"
            moving.into_object(call, log_line(app, window, ref, draft.style, message) if ref is not None else line)
        elif _is_open(call):
            _opened(moving, script, call)
        else:
            _flag(moving, script, call)
    except CannotMoveError as error:
        yield ByHand(SYNC.format(error))
        return
    yield Fix("make the request asynchronous", safe=False, edits=draft.edits(), why=LATER)


def _by_hand(name: str) -> str:
    if name in DIALOGS and name != "alert":
        return ASKS
    if name.startswith("loop"):
        return LOOP
    return WAIT if name.startswith("busy") else ""


def _effect_of(app: App, found: Problem) -> tuple[Window, Effect] | None:
    """Return what blocks at a place."""

    def effects() -> dict[Place, tuple[Window, Effect]]:
        known: dict[Place, tuple[Window, Effect]] = {}
        for window in app.windows:
            for handler in window.handlers:
                for effect in handler.effects:
                    if effect.kind == "blocks":
                        known.setdefault(effect.place, (window, effect))
        return known

    return app.memory.kept("what blocks", app.windows, effects).get(found.place)


def _call_at(script: Script, span: Span) -> Call | None:
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, CallStep) and step.call.span == span:
                return step.call
    return None


def _told(facts: FileFacts, window: Window, draft: Draft, span: Span) -> Mend:
    """Write the app's own way to tell the agent in the place of ``alert``, else a log line."""
    match = _ALERT.match(facts.source.text, span.start, span.end)
    if match is None:
        return ByHand("show the message in the page and go on; the dialog is called by another name")
    teller = _teller(window)
    draft.replace(Span(match.start(), match.end()), teller or "console.warn")
    title = f"tell it with {teller}" if teller else "log the message"
    why = "the agent sees the message where the app shows such" if teller else "the agent no longer sees the message"
    return Fix(title, safe=False, edits=draft.edits(), why=why)


def _teller(window: Window) -> str:
    """Return the function of the window that shows a message in the page, or ''."""
    if window.resolver is None:
        return ""
    paths = window.resolver.program.paths
    for name in paths:
        if "." in name or _TELLER.match(name) is None:
            continue
        for index, step in paths.get(name):
            if isinstance(step.value, FunctionValue):
                function = index.script.functions[step.value.function]
                calls = [inner.call for inner in steps_of(function.body) if isinstance(inner, CallStep)]
                if len(function.parameters) == 1 and not any(index.path_of(one.callee) in DIALOGS for one in calls):
                    return name
    return ""


def _is_open(call: Call) -> bool:
    return isinstance(call.callee, Member) and call.callee.key == "open" and len(call.arguments) > 2


def _opened(moving: Moving, script: Script, call: Call) -> None:
    """Make an XMLHttpRequest asynchronous, and what follows its ``send`` its ``onload``."""
    flag = call.arguments[2]
    callee = call.callee
    if not isinstance(flag, Literal) or not isinstance(callee, Member) or not isinstance(callee.object, Name):
        raise CannotMoveError("it is not written out whether it waits")
    name = callee.object.name
    sends = [
        step.call
        for step in steps_of(script.functions[call.function].body)
        if isinstance(step, CallStep)
        and isinstance(step.call.callee, Member)
        and step.call.callee.key == "send"
        and isinstance(step.call.callee.object, Name)
        and step.call.callee.object.name == name
    ]
    if len(sends) != 1 or sends[0].span.start < call.span.end:
        raise CannotMoveError("it is not sent in the same function, once")
    moving.draft.replace(flag.span, "true")
    moving.after_send(sends[0], name)


def _flag(moving: Moving, script: Script, call: Call) -> None:
    """Take ``async: false`` back, where nothing that follows uses what the answer brings."""
    given = next((value for value in call.arguments if isinstance(value, Object)), None)
    entry = next((one for one in given.entries if one.key == "async"), None) if given is not None else None
    if entry is None or not isinstance(entry.value, Literal) or given is None:
        raise CannotMoveError("it is not written out whether it waits")
    region = moving.region(call)
    text = moving.written(region.first.span)
    if "responseText" in text or "responseJSON" in text or region.first.kind != "expression_statement":
        raise CannotMoveError(VALUE)
    rest = " ".join(moving.written(one.span) for one in region.rest)
    for name in _assigned_inside(script, call):
        if name in rest:
            raise CannotMoveError("what follows uses what the answer brings")
    moving.draft.replace(entry.value.span, "true")


def _assigned_inside(script: Script, call: Call) -> set[str]:
    """Return the names that the callbacks of a call give values to."""
    names: set[str] = set()
    for function in script.functions[1:]:
        if call.span.start <= function.span.start and function.span.end <= call.span.end:
            for step in steps_of(function.body):
                if isinstance(step, AssignStep) and step.declares == "":
                    names.update(item.name for item in within(step.target) if isinstance(item, Name))
    return names
