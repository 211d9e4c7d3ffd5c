"""What the contract checks share: one look at each window, and what the arguments of a call are known to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.read.facts import (
    Array,
    AssignStep,
    Branch,
    Call,
    ClassValue,
    Either,
    Entry,
    FunctionValue,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    Regex,
    Script,
    Template,
    Unknown,
    Value,
)
from ctilint.read.source import Span
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.understand.model import ApiCall, App, FunctionRef, Window
from ctilint.understand.program import Program, ScriptIndex, steps_of, values_of, within
from ctilint.understand.registrations import argument
from ctilint.understand.values import Func, Obj, Resolver

CONTRACT = frozenset({"lightning", "classic", "console"})
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


class View:
    """One window, with what several checks ask about it; each answer is worked out once."""

    __slots__ = (
        "_children",
        "_conditions",
        "_roles",
        "_sole",
        "addresses",
        "app",
        "program",
        "resolver",
        "uses",
        "window",
    )

    def __init__(self, app: App, window: Window, resolver: Resolver) -> None:
        self.app = app
        self.window = window
        self.resolver = resolver
        self.program: Program = resolver.program
        self._sole: tuple[ApiCall, ...] | None = None
        self._conditions: frozenset[str] | None = None
        self._roles: dict[int, set[str]] | None = None
        self._children: dict[int, dict[int, list[int]]] = {}
        self.uses: dict[tuple[int, int], object] = {}
        self.addresses: tuple[tuple[str, Place], ...] | None = None

    @property
    def sole(self) -> tuple[ApiCall, ...]:
        """Return the calls that can mean one method only, and that the app does not define itself."""
        if self._sole is None:
            counts = Counter(id(call.call) for call in self.window.calls)
            self._sole = tuple(
                call for call in self.window.calls if counts[id(call.call)] == 1 and not self.defines(call.name)
            )
        return self._sole

    def known(self, *dialects: str) -> Iterator[tuple[ApiCall, ApiEntry]]:
        """Yield the sole calls of ``dialects`` (of the three libraries, when none is named) whose method is known."""
        wanted = frozenset(dialects) or CONTRACT
        for call in self.sole:
            if call.dialect in wanted and call.entry is not None:
                yield call, call.entry

    def defines(self, path: str) -> bool:
        """Say whether the app puts something of its own at ``path`` or above it (a mock, a wrapper)."""
        parts = path.split(".")
        for length in range(2, len(parts) + 1):
            for _, step in self.program.paths.get(".".join(parts[:length]), ()):
                if not isinstance(step.value, Either | Name | Member):
                    return True
        return any(
            isinstance(step.value, Object) and step.value.entries for _, step in self.program.paths.get(parts[0], ())
        )

    @property
    def conditions(self) -> frozenset[str]:
        """Return the paths that the window's code tests for being there."""
        if self._conditions is None:
            found: set[str] = set()
            for index in self.program.indexes:
                for function in index.script.functions:
                    for step in steps_of(function.body):
                        tested = step.condition if isinstance(step, Branch) else None
                        if isinstance(step, Loop):
                            tested = step.bound
                        for value in values_of(step) if tested is None else (tested,):
                            found.update(_tested(index, value, whole=tested is not None))
            self._conditions = frozenset(found)
        return self._conditions

    def tests(self, path: str) -> bool:
        """Say whether the code tests for ``path`` before it uses it."""
        return path in self.conditions

    @property
    def roles(self) -> dict[int, set[str]]:
        """Return, by the id of a function, in which forms it gets answers and events from the dialects' methods."""
        if self._roles is None:
            self._roles = {}
            for call in self.window.calls:
                entry = call.entry
                if entry is None:
                    continue
                for name, form in (
                    (entry.callback, f"{entry.dialect} answer"),
                    (entry.listener, f"{entry.name} event"),
                ):
                    for ref in self.functions(call, name) if name else ():
                        self._roles.setdefault(id(ref), set()).add(form)
        return self._roles

    def index(self, script: Script) -> ScriptIndex:
        """Return the index of ``script``."""
        return self.program.index(script)

    def argument(self, call: ApiCall, name: str) -> Value | None:
        """Return the argument ``name`` (a key, or a position as text) of ``call``."""
        if call.entry is None:
            return None
        return argument(self.index(call.script), call.call, name, self.resolver)

    def functions(self, call: ApiCall, name: str) -> tuple[FunctionRef, ...]:
        """Return the functions given as the argument ``name``; one that is put in later counts."""
        value = self.argument(call, name)
        if value is None:
            if name.isdigit() or not name or not call.call.arguments:
                return ()
            given = call.call.arguments[0]
            value = Member(given, name, given.span, given.span)
        found = self.resolver.functions(call.script, value)
        return tuple(dict.fromkeys(func.ref for func in found))

    def family(self, ref: FunctionRef) -> list[int]:
        """Return the indexes of ``ref``'s function and of every function inside it."""
        children = self._children.get(id(ref.script))
        if children is None:
            children = {}
            for function in ref.script.functions:
                children.setdefault(function.parent, []).append(function.index)
            self._children[id(ref.script)] = children
        found, todo = [], [ref.function.index]
        while todo:
            at = todo.pop()
            found.append(at)
            todo.extend(children.get(at, ()))
        return sorted(found)


def _tested(index: ScriptIndex, value: Value, *, whole: bool) -> Iterator[str]:
    for item in within(value):
        if isinstance(item, Either | Operation) or whole:
            inner = (item, *item.operands) if isinstance(item, Operation) else (item,)
            inner = (*item.options, item) if isinstance(item, Either) else inner
            for part in inner:
                if isinstance(part, Member | Name):
                    path = index.path_of(part)
                    if path:
                        yield path


_views: tuple[App | None, tuple[View, ...]] = (None, ())


def views(app: App) -> tuple[View, ...]:
    """Return a view of each window of ``app``; those of the last app are kept."""
    global _views  # noqa: PLW0603 - many checks look at the same app one after another
    if _views[0] is not app:
        made = tuple(View(app, window, window.resolver) for window in app.windows if window.resolver is not None)
        _views = (app, made)
    return _views[1]


def arguments(call: ApiCall) -> tuple[Value, ...] | None:
    """Return the positional arguments, or None when a spread hides some."""
    given = call.call.arguments
    return None if any(isinstance(value, Unknown) and value.what == "spread" for value in given) else given


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


def place_of(script: Script, value: Value | Span) -> Place:
    """Return where ``value`` stands."""
    return Place(script.path, value if isinstance(value, Span) else value.span)


def callee_place(call: ApiCall) -> Place:
    """Return where the name of the method stands."""
    callee = call.call.callee
    return Place(call.script.path, callee.key_span if isinstance(callee, Member) else callee.span)


def problem(
    call: ApiCall,
    place: Place,
    message: str,
    help_text: str,
    severity: Severity | None = None,
    *,
    derived: bool = False,
    related: tuple[Place, ...] = (),
) -> Problem:
    """Return a problem of ``call``; an unverified row makes it a note that says so."""
    if call.entry is not None and call.entry.confidence == "U":
        severity = Severity.NOTE
        message += " (unverified)"
    evidence = Evidence.DERIVED if derived or call.evidence is Evidence.DERIVED else Evidence.MATCHED
    if place.path != call.place.path or not (
        call.place.span.start <= place.span.start and place.span.end <= call.place.span.end
    ):
        evidence = Evidence.DERIVED
        related = (*related, Place(call.place.path, call.place.span, f"{short(call.name)} is called here"))
    return Problem(place, message, help_text, severity, evidence, related)


def short(name: str) -> str:
    """Return a method's name without its namespace: ``screenPop``, ``cti.onCallEnd``."""
    for root in ("sforce.opencti.", "sforce.interaction.", "sforce.console."):
        if name.startswith(root):
            return name.removeprefix(root)
    return name


def argument_named(entry: ApiEntry, name: str) -> ApiArgument | None:
    """Return the argument of ``entry`` called ``name``."""
    return next((item for item in entry.arguments if item.name == name), None)
