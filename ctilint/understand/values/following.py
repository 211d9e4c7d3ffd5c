"""The heart of the resolver: a value is followed by what it is, within limits, and the answer is remembered.

What a name, a member, a call, a text or a module means stands in the modules beside this one; the resolver enters
them here, by the type of the value and of the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from ctilint.read.facts import (
    Array,
    Await,
    ClassValue,
    Either,
    FunctionValue,
    Literal,
    Name,
    Object,
    Operation,
    Unknown,
    Value,
)
from ctilint.understand.program.index import ScriptIndex, plain
from ctilint.understand.program.joining import Program
from ctilint.understand.program.targets import Arr, Cls, Frame, Func, Obj, Target, Text, identity
from ctilint.understand.values.memory import ALTERNATIVES, DEPTH, FUEL, NESTED, WHOLE, Limits, Memory

Follow = Callable[[ScriptIndex, Any, Frame | None], Iterator[Target]]
Key = Callable[[Any, str], Iterator[Target]]


class Following:
    """Follows values to the targets that they can be, within one Program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.limits = Limits()
        self.memory = Memory()
        # How a value of each type is followed, and what a member of a target of each type can be.
        self.followed: dict[type, Follow] = {
            Either: self._either,
            Await: self._awaited,
            Operation: self._last,
        }
        self.keyed: dict[type, Key] = {}

    def targets(self, index: ScriptIndex, value: Value, frame: Frame | None) -> tuple[Target, ...]:
        """Return the targets of a value of the script of ``index``, each once."""
        kind = type(value)
        itself = _PLAIN.get(kind)
        if itself is not None:
            return itself(index, value, frame)
        key: object
        if isinstance(value, Name):
            # Every mention of a name in one scope asks the same question; of a window's name, in every frame too.
            scope = index.scope_of(value)
            key = value.name if scope == -1 else (id(index), scope, value.name, id(frame))
        else:
            key = (id(value), id(frame))
        memory, limits = self.memory, self.limits
        known = memory.answers.get(key)
        if known is not None:
            return known
        passing = memory.passing.get(key)
        if passing is not None:
            known, lowest = passing
            limits.lowest = min(limits.lowest, lowest)
            return known
        if limits.depth == 0:
            limits.fuel = FUEL
        limits.fuel -= 1
        circle = limits.busy.get(key)
        if circle is not None:
            limits.lowest = min(limits.lowest, circle)
            return ()
        if limits.depth > DEPTH or limits.fuel < 0:
            limits.cut()
            return ()
        follow = self.followed.get(kind)
        limits.busy[key] = limits.depth
        limits.depth += 1
        outer, limits.lowest = limits.lowest, WHOLE
        try:
            answer = () if follow is None else tuple(islice(follow(index, value, frame), ALTERNATIVES))
        finally:
            limits.depth -= 1
            del limits.busy[key]
        if len(answer) > 1:
            found: dict[object, Target] = {}
            for target in answer:
                found.setdefault((identity(target), id(getattr(target, "frame", None))), target)
            if len(found) < len(answer):
                answer = tuple(found.values())
        # What a circle back to a question before this one cut short is right only while that is being answered; a
        # circle that closes here, or further on, leaves nothing out.
        if limits.lowest >= limits.depth:
            limits.lowest = WHOLE
        if limits.lowest == WHOLE or limits.depth == 0:
            memory.answers[key] = answer
            # A value made for the question alone must not leave its identity to the next one.
            memory.asked.append(value)
        else:
            memory.passing[key] = answer, limits.lowest
        if limits.depth == 0:
            memory.passing.clear()
        limits.lowest = min(limits.lowest, outer)
        return answer

    def is_settled(self, index: ScriptIndex, value: Value) -> bool:
        """Say whether the answer about a value outside any frame is known, so that asking again leads nowhere."""
        if type(value) in _PLAIN:
            return True
        if isinstance(value, Name):
            scope = index.scope_of(value)
            key: object = value.name if scope == -1 else (id(index), scope, value.name, id(None))
        else:
            key = (id(value), id(None))
        return key in self.memory.answers

    def of(self, base: Target, key: str) -> Iterator[Target]:
        """Yield what the member ``key`` of a target can be."""
        limits = self.limits
        limits.fuel -= 1
        if limits.nested > NESTED or limits.fuel < 0:
            limits.cut()
            return
        keyed = self.keyed.get(type(base))
        if keyed is None:
            return
        limits.nested += 1
        try:
            yield from keyed(base, key)
        finally:
            limits.nested -= 1

    def _either(self, index: ScriptIndex, value: Either, frame: Frame | None) -> Iterator[Target]:
        for option in value.options:
            yield from self.targets(index, option, frame)

    def _awaited(self, index: ScriptIndex, value: Await, frame: Frame | None) -> Iterator[Target]:
        yield from self.targets(index, value.value, frame)

    def _last(self, index: ScriptIndex, value: Operation, frame: Frame | None) -> Iterator[Target]:
        if value.operator == ",":
            yield from self.targets(index, value.operands[-1], frame)


def _of_literal(index: ScriptIndex, value: Literal, frame: Frame | None) -> tuple[Target, ...]:
    del index, frame
    return (Text(plain(value.value)),) if isinstance(value.value, str | float | int) else ()


# Values that are what they say: no name has to be followed for them.
_PLAIN: Mapping[type, Callable[[ScriptIndex, Any, Frame | None], tuple[Target, ...]]] = {
    FunctionValue: lambda index, value, frame: (Func(index.refs[value.function], frame),),
    Object: lambda index, value, frame: (Obj(index, value, frame),),
    Array: lambda index, value, frame: (Arr(index, value, frame),),
    ClassValue: lambda index, value, _: (Cls(index, value),),
    Literal: _of_literal,
    Unknown: lambda *_: (),
}
