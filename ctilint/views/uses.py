"""What a function does with one of its parameters: which members it reads, tests, parses, hands on."""

from __future__ import annotations

from itertools import islice

from ctilint.read.facts import (
    AssignStep,
    Await,
    Branch,
    Call,
    Either,
    Loop,
    Member,
    Name,
    Operation,
    Value,
)
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import View
from ctilint.views.found import Path, Uses

PARSED = "()"
"""Stands in a path for having been parsed: ``result``, ``()``, ``number`` is ``JSON.parse(r.result).number``."""

PARSERS = frozenset({"parse", "parseJSON", "evalJSON", "eval"})

# A condition of more parts than this is generated code.
LONG = 80


def uses_of(view: View, ref: FunctionRef, position: int = 0) -> Uses:
    """Return what ``ref`` does with its parameter at ``position``; worked out once."""
    key = (id(ref), position)
    known = view.uses.get(key)
    if known is None:
        known = view.uses[key] = _Look(view, ref, position).look()
    return known


class _Look:
    def __init__(self, view: View, ref: FunctionRef, position: int) -> None:
        self.view = view
        self.ref = ref
        self.index: ScriptIndex = view.index(ref.script)
        self.position = position
        self.names: dict[tuple[int, str], Path] = {}
        self.uses = Uses()

    def look(self) -> Uses:
        function = self.ref.function
        if self.position >= len(function.parameters) or function.parameters[self.position].rest:
            self.uses.missing = self.position >= len(function.parameters) and not any(
                parameter.rest for parameter in function.parameters
            )
            self.uses.unknown = not self.uses.missing
            return self.uses
        parameter = function.parameters[self.position]
        root = (function.scope, parameter.name or parameter.slot)
        self.names[root] = ()
        family = self.view.family(self.ref)
        if any(step.declares != "parameter" and step.operator == "=" for step in self.index.bound.get(root, ())):
            self.uses.unknown = True
            return self.uses
        self._aliases(family)
        seen: set[int] = set()
        for at in family:
            for step in steps_of(self.index.script.functions[at].body):
                condition = (
                    step.condition if isinstance(step, Branch) else step.bound if isinstance(step, Loop) else None
                )
                if condition is not None:
                    self._check(condition)
                if isinstance(step, AssignStep):
                    path = self.path(step.value)
                    if path is not None and step.declares != "parameter":
                        self.uses.stored.append((path, step))
                for value in values_of(step):
                    self._value(value, seen)
        return self.uses

    def _aliases(self, family: list[int]) -> None:
        for _ in range(3):
            before = len(self.names)
            for at in family:
                for step in self.index.assigned_in.get(at, ()):
                    target = step.target
                    if not isinstance(target, Name) or step.operator != "=":
                        continue
                    scope = self.index.scope_of(target)
                    key = (scope, target.name)
                    if scope < 0 or key in self.names or len(self.index.bound.get(key, ())) != 1:
                        continue
                    path = self.path(step.value)
                    if path is not None:
                        self.names[key] = path
            if len(self.names) == before:
                return

    def path(self, value: Value) -> Path | None:
        """Return the path of ``value`` from the parameter on, or None when it does not come from it."""
        match value:
            case Name():
                return self.names.get((self.index.scope_of(value), value.name))
            case Member():
                inner = self.path(value.object)
                if inner is None:
                    return None
                if value.key is not None:
                    return (*inner, value.key)
                return (*inner, "[]")
            case Either(operator="||" | "??"):
                return self.path(value.options[0]) if value.options else None
            case Await():
                return self.path(value.value)
            case Call():
                if parser(value) and value.arguments:
                    inner = self.path(value.arguments[0])
                    return None if inner is None else (*inner, PARSED)
                return None
            case _:
                return None

    def _value(self, value: Value, seen: set[int]) -> None:
        for item in within(value):
            if id(item) in seen:
                continue
            seen.add(id(item))
            if isinstance(item, Member):
                path = self.path(item)
                if path is not None:
                    self.uses.reads.append((path, item))
            elif isinstance(item, Call):
                self._call(item)
            elif isinstance(item, Operation) and item.operator == "typeof":
                path = self.path(item.operands[0])
                if path is not None:
                    self.uses.typed.add(path)
            elif isinstance(item, Either):
                for part in (item.condition, *(item.options if item.operator != "?:" else ())):
                    if part is not None:
                        self._check(part)

    def _call(self, call: Call) -> None:
        parses = parser(call)
        for given in call.arguments:
            path = self.path(given)
            if path is None:
                continue
            if parses:
                self.uses.parsed.append((path, call))
            else:
                self.uses.escapes.append((path, call))

    def _check(self, condition: Value) -> None:
        for item in islice(within(condition), LONG):
            path = self.path(item)
            if path is not None:
                self.uses.checked.add(path)


def parser(call: Call) -> bool:
    """Say whether ``call`` parses text: ``JSON.parse``, ``$.parseJSON``, ``eval``."""
    callee = call.callee
    if isinstance(callee, Member):
        return callee.key in PARSERS and (
            callee.key != "parse" or (isinstance(callee.object, Name) and callee.object.name == "JSON")
        )
    return isinstance(callee, Name) and callee.name in {"eval", "parseJSON"}
