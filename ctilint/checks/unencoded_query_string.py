"""unencoded-query-string: parameters put together from values that are not encoded."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Edit as EditText
from ctilint.findings import Fix, Problem, Severity
from ctilint.patterns import pattern
from ctilint.read.facts import AssignStep, Call, Literal, Member, Name, Operation, Script, Template, Value
from ctilint.read.source import Span
from ctilint.understand.model import ApiCall, App
from ctilint.views.arguments import object_calls
from ctilint.views.facts import View, arguments, place_of, problem, short, views

ENCODERS = frozenset(
    {"encodeURIComponent", "encodeURI", "escape", "param", "toString", "stringify", "encode", "urlEncode"}
)
SAFE_NAME = pattern(
    r"(?:^|_)id\Z|Id\Z|ID\Z|(?:^|[_a-z])(?:[dD]uration|[cC]ount|[sS]econds|[tT]imestamp|[lL]ength|[iI]ndex)\Z"
)
POSITIONAL = {"sforce.interaction.runApex": 2, "sforce.interaction.saveLog": 1}


def check(app: App) -> Iterator[Problem]:
    """Yield each value that goes into a query string as it is."""
    for view in views(app):
        for call, _, shape in object_calls(view):
            value = shape.get("methodParams") if call.name == "sforce.opencti.runApex" else None
            if value is not None:
                yield from _of(view, call, shape.index.script, value)
        for call, _ in view.known("classic"):
            at = POSITIONAL.get(call.name)
            given = arguments(call)
            if at is not None and given is not None and at < len(given):
                yield from _of(view, call, call.script, given[at])


def _of(view: View, call: ApiCall, script: Script, value: Value) -> Iterator[Problem]:
    for text in _texts(view, script, value, 0):
        after_equals = False
        for part in text.parts:
            if isinstance(part, Literal):
                after_equals = isinstance(part.value, str) and part.value.rstrip().endswith("=")
                continue
            if after_equals and _raw(view, script, part):
                yield problem(
                    call,
                    place_of(script, part),
                    f"{_name(part)} goes into the query string of {short(call.name)} as it is: an &, =, + or # in it "
                    "cuts or changes the parameters",
                    "encode it: encodeURIComponent(...)",
                    Severity.WARNING,
                )
            after_equals = False


def _texts(view: View, script: Script, value: Value, depth: int) -> Iterator[Template]:
    """Yield the texts that ``value`` is put together from: a template, a variable's texts, its ``+=``."""
    if isinstance(value, Template):
        yield value
    elif isinstance(value, Name) and depth < 2:
        index = view.index(script)
        scope = index.scope_of(value)
        steps: list[AssignStep] = (
            index.bound.get((scope, value.name), []) if scope >= 0 else index.paths.get(value.name, [])
        )
        for step in steps:
            if step.operator in {"=", "+="}:
                yield from _texts(view, script, step.value, depth + 1)


def _raw(view: View, script: Script, part: Value) -> bool:
    if isinstance(part, Call):
        callee = part.callee
        name = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
        if view.index(script).path_of(callee).startswith(("Math.", "Number", "parse", "Date.")):
            return False
        return not (
            name in ENCODERS or "ncode" in (name or "") or (name or "").startswith(("get", "format", "Number", "parse"))
        )
    if isinstance(part, Operation):
        return False
    if isinstance(part, Name | Member):
        name = part.name if isinstance(part, Name) else part.key or ""
        if SAFE_NAME.search(name) or "ncoded" in name:
            return False
        return not _encoded_before(view, script, part)
    return False


def _encoded_before(view: View, script: Script, part: Value) -> bool:
    """Say whether every value of a variable is a number, a plain text or comes out of an encoder."""
    if not isinstance(part, Name):
        return False
    index = view.index(script)
    scope = index.scope_of(part)
    steps = index.bound.get((scope, part.name), ()) if scope >= 0 else index.paths.get(part.name, ())
    values = [step.value for step in steps]
    return bool(values) and all(
        (isinstance(value, Literal) and (not isinstance(value.value, str) or value.value.replace(" ", "").isalnum()))
        or (isinstance(value, Call) and not _raw(view, script, value))
        for value in values
    )


def _name(part: Value) -> str:
    if isinstance(part, Name):
        return part.name
    return part.key if isinstance(part, Member) and part.key and part.key.isidentifier() else "a value"


def mend(app: App, found: Problem) -> Iterator[Fix]:
    """Put encodeURIComponent around the value; not safe, for the receiver may decode nothing or twice."""
    written = app.files[found.place.path].source.cut(found.place.span)
    start, end = found.place.span.start, found.place.span.end
    edits = (EditText(found.place.path, Span(start, end), f"encodeURIComponent({written})"),)
    yield Fix("encode the value", False, edits)
