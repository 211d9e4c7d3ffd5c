"""An index over a script: who assigns, calls, returns and owns what.

Built once per script, shared by all windows that run the script, and joined per window (see ``joining.py``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ctilint.read.facts import (
    Array,
    AssignStep,
    Await,
    AwaitStep,
    Block,
    Branch,
    Call,
    CallStep,
    ClassValue,
    Either,
    Element,
    Entry,
    FunctionValue,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    ReadStep,
    ReturnStep,
    Script,
    ScriptKind,
    Step,
    Template,
    ThrowStep,
    Try,
    Value,
)
from ctilint.records import dataclass, field
from ctilint.understand.program.bundles import Bundle
from ctilint.understand.program.refs import FunctionRef

WORD = re.compile(r"[A-Za-z_$][\w$]*")
CHAIN = 20
MAPS = frozenset({"Map", "WeakMap"})
WINDOW_NAMES = frozenset({"window", "self", "globalThis", "top", "parent", "frames", "global", "unsafeWindow"})


def _of_element(value: Element) -> tuple[Value, ...]:
    return (*(item for _, item in value.attributes), *value.children)


def _of_class(value: ClassValue) -> tuple[Value, ...]:
    inner = tuple(entry.value for entry in value.entries)
    return inner if value.superclass is None else (value.superclass, *inner)


# By the type of the value: asked some hundred thousand times for a large tree.
_PARTS: Mapping[type, Callable[[Any], tuple[Value, ...]]] = {
    Member: lambda value: (value.object,) if value.computed is None else (value.object, value.computed),
    Call: lambda value: (value.callee, *value.arguments),
    Object: lambda value: tuple(entry.value for entry in value.entries),
    ClassValue: _of_class,
    Either: lambda value: value.options if value.condition is None else (value.condition, *value.options),
    Template: lambda value: value.parts,
    Operation: lambda value: value.operands,
    Array: lambda value: value.items,
    Await: lambda value: (value.value,),
    Element: _of_element,
}


def parts(value: Value) -> tuple[Value, ...]:
    """Return the values directly inside ``value``; functions and classes are not entered."""
    inner = _PARTS.get(type(value))
    return () if inner is None else inner(value)


def plain(value: str | float | bool | None) -> str:
    """Return a literal's value as JavaScript writes it for a key: a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def within(value: Value) -> Iterator[Value]:
    """Yield ``value`` and every value inside it, functions not entered."""
    todo = [value]
    while todo:
        item = todo.pop()
        yield item
        inner = _PARTS.get(type(item))
        if inner is not None:
            todo.extend(inner(item))


_VALUES: Mapping[type, Callable[[Any], tuple[Value, ...]]] = {
    CallStep: lambda step: (step.call,),
    ReadStep: lambda step: (step.member,),
    AssignStep: lambda step: (step.target, step.value),
    ReturnStep: lambda step: () if step.value is None else (step.value,),
    ThrowStep: lambda step: (step.value,),
    AwaitStep: lambda step: (step.value,),
    Branch: lambda step: (step.condition,),
    Loop: lambda step: tuple(item for item in (step.bound, step.variable) if item is not None),
}
_BLOCKS: Mapping[type, Callable[[Any], tuple[Block, ...]]] = {
    Branch: lambda step: (step.then, step.otherwise),
    Loop: lambda step: (step.body,),
    Try: lambda step: tuple(block for block in (step.body, step.handler, step.finalizer) if block is not None),
}


def values_of(step: Step) -> tuple[Value, ...]:
    """Return the values that a step names directly, nested blocks left out."""
    named = _VALUES.get(type(step))
    return () if named is None else named(step)


def blocks_of(step: Step) -> tuple[Block, ...]:
    """Return the blocks nested in a step, in the order in which they run."""
    nested = _BLOCKS.get(type(step))
    return () if nested is None else nested(step)


def steps_of(block: Block) -> Iterator[Step]:
    """Yield every step of ``block``, nested ones after the step that holds them."""
    todo = list(reversed(block.steps))
    while todo:
        step = todo.pop()
        yield step
        nested = _BLOCKS.get(type(step))
        if nested is not None:
            for inner in reversed(nested(step)):
                todo.extend(reversed(inner.steps))


@dataclass(slots=True)
class ScriptIndex:
    """What one script assigns, calls, returns and owns. Keys are indexes of functions and scopes of that script.

    ``used`` are the places that read a member of a call's result at once, or await it. ``aliases`` are the names under
    which a module of a bundle gives a function away, ``renamed`` those that a name is given to (``{open: openTab}``).
    ``called_here`` are the calls of a function where it is written, ``applied_here`` those through ``call`` and then
    ``apply``. ``held`` are the names of object literals, ``looked_up`` the functions that read something of a name
    under a key that is not written (``table[key]``). ``noted`` are the answers of ``of_script``.
    """

    script: Script
    refs: tuple[FunctionRef, ...]
    calls: list[Call] = field(default_factory=list)
    bound: dict[tuple[int, str], list[AssignStep]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[str, list[AssignStep]] = field(default_factory=lambda: defaultdict(list))
    members: dict[str, list[AssignStep]] = field(default_factory=lambda: defaultdict(list))
    assigned_in: dict[int, list[AssignStep]] = field(default_factory=lambda: defaultdict(list))
    returns: dict[int, list[Value]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[int, tuple[Object | ClassValue, Entry]] = field(default_factory=dict)
    passed: dict[int, list[tuple[Call, int]]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, list[AssignStep]] = field(default_factory=lambda: defaultdict(list))
    called: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    used: list[Await | Member] = field(default_factory=list)
    words: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    looped: dict[tuple[int, str], list[tuple[Value, bool]]] = field(default_factory=lambda: defaultdict(list))
    texts: list[tuple[Literal | Template, int]] = field(default_factory=list)
    objects: dict[int, tuple[Object, Entry]] = field(default_factory=dict)
    containers: dict[int, tuple[Call, int]] = field(default_factory=dict)
    aliases: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: list[ClassValue] = field(default_factory=list)
    held: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    looked_up: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    renamed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    called_here: dict[int, list[Call]] = field(default_factory=lambda: defaultdict(list))
    applied_here: dict[int, list[Call]] = field(default_factory=lambda: defaultdict(list))
    bundle: Bundle | None = None
    bundle_known: bool = False
    noted: dict[object, Any] = field(default_factory=dict)

    @property
    def shares_globals(self) -> bool:
        """Say whether top-level names of this script are names of the whole window."""
        return self.script.kind is not ScriptKind.MODULE and not self.script.imports and not self.script.exports

    def names_of(self, function: int) -> set[str]:
        """Return the names under which a function can be called: its own, and those it is given to."""
        names = {self.script.functions[function].name, *self.aliases.get(function, ())}
        for step in self.given.get(function, ()):
            if isinstance(step.target, Member) and step.target.key:
                names.add(step.target.key)
            elif isinstance(step.target, Name):
                names.add(step.target.name)
        owner = self.owners.get(function)
        if owner is not None and owner[1].key:
            names.add(owner[1].key)
            if owner[1].kind in {"constructor", "field"} and isinstance(owner[0], ClassValue) and owner[0].name:
                names.add(owner[0].name)
        names.discard("")
        return names

    def required_names(self) -> set[str]:
        """Return the names that ``require`` gives to modules and their parts."""
        required = self.called.get("require")
        if not required:
            return set()
        names = set()
        for name, steps in (*self.paths.items(), *((key[1], steps) for key, steps in self.bound.items())):
            for step in steps:
                value = step.value.object if isinstance(step.value, Member) else step.value
                if any(value is call for call in required):
                    names.add(name)
        return names

    def scope_of(self, name: Name) -> int:
        """Return the scope that binds ``name``, or -1 when it is a name of the window."""
        at = name.scope
        scopes = self.script.scopes
        while at >= 0:
            scope = scopes[at]
            if name.name in scope.bindings:
                return -1 if scope.parent == -1 and self.shares_globals else at
            at = scope.parent
        return -1

    def path_of(self, value: Value) -> str:
        """Return the dotted path of a global member chain (``a.b.c``), or ''; ``window.`` is dropped."""
        keys: list[str] = []
        at = value
        while isinstance(at, Member) and at.key is not None:
            keys.append(at.key)
            at = at.object
        if not isinstance(at, Name) or self.scope_of(at) != -1:
            return ""
        keys.append(at.name)
        while len(keys) > 1 and keys[-1] in WINDOW_NAMES:
            keys.pop()
        return ".".join(reversed(keys))


def index_script(script: Script) -> ScriptIndex:
    """Walk ``script`` once."""
    index = ScriptIndex(script, tuple(FunctionRef(script, function) for function in script.functions))
    seen: set[int] = set()
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, AssignStep):
                _note_assign(index, step, function.index)
            elif isinstance(step, Loop) and step.kind in {"for-of", "for-in"} and step.bound is not None:
                if isinstance(step.variable, Name):
                    bound = (index.scope_of(step.variable), step.variable.name)
                    index.looped[bound].append((step.bound, step.kind == "for-in"))
            elif isinstance(step, ReturnStep) and step.value is not None:
                index.returns[function.index].append(step.value)
            elif isinstance(step, CallStep):
                index.calls.append(step.call)
                callee = step.call.callee
                key = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else None
                index.called[key or ""].append(step.call)
            for value in values_of(step):
                _note_values(index, value, function.index, seen)
    for export in script.exports:
        _note_values(index, export.value, 0, seen)
    if script.bundle is not None:
        _note_values(index, script.bundle, 0, seen)
    for name in MAPS:
        if index.called.get(name):
            _note_maps(index, name)
    for call in index.called.get("", ()):
        if isinstance(call.callee, FunctionValue):
            index.called_here[call.callee.function].append(call)
    for key in ("call", "apply"):
        for call in index.called.get(key, ()):
            if isinstance(call.callee, Member) and isinstance(call.callee.object, FunctionValue):
                index.applied_here[call.callee.object.function].append(call)
    return index


def _note_maps(index: ScriptIndex, name: str) -> None:
    """Note that what a Map is made of, or is filled with, is known under the name of the Map too."""
    for call in index.called.get("set", ()):
        if isinstance(call.callee, Member) and len(call.arguments) == 2:
            _note_kept(index, call.arguments[1], _name_of(call.callee.object))
    made = {id(call) for call in index.called[name]}
    for steps in index.assigned_in.values():
        for step in steps:
            if id(step.value) in made:
                for item in within(step.value):
                    _note_kept(index, item, _name_of(step.target))


def _note_kept(index: ScriptIndex, value: Value, name: str | None) -> None:
    if isinstance(value, FunctionValue):
        index.aliases[value.function].add(name or "")
    elif isinstance(value, Name | Member):
        _note_renamed(index, value, name)


def _note_assign(index: ScriptIndex, step: AssignStep, function: int) -> None:
    target = step.target
    index.assigned_in[function].append(step)
    if isinstance(step.value, FunctionValue):
        index.given[step.value.function].append(step)
    elif isinstance(step.value, Name | Member):
        _note_renamed(index, step.value, target.name if isinstance(target, Name) else _key_of(target))
    elif isinstance(step.value, Object):
        index.held[id(step.value)].add((target.name if isinstance(target, Name) else _key_of(target)) or "")
    if isinstance(target, Name):
        scope = index.scope_of(target)
        if scope == -1:
            index.paths[target.name].append(step)
        else:
            index.bound[scope, target.name].append(step)
    elif isinstance(target, Member) and target.key is not None:
        index.members[target.key].append(step)
        path = index.path_of(target)
        if path:
            index.paths[path].append(step)


def _name_of(value: Value) -> str | None:
    return value.name if isinstance(value, Name) else _key_of(value)


def _key_of(value: Value) -> str | None:
    return value.key if isinstance(value, Member) else None


def _note_renamed(index: ScriptIndex, value: Value, other: str | None) -> None:
    """Note that what is known under one name is known under another too."""
    name = value.name if isinstance(value, Name) else _key_of(value)
    if name and other and name != other:
        index.renamed[name].add(other)


def _note_values(index: ScriptIndex, value: Value, function: int, seen: set[int]) -> None:
    words = index.words[function]
    todo: list[Value] = [value]
    while todo:
        item = todo.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        # Names and members are most of what there is: they are asked for first.
        if isinstance(item, Name):
            words.add(item.name)
            continue
        if isinstance(item, Member):
            if item.key is not None:
                words.add(item.key)
            else:
                name = item.object.name if isinstance(item.object, Name) else _key_of(item.object)
                index.looked_up[name or ""].add(function)
            if isinstance(item.object, Call):
                index.used.append(item)
        elif isinstance(item, Call):
            for position, argument in enumerate(item.arguments):
                if isinstance(argument, FunctionValue):
                    index.passed[argument.function].append((item, position))
                elif isinstance(argument, Object):
                    index.containers[id(argument)] = (item, position)
        elif isinstance(item, Literal):
            if isinstance(item.value, str):
                index.texts.append((item, function))
                if "(" in item.value or item.value.startswith("c."):
                    words.update(WORD.findall(item.value[:4000]))
            continue
        elif isinstance(item, Object | ClassValue):
            if isinstance(item, ClassValue) and item.superclass is not None:
                index.classes.append(item)
            for entry in item.entries:
                index.objects[id(entry.value)] = (item, entry)  # type: ignore[assignment]
                if isinstance(entry.value, FunctionValue):
                    index.owners[entry.value.function] = (item, entry)
                    if entry.key:
                        index.named[entry.key].add(entry.value.function)
                else:
                    _note_renamed(index, entry.value, entry.key)
        elif isinstance(item, Template):
            index.texts.append((item, function))
        elif isinstance(item, Await):
            if isinstance(item.value, Call):
                index.used.append(item)
        elif isinstance(item, Either) and len(item.options) > CHAIN:
            # The condition of each link of a long chain repeats the links before it: only its end is new.
            for option in reversed(item.options):
                if id(option) in seen:
                    break
                todo.append(option)
            continue
        todo.extend(parts(item))
