"""missing-listener: a registration that is not given the function it is to run."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Call, Value
from ctilint.rulebook.entries import ApiEntry
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.targets import Func
from ctilint.views.arguments import stray_listener
from ctilint.views.facts import REFERENCE, View, arguments, callee_place, place_of, problem, short, views
from ctilint.views.shapes import kind_of, shape_of

WORDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "a boolean",
    "object": "an object",
    "array": "an array",
    "null": "nothing",
}


def check(app: App) -> Iterator[Problem]:
    """Yield each registration without a listener, or with something that is no function in its place."""
    for view in views(app):
        for call, entry in view.known(*REFERENCE):
            if entry.listener:
                yield from _of(view, call, entry)


def _of(view: View, call: ApiCall, entry: ApiEntry) -> Iterator[Problem]:
    given = arguments(call)
    if given is None:
        return
    effect = "it throws" if f"missing:{entry.listener}" in entry.throws else "no function is ever run"
    name = next((item.name for at, item in enumerate(entry.arguments) if entry.listener in {item.name, str(at)}), "")
    if entry.style == "object":
        shape = shape_of(view, call.script, given[0]) if len(given) == 1 else None
        if not given:
            yield problem(call, callee_place(call), f"{short(call.name)} has no {name}: {effect}", _how(call, entry))
        elif shape is not None and not shape.has(entry.listener):
            if shape.closed and (shape.entries or shape.late):
                stray = stray_listener(entry, shape)
                at = next((span for key, span in shape.written() if key == stray), None)
                yield problem(
                    call,
                    place_of(shape.index.script, at or shape.value.span),
                    f"{short(call.name)} takes the function as {name}, not as {stray}: {effect}"
                    if at is not None
                    else f"{short(call.name)} has no {name}: {effect}",
                    _how(call, entry),
                    derived=not shape.direct,
                )
        elif shape is not None:
            value = shape.get(entry.listener)
            if value is not None:
                yield from _not_a_function(view, call, place_of(shape.index.script, value), value, name, effect)
        return
    at_position = int(entry.listener)
    if len(given) <= at_position:
        yield problem(call, callee_place(call), f"{short(call.name)} has no {name}: {effect}", _how(call, entry))
    else:
        value = given[at_position]
        yield from _not_a_function(view, call, place_of(call.script, value), value, name, effect)


def _not_a_function(view: View, call: ApiCall, place: Place, value: Value, name: str, effect: str) -> Iterator[Problem]:
    kind = kind_of(view, call.script, value)
    if kind in WORDS:
        yield problem(
            call,
            place,
            f"the {name} of {short(call.name)} is {WORDS[kind]}, not a function: {effect}",
            "pass a function",
        )
    elif isinstance(value, Call) and not value.new and _returns_nothing(view, call, value):
        yield problem(
            call,
            place,
            f"the {name} of {short(call.name)} is called here instead of being passed: it returns nothing, so {effect}",
            "leave the parentheses out",
        )


def _returns_nothing(view: View, call: ApiCall, value: Call) -> bool:
    index = view.index(call.script)
    targets = view.resolver.targets(index, value.callee, None)
    functions = [target for target in targets if isinstance(target, Func)]
    return bool(functions) and all(
        isinstance(target, Func)
        and not target.ref.function.is_async
        and not view.index(target.ref.script).returns.get(target.ref.function.index)
        for target in targets
    )


def _how(call: ApiCall, entry: ApiEntry) -> str:
    if entry.style == "object":
        return f"write {short(call.name)}({{ {entry.listener}: ... }})"
    return f"write {short(call.name)}({', '.join(item.name for item in entry.arguments if item.required)})"
