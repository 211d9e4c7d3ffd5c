"""wrong-call-shape: arguments in a form that the method does not take at all."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Object
from ctilint.rulebook.entries import ApiEntry
from ctilint.understand.model import ApiCall, App
from ctilint.views.facts import REFERENCE, View, arguments, place_of, problem, views
from ctilint.views.loads import versions
from ctilint.views.shapes import kind_of, shape_of

WORDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "a boolean",
    "function": "a function",
    "array": "an array",
    "null": "null",
}
FORCE_SINCE = 28
OBJECTS = frozenset({"object", "json", "any"})


def check(app: App) -> Iterator[Problem]:
    """Yield each call whose arguments have the form of another method or another dialect."""
    for view in views(app):
        for call, entry in view.known(*REFERENCE):
            if entry.style == "object":
                yield from _object_style(view, call, entry)
            elif entry.style == "positional":
                yield from _positional(view, call, entry)


def _object_style(view: View, call: ApiCall, entry: ApiEntry) -> Iterator[Problem]:
    given = arguments(call)
    if not given or call.name.endswith(".initialize"):
        return
    help_text = f"call {call.name}({{ {_example(entry)} }})"
    kind = kind_of(view, call.script, given[0])
    if len(given) > 1:
        yield problem(
            call,
            place_of(call.script, call.call.arguments_span),
            f"{call.name} takes one object, not {len(given)} arguments",
            help_text,
        )
    elif kind in WORDS and kind != "null":
        yield problem(
            call,
            place_of(call.script, given[0]),
            f"{call.name} takes one object, not {WORDS[kind]}",
            help_text,
        )
    elif "empty-object" in entry.throws:
        shape = shape_of(view, call.script, given[0])
        if shape is not None and shape.closed and not shape.entries and not shape.late:
            fine = not any(item.required for item in entry.arguments)
            yield problem(
                call,
                place_of(call.script, given[0]),
                f"{call.name} throws when it is given an empty object",
                f"call {call.name}()" if fine else help_text,
            )


def _positional(view: View, call: ApiCall, entry: ApiEntry) -> Iterator[Problem]:
    given = arguments(call)
    if not given:
        return
    first = place_of(call.script, given[0])
    kinds = [kind_of(view, call.script, value) for value in given]
    if entry.synchronous and not entry.arguments:
        yield problem(
            call,
            first,
            f"{call.name} takes no arguments and returns its answer at once: "
            + ("the callback never runs" if kinds[0] == "function" else "what is given is ignored"),
            f"use what it returns: if ({call.name}()) ...",
        )
    elif call.name == "sforce.interaction.screenPop" and kinds[1:2] == ["function"]:
        loaded = versions(view, "interaction")
        if not loaded or max(loaded) >= FORCE_SINCE:
            yield problem(
                call,
                place_of(call.script, given[1]),
                "the second argument of screenPop is force since 28.0: a function there counts as true and never runs",
                "pass true or false before the callback: screenPop(url, true, callback)",
            )
    elif call.name == "sforce.console.cti.getCallAttachedData" and kinds[1:2] in (["boolean"], ["object"]):
        yield problem(
            call,
            place_of(call.script, given[1]),
            "the callback is the second argument of getCallAttachedData: it is never registered here",
            "call getCallAttachedData(callObjectId, callback, { getCallType: true }); the guide's syntax line is wrong",
        )
    elif call.name == "sforce.console.cti.onCallEnd" and len(given) > 1:
        yield problem(
            call,
            place_of(call.script, given[1]),
            "with a second argument onCallEnd can hang the page: library 57 loops for ever when another call ends",
            "compare the id in the listener: onCallEnd(result => { if (result.id === callId) ... })",
            Severity.WARNING,
        )
    elif isinstance(given[0], Object) and entry.arguments and entry.arguments[0].type not in OBJECTS:
        slot = entry.arguments[0]
        effect = "it is never called" if slot.type == "function" else 'it is sent as the text "[object Object]"'
        yield problem(
            call,
            first,
            f"{call.name.replace('#', '.')} takes its arguments one by one, not in an object: {effect}",
            f"call {call.name.replace('#', '.')}({', '.join(item.name for item in entry.arguments)})",
        )


def _example(entry: ApiEntry) -> str:
    names = [item.name for item in entry.arguments if item.required] or [entry.callback]
    return ", ".join(f"{name}: ..." for name in names if name)
