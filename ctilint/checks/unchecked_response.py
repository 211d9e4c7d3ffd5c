"""unchecked-response: a callback that uses or announces a result without asking whether there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.patterns import pattern
from ctilint.read.facts import Call, CallStep, Literal, Member, Name, Template, Value
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.answers import answers
from ctilint.views.facts import View, place_of, problem, short, views
from ctilint.views.found import Found

ANNOUNCER = pattern(r"toast|notif|alert|success|banner|snack|flash|growl|message", re.IGNORECASE)
ANNOUNCED = pattern(r"\b(?:saved|success\w*|created|updated|logged|completed?|done|sent|stored)\b", re.IGNORECASE)
LOGGERS = frozenset({"log", "info", "debug", "warn", "error", "trace"})


def check(app: App) -> Iterator[Problem]:
    """Yield each callback that never looks at success and goes on as if all was well."""
    for view in views(app):
        for found in answers(view):
            call, entry, ref, uses = found
            if entry.response_form not in {"lightning", "classic"} or uses.unknown:
                continue
            if any(path == () for path, _ in uses.escapes) or any(path == () for path, _ in uses.stored):
                continue
            signs = ("success", "errors") if entry.response_form == "lightning" else ("result", "error")
            if uses.reads_any(*signs) or uses.reads_any("error", "result", "success", "errors"):
                continue
            used = _used(found)
            if used is not None:
                yield problem(
                    call,
                    place_of(ref.script, used),
                    f"returnValue of {short(call.name)} is used without asking for success: after a failure it is null",
                    "ask first: if (response.success) ... else report(response.errors)",
                    Severity.WARNING,
                )
                continue
            told = _announced(view, ref)
            if told is not None:
                yield problem(
                    call,
                    place_of(ref.script, told),
                    f"a failure of {short(call.name)} is announced as a success: nothing looks at {signs[0]}",
                    f"ask first: if (response.{signs[0]}) ... else report(response.{signs[1]})",
                    Severity.WARNING,
                )


def _used(found: Found) -> Member | None:
    _, entry, _, uses = found
    if entry.response_form != "lightning" or any(path[:1] == ("returnValue",) for path in uses.checked):
        return None
    deep = [member for path, member in uses.reads if len(path) > 1 and path[0] == "returnValue"]
    optional = any(member.optional for path, member in uses.reads if path[:1] == ("returnValue",))
    return None if optional or not deep else min(deep, key=lambda member: member.span.start)


def _announced(view: View, ref: FunctionRef) -> Call | None:
    """Return the call that announces success, in a callback that only does so."""
    index = view.index(ref.script)
    for step in steps_of(ref.function.body):
        if not isinstance(step, CallStep):
            continue
        callee = step.call.callee
        name = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
        path = index.path_of(callee)
        if not name or path.startswith(("console.", "sforce.")) or name in LOGGERS:
            continue
        texts = [text for argument in step.call.arguments for text in _texts(argument)]
        if ANNOUNCER.search(name) and any(ANNOUNCED.search(text) for text in texts):
            return step.call
        if re.search(r"success", name, re.IGNORECASE):
            return step.call
    return None


def _texts(value: Value) -> list[str]:
    if isinstance(value, Literal) and isinstance(value.value, str):
        return [value.value]
    if isinstance(value, Template):
        return [text for part in value.parts for text in _texts(part)]
    return []
