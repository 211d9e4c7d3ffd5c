"""missing-argument: an argument that the method cannot do without is not given."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.rulebook.entries import ApiArgument, ApiEntry, Dialect
from ctilint.understand.model import ApiCall, App
from ctilint.views.arguments import inner_shape, near_key, object_calls, pop_type, wanting
from ctilint.views.facts import REFERENCE, View, arguments, callee_place, place_of, problem, short, views
from ctilint.views.shapes import Shape, shape_of

POSITIONAL: frozenset[Dialect] = frozenset({"streams", "connect-sdk"})
"""Dialects that take their arguments one by one, and cannot do without those the typings require."""


def check(app: App) -> Iterator[Problem]:
    """Yield each call that lacks a required argument, or a key that an argument must have."""
    for view in views(app):
        for call, entry, shape in object_calls(view):
            if not shape.entries and not shape.late:
                continue
            if shape.closed:
                for item in wanting(entry, shape):
                    if item.name != entry.listener:
                        yield from _wanting(call, entry, shape, item)
            for item in entry.arguments:
                inner = inner_shape(view, shape, item.name)
                if inner is not None and inner.closed:
                    yield from _inside(view, call, shape, item, inner)
        for call, entry in view.known(*REFERENCE):
            yield from _nothing_given(call, entry)
            if entry.dialect in POSITIONAL:
                yield from _positions(view, call, entry)


def _positions(view: View, call: ApiCall, entry: ApiEntry) -> Iterator[Problem]:
    """Say which of the last positions are not given, and what the objects at the others lack."""
    given = arguments(call)
    if not given or entry.listener:
        return
    left = [item for item in entry.arguments[len(given) :] if item.required]
    if left:
        yield problem(
            call,
            callee_place(call),
            f"{call.name.replace('#', '.')} needs {', '.join(item.name for item in left)} too",
            _how(left[0]),
        )
    for item, value in zip(entry.arguments, given, strict=False):
        inner = shape_of(view, call.script, value) if item.needs else None
        if inner is not None and inner.closed:
            yield from _inside(view, call, inner, item, inner)


def _wanting(call: ApiCall, entry: ApiEntry, shape: Shape, item: ApiArgument) -> Iterator[Problem]:
    names = [argument.name for argument in entry.arguments]
    strays = [key for key, _ in shape.written() if key not in names]
    place = place_of(shape.index.script, shape.value)
    derived = not shape.direct
    if item.type == "object" and strays:
        yield problem(
            call,
            place,
            f"{short(call.name)} throws without {item.name}: the fields stand beside it, not in it"
            if f"missing:{item.name}" in entry.throws
            else f"{short(call.name)} has no {item.name}: its fields stand beside it, not in it",
            f"write {item.name}: {{ {', '.join(strays[:3])}, ... }}",
            derived=derived,
        )
    elif any(near_key(stray, [item.name]) for stray in strays):
        return  # unknown-argument says how it is spelled
    elif item.lax:
        yield problem(
            call,
            place,
            f"{short(call.name)} has no {item.name}: the guide requires it",
            _how(item),
            Severity.WARNING,
            derived=derived,
        )
    else:
        throws = f"missing:{item.name}" in entry.throws
        yield problem(
            call,
            place,
            f"{short(call.name)} throws without {item.name}" if throws else f"{short(call.name)} has no {item.name}",
            _how(item),
            Severity.WARNING if entry.confidence not in {"A", "C"} and not throws else None,
            derived=derived,
        )


def _inside(view: View, call: ApiCall, shape: Shape, item: ApiArgument, inner: Shape) -> Iterator[Problem]:
    place = place_of(inner.index.script, inner.value)
    derived = not inner.direct
    if item.one_of and not any(inner.has(key) for key in (*item.one_of, *item.spelled)):
        yield problem(
            call,
            place,
            f"{short(call.name)} is told neither {' nor '.join(item.one_of)}: it can neither create nor update",
            f"name the object to create ({item.one_of[0]}) or the record to update ({item.one_of[1]})",
            derived=derived,
        )
    for key in item.needs:
        if not inner.has(key):
            yield problem(
                call,
                place,
                f"{item.name} has no {key}, which the guide requires when the work ends with a saved task"
                if call.dialect == "lightning"
                else f"{item.name} of {short(call.name)} has no {key}: it cannot do without",
                f"add {key}",
                Severity.WARNING if call.dialect == "lightning" else None,
                derived=derived,
            )
    if item.forms:
        kind = pop_type(view, shape, item.forms)
        for key in item.forms.get(kind, ()):
            if not inner.has(key) and not any(near_key(stray, [key]) for stray, _ in inner.written()):
                yield problem(
                    call,
                    place,
                    f"a {short(call.name)} of type {kind} needs params.{key}: nothing says what to open",
                    f"write params: {{ {', '.join(item.forms[kind])}: ... }}",
                    derived=derived,
                )


def _nothing_given(call: ApiCall, entry: ApiEntry) -> Iterator[Problem]:
    given = arguments(call)
    if given != () or entry.listener or entry.style == "value":
        return
    if entry.kind == "class" and entry.style == "object" and entry.arguments:
        yield problem(
            call,
            place_of(call.script, call.call.span),
            f"new {call.name}() throws: it takes the object apart that it is given",
            f"pass an object: new {call.name}({{ ... }})",
        )
        return
    required = [item for item in entry.arguments if item.required]
    if not required:
        return
    only_answer = len(required) == 1 and required[0].type == "function"
    if only_answer and f"missing:{required[0].name}" not in entry.throws:
        yield problem(
            call,
            callee_place(call),
            f"{call.name} is given no {required[0].name}: nothing gets its answer",
            f"pass a function: {short(call.name)}(response => ...)",
            Severity.WARNING,
        )
        return
    needs = "throws without" if "no-object" in entry.throws else "needs"
    yield problem(
        call,
        callee_place(call),
        f"{call.name.replace('#', '.')} {needs} {', '.join(item.name for item in required)}",
        f"`ctilint api {call.name}` shows its arguments",
        Severity.WARNING if entry.style == "positional" and entry.dialect not in POSITIONAL else None,
    )


def _how(item: ApiArgument) -> str:
    values = [value.strip("<>") for value in item.values if value.startswith("<")]
    if values:
        return f"pass {item.name}: a member of {values[0]}"
    return f"pass {item.name}" + (f" ({item.note})" if item.note else "")
