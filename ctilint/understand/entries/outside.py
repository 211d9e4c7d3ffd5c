"""The entries that code outside the files may call: exports, methods of a connector, methods of unknown things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from ctilint.read.facts import (
    AssignStep,
    Call,
    ClassValue,
    FileKind,
    FunctionValue,
    Member,
    Name,
    Object,
    ScriptKind,
    This,
    Value,
)
from ctilint.understand.effects.traits import Traits
from ctilint.understand.entries.entry import TEARDOWN_NAME, Entry
from ctilint.understand.model import ApiCall
from ctilint.understand.program.api import dialect_of
from ctilint.understand.program.index import WINDOW_NAMES, ScriptIndex
from ctilint.understand.program.joining import mentioning, of_script
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Cls, Func, Obj, Path, Target
from ctilint.understand.program.vocabulary import HARMLESS_ROOTS, JQUERY
from ctilint.understand.registrations import is_component
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.windows.files import Library, Outline
from ctilint.understand.words import Reach


class Outside:
    """Finds the entries of one window that nothing in its files names.

    ``functions`` are the identities of the FunctionRefs that walks have entered so far, ``relevant`` of those that can
    lead to an API.
    """

    def __init__(
        self,
        library: Library,
        outline: Outline,
        resolver: Resolver,
        traits: Traits,
        functions: set[int],
        relevant: AbstractSet[int],
    ) -> None:
        self.library = library
        self.outline = outline
        self.resolver = resolver
        self.program = resolver.program
        self.traits = traits
        self.functions = functions
        self.relevant = relevant
        self._unknown_calls: dict[str, dict[int, ScriptIndex]] = {}

    def leftovers(self) -> Iterator[Entry]:
        """Yield what other code may call: exports, and in a window without a known page every outer function."""
        rootless = self.outline.kind in {FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.OTHER}
        for index in self.outline.indexes:
            script = index.script
            exported = {id(item) for item in self._exported(index)}
            for ref in index.refs[1:] if rootless or exported else ():
                if id(ref) in self.functions or _is_hook(index, ref):
                    continue
                held = ref.function.index in index.owners and script.kind is not ScriptKind.AURA
                outer = ref.function.parent == 0 and (rootless and index.shares_globals)
                if id(ref) in exported or (rootless and (outer or held)):
                    yield _called(ref)

    def called_from_unknown(self) -> Iterator[Entry]:
        """Yield what running code calls through a thing that nobody knows, by the name of the method.

        A call that is seen but not resolved must not make code less reached than no call at all: without the calling
        script the method would count as one that other code may call.
        """
        for index in self.outline.indexes:
            for ref in _methods(index):
                if id(ref) not in self.relevant or id(ref) in self.functions:
                    continue
                names = index.names_of(ref.function.index)
                if any(self._is_called_unknown(name) for name in sorted(names)):
                    self.functions.add(id(ref))
                    yield _called(ref)

    def connectors(self, calls: Sequence[ApiCall]) -> Iterator[Entry]:
        """Yield the methods of the connector that an app gives to Salesforce."""
        for call in calls:
            if call.name.endswith("initializeConnector"):
                index = self.program.index(call.script)
                for given in call.call.arguments[:1]:
                    for target in self.resolver.targets(index, given, None):
                        for ref in self._functions_of(target):
                            yield Entry(Func(ref), frozenset({"handler"}), "connector", ref.name, "", (call.place,))

    def _is_called_unknown(self, name: str) -> bool:
        """Say whether a walked function calls a method of that name of something that no name leads to."""
        homes = self._unknown_calls.get(name)
        if homes is None:
            calls = self.program.called.get(name, ())
            homes = {id(home): home for home, call in calls if self._leads_nowhere(home, call)}
            self._unknown_calls[name] = homes
        return any(
            id(home.refs[function]) in self.functions
            for home in homes.values()
            for function in mentioning(home).get(name, ())
        )

    def _leads_nowhere(self, index: ScriptIndex, call: Call) -> bool:
        callee = call.callee
        if not isinstance(callee, Member):
            return False
        root: Value = callee
        while isinstance(root, Member):
            root = root.object
        of_window = isinstance(root, This) and self.resolver.path(index.script, root) in WINDOW_NAMES
        if not of_window and self.traits.shows(index, callee.object):
            return False
        held = self.resolver.targets(index, callee.object, None)
        return all(isinstance(item, Path) and self._is_unknown(item.path) for item in held)

    @staticmethod
    def _is_unknown(path: str) -> bool:
        root = path.partition(".")[0]
        return "#" not in path and dialect_of(path) == "" and root not in HARMLESS_ROOTS | JQUERY

    def _exported(self, index: ScriptIndex) -> Iterator[FunctionRef]:
        values, steps = _exporting(index)
        # A universal module gives its factory what it exports to: ``(function (exports) { … })(…)``.
        values = (*values, *(step.value for step in steps if self._is_export(index, step)))
        for value in values:
            for target in self.resolver.targets(index, value, None):
                yield from self._functions_of(target)

    def _is_export(self, index: ScriptIndex, step: AssignStep) -> bool:
        held = step.target.object if isinstance(step.target, Member) else None
        return held is not None and Path("exports") in self.resolver.targets(index, held, None)

    def _functions_of(self, target: Target) -> Iterator[FunctionRef]:
        if isinstance(target, Func):
            yield target.ref
            home = self.program.index(target.ref.script)
            for value in home.returns.get(target.ref.function.index, ()):
                if isinstance(value, Object):
                    for entry in value.entries:
                        if isinstance(entry.value, FunctionValue):
                            yield home.refs[entry.value.function]
        elif isinstance(target, Obj | Cls):
            for entry in target.value.entries:
                for inner in self.resolver.targets(target.index, entry.value, None):
                    if isinstance(inner, Func):
                        yield inner.ref


@of_script
def _exporting(index: ScriptIndex) -> tuple[tuple[Value, ...], tuple[AssignStep, ...]]:
    """Return what a script exports, and the members that it gives to parameters, which may be its exports."""
    values = [export.value for export in index.script.exports if not export.source]
    for path, steps in index.paths.items():
        if path.startswith(("module.exports", "exports")):
            values.extend(step.value for step in steps)
    if not mentioning(index).get("exports"):
        return tuple(values), ()
    given = (step for steps in index.members.values() for step in steps if _gives_to_parameter(index, step))
    return tuple(values), tuple(given)


def _gives_to_parameter(index: ScriptIndex, step: AssignStep) -> bool:
    held = step.target.object if isinstance(step.target, Member) else None
    if not isinstance(held, Name) or not isinstance(step.value, FunctionValue | Name):
        return False
    scope = index.scope_of(held)
    return scope >= 0 and index.script.scopes[scope].bindings[held.name].kind == "parameter"


@of_script
def _methods(index: ScriptIndex) -> tuple[FunctionRef, ...]:
    """Return the functions that code may call as methods of something, held by an object or class or put there."""
    if index.script.kind is ScriptKind.AURA:
        return ()
    return tuple(
        ref
        for ref in index.refs[1:]
        if not _is_hook(index, ref)
        and (
            ref.function.index in index.owners
            or any(isinstance(step.target, Member) for step in index.given.get(ref.function.index, ()))
        )
    )


def _is_hook(index: ScriptIndex, ref: FunctionRef) -> bool:
    """Say whether only a component's own template or framework may call a method."""
    owner = index.owners.get(ref.function.index)
    if owner is None or not isinstance(owner[0], ClassValue) or "api" in owner[1].decorators:
        return False
    return is_component(owner[0])


def _called(ref: FunctionRef) -> Entry:
    """Return the entry of a function that other code may call; one whose name says so may end what was begun."""
    kinds: frozenset[Reach] = frozenset({"export"})
    if TEARDOWN_NAME.match(ref.name):
        kinds |= {"teardown"}
    return Entry(Func(ref), kinds, "lifecycle", ref.name)
