"""not-a-promise: what a call returns is awaited, chained, kept or tested, though the call returns nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.read.facts import (
    AssignStep,
    Await,
    Branch,
    Call,
    Either,
    Member,
    Name,
    Operation,
    Value,
)
from ctilint.read.source import Span
from ctilint.rulebook.entries import ApiEntry
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.views.facts import callee_place, place_of, problem, short, views

CHAINS = frozenset({"then", "catch", "finally"})


def check(app: App) -> Iterator[Problem]:
    """Yield each use of what an asynchronous call returns."""
    for view in views(app):
        silent = {
            id(call.call): (call, entry)
            for call, entry in view.known()
            if not entry.synchronous and not entry.returns and entry.style != "value"
        }
        if not silent:
            continue
        for index in view.program.indexes:
            if any(call.script is index.script for call, _ in silent.values()):
                yield from _in_script(index, silent)


def _in_script(index: ScriptIndex, silent: dict[int, tuple[ApiCall, ApiEntry]]) -> Iterator[Problem]:
    seen: set[int] = set()
    for function in index.script.functions:
        for step in steps_of(function.body):
            if isinstance(step, AssignStep) and id(step.value) in silent:
                call, entry = silent[id(step.value)]
                if id(call.call) not in seen and _is_read(index, step.target):
                    seen.add(id(call.call))
                    yield _found(
                        call, entry, callee_place(call).span, "what it returns is kept and read: it is undefined"
                    )
            if isinstance(step, Branch):
                for value in _tested(step.condition):
                    if id(value) in silent and id(value) not in seen:
                        seen.add(id(value))
                        call, entry = silent[id(value)]
                        yield _found(
                            call, entry, value.span, "it is tested as if it returned its answer: it is undefined"
                        )
    for item in index.used:
        found = _of_value(item, silent, seen)
        if found is not None:
            yield found


def _of_value(item: Value, silent: dict[int, tuple[ApiCall, ApiEntry]], seen: set[int]) -> Problem | None:
    if isinstance(item, Await) and id(item.value) in silent and id(item.value) not in seen:
        seen.add(id(item.value))
        call, entry = silent[id(item.value)]
        return _found(call, entry, item.span, "awaiting it waits for nothing and gives undefined")
    if isinstance(item, Member) and id(item.object) in silent and id(item.object) not in seen:
        seen.add(id(item.object))
        call, entry = silent[id(item.object)]
        text = f".{item.key} of it throws" if item.key in CHAINS else "a member of what it returns is read: that throws"
        return _found(call, entry, item.key_span, text)
    return None


def _tested(value: Value) -> Iterator[Value]:
    """Yield what decides a condition: the value itself, and the parts of ``!``, ``&&``, ``||`` and comparisons."""
    yield value
    if isinstance(value, Operation) and value.operator in {"!", "===", "==", "!==", "!="}:
        for operand in value.operands:
            yield from _tested(operand)
    elif isinstance(value, Either):
        for option in value.options:
            yield from _tested(option)


def _is_read(index: ScriptIndex, target: Value) -> bool:
    """Say whether the variable that the call is assigned to is read anywhere."""
    if not isinstance(target, Name):
        return False
    scope = index.scope_of(target)
    seen: set[int] = set()
    for function in index.script.functions:
        for step in steps_of(function.body):
            values = (step.value,) if isinstance(step, AssignStep) and step.operator == "=" else values_of(step)
            for value in values:
                for item in within(value):
                    if isinstance(item, Call) and index.path_of(item.callee).startswith("console."):
                        seen.update(map(id, item.arguments))
                    if id(item) in seen:
                        continue
                    seen.add(id(item))
                    if isinstance(item, Name) and item.name == target.name and index.scope_of(item) == scope:
                        return True
    return False


def _found(call: ApiCall, entry: ApiEntry, span: Span, what: str) -> Problem:
    answer = "its callback" if entry.callback else "its listener" if entry.listener else "a callback"
    hint = (
        f"await new Promise(resolve => {call.name}({{ ..., callback: resolve }}))"
        if entry.style == "object" and entry.callback
        else f"go on in {answer}"
    )
    return problem(
        call,
        place_of(call.script, span),
        f"{short(call.name)} returns nothing: {what}",
        hint,
    )
