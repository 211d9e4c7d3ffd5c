"""bad-argument-value: an argument whose value is of the wrong kind, out of range, or not one of those allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Place, Problem, Severity
from ctilint.patterns import pattern
from ctilint.read.facts import Call, FunctionValue, Literal, Member, Name, Object, Operation, Script, Value
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.rulebook.tables import DIALECTS, api
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import within
from ctilint.views.arguments import inner_shape, object_calls
from ctilint.views.facts import REFERENCE, View, arguments, place_of, problem, short, views
from ctilint.views.instances import WrongInstance, event_name, event_names, wrong_instances
from ctilint.views.names import TYPED
from ctilint.views.shapes import Shape, kind_of

HOST = pattern(r"(?:https?:)?//", re.IGNORECASE)
WORDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "a boolean",
    "function": "a function",
    "object": "an object",
    "array": "an array",
}
ENUM = pattern(r"(sforce\.(?:opencti\.(?:SCREENPOP_TYPE|CALL_TYPE)|console\.(?:TabLink|Region)))\.(\w+)\Z")
# What wrong-call-shape says about these is enough.
SHAPED = (".isInConsole", ".screenPop", ".getCallAttachedData")
DOM_MAKERS = frozenset({"getElementById", "querySelector", "createElement", "Symbol"})


def check(app: App) -> Iterator[Problem]:
    """Yield each value that cannot be right, whatever runs around it."""
    for view in views(app):
        for call, entry, shape in object_calls(view):
            for item in entry.arguments:
                value = shape.get(item.name)
                if value is not None and item.name != entry.listener and not item.instance:
                    yield from _value(view, call, entry, item, shape.index.script, value)
                    inner = inner_shape(view, shape, item.name)
                    if inner is not None:
                        yield from _object(view, call, item, inner)
            named = shape.get(entry.event) if entry.dialect == "connector" and entry.event else None
            if named is not None:
                yield from _event(view, call, shape.index.script, named)
            for wrong in wrong_instances(view, call, entry, shape):
                yield _of_another_class(call, wrong)
        for call, entry in view.known(*REFERENCE):
            given = arguments(call)
            if entry.style == "positional" and given is not None:
                for item, value in zip(entry.arguments, given, strict=False):
                    if str(item.position) != entry.listener:
                        yield from _value(view, call, entry, item, call.script, value)


def _of_another_class(call: ApiCall, wrong: WrongInstance) -> Problem:
    what = f"the payload of {wrong.event}" if wrong.event else f"what {call.name} is given"
    effect = "the base drops it, and Salesforce never hears of the event" if wrong.event else "the constructor throws"
    return problem(
        call,
        place_of(wrong.script, wrong.value),
        f"{what} is {wrong.given}, not a {wrong.wanted}: {effect}",
        f"pass new {wrong.wanted}({{ ... }})",
    )


def _value(
    view: View, call: ApiCall, entry: ApiEntry, item: ApiArgument, script: Script, value: Value
) -> Iterator[Problem]:
    place = place_of(script, value)
    kind = kind_of(view, script, value)
    wanted = item.type
    is_answer = entry.callback in {item.name, str(item.position)}
    if is_answer and wanted == "function" and kind in {"string", "number", "boolean", "object", "array"}:
        if (isinstance(value, Object) and item.position == 0) or (
            call.name.endswith(SHAPED) and kind in {"boolean", "object"}
        ):
            return
        if isinstance(value, Literal) and value.value in {"", False}:
            return
        effect = "it is called in vain when the answer comes" if entry.dialect == "classic" else "it is ignored"
        yield problem(
            call,
            place,
            f"the callback of {short(call.name)} is {WORDS[kind]}, not a function: {effect}",
            _callback_help(entry, item),
            None if entry.dialect == "classic" else Severity.WARNING,
        )
    elif entry.dialect in TYPED and item.type and kind in WORDS and kind not in wanted.split("|"):
        yield from _of_another_kind(call, item, place, kind)
    elif wanted == "object" and kind in {"string", "number", "boolean", "array"}:
        throws = f"missing:{item.name}" in entry.throws
        yield problem(
            call,
            place,
            f"{item.name} of {short(call.name)} is {WORDS[kind]}, not an object" + (": it throws" if throws else ""),
            "pass the object itself, without JSON.stringify" if kind == "string" else "pass an object",
        )
    elif wanted == "string" and kind in {"object", "array", "function"} and item.position != 0:
        if isinstance(value, Object) and not value.entries:
            return  # the guide gives {} for "no parameters"
        yield problem(
            call,
            place,
            f"{item.name} of {short(call.name)} is {WORDS[kind]}, not a text",
            _text_help(item),
            Severity.WARNING if entry.dialect == "console" else None,
        )
    else:
        yield from _limits(view, call, item, script, value)


def _of_another_kind(call: ApiCall, item: ApiArgument, place: Place, kind: str) -> Iterator[Problem]:
    """Say that an argument of a typed library is of another kind; one that asks for an object cannot go on without."""
    wanted = item.type.split("|")
    if "any" in wanted or (kind == "array" and "object" in wanted) or (kind == "object" and item.position == 0):
        return  # an object in place of a first text is another form of call: wrong-call-shape says so
    words = " or ".join(WORDS.get(part, f"a {part}") for part in wanted if part != "null")
    yield problem(
        call,
        place,
        f"{item.name} of {short(call.name)} is {WORDS[kind]}, not {words}",
        f"pass {item.note or words}",
        None if "object" in wanted else Severity.WARNING,
    )


def _callback_help(entry: ApiEntry, item: ApiArgument) -> str:
    later = next((other for other in entry.arguments if other.position == item.position + 1 >= 1), None)
    if later is not None and item.position >= 0:
        return f"pass a function or null here; {later.name} comes after it"
    return "pass a function, or leave it out"


def _text_help(item: ApiArgument) -> str:
    if item.name in {"saveParams", "methodParams"}:
        return "pass a query string whose values are encoded: 'name=' + encodeURIComponent(name)"
    return "pass a text"


def _limits(view: View, call: ApiCall, item: ApiArgument, script: Script, value: Value) -> Iterator[Problem]:
    place = place_of(script, value)
    number = _number(view, script, value)
    if item.type == "number" and number is not None:
        low, high = item.minimum, item.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            limits = f"{low:g} to {high:g}" if low is not None and high is not None else f"at most {high:g}"
            yield problem(
                call,
                place,
                f"{item.name} is {number:g}, outside the documented {limits}",
                f"stay within {limits}; what Salesforce does otherwise is not documented",
                Severity.WARNING,
            )
        return
    if item.type.startswith("string"):
        yield from _too_short(call, item.name, item.minimum, script, value)
    if item.relative == (".",):
        yield from _absolute(view, call, item.name, script, value)
    if item.values:
        yield from _one_of(view, call, item, script, value)


def _number(view: View, script: Script, value: Value) -> float | None:
    if isinstance(value, Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return float(value.value)
    if isinstance(value, Operation) and value.operator == "-" and len(value.operands) == 1:
        inner = _number(view, script, value.operands[0])
        return None if inner is None else -inner
    if isinstance(value, Name):
        index = view.index(script)
        scope = index.scope_of(value)
        steps = index.bound.get((scope, value.name), ()) if scope >= 0 else index.paths.get(value.name, ())
        if len(steps) == 1 and steps[0].declares == "const" and isinstance(steps[0].value, Literal):
            return _number(view, script, steps[0].value)
    return None


def _too_short(call: ApiCall, name: str, minimum: float | None, script: Script, value: Value) -> Iterator[Problem]:
    if minimum and isinstance(value, Literal) and isinstance(value.value, str) and len(value.value) < minimum:
        yield problem(
            call,
            place_of(script, value),
            f"{name} has {len(value.value)} characters: the documented minimum is {minimum:g}",
            "search for a longer text",
            Severity.NOTE,
        )


def _absolute(view: View, call: ApiCall, name: str, script: Script, value: Value) -> Iterator[Problem]:
    texts = view.resolver.texts(script, value)
    if texts and all(HOST.match(text) for text in texts):
        yield problem(
            call,
            place_of(script, value),
            f"{name} of {short(call.name)} must be relative: an address with a host is not supported and ties the code "
            "to one org",
            "leave the host out: '/' + recordId",
            Severity.WARNING,
        )


def _one_of(view: View, call: ApiCall, item: ApiArgument, script: Script, value: Value) -> Iterator[Problem]:
    path = view.resolver.path(script, value)
    found = ENUM.match(path)
    name = item.values[0].strip("<>")
    constant = next((api(dialect)[name] for dialect in DIALECTS[:3] if name in api(dialect)), None)
    if found is not None and constant is not None and found[1] == name:
        if found[2] not in constant.values:
            yield problem(
                call,
                place_of(script, value),
                f"{name} has no member {found[2]}: undefined is sent",
                f"its members are {', '.join(constant.values)}",
            )
        return
    if not isinstance(value, Literal) or not isinstance(value.value, str) or "*" in item.values:
        return
    allowed = set(constant.values.values()) if constant is not None else set(item.values)
    if value.value in allowed or (name.endswith("callType") and value.value.lower() in allowed):
        return
    text = value.value
    if constant is not None and text in constant.values:
        real = constant.values[text]
        yield problem(
            call,
            place_of(script, value),
            f"'{text}' is the name of a member of {name}; its value is '{real}'",
            f"write {name}.{text}",
            Severity.WARNING,
        )
    elif not text.startswith("{"):
        yield problem(
            call,
            place_of(script, value),
            f"'{text}' is not a value of {item.name}",
            f"it takes {', '.join(sorted(allowed))}",
            Severity.WARNING,
        )


def _event(view: View, call: ApiCall, script: Script, value: Value) -> Iterator[Problem]:
    from difflib import get_close_matches

    name = event_name(view, script, value)
    if name and name not in event_names():
        near = get_close_matches(name.upper(), sorted(event_names()), 1)
        yield problem(
            call,
            place_of(script, value),
            f"the connector base knows no event {name}: {call.name} does nothing",
            f"publish {near[0]}" if near else "`ctilint api publishEvent` shows its events",
        )


def _object(view: View, call: ApiCall, item: ApiArgument, inner: Shape) -> Iterator[Problem]:
    both = [key for key in item.one_of if inner.has(key)]
    if len(both) > 1:
        yield problem(
            call,
            place_of(
                inner.index.script, inner.entries[both[-1]].key_span if both[-1] in inner.entries else inner.value
            ),
            f"{item.name} names both {' and '.join(both)}: the documented forms use one of them",
            "leave entityApiName out to update, Id to create",
            Severity.NOTE,
            derived=not inner.direct,
        )
    for key in item.relative:
        value = inner.get(key)
        if value is not None:
            yield from _absolute(view, call, f"params.{key}", inner.index.script, value)
    for key, kind in item.keys.items():
        value = inner.get(key)
        if value is not None and ">=" in kind:
            yield from _too_short(call, key, float(kind.partition(">=")[2]), inner.index.script, value)
    if item.plain:
        yield from _not_plain(view, call, item, inner)


def _not_plain(view: View, call: ApiCall, item: ApiArgument, inner: Shape) -> Iterator[Problem]:
    script = inner.index.script
    for key, entry in inner.entries.items():
        for value in within(entry.value):
            callee = value.callee if isinstance(value, Call) else None
            name = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
            what = "a function" if isinstance(value, FunctionValue) else ""
            if isinstance(value, Name) and kind_of(view, script, value) == "function":
                what = "a function"
            if name in DOM_MAKERS:
                what = "a symbol" if name == "Symbol" else "a DOM node"
            if what:
                yield problem(
                    call,
                    place_of(script, value),
                    f"{item.name}.{key} holds {what}: a Lightning message must survive serialisation",
                    "send plain data, and let the receiver act on it",
                    Severity.WARNING,
                    derived=not inner.direct,
                )
                break
