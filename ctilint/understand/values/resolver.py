"""Which things a value can be: followed on demand through names, members, calls, parameters and modules of a window.

The answer is a tuple of targets, empty when nothing is known. It is an over-approximation by design: every value
ever assigned to a name counts. A *frame* remembers through which call a function was entered, so that a wrapper
called twice is not confused with itself.

The work is done by the parts beside this module; here they are put together and asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Array, Call, Member, Name, Object, Script, Template, This, Value
from ctilint.understand.program.bundles import Bundle, Part
from ctilint.understand.program.bundling import bundle_of
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import Program
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Arr, Caller, Cls, Frame, Func, Module, Obj, Path, Target
from ctilint.understand.values.callers import Callers
from ctilint.understand.values.calls import Calls
from ctilint.understand.values.following import Following
from ctilint.understand.values.members import Members
from ctilint.understand.values.modules import Modules
from ctilint.understand.values.names import Names
from ctilint.understand.values.owners import Owners
from ctilint.understand.values.tables import Tables
from ctilint.understand.values.texts import Texts


class Resolver(Following):
    """Answers which targets a value can be, within one Program.

    ``modules`` maps (script path, import source) to the indexes of the modules meant; ``helpers`` maps the folder of
    an Aura bundle to its helper; ``toolkit_ids`` are the ids under which Voice toolkit elements stand in the window's
    markup.
    """

    def __init__(
        self,
        program: Program,
        modules: dict[tuple[str, str], list[ScriptIndex]] | None = None,
        helpers: dict[str, tuple[ScriptIndex, Object]] | None = None,
        toolkit_ids: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(program)
        self.toolkit_ids = toolkit_ids
        self._texts = Texts(self)
        self._tables = Tables(self, self._texts)
        self._callers = Callers(self, self._tables)
        self._modules = Modules(self, self._texts, modules or {})
        self._names = Names(self, self._tables, self._callers, self._modules, helpers or {})
        self._owners = Owners(self)
        self._members = Members(self, self._texts, self._tables, self._names, self._owners, toolkit_ids)
        self._calls = Calls(self, self._texts, self._tables, self._callers, self._modules, toolkit_ids)
        self.followed |= {
            Name: self._names.name,
            Member: self._members.member,
            Call: self._calls.call,
            This: self._owners.this,
            Template: self._texts.template,
        }
        self.keyed |= {
            Module: self._modules.of_module,
            Part: self._modules.of_part,
            Arr: self._tables.at,
        }
        for index in program.indexes:
            if not index.bundle_known:
                index.bundle, index.bundle_known = bundle_of(index, self._literals), True
            if index.bundle is not None:
                self._modules.bundles[id(index)] = index.bundle
        self._owners.note_heirs()

    @property
    def bundles(self) -> dict[int, Bundle]:
        """Return the bundles among the scripts, by the id of the script's index."""
        return self._modules.bundles

    def _literals(self, index: ScriptIndex, value: Value) -> Iterator[Object | Array]:
        for target in self.targets(index, value, None):
            if isinstance(target, Obj | Arr) and target.index is index:
                yield target.value

    def forget(self) -> None:
        """Forget the answers given so far."""
        self.memory.forget()

    def resolve(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[Target, ...]:
        """Return the targets that ``value`` of ``script`` can be."""
        return self.targets(self.program.index(script), value, frame)

    def functions(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[Func, ...]:
        """Return the functions that ``value`` can be."""
        return tuple(item for item in self.resolve(script, value, frame) if isinstance(item, Func))

    def texts(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[str, ...]:
        """Return the texts that ``value`` can be; parts that cannot be known read as ``{}``."""
        return tuple(dict.fromkeys(self._texts.of(self.program.index(script), value, frame)))

    def path(self, script: Script, value: Value, frame: Frame | None = None) -> str:
        """Return the one path that ``value`` names (the first when there are several), or ''."""
        return next((item.path for item in self.resolve(script, value, frame) if isinstance(item, Path)), "")

    def member(self, index: ScriptIndex, value: Member, frame: Frame | None) -> Iterator[Target]:
        """Yield the targets of ``object.key``."""
        return self._members.member(index, value, frame)

    def plain(self, index: ScriptIndex, call: Call) -> Call:
        """Return the call of an API that ``method.call(thing, a)`` makes, else the call itself (see ``Calls``)."""
        return self._calls.plain(index, call)

    def is_window(self, index: ScriptIndex, value: Value) -> bool:
        """Say whether a value can be the window itself, under whatever name."""
        return self._names.is_window(index, value)

    def is_map(self, target: Obj) -> bool:
        """Say whether a table is a Map."""
        return self._tables.is_map(target)

    def callers(self, ref: FunctionRef) -> list[Caller]:
        """Return the calls that can enter ``ref``, at most a few dozen."""
        return self._callers.of(ref)

    def enter(self, target: Func, caller: Caller) -> Frame | None:
        """Return the frame of ``target`` entered with the caller's arguments; None when calls nest too deep."""
        return self._callers.enter(target, caller)

    def constructors(self, target: Cls) -> Iterator[Func]:
        """Yield what ``new`` of a class runs: its field initialisers and its constructor, or its parent's."""
        return self._callers.constructors(target)

    def runs_modules(self, target: Target) -> bool:
        """Say whether a target is the function by which the modules of a bundle require each other."""
        return self._modules.runs_modules(target)
