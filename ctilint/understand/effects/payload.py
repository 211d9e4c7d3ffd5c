"""Which values come from the payload of the event that a handler was given."""

from __future__ import annotations

from itertools import islice

from ctilint.read.facts import (
    AssignStep,
    Await,
    Call,
    CallStep,
    Either,
    Member,
    Name,
    Value,
)
from ctilint.understand.program.api import entry_of, kept
from ctilint.understand.program.index import ScriptIndex, steps_of, within
from ctilint.understand.program.spelling import (
    last_key,
)
from ctilint.understand.program.targets import Func, Path
from ctilint.understand.program.vocabulary import (
    PARSER_KEYS,
)
from ctilint.understand.values.resolver import Resolver

TAINT = 6
DEEP = 3
LONG = 60


class Payload:
    """The payload of one handler, followed through names, members and the functions it is handed to."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._payload: dict[tuple[int, str], int] = {}
        self._wrapping = "detail"
        # What was answered since the payload last grew; each question is asked from many places.
        self._tainted: dict[tuple[int, int, int], tuple[int, Value]] = {}
        self._given: dict[tuple[int, int, str, int], bool] = {}

    def begin(self, func: Func, wrapping: str = "detail") -> None:
        """Start anew with the parameters of a handler; ``wrapping`` is the member of the event that always is there."""
        self._forget()
        self._wrapping = wrapping
        self._payload = {
            (func.ref.function.scope, parameter.name or parameter.slot): 1 for parameter in func.ref.function.parameters
        }

    def _forget(self) -> None:
        self._tainted.clear()
        self._given.clear()

    def taint(self, index: ScriptIndex, value: Value, depth: int = 0) -> int:
        """Return 1 for the payload itself, 2 for what is read or made from it, 0 for anything else."""
        if depth > TAINT or not isinstance(value, Name | Member | Call | Await | Either):
            return 0
        key = (id(index), id(value), depth)
        known = self._tainted.get(key)
        if known is None:
            known = self._tainted[key] = self._taint(index, value, depth), value
        return known[0]

    def _taint(self, index: ScriptIndex, value: Value, depth: int) -> int:
        match value:
            case Name():
                key = (index.scope_of(value), value.name)
                if key in self._payload:
                    return self._payload[key]
                return max((self.taint(index, step.value, depth + 1) for step in index.bound.get(key, ())), default=0)
            case Member():
                inner = self.taint(index, value.object, depth + 1)
                # The event of a Voice toolkit component always has its detail, that of a window message its data.
                return 1 if inner == 1 and value.key == self._wrapping else 2 if inner else 0
            case Call():
                return self._taint_of_call(index, value, depth)
            case Await():
                return self.taint(index, value.value, depth + 1)
            case Either():
                return max((self.taint(index, option, depth + 1) for option in value.options), default=0)
            case _:
                return 0

    def _taint_of_call(self, index: ScriptIndex, call: Call, depth: int) -> int:
        key = last_key(call)
        if isinstance(call.callee, Member) and self.taint(index, call.callee.object, depth + 1):
            return 1 if self._is_given(index, call) else 2
        if (
            key in PARSER_KEYS
            or key == "parse"
            or any(isinstance(item, Func) for item in self.resolver.targets(index, call.callee, None))
        ):
            return 2 if any(self.taint(index, argument, depth + 1) for argument in call.arguments) else 0
        return 0

    def _is_given(self, index: ScriptIndex, call: Call) -> bool:
        """Say whether an object of Streams always has what a call asks it for, as the typings have it."""
        for target in self.resolver.targets(index, call.callee, None):
            entry = entry_of(target.path) if isinstance(target, Path) else None
            if entry is not None and kept(entry):
                return entry.returns not in {"", "any"} and "null" not in entry.returns
        return False

    def feeds(self, index: ScriptIndex, call: Call) -> bool:
        """Say whether anything of the payload is in the arguments of a call, through names and objects too."""
        return any(self._holds(index, argument, 0) for argument in call.arguments)

    def _holds(self, index: ScriptIndex, value: Value, depth: int) -> bool:
        for item in islice(within(value), LONG):
            if self.taint(index, item):
                return True
            if isinstance(item, Name) and depth < DEEP and self._was_given(index, item, depth + 1):
                return True
        return False

    def _was_given(self, index: ScriptIndex, name: Name, depth: int) -> bool:
        """Say whether a name, a member of it (``log.WhatId = …``) or a call on it was given some of the payload."""
        key = (id(index), index.scope_of(name), name.name, depth)
        known = self._given.get(key)
        if known is None:
            known = self._given[key] = self._find_given(index, name, key[1], depth)
        return known

    def _find_given(self, index: ScriptIndex, name: Name, scope: int, depth: int) -> bool:
        if any(self._holds(index, step.value, depth) for step in index.bound.get((scope, name.name), ())[:LONG]):
            return True
        binding = index.script.scopes[scope].bindings.get(name.name) if scope >= 0 else None
        if binding is None:
            return False
        for step in islice(steps_of(index.script.functions[binding.function].body), LONG * DEEP):
            holder: Value | None = None
            given: tuple[Value, ...] = ()
            if isinstance(step, AssignStep):
                holder, given = step.target, (step.value,)
            elif isinstance(step, CallStep):
                holder, given = step.call.callee, step.call.arguments
            held = holder.object if isinstance(holder, Member) else None
            if (
                isinstance(held, Name)
                and (index.scope_of(held), held.name) == (scope, name.name)
                and any(self._holds(index, item, depth) for item in given)
            ):
                return True
        return False

    def carry(self, index: ScriptIndex, call: Call, target: Func) -> None:
        """Note the parameters of ``target`` that payload data flows into."""
        for parameter, argument in zip(target.ref.function.parameters, call.arguments, strict=False):
            taint = self.taint(index, argument)
            if taint:
                key = (target.ref.function.scope, parameter.name or parameter.slot)
                before = self._payload.get(key, 0)
                if taint > before:
                    self._payload[key] = taint
                    self._forget()
