"""result-used-too-early: what a callback stores is read right after the call, or after a fixed wait."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import AssignStep, AwaitStep, CallStep, FunctionValue, Literal, Member, Name, Step, Value
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import View, place_of, problem, short, views
from ctilint.views.steps import after
from ctilint.views.uses import uses_of

TIMERS = frozenset({"setTimeout", "setInterval"})


def check(app: App) -> Iterator[Problem]:
    """Yield each read of a variable that only the callback of the call above it fills."""
    for view in views(app):
        for call, entry in view.known():
            if not entry.callback:
                continue
            for ref in view.functions(call, entry.callback):
                if ref.script is call.script:
                    yield from _of(view, call, ref)


def _of(view: View, call: ApiCall, ref: FunctionRef) -> Iterator[Problem]:
    index = view.index(call.script)
    filled = _filled(view, index, ref)
    if not filled:
        return
    inside = {index.script.functions[at].span for at in view.family(ref)}
    for step in after(call.function.function, call.call):
        if isinstance(step, AwaitStep):
            return
        if any(span.start <= step.span.start and step.span.end <= span.end for span in inside):
            continue
        if isinstance(step, AssignStep) and isinstance(step.target, Name) and step.operator == "=":
            filled.discard((index.scope_of(step.target), step.target.name))
        timed = _timed(index, step, filled)
        if timed is not None:
            name, place = timed
            yield problem(
                call,
                place_of(call.script, place),
                f"a timer waits for the answer of {short(call.name)}: when it comes later, {name} is still unset",
                "go on in the callback",
                Severity.WARNING,
                derived=True,
            )
            return
        early = _read(index, step, filled)
        if early is not None:
            yield problem(
                call,
                place_of(call.script, early),
                f"{early.name} is read before the callback of {short(call.name)} can have set it",
                "go on in the callback",
                Severity.WARNING,
                derived=True,
            )
            return


def _filled(view: View, index: ScriptIndex, ref: FunctionRef) -> set[tuple[int, str]]:
    """Return the outer variables that a callback fills from its answer, and nothing else does later."""
    uses = uses_of(view, ref)
    found = set()
    own = {index.script.functions[at].scope for at in view.family(ref)}
    for _, step in uses.stored:
        if not isinstance(step.target, Name) or step.declares:
            continue
        scope = index.scope_of(step.target)
        if scope not in own and not _deeper(index, scope, own):
            found.add((scope, step.target.name))
    return found


def _deeper(index: ScriptIndex, scope: int, own: set[int]) -> bool:
    while scope >= 0:
        if scope in own:
            return True
        scope = index.script.scopes[scope].parent
    return False


def _read(index: ScriptIndex, step: Step, filled: set[tuple[int, str]]) -> Name | None:
    values = (step.value,) if isinstance(step, AssignStep) else values_of(step)
    for value in values:
        for item in within(value):
            if isinstance(item, Name) and (index.scope_of(item), item.name) in filled:
                return item
    return None


def _timed(index: ScriptIndex, step: Step, filled: set[tuple[int, str]]) -> tuple[str, Value] | None:
    """Return the variable that a timer's work reads, and where; the work may be written as text."""
    if not isinstance(step, CallStep):
        return None
    callee = step.call.callee
    name = callee.name if isinstance(callee, Name) else callee.key if isinstance(callee, Member) else ""
    if name not in TIMERS or not step.call.arguments:
        return None
    work: Value = step.call.arguments[0]
    if isinstance(work, FunctionValue):
        for inner in steps_of(index.script.functions[work.function].body):
            found = _read(index, inner, filled)
            if found is not None:
                return found.name, found
    elif isinstance(work, Literal) and isinstance(work.value, str):
        for _, variable in sorted(filled):
            if re.search(rf"(?<![\w$.]){re.escape(variable)}(?![\w$])", work.value):
                return variable, work
    return None
