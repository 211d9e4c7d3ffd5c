"""unknown-argument: a key in an argument object that the method does not know."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Edit as EditText
from ctilint.findings import Fix, Problem, Severity
from ctilint.read.source import Span
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.understand.model import ApiCall, App
from ctilint.views.arguments import inner_shape, near_key, object_calls, stray_listener, wanting
from ctilint.views.facts import View, argument_named, place_of, problem, short, views
from ctilint.views.shapes import Shape


def check(app: App) -> Iterator[Problem]:
    """Yield each key that the tables do not have, with the nearest that they have."""
    for view in views(app):
        for call, entry, shape in object_calls(view):
            names = [item.name for item in entry.arguments]
            # A required object that is missing takes the stray keys with it: missing-argument says so.
            swallowed = any(item.type == "object" for item in wanting(entry, shape))
            # A function under a wrong name is missing-listener's.
            stray = stray_listener(entry, shape)
            for key, span in shape.written():
                argument = argument_named(entry, key)
                if argument is not None:
                    yield from _known(view, call, entry, shape, argument, span)
                elif not swallowed and key != stray:
                    yield _unknown(call, shape, key, span, [name for name in names if not shape.has(name)], names)


def _known(
    view: View, call: ApiCall, entry: ApiEntry, shape: Shape, argument: ApiArgument, span: Span
) -> Iterator[Problem]:
    if argument.ignored:
        yield problem(
            call,
            place_of(shape.index.script, span),
            f"{argument.name} is dropped here: {argument.ignored}",
            f"put it inside params: params: {{ ..., {argument.name}: ... }}",
            Severity.WARNING,
            derived=not shape.direct,
        )
    if not argument.keys and not argument.spelled:
        return
    inner = inner_shape(view, shape, argument.name)
    if inner is None:
        return
    del entry
    for key, at in inner.written():
        place = place_of(inner.index.script, at)
        if key in argument.spelled and not inner.has(argument.spelled[key]):
            yield problem(
                call,
                place,
                f"Salesforce's guide spells this key {argument.spelled[key]}; whether {key} works is unverified",
                f"write {argument.spelled[key]}",
                Severity.NOTE,
                derived=not inner.direct,
            )
        elif argument.keys and key not in argument.keys:
            near = near_key(key, [name for name in argument.keys if not inner.has(name)])
            if near:
                yield problem(
                    call,
                    place,
                    f"{short(call.name)} does not know {argument.name}.{key}: nothing is sent for it",
                    f"write {near}",
                    derived=not inner.direct,
                )


def _unknown(call: ApiCall, shape: Shape, key: str, span: Span, open_names: list[str], names: list[str]) -> Problem:
    place = place_of(shape.index.script, span)
    near = near_key(key, open_names)
    if near == "callback":
        message = f"{short(call.name)} does not know {key}: the function never runs and failures are lost"
    elif near:
        message = f"{short(call.name)} does not know {key}: nothing is sent for it"
    else:
        message = f"{short(call.name)} does not know {key}: it is ignored"
    return problem(
        call,
        place,
        message,
        f"write {near}" if near else f"it takes {', '.join(names)}",
        None if near else Severity.WARNING,
        derived=not shape.direct,
    )


def mend(app: App, found: Problem) -> Iterator[Fix]:
    """Rename a misspelt key to the one that was meant; not safe, for the right call does more than the wrong one."""
    del app
    if found.help.startswith("write "):
        name = found.help.removeprefix("write ")
        yield Fix(f"rename the key to {name}", False, (EditText(found.place.path, found.place.span, name),))
