"""What the arguments of a call are known to be: the shape of an object, the kind of any other value."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import (
    Array,
    AssignStep,
    Call,
    ClassValue,
    Entry,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    Regex,
    Script,
    Template,
    Value,
)
from ctilint.read.source import Span
from ctilint.rulebook.tables import constant
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.targets import Func, Obj
from ctilint.views.facts import View

TEXT_MAKERS = frozenset(
    {
        "stringify",
        "encodeURIComponent",
        "encodeURI",
        "escape",
        "toString",
        "String",
        "toISOString",
        "trim",
        "toUpperCase",
    }
)


class Shape:
    """An object argument: its keys as far as they are known. ``closed`` when no other key can be there."""

    __slots__ = ("closed", "direct", "entries", "index", "late", "value")

    def __init__(self, index: ScriptIndex, value: Object, *, direct: bool, closed: bool) -> None:
        self.index = index
        self.value = value
        self.direct = direct
        self.closed = closed
        self.entries: dict[str, Entry] = {}
        self.late: dict[str, AssignStep] = {}

    def has(self, key: str) -> bool:
        """Say whether ``key`` is given, at once or later."""
        return key in self.entries or key in self.late

    def get(self, key: str) -> Value | None:
        """Return the value written at ``key``."""
        if key in self.entries:
            return self.entries[key].value
        return self.late[key].value if key in self.late else None

    def written(self) -> Iterator[tuple[str, Span]]:
        """Yield every key with where it stands."""
        for key, entry in self.entries.items():
            yield key, entry.key_span
        for key, step in self.late.items():
            if key not in self.entries and isinstance(step.target, Member):
                yield key, step.target.key_span


def shape_of(view: View, script: Script, value: Value) -> Shape | None:
    """Return the one object that ``value`` is, or None when it is something else or several things."""
    index = view.index(script)
    direct = isinstance(value, Object)
    if not direct and not _given_once(view, index, value):
        return None
    targets = view.resolver.targets(index, value, None)
    if len(targets) != 1 or not isinstance(targets[0], Obj):
        return None
    target = targets[0]
    shape = Shape(target.index, target.value, direct=direct, closed=True)
    for entry in target.value.entries:
        if entry.key is None:
            shape.closed = False
        else:
            shape.entries[entry.key] = entry
    if not direct:
        _add_late(view, index, value, shape)
    return shape


def _given_once(view: View, index: ScriptIndex, value: Value) -> bool:
    """Say whether a variable or member is given a value in one place only, so that it is sure what it holds."""
    if isinstance(value, Name):
        scope = index.scope_of(value)
        if scope < 0:
            return len(view.program.paths.get(value.name, ())) == 1
        steps = index.bound.get((scope, value.name), ())
        is_parameter = index.script.scopes[scope].bindings[value.name].kind == "parameter"
        return len(steps) == (0 if is_parameter else 1)
    if isinstance(value, Member) and value.key is not None:
        return len(view.program.members.get(value.key, ())) <= 1
    return False


def _add_late(view: View, index: ScriptIndex, value: Value, shape: Shape) -> None:
    """Add the keys that are assigned after the object was made; anything that may add others opens it."""
    if not isinstance(value, Name):
        shape.closed = False
        return
    scope = index.scope_of(value)
    binding = index.script.scopes[scope].bindings.get(value.name) if scope >= 0 else None
    if binding is not None and binding.kind == "parameter":
        shape.closed = False

    def same(other: Value) -> bool:
        return isinstance(other, Name) and other.name == value.name and index.scope_of(other) == scope

    for steps in index.assigned_in.values():
        for step in steps:
            if isinstance(step.target, Member) and same(step.target.object):
                if step.target.key is None:
                    shape.closed = False
                else:
                    shape.late[step.target.key] = step
    for call in index.calls:
        callee = call.callee
        if any(same(given) for given in call.arguments) and not _harmless(view, index, callee):
            shape.closed = False


def _harmless(view: View, index: ScriptIndex, callee: Value) -> bool:
    path = view.resolver.path(index.script, callee)
    return path.startswith(("sforce.", "console.", "JSON."))


def kind_of(view: View, script: Script, value: Value) -> str:
    """Return what ``value`` surely is: string, number, boolean, null, function, object, array; '' when unknown."""
    match value:
        case Literal():
            if value.value is None:
                return "null"
            if isinstance(value.value, bool):
                return "boolean"
            return "string" if isinstance(value.value, str) else "number"
        case Template():
            return "string"
        case FunctionValue():
            return "function"
        case Object():
            return "object"
        case Array():
            return "array"
        case Regex() | ClassValue():
            return "other"
        case Call():
            callee = value.callee
            name = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
            if name in TEXT_MAKERS:
                return "string"
            return "function" if name == "bind" else ""
        case Name():
            if value.name == "undefined":
                return "null"
        case Member() if constant(view.resolver.path(script, value)) is not None:
            return "string"
        case _:
            pass
    return _kind_of_targets(view, script, value)


def _kind_of_targets(view: View, script: Script, value: Value) -> str:
    index = view.index(script)
    if not isinstance(value, Name | Member) or not _given_once(view, index, value):
        return ""
    if isinstance(value, Name):
        scope = index.scope_of(value)
        if scope < 0:
            steps = [(home.script, step) for home, step in view.program.paths.get(value.name, ())]
        else:
            steps = [(script, step) for step in index.bound.get((scope, value.name), ())]
            if index.script.scopes[scope].bindings[value.name].kind in {"parameter", "catch"}:
                return ""
        home, only = steps[0]
        if only.declares == "const" and not isinstance(only.value, Name | Member):
            return kind_of(view, home, only.value)
    targets = view.resolver.targets(index, value, None)
    if targets and all(isinstance(target, Func) for target in targets):
        return "function"
    if targets and all(isinstance(target, Obj) for target in targets):
        return "object"
    return ""
