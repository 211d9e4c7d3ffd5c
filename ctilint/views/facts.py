"""What the contract checks share: one look at each window, and what the arguments of a call are known to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.read.facts import (
    Branch,
    Either,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    Script,
    Unknown,
    Value,
)
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.rulebook.entries import ApiArgument, ApiEntry, Dialect
from ctilint.understand.model import ApiCall, App, Window
from ctilint.understand.program.api import SDK_CLASSES
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.joining import Program, of_script
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.registrations import argument
from ctilint.understand.values.resolver import Resolver
from ctilint.views.found import Found, Uses
from ctilint.views.made import constructions

CONTRACT: frozenset[Dialect] = frozenset({"lightning", "classic", "console"})
REFERENCE = ("lightning", "classic", "console", "streams", "connector", "connect-sdk")
"""The dialects whose tables say everything about the arguments of a call."""
OWNERS = ("Agent#", "Contact#", *(f"{name}#" for name in SDK_CLASSES))


class View:
    """One window, with what several checks ask about it; each answer is worked out once."""

    __slots__ = (
        "_children",
        "_dialects",
        "_known",
        "_made",
        "_roles",
        "_sole",
        "_tests",
        "_tests_keys",
        "addresses",
        "app",
        "found",
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
        self._made: tuple[ApiCall, ...] | None = None
        self._dialects: frozenset[str] | None = None
        self._known: dict[tuple[str, ...], tuple[tuple[ApiCall, ApiEntry], ...]] = {}
        self.found: dict[str, tuple[Found, ...]] = {}
        self._tests: dict[str, bool] = {}
        self._tests_keys: dict[str, bool] = {}
        self._roles: dict[int, set[str]] | None = None
        self._children: dict[int, dict[int, list[int]]] = {}
        self.uses: dict[tuple[int, int], Uses] = {}
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

    def known(self, *dialects: str) -> tuple[tuple[ApiCall, ApiEntry], ...]:
        """Return the sole calls of ``dialects`` (of the three libraries, when none is named) whose method is known."""
        found = self._known.get(dialects)
        if found is None:
            wanted = dialects or CONTRACT
            calls = (*self.sole, *self.made) if "connector" in wanted else self.sole
            found = self._known[dialects] = tuple(
                (call, call.entry) for call in calls if call.dialect in wanted and call.entry is not None
            )
        return found

    @property
    def made(self) -> tuple[ApiCall, ...]:
        """Return the objects that are made of a library's classes, each as a call of the class."""
        if self._made is None:
            self._made = (
                tuple(constructions(self.program, self.resolver))
                if self.dialects & {"connector", "connect-sdk"}
                else ()
            )
        return self._made

    @property
    def dialects(self) -> frozenset[str]:
        """Return the dialects that the window calls or loads."""
        if self._dialects is None:
            found = {load.dialect for load in self.window.loads}
            self._dialects = frozenset(found | {call.dialect for call in self.window.calls})
        return self._dialects

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

    def tests(self, path: str) -> bool:
        """Say whether the code tests for ``path`` before it uses it."""
        known = self._tests.get(path)
        if known is None:
            known = self._tests[path] = any(path in conditions(index).paths for index in self.program.indexes)
        return known

    def tests_within(self, namespace: str) -> bool:
        """Say whether the code tests for ``namespace`` or anything in it."""
        return any(
            path.startswith(namespace)
            for index in self.program.indexes
            for path in conditions(index).by_root.get(namespace.partition(".")[0], ())
        )

    def tests_key(self, key: str) -> bool:
        """Say whether a condition reads a member ``key`` of whatever it may be, or tests for a path that ends so."""
        known = self._tests_keys.get(key)
        if known is None:
            known = self._tests_keys[key] = any(key in conditions(index).keys for index in self.program.indexes)
        return known

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


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a script tests for being there: paths, also by their first part, and the keys of members."""

    paths: frozenset[str]
    by_root: Mapping[str, tuple[str, ...]]
    keys: frozenset[str]


@of_script
def conditions(index: ScriptIndex) -> Conditions:
    """Return what the code of a script tests for."""
    found: set[str] = set()
    keys: set[str] = set()
    for function in index.script.functions:
        for step in steps_of(function.body):
            tested = step.condition if isinstance(step, Branch) else None
            if isinstance(step, Loop):
                tested = step.bound
            for value in values_of(step) if tested is None else (tested,):
                found.update(_tested(index, value, whole=tested is not None))
                if tested is not None:
                    keys.update(item.key for item in within(value) if isinstance(item, Member) and item.key)
    by_root: dict[str, tuple[str, ...]] = {}
    for path in found:
        root = path.partition(".")[0]
        by_root[root] = (*by_root.get(root, ()), path)
    keys.update(path.rpartition(".")[2] for path in found)
    return Conditions(frozenset(found), by_root, frozenset(keys))


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
    """Return a method's name without its namespace or class: ``screenPop``, ``cti.onCallEnd``, ``setState``."""
    if name.startswith(OWNERS):
        return name.partition("#")[2]
    for root in ("sforce.opencti.", "sforce.interaction.", "sforce.console."):
        if name.startswith(root):
            return name.removeprefix(root)
    return name


def argument_named(entry: ApiEntry, name: str) -> ApiArgument | None:
    """Return the argument of ``entry`` called ``name``."""
    return next((item for item in entry.arguments if item.name == name), None)
