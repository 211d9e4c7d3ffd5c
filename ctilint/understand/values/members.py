"""Members of objects, classes and made things: what ``object.key`` can be."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Call, Entry, FunctionValue, Member, Name, Object, This, Value
from ctilint.read.source import Span
from ctilint.understand.program.index import WINDOW_NAMES, ScriptIndex
from ctilint.understand.program.targets import Cls, Frame, Func, Made, Obj, Path, Target, identity
from ctilint.understand.values.following import Following
from ctilint.understand.values.makers import Makers
from ctilint.understand.values.memory import CANDIDATES, PARENTS
from ctilint.understand.values.names import AURA, Names
from ctilint.understand.values.owners import Owners
from ctilint.understand.values.tables import Tables
from ctilint.understand.values.texts import Texts

NOWHERE = Span(0, 0)
# What old code calls to let one function inherit from another.
INHERITING = ("__extends", "_inherits", "_inheritsLoose", "inherits")
# Members of Amazon's SDK that hold an object of one of its classes.
PROVIDERS = {
    f"sdk.{holder}": f"{name}#"
    for name in ("AmazonConnectApp", "AmazonConnectService")
    for holder in (f"{name}.default", f"{name}.started.provider")
}


class Members:
    """Answers what members can be. ``toolkit_ids`` as in Resolver."""

    def __init__(
        self,
        follow: Following,
        texts: Texts,
        tables: Tables,
        names: Names,
        owners: Owners,
        toolkit_ids: frozenset[str],
    ) -> None:
        self.follow = follow
        self.program = follow.program
        self.texts = texts
        self.tables = tables
        self.names = names
        self.owners = owners
        self.toolkit_ids = toolkit_ids
        prototypes = [
            (index, step.target.object, step.value)
            for index, step in self.program.members.get("prototype", ())
            if isinstance(step.target, Member)
        ]
        self._inheriting: Makers[Value] = Makers(
            follow,
            [
                (index, call.arguments[0], call.arguments[1])
                for name in INHERITING
                for index, call in self.program.called.get(name, ())
                if len(call.arguments) > 1
            ],
        )
        self._prototypes_made: Makers[Call] = Makers(
            follow, [(index, held, value) for index, held, value in prototypes if isinstance(value, Call)]
        )
        self._prototypes_written: Makers[Object] = Makers(
            follow, [(index, held, value) for index, held, value in prototypes if isinstance(value, Object)]
        )
        follow.keyed |= {
            Path: self._of_path,
            Obj: self._of_object,
            Cls: self._of_class,
            Made: self._of_made,
            Func: self._of_function,
        }

    def member(self, index: ScriptIndex, value: Member, frame: Frame | None) -> Iterator[Target]:
        """Yield the targets of ``object.key``."""
        if self._is_toolkit_ref(value):
            yield Path("VoiceToolkit#")
            return
        keys = (value.key,) if value.key is not None else self._keys(index, value, frame)
        bases = self.follow.targets(index, value.object, frame)
        for key in keys:
            found = False
            for base in bases:
                for target in self.follow.of(base, key):
                    found = True
                    yield target
            if not found and isinstance(value.object, This):
                yield from self.owners.any_this(index, key)
        if not keys:
            yield from self.tables.any_item(bases)

    def _is_toolkit_ref(self, value: Member) -> bool:
        """Say whether a member is a Voice toolkit element that the template names (``this.refs.toolkit``)."""
        held = value.object
        if value.key is None or not isinstance(held, Member) or held.key != "refs" or not isinstance(held.object, This):
            return False
        return value.key.lower() in self.toolkit_ids

    def _keys(self, index: ScriptIndex, value: Member, frame: Frame | None) -> tuple[str, ...]:
        if value.computed is None:
            return ()
        return tuple(text for text in self.texts.of(index, value.computed, frame, 0) if text and "{}" not in text)

    def _of_path(self, base: Path, key: str) -> Iterator[Target]:
        path = base.path
        if path.startswith(AURA):
            yield from self._assigned(base, key)
        elif path in WINDOW_NAMES:
            # The same question as the bare name: an answer cut short by a cycle must not be kept for one of the two.
            yield from self.follow.targets(self.program.indexes[0], Name(key, -1, NOWHERE), None)
        elif path.endswith("#"):
            yield Path(path + key)
        elif "#" in path:
            return
        elif f"{path}.{key}" in PROVIDERS:
            yield Path(PROVIDERS[f"{path}.{key}"])
        else:
            yield from self.names.of_window(f"{path}.{key}")

    def _of_function(self, base: Func, key: str) -> Iterator[Target]:
        if key == "prototype":
            yield Made(base.ref)
        else:
            yield from self._assigned(base, key)

    def _of_object(self, base: Obj, key: str) -> Iterator[Target]:
        for entry in base.value.entries:
            if entry.key == key:
                yield from self._entry(base.index, entry, base.frame)
            elif entry.kind == "spread":
                for inner in self.follow.targets(base.index, entry.value, base.frame):
                    yield from self.follow.of(inner, key)
        yield from self._assigned(base, key)
        for index, step in self.program.members.get("prototype", ()):
            if step.value is base.value and isinstance(step.target, Member):
                for maker in self.follow.targets(index, step.target.object, None):
                    if isinstance(maker, Func):
                        yield from self._assigned(Made(maker.ref), key)

    def _entry(self, index: ScriptIndex, entry: Entry, frame: Frame | None) -> Iterator[Target]:
        if entry.kind == "getter" and isinstance(entry.value, FunctionValue):
            for value in index.returns.get(entry.value.function, ()):
                yield from self.follow.targets(index, value, frame)
        elif entry.kind == "field" and isinstance(entry.value, FunctionValue):
            function = index.script.functions[entry.value.function]
            if function.kind == "field":
                for value in index.returns.get(function.index, ()):
                    yield from self.follow.targets(index, value, frame)
            else:
                yield Func(index.refs[function.index], frame)
        elif entry.kind != "setter":
            yield from self.follow.targets(index, entry.value, frame)

    def _of_class(self, base: Cls, key: str, depth: int = 0) -> Iterator[Target]:
        found = False
        for entry in base.value.entries:
            if entry.key == key and entry.static != base.instance and entry.kind != "constructor":
                for target in self._entry(base.index, entry, None):
                    found = True
                    yield target
        for target in self._assigned(base, key):
            found = True
            yield target
        if not found and base.value.superclass is not None and depth < PARENTS:
            for parent in self.follow.targets(base.index, base.value.superclass, None):
                if isinstance(parent, Cls) and parent.value is not base.value:
                    yield from self._of_class(Cls(parent.index, parent.value, base.instance), key, depth + 1)

    def _of_made(self, base: Made, key: str) -> Iterator[Target]:
        found = False
        for target in self._own_of_made(base, key):
            found = True
            yield target
        if not found:
            for parent in self._parents_of(base):
                yield from self.follow.of(parent, key)

    def _parents_of(self, base: Made) -> Iterator[Target]:
        """Yield what ``new Child()`` inherits from: ``inherits(Child, Parent)``, ``Child.prototype = new Parent()``."""
        for index, value in self._inheriting.of(base.ref):
            for parent in self.follow.targets(index, value, None):
                if isinstance(parent, Func) and parent.ref is not base.ref:
                    yield Made(parent.ref)
        for index, value in self._prototypes_made.of(base.ref):
            for parent in self.follow.targets(index, value, None):
                if isinstance(parent, Made) and parent.ref is not base.ref:
                    yield parent

    def _own_of_made(self, base: Made, key: str) -> Iterator[Target]:
        yield from self._assigned(base, key)
        for index, value in self._prototypes_written.of(base.ref):
            for entry in value.entries:
                if entry.key == key:
                    yield from self._entry(index, entry, None)

    def _assigned(self, base: Target, key: str) -> Iterator[Target]:
        """Yield what is assigned to ``key`` of the same thing anywhere in the window."""
        wanted = identity(base)
        for index, step in self.program.members.get(key, ())[:CANDIDATES]:
            target = step.target
            if isinstance(target, Member) and any(
                identity(item) == wanted for item in self.follow.targets(index, target.object, None)
            ):
                yield from self.follow.targets(index, step.value, None)
