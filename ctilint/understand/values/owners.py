"""What ``this`` can be in a function: the object, class or made thing that owns it."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import ClassValue, Either, Entry, Member, Name, Object, ScriptKind, This
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.targets import Cls, Frame, Func, Made, Obj, Path, Target, Text
from ctilint.understand.values.following import Following


class Owners:
    """Answers whose a function is."""

    def __init__(self, follow: Following) -> None:
        self.follow = follow
        self.program = follow.program
        self._extended: dict[int, tuple[Cls, ...]] = {}

    def note_heirs(self) -> None:
        """Note which classes extend which; asked once, when names can be followed."""
        for parent, heir in self._find_heirs():
            self._extended[parent] = (*self._extended.get(parent, ()), heir)

    def any_this(self, index: ScriptIndex, key: str) -> Iterator[Target]:
        """Yield what ``this.key`` is given or defined as anywhere in the script, when ``this`` is not known."""
        for step in index.members.get(key, ()):
            if isinstance(step.target, Member) and isinstance(step.target.object, This):
                yield from self.follow.targets(index, step.value, None)
        for function in index.named.get(key, ()):
            yield Func(index.refs[function])

    def this(self, index: ScriptIndex, value: This, frame: Frame | None) -> Iterator[Target]:
        """Yield what ``this`` is in the function in which it stands."""
        function = value.function
        owner = index.owners.get(function)
        if owner is None:
            owner = self._owner_of_wrapped(index, function)
        if owner is not None:
            holder, entry = owner
            if isinstance(holder, ClassValue):
                yield Cls(index, holder, instance=not entry.static)
                if not entry.static:
                    yield from self._heirs(holder)
            else:
                yield Obj(index, holder, None)
            return
        if function == 0:
            if index.shares_globals and index.script.kind is not ScriptKind.AURA:
                yield Path("window")
            return
        found = False
        for called in self._of_called(index, function, frame):
            found = True
            yield called
        for step in index.given.get(function, ()):
            target = step.target
            if not isinstance(target, Member):
                continue
            for base in self.follow.targets(index, target.object, frame):
                if not isinstance(base, Path | Text):
                    found = True
                    yield base
        if not found and self._builds_itself(index, function):
            yield Made(index.refs[function])

    def _of_called(self, index: ScriptIndex, function: int, frame: Frame | None) -> Iterator[Target]:
        """Yield the ``this`` of a function that is called where it is written: the window, or what ``call`` names."""
        for call in index.called_here.get(function, ()):
            if not call.new:
                yield Path("window")
        for call in index.applied_here.get(function, ()):
            for argument in call.arguments[:1]:
                yield from self.follow.targets(index, argument, frame)

    @staticmethod
    def _builds_itself(index: ScriptIndex, function: int) -> bool:
        """Say whether a function gives members to its ``this``, or to a name for it (``var self = this``)."""
        steps = index.assigned_in.get(function, ())
        names = set()
        for step in steps:
            options = step.value.options if isinstance(step.value, Either) else (step.value,)
            if isinstance(step.target, Name) and any(isinstance(option, This) for option in options):
                names.add((index.scope_of(step.target), step.target.name))
        for step in steps:
            held = step.target.object if isinstance(step.target, Member) else None
            if isinstance(held, This) or (isinstance(held, Name) and (index.scope_of(held), held.name) in names):
                return True
        return False

    def _heirs(self, parent: ClassValue) -> tuple[Cls, ...]:
        """Return the classes that extend ``parent``: what it calls on ``this`` may be theirs."""
        return self._extended.get(id(parent), ())

    def _find_heirs(self) -> Iterator[tuple[int, Cls]]:
        for index in self.program.indexes:
            for value in index.classes:
                if value.superclass is not None:
                    for target in self.follow.targets(index, value.superclass, None):
                        if isinstance(target, Cls) and target.value is not value:
                            yield id(target.value), Cls(index, value, instance=True)

    def _owner_of_wrapped(self, index: ScriptIndex, function: int) -> tuple[Object | ClassValue, Entry] | None:
        """Return the owner of ``key: wrap(function () { … })``."""
        for call, _ in index.passed.get(function, ()):
            held = index.objects.get(id(call))
            if held is not None:
                return held
        return None
