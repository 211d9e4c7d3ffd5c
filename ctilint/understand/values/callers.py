"""Who calls a function, with which arguments, and the frame in which it is entered then."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Call, Function, FunctionValue, Member, Name, Value
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Arr, Caller, Cls, Frame, Func, Obj, Target
from ctilint.understand.values.following import Following
from ctilint.understand.values.memory import CANDIDATES, FRAMES, PARENTS
from ctilint.understand.values.tables import Tables

# What hands each item of an array, or each pair of a Map, to the function that it is given.
EACH = frozenset({"forEach", "map", "filter", "some", "every", "find", "flatMap"})


class Callers:
    """Answers from where the functions of a Program are entered."""

    def __init__(self, follow: Following, tables: Tables) -> None:
        self.follow = follow
        self.program = follow.program
        self.tables = tables
        indexes = self.program.indexes
        self.imported_names = {item.local for home in indexes for item in home.script.imports}
        self.imported_names |= {name for home in indexes for name in home.required_names()}

    def of(self, ref: FunctionRef) -> list[Caller]:
        """Return the calls that can enter ``ref``, at most a few dozen."""
        known = self.follow.memory.callers.get(id(ref))
        if known is not None:
            return known
        found: list[Caller] = []
        self.follow.memory.callers[id(ref)] = found
        index = self.program.index(ref.script)
        names = index.names_of(ref.function.index)
        if not index.shares_globals or "module.exports" in index.paths:
            names |= self.imported_names
        for name in sorted(names):
            for home, call in self.program.called.get(name, ())[:CANDIDATES]:
                if any(self._enters(item, ref) for item in self.follow.targets(home, call.callee, None)):
                    found.append(Caller(home, call.arguments, None, call))
        found.extend(
            Caller(index, call.arguments, None, call) for call in index.called_here.get(ref.function.index, ())
        )
        found.extend(
            Caller(index, call.arguments[1:], None, call) for call in index.applied_here.get(ref.function.index, ())
        )
        for call, position in index.passed.get(ref.function.index, ()):
            found.extend(self._passed_on(index, call, position))
        for name in sorted(index.names_of(ref.function.index)):
            for home, call, position in self.program.handed.get(name, ())[:CANDIDATES]:
                given = self.follow.targets(home, call.arguments[position], None)
                if any(isinstance(item, Func) and item.ref is ref for item in given):
                    found.extend(self._passed_on(home, call, position))
        return found

    def _enters(self, target: Target, ref: FunctionRef) -> bool:
        """Say whether calling ``target`` runs ``ref``: the function itself, or the constructor of a class."""
        if isinstance(target, Func):
            return target.ref is ref
        return isinstance(target, Cls) and any(func.ref is ref for func in self.constructors(target))

    def constructors(self, target: Cls, depth: int = 0) -> Iterator[Func]:
        """Yield what ``new`` of a class runs: its field initialisers and its constructor, or its parent's."""
        own = False
        for entry in target.value.entries:
            if isinstance(entry.value, FunctionValue) and not entry.static:
                if entry.kind == "constructor":
                    own = True
                    yield Func(target.index.refs[entry.value.function])
                elif entry.kind == "field":
                    function = target.index.script.functions[entry.value.function]
                    if function.kind == "field":
                        yield Func(target.index.refs[function.index])
        if not own and target.value.superclass is not None and depth < PARENTS:
            for parent in self.follow.targets(target.index, target.value.superclass, None):
                if isinstance(parent, Cls) and parent.value is not target.value:
                    yield from self.constructors(parent, depth + 1)

    def _passed_on(self, index: ScriptIndex, call: Call, position: int) -> Iterator[Caller]:
        """Yield the calls of a parameter into which a function was passed."""
        callee = call.callee
        if isinstance(callee, Member) and callee.key == "then" and position == 0:
            yield Caller(index, (callee.object,), None)
            return
        if isinstance(callee, Member) and callee.key in EACH and position == 0:
            for target in self.follow.targets(index, callee.object, None):
                if isinstance(target, Arr):
                    for item in target.value.items[:CANDIDATES]:
                        yield Caller(target.index, self._one(item), target.frame)
                elif isinstance(target, Obj) and self.tables.is_map(target):
                    for pair in self.tables.pairs(target):
                        yield Caller(pair.index, self._turned(pair), pair.frame)
            return
        for target in self.follow.targets(index, callee, None):
            if not isinstance(target, Func) or position >= len(target.ref.function.parameters):
                continue
            home = self.program.index(target.ref.script)
            name = target.ref.function.parameters[position].name
            frame = self.enter(target, Caller(index, call.arguments, None))
            for inner in home.called.get(name, ())[:CANDIDATES]:
                if isinstance(inner.callee, Name) and self.binds(home, inner.callee, target.ref.function):
                    yield Caller(home, inner.arguments, frame, inner)

    def _one(self, item: Value) -> tuple[Value, ...]:
        """Return the same one-item tuple for the same value, so that frames made from it are the same too."""
        known = self.follow.memory.tuples.get(id(item))
        if known is None:
            self.follow.memory.tuples[id(item)] = known = (item,)
        return known

    def _turned(self, pair: Arr) -> tuple[Value, ...]:
        """Return the value and the key of a Map's pair: in this order ``forEach`` hands them over."""
        known = self.follow.memory.tuples.get(id(pair))
        if known is None:
            self.follow.memory.tuples[id(pair)] = known = tuple(reversed(pair.value.items))
        return known

    def enter(self, target: Func, caller: Caller) -> Frame | None:
        """Return the frame of ``target`` entered with the caller's arguments; None when calls nest too deep."""
        depth = caller.frame.depth + 1 if caller.frame is not None else 1
        if depth > FRAMES or not target.ref.function.parameters:
            return target.frame
        key = (id(target.ref), id(caller.arguments), id(caller.frame) if caller.frame is not None else 0)
        frame = self.follow.memory.frames.get(key)
        if frame is None:
            frame = Frame(target.ref, caller.arguments, caller.index, caller.frame, target.frame, depth)
            self.follow.memory.frames[key] = frame
        return frame

    @staticmethod
    def binds(index: ScriptIndex, name: Name, function: Function) -> bool:
        """Say whether a name is a parameter or variable of the function's own."""
        return index.scope_of(name) == function.scope
