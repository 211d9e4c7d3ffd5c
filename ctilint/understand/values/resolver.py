"""Which things a value can be: followed on demand through names, members, calls, parameters and modules of a window.

The answer is a tuple of targets, empty when nothing is known. It is an over-approximation by design: every value
ever assigned to a name counts. A *frame* remembers through which call a function was entered, so that a wrapper
called twice is not confused with itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ctilint.read.facts import (
    Array,
    Await,
    Call,
    ClassValue,
    Either,
    Entry,
    Function,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    Operation,
    Script,
    ScriptKind,
    Template,
    This,
    Unknown,
    Value,
)
from ctilint.read.source import Span
from ctilint.records import replace
from ctilint.understand.program.api import dialect_of, entry_of
from ctilint.understand.program.bundles import LOADED, Bundle, Part
from ctilint.understand.program.bundling import bundle_of, part_of
from ctilint.understand.program.index import MAPS, WINDOW_NAMES, Program, ScriptIndex, plain
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import (
    Arr,
    Caller,
    Cls,
    Frame,
    Func,
    Made,
    Module,
    Obj,
    Path,
    Target,
    Text,
    identity,
)

DEPTH = 40
CANDIDATES = 24
# What can be more things than this is a table of texts, not a choice of functions.
ALTERNATIVES = 48
FRAMES = 3
FUEL = 1500
NESTED = 6
PARENTS = 8
AURA = "aura component "
NOWHERE = Span(0, 0)
INHERITING = ("__extends", "_inherits", "_inheritsLoose", "inherits")
EACH = frozenset({"forEach", "map", "filter", "some", "every", "find", "flatMap"})
LYING = frozenset({"connect"})
RESULTS = {
    "connect.core.getEventBus": "EventBus#",
    "connect.Agent": "Agent#",
    "connect.Contact": "Contact#",
}
WRAPPERS = frozenset(
    "bind debounce throttle once partial proxy hitch getCallback useCallback memoize wrap guard guarded safe safely "
    "after before curry delegate createDelegate run runInContext protect catchErrors tryCatch mark "
    "_asyncToGenerator asyncToGenerator".split()
)
SAME = frozenset({"freeze", "seal", "assign", "extend", "merge", "create", "resolve", "all", "race", "from", "of"})


class Resolver:
    """Answers which targets a value can be, within one Program.

    ``modules`` maps (script path, import source) to the indexes of the modules meant; ``typed`` maps a registering
    path to the type of its callback's first parameter (``connect.contact`` to ``Contact``); ``toolkit_ids`` are the
    ids under which Voice toolkit elements stand in the window's markup.
    """

    def __init__(
        self,
        program: Program,
        modules: dict[tuple[str, str], list[ScriptIndex]] | None = None,
        helpers: dict[str, tuple[ScriptIndex, Object]] | None = None,
        toolkit_ids: frozenset[str] = frozenset(),
    ) -> None:
        self.program = program
        self.modules = modules or {}
        self.helpers = helpers or {}
        self.toolkit_ids = toolkit_ids
        self._memo: dict[object, tuple[Target, ...]] = {}
        self._asked: list[Value] = []
        self._busy: set[object] = set()
        self._cut = False
        self._passing: dict[object, tuple[Target, ...]] = {}
        self._fuel = FUEL
        self._nested = 0
        self._imported_names = {item.local for home in program.indexes for item in home.script.imports}
        self._imported_names |= {name for home in program.indexes for name in home.required_names()}
        self._exporting: set[tuple[int, str]] = set()
        self._ones: dict[int, tuple[Value, ...]] = {}
        self._made: dict[tuple[int, str], Arr] = {}
        self._frames: dict[tuple[int, int, int], Frame] = {}
        self._callers: dict[int, list[Caller]] = {}
        self._plain: dict[int, Call] = {}
        self._maps: dict[int, Obj] = {}
        self._map_values: set[int] = set()
        self._filled: dict[str, list[tuple[ScriptIndex, Call]]] | None = None
        self._depth = 0
        self._paths_busy: set[str] = set()
        self._extended: dict[int, tuple[Cls, ...]] = {}
        self.bundles: dict[int, Bundle] = {}
        for index in program.indexes:
            if not index.bundle_known:
                index.bundle, index.bundle_known = bundle_of(index, self._tables), True
            if index.bundle is not None:
                self.bundles[id(index)] = index.bundle

        for parent, heir in self._note_heirs():
            self._extended[parent] = (*self._extended.get(parent, ()), heir)

    def _tables(self, index: ScriptIndex, value: Value) -> Iterator[Object | Array]:
        for target in self.targets(index, value, None):
            if isinstance(target, Obj | Arr) and target.index is index:
                yield target.value

    def forget(self) -> None:
        """Forget the answers given so far: a large tree has hundreds of windows, and their answers outweigh them."""
        for held in (self._memo, self._callers, self._frames, self._ones, self._made):
            held.clear()
        self._asked.clear()

    # Entry points

    def resolve(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[Target, ...]:
        """Return the targets that ``value`` of ``script`` can be."""
        return self.targets(self.program.index(script), value, frame)

    def functions(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[Func, ...]:
        """Return the functions that ``value`` can be."""
        return tuple(item for item in self.resolve(script, value, frame) if isinstance(item, Func))

    def texts(self, script: Script, value: Value, frame: Frame | None = None) -> tuple[str, ...]:
        """Return the texts that ``value`` can be; parts that cannot be known read as ``{}``."""
        return tuple(dict.fromkeys(self._texts(self.program.index(script), value, frame, 0)))

    def path(self, script: Script, value: Value, frame: Frame | None = None) -> str:
        """Return the one path that ``value`` names (the first when there are several), or ''."""
        return next((item.path for item in self.resolve(script, value, frame) if isinstance(item, Path)), "")

    # Values

    def targets(self, index: ScriptIndex, value: Value, frame: Frame | None) -> tuple[Target, ...]:
        """Return the targets of a value of the script of ``index``, each once."""
        itself = _PLAIN.get(type(value))
        if itself is not None:
            return itself(index, value, frame)
        key: object
        if isinstance(value, Name):
            # Every mention of a name in one scope asks the same question; of a window's name, in every frame too.
            scope = index.scope_of(value)
            key = value.name if scope == -1 else (id(index), scope, value.name, id(frame))
        else:
            key = (id(value), id(frame))
        known = self._memo.get(key)
        if known is not None:
            return known
        known = self._passing.get(key)
        if known is not None:
            self._cut = True
            return known
        if self._depth == 0:
            self._fuel = FUEL
        self._fuel -= 1
        if key in self._busy or self._depth > DEPTH or self._fuel < 0:
            self._cut = True
            return ()
        self._busy.add(key)
        self._depth += 1
        outer_cut, self._cut = self._cut, False
        try:
            answer = tuple(islice(self._find(index, value, frame), ALTERNATIVES))
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if len(answer) > 1:
            found: dict[object, Target] = {}
            for target in answer:
                found.setdefault((identity(target), id(getattr(target, "frame", None))), target)
            if len(found) < len(answer):
                answer = tuple(found.values())
        # An answer that a cycle cut short is right only for the question being asked.
        if not self._cut or self._depth == 0:
            self._memo[key] = answer
            # A value made for the question alone must not leave its identity to the next one.
            self._asked.append(value)
        else:
            self._passing[key] = answer
        if self._depth == 0:
            self._passing.clear()
        self._cut = self._cut or outer_cut
        return answer

    def _find(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Iterator[Target]:
        match value:
            case Name():
                yield from self._name(index, value, frame)
            case Member():
                yield from self.member(index, value, frame)
            case Call():
                yield from self._call(index, value, frame)
            case Either():
                for option in value.options:
                    yield from self.targets(index, option, frame)
            case Await():
                yield from self.targets(index, value.value, frame)
            case This():
                yield from self._this(index, value.function, frame)
            case Template():
                yield from (Text(text) for text in self._texts(index, value, frame, 0))
            case Operation(operator=","):
                yield from self.targets(index, value.operands[-1], frame)
            case _:
                return

    def _name(self, index: ScriptIndex, name: Name, frame: Frame | None) -> Iterator[Target]:
        scope = index.scope_of(name)
        if scope == -1:
            looped = index.looped.get((-1, name.name))
            if looped is None:
                yield from self._global(name.name)
            else:
                yield from self._rounds(index, looped, frame)
            return
        binding = index.script.scopes[scope].bindings[name.name]
        found = False
        for step in index.bound.get((scope, name.name), ()):
            for target in self.targets(index, step.value, frame):
                found = True
                yield target
        for target in self._rounds(index, index.looped.get((scope, name.name), ()), frame):
            found = True
            yield target
        if binding.kind == "parameter":
            for target in self._parameter(index, binding.function, name.name, frame):
                found = True
                yield target
        elif binding.kind == "import":
            for target in self._imported(index, name.name):
                found = True
                yield target
        if not found and name.name == "sforce":
            yield Path("sforce")

    def _rounds(
        self, index: ScriptIndex, looped: Iterable[tuple[Value, bool]], frame: Frame | None
    ) -> Iterator[Target]:
        """Yield what the variable of a loop over items or keys can be."""
        for bound, over_keys in looped:
            yield from (self.keys if over_keys else self.items)(index, bound, frame)

    def _global(self, path: str) -> Iterator[Target]:
        root, _, _ = path.partition(".")
        if root == "sforce":
            yield Path(path)
            return
        if path in self._paths_busy:
            self._cut = True
            yield Path(path)
            return
        steps = self.program.paths.get(path, ())
        # A name that the app gives a value which nobody knows is not the window's own thing of that name.
        found = any(isinstance(step.value, Call) and not step.value.new for _, step in steps) and root in LYING
        self._paths_busy.add(path)
        try:
            for index, step in steps[:CANDIDATES]:
                for target in self.targets(index, step.value, None):
                    if target != Path(path):
                        found = True
                        yield target
            for target in self._given_to_window(path):
                found = True
                yield target
        finally:
            self._paths_busy.discard(path)
        if not found:
            yield Path(path)

    def _given_to_window(self, path: str) -> Iterator[Target]:
        """Yield what code gives to the window under another name: ``(function (root) { root.Kit = … })(this)``."""
        if "." in path:
            return
        for index, step in self.program.members.get(path, ())[:CANDIDATES]:
            held = step.target.object if isinstance(step.target, Member) else None
            if isinstance(held, Name) and index.scope_of(held) == -1 and held.name in WINDOW_NAMES:
                continue
            if isinstance(held, Name | This) and self._is_window(index, held):
                yield from self.targets(index, step.value, None)

    def _is_window(self, index: ScriptIndex, value: Value) -> bool:
        return any(isinstance(item, Path) and item.path in WINDOW_NAMES for item in self.targets(index, value, None))

    def items(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Iterator[Target]:
        """Yield what the items of an array can be."""
        for target in self.targets(index, value, frame):
            if isinstance(target, Arr):
                for item in target.value.items[:CANDIDATES]:
                    yield from self.targets(target.index, item, target.frame)

    def _pairs(self, table: Obj) -> Iterator[Arr]:
        """Yield the pairs of a key and a value over which a loop over a Map goes."""
        for entry in table.value.entries[:CANDIDATES]:
            made = self._made.get((id(entry), "pair"))
            if made is None:
                pair = Array((Literal(entry.key, entry.key_span), entry.value), entry.span)
                made = self._made[id(entry), "pair"] = Arr(table.index, pair, table.frame)
            yield made

    def keys(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Iterator[Target]:
        """Yield the keys of an object literal as texts."""
        for target in self.targets(index, value, frame):
            if isinstance(target, Obj):
                yield from (Text(entry.key) for entry in target.value.entries[:CANDIDATES] if entry.key is not None)

    # Members

    def member(self, index: ScriptIndex, value: Member, frame: Frame | None) -> Iterator[Target]:
        """Yield the targets of ``object.key``."""
        if self._is_toolkit_ref(value):
            yield Path("VoiceToolkit#")
            return
        keys = (value.key,) if value.key is not None else self._keys(index, value, frame)
        bases = self.targets(index, value.object, frame)
        for key in keys:
            found = False
            for base in bases:
                for target in self._of(base, key):
                    found = True
                    yield target
            if not found and isinstance(value.object, This):
                yield from self._any_this(index, key)
        if not keys:
            yield from self._any_item(bases)

    def _is_toolkit_ref(self, value: Member) -> bool:
        """Say whether a member is a Voice toolkit element that the template names (``this.refs.toolkit``)."""
        held = value.object
        if value.key is None or not isinstance(held, Member) or held.key != "refs" or not isinstance(held.object, This):
            return False
        return value.key.lower() in self.toolkit_ids

    def _any_item(self, bases: tuple[Target, ...]) -> Iterator[Target]:
        """Yield what stands anywhere in an array or table of functions that is read under an unknown key."""
        for base in bases:
            if isinstance(base, Arr):
                for item in base.value.items[:CANDIDATES]:
                    yield from self.targets(base.index, item, base.frame)
            elif isinstance(base, Obj) and self.is_map(base):
                yield from self._pairs(base)
            elif isinstance(base, Obj):
                for entry in base.value.entries[:CANDIDATES]:
                    if entry.kind in {"property", "shorthand", "method"}:
                        yield from self.targets(base.index, entry.value, base.frame)

    def _keys(self, index: ScriptIndex, value: Member, frame: Frame | None) -> tuple[str, ...]:
        if value.computed is None:
            return ()
        return tuple(text for text in self._texts(index, value.computed, frame, 0) if text and "{}" not in text)

    def _of(self, base: Target, key: str) -> Iterator[Target]:
        self._fuel -= 1
        if self._nested > NESTED or self._fuel < 0:
            self._cut = True
            return
        self._nested += 1
        try:
            yield from self._key_of(base, key)
        finally:
            self._nested -= 1

    def _key_of(self, base: Target, key: str) -> Iterator[Target]:
        match base:
            case Path(path):
                yield from self._join(path, key)
            case Obj():
                yield from self._of_object(base, key)
            case Cls():
                yield from self._of_class(base, key, 0)
            case Made():
                yield from self._of_made(base, key)
            case Module():
                yield from self._exported(base.index, key)
            case Arr():
                if key.isdigit() and int(key) < len(base.value.items):
                    yield from self.targets(base.index, base.value.items[int(key)], base.frame)
            case Part():
                yield from self._of_part(base, key)
            case Func():
                if key == "prototype":
                    yield Made(base.ref)
                else:
                    yield from self._assigned(base, key)
            case _:
                return

    def _join(self, path: str, key: str) -> Iterator[Target]:
        if path.startswith(AURA):
            yield from self._assigned(Path(path), key)
        elif path in WINDOW_NAMES:
            # The same question as the bare name: an answer cut short by a cycle must not be kept for one of the two.
            yield from self.targets(self.program.indexes[0], Name(key, -1, NOWHERE), None)
        elif path.endswith("#"):
            yield Path(path + key)
        elif "#" in path:
            return
        else:
            yield from self._global(f"{path}.{key}")

    def _of_object(self, base: Obj, key: str) -> Iterator[Target]:
        for entry in base.value.entries:
            if entry.key == key:
                yield from self._entry(base.index, entry, base.frame)
            elif entry.kind == "spread":
                for inner in self.targets(base.index, entry.value, base.frame):
                    yield from self._of(inner, key)
        yield from self._assigned(base, key)
        for index, step in self.program.members.get("prototype", ()):
            if step.value is base.value and isinstance(step.target, Member):
                for maker in self.targets(index, step.target.object, None):
                    if isinstance(maker, Func):
                        yield from self._assigned(Made(maker.ref), key)

    def _of_part(self, base: Part, key: str) -> Iterator[Target]:
        """Yield a member of a bundled module's ``module``, ``exports`` or ``require``."""
        index = self.program.index(base.ref.script)
        bundle = self.bundles[id(index)]
        at = base.ref.function.index
        if base.role == "module" and key == "exports":
            yield from self._exports_of(base.ref)
        elif base.role == "exports":
            for value in bundle.exports.get((at, key), ()):
                yield from self.targets(index, value, None)
            for value in bundle.whole.get(at, ()):
                for target in self.targets(index, value, None):
                    yield from (target,) if key == "default" and isinstance(target, Func) else self._of(target, key)

    def _exports_of(self, ref: FunctionRef) -> Iterator[Target]:
        yield Part(ref, "exports")
        index = self.program.index(ref.script)
        for value in self.bundles[id(index)].whole.get(ref.function.index, ()):
            yield from self.targets(index, value, None)

    def _loaded(self, index: ScriptIndex, name: str) -> Iterator[Target]:
        """Yield what a module loader hands over under the name of a module."""
        if name == "jquery":
            yield Path("jQuery")
        for bundle in self.bundles.values():
            if name in bundle.factories:
                yield from self._given_away(bundle.factories[name])
        for source in (name, LOADED + name):
            for module in self.modules.get((index.script.path, source), ()):
                yield from self._exported(module, "*")

    def _given_away(self, factory: FunctionRef) -> Iterator[Target]:
        """Yield what the function of ``define`` makes: what it returns, and its ``exports``."""
        index = self.program.index(factory.script)
        for value in index.returns.get(factory.function.index, ()):
            yield from self.targets(index, value, None)
        yield from self._exports_of(factory)

    def runs_modules(self, target: Target) -> bool:
        """Say whether a target is the function by which the modules of a bundle require each other."""
        if isinstance(target, Part):
            return target.role == "require"
        if not isinstance(target, Func) or not self.bundles:
            return False
        bundle = self.bundles.get(id(self.program.index(target.ref.script)))
        return bundle is not None and target.ref.function.index in bundle.requirers

    def _is_part(self, index: ScriptIndex, name: Name) -> bool:
        """Say whether a name is what a bundle hands to one of its modules."""
        bundle = self.bundles.get(id(index))
        return bundle is not None and part_of(index, bundle, name) is not None

    def _is_interop(self, index: ScriptIndex, callee: Value, frame: Frame | None) -> bool:
        """Say whether a call is webpack's ``n(module)``: it gives a function that gives the module, or its default."""
        if not self.bundles or not isinstance(callee, Member) or callee.key != "n":
            return False
        return any(self.runs_modules(item) for item in self.targets(index, callee.object, frame))

    def _bundled(self, index: ScriptIndex, call: Call, target: Target, frame: Frame | None) -> Iterator[Target]:
        """Yield the exports of the module that a call of a bundle's ``require`` means."""
        ref = target.ref if isinstance(target, Part | Func) else None
        if ref is None:
            return
        bundle = self.bundles[id(self.program.index(ref.script))]
        for argument in call.arguments[:1]:
            for name in self._texts(index, argument, frame, 0):
                found = bundle.required(ref.function.index, name)
                if found is not None:
                    yield from self._exports_of(found)

    def _entry(self, index: ScriptIndex, entry: Entry, frame: Frame | None) -> Iterator[Target]:
        if entry.kind == "getter" and isinstance(entry.value, FunctionValue):
            for value in index.returns.get(entry.value.function, ()):
                yield from self.targets(index, value, frame)
        elif entry.kind == "field" and isinstance(entry.value, FunctionValue):
            function = index.script.functions[entry.value.function]
            if function.kind == "field":
                for value in index.returns.get(function.index, ()):
                    yield from self.targets(index, value, frame)
            else:
                yield Func(index.refs[function.index], frame)
        elif entry.kind != "setter":
            yield from self.targets(index, entry.value, frame)

    def _of_class(self, base: Cls, key: str, depth: int) -> Iterator[Target]:
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
            for parent in self.targets(base.index, base.value.superclass, None):
                if isinstance(parent, Cls) and parent.value is not base.value:
                    yield from self._of_class(Cls(parent.index, parent.value, base.instance), key, depth + 1)

    def _of_made(self, base: Made, key: str) -> Iterator[Target]:
        found = False
        for target in self._own_of_made(base, key):
            found = True
            yield target
        if not found:
            for parent in self._parents_of(base):
                yield from self._of(parent, key)

    def _parents_of(self, base: Made) -> Iterator[Target]:
        """Yield what ``new Child()`` inherits from: ``inherits(Child, Parent)``, ``Child.prototype = new Parent()``."""
        for name in INHERITING:
            for index, call in self.program.called.get(name, ()):
                if len(call.arguments) > 1 and self._is_maker(index, call.arguments[0], base):
                    for parent in self.targets(index, call.arguments[1], None):
                        if isinstance(parent, Func) and parent.ref is not base.ref:
                            yield Made(parent.ref)
        for index, step in self.program.members.get("prototype", ()):
            held = step.target.object if isinstance(step.target, Member) else None
            if isinstance(step.value, Call) and held is not None and self._is_maker(index, held, base):
                for parent in self.targets(index, step.value, None):
                    if isinstance(parent, Made) and parent.ref is not base.ref:
                        yield parent

    def _is_maker(self, index: ScriptIndex, value: Value, made: Made) -> bool:
        return any(isinstance(item, Func) and item.ref is made.ref for item in self.targets(index, value, None))

    def _own_of_made(self, base: Made, key: str) -> Iterator[Target]:
        yield from self._assigned(base, key)
        for index, step in self.program.members.get("prototype", ()):
            target = step.target
            if isinstance(step.value, Object) and isinstance(target, Member):
                makers = self.targets(index, target.object, None)
                if any(isinstance(maker, Func) and maker.ref is base.ref for maker in makers):
                    for entry in step.value.entries:
                        if entry.key == key:
                            yield from self._entry(index, entry, None)

    def _assigned(self, base: Target, key: str) -> Iterator[Target]:
        """Yield what is assigned to ``key`` of the same thing anywhere in the window."""
        wanted = identity(base)
        for index, step in self.program.members.get(key, ())[:CANDIDATES]:
            target = step.target
            if isinstance(target, Member) and any(
                identity(item) == wanted for item in self.targets(index, target.object, None)
            ):
                yield from self.targets(index, step.value, None)

    def _any_this(self, index: ScriptIndex, key: str) -> Iterator[Target]:
        """Yield what ``this.key`` is given or defined as anywhere in the script, when ``this`` is not known."""
        for step in index.members.get(key, ()):
            if isinstance(step.target, Member) and isinstance(step.target.object, This):
                yield from self.targets(index, step.value, None)
        for function in index.named.get(key, ()):
            yield Func(index.refs[function])

    def _this(self, index: ScriptIndex, function: int, frame: Frame | None) -> Iterator[Target]:
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
        for called in self._this_of_called(index, function, frame):
            found = True
            yield called
        for step in index.given.get(function, ()):
            target = step.target
            if not isinstance(target, Member):
                continue
            for base in self.targets(index, target.object, frame):
                if not isinstance(base, Path | Text):
                    found = True
                    yield base
        if not found and self._builds_itself(index, function):
            yield Made(index.refs[function])

    def _this_of_called(self, index: ScriptIndex, function: int, frame: Frame | None) -> Iterator[Target]:
        """Yield the ``this`` of a function that is called where it is written: the window, or what ``call`` names."""
        for call in index.called.get("", ()):
            if isinstance(call.callee, FunctionValue) and call.callee.function == function and not call.new:
                yield Path("window")
        for key in ("call", "apply"):
            for call in index.called.get(key, ()):
                held = call.callee.object if isinstance(call.callee, Member) else None
                if isinstance(held, FunctionValue) and held.function == function:
                    for argument in call.arguments[:1]:
                        yield from self.targets(index, argument, frame)

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

    def _note_heirs(self) -> Iterator[tuple[int, Cls]]:
        for index in self.program.indexes:
            for value in index.classes:
                if value.superclass is not None:
                    for target in self.targets(index, value.superclass, None):
                        if isinstance(target, Cls) and target.value is not value:
                            yield id(target.value), Cls(index, value, instance=True)

    def _owner_of_wrapped(self, index: ScriptIndex, function: int) -> tuple[Object | ClassValue, Entry] | None:
        """Return the owner of ``key: wrap(function () { … })``."""
        for call, _ in index.passed.get(function, ()):
            held = index.objects.get(id(call))
            if held is not None:
                return held
        return None

    # Calls

    def plain(self, index: ScriptIndex, call: Call) -> Call:
        """Return the call that ``method.call(thing, a)`` or ``method.apply(thing, [a])`` of an API makes, else itself.

        The same call every time: calls are compared by identity.
        """
        callee = call.callee
        if not isinstance(callee, Member) or callee.key not in {"call", "apply"}:
            return call
        known = self._plain.get(id(call))
        if known is None:
            known = self._plain[id(call)] = self._made_plain(index, call, callee)
        return known

    def _made_plain(self, index: ScriptIndex, call: Call, callee: Member) -> Call:
        targets = self.targets(index, callee.object, None)
        if not any(isinstance(item, Path) and entry_of(item.path) is not None for item in targets):
            return call
        arguments = call.arguments[1:]
        if callee.key == "apply" and arguments:
            given = arguments[0]
            arguments = given.items if isinstance(given, Array) else (Unknown("spread", given.span),)
        return replace(call, callee=callee.object, arguments=arguments)

    def _call(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        callee = call.callee
        key = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
        if key in {"bind", "call", "apply"} and isinstance(callee, Member):
            held = self.targets(index, callee.object, frame)
            bound = [item for item in held if isinstance(item, Func)]
            if key == "bind":
                yield from bound
                yield from (item for item in held if isinstance(item, Path) and dialect_of(item.path))
                return
            for func in bound:
                yield from self._returned(func, Caller(index, call.arguments[1:], frame))
            return
        if key == "then" and isinstance(callee, Member):
            for argument in call.arguments[:1]:
                for item in self.targets(index, argument, frame):
                    if isinstance(item, Func):
                        yield from self._returned(item, Caller(index, (callee.object,), frame))
            return
        if key in {"querySelector", "getElementsByTagName", "find", "querySelectorAll"} and self._is_toolkit(
            index, call, frame
        ):
            yield Path("VoiceToolkit#")
            return
        if key == "require" and isinstance(callee, Name) and not self._is_part(index, callee):
            yield from self._required(index, call, frame)
            return
        if self._is_interop(index, callee, frame):
            for argument in call.arguments[:1]:
                yield from self.targets(index, argument, frame)
            return
        if key == "import" and isinstance(callee, Name):
            yield from (Module(module) for module in self._module(index, call.arguments, frame))
            return
        if key in {"entries", "keys", "values"} and index.path_of(callee) == f"Object.{key}":
            yield from self._entries_of(index, call, key, frame)
            return
        known = False
        for target in self.targets(index, callee, frame):
            if isinstance(target, Path) and target.path in RESULTS:
                known = True
                yield Path(RESULTS[target.path])
            elif self.runs_modules(target):
                known = True
                yield from self._bundled(index, call, target, frame)
            elif isinstance(target, Part):
                known = True
                yield target
            elif isinstance(target, Func):
                known = True
                if call.new and not self._returns_something(target):
                    yield Made(target.ref)
                else:
                    yield from self._returned(target, Caller(index, call.arguments, frame))
            elif isinstance(target, Cls) and call.new:
                known = True
                yield Cls(target.index, target.value, instance=True)
            elif isinstance(target, Path) and target.path == "Promise" and call.new:
                known = True
                yield from self._promised(index, call, frame)
            elif isinstance(target, Path) and target.path in MAPS and call.new:
                known = True
                yield self._map(index, call, frame)
        if not known and key == "get" and isinstance(callee, Member) and call.arguments:
            keys = tuple(text for text in self._texts(index, call.arguments[0], frame, 0) if "{}" not in text)
            for target in self.targets(index, callee.object, frame):
                if isinstance(target, Obj) and self.is_map(target):
                    yield from self._kept(target, callee.object, keys)
        if not known and (key in WRAPPERS or key in SAME):
            for argument in call.arguments:
                for item in self.targets(index, argument, frame):
                    if key in SAME or isinstance(item, Func):
                        yield item

    def _map(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Obj:
        """Return the table that ``new Map([[key, value], …])`` is."""
        known = self._maps.get(id(call))
        if known is not None:
            return known
        home, entries, inner = index, [], frame
        for argument in call.arguments[:1]:
            for target in self.targets(index, argument, frame):
                if isinstance(target, Arr):
                    home, inner = target.index, target.frame
                    for pair in target.value.items:
                        if isinstance(pair, Array) and len(pair.items) == 2:
                            key, value = pair.items
                            texts = self._texts(home, key, inner, 0)
                            entries.append(Entry(texts[0], value, "property", pair.span, key.span))
        made = Obj(home, Object(tuple(entries), call.span), inner)
        self._maps[id(call)] = made
        self._map_values.add(id(made.value))
        return made

    def is_map(self, target: Obj) -> bool:
        """Say whether a table is a Map."""
        return id(target.value) in self._map_values

    def _kept(self, table: Obj, written: Value, keys: tuple[str, ...]) -> Iterator[Target]:
        """Yield what a Map keeps under one of the keys, or under any when they are not known."""
        for entry in table.value.entries[:CANDIDATES]:
            if not keys or entry.key in keys:
                yield from self.targets(table.index, entry.value, table.frame)
        for index, call in self._fillings().get(_last_name(written), ())[:CANDIDATES]:
            callee = call.callee
            if isinstance(callee, Member) and any(
                isinstance(item, Obj) and item.value is table.value for item in self.targets(index, callee.object, None)
            ):
                texts = self._texts(index, call.arguments[0], None, 0)
                if not keys or any(text in keys or "{}" in text for text in texts):
                    yield from self.targets(index, call.arguments[1], None)

    def _fillings(self) -> dict[str, list[tuple[ScriptIndex, Call]]]:
        """Return the calls of ``set`` with a key and a value, by the name of what they are made on."""
        if self._filled is None:
            self._filled = {}
            for index, call in self.program.called.get("set", ()):
                if isinstance(call.callee, Member) and len(call.arguments) == 2:
                    self._filled.setdefault(_last_name(call.callee.object), []).append((index, call))
        return self._filled

    def _entries_of(self, index: ScriptIndex, call: Call, what: str, frame: Frame | None) -> Iterator[Target]:
        """Yield the array that Object.keys, values or entries makes of a literal."""
        for argument in call.arguments[:1]:
            for target in self.targets(index, argument, frame):
                if not isinstance(target, Obj):
                    continue
                made = self._made.get((id(target.value), what))
                if made is None:
                    pairs = [(entry.key, entry.value) for entry in target.value.entries if entry.key is not None]
                    items: list[Value] = []
                    for name, value in pairs:
                        key = Literal(name, value.span)
                        items.append(
                            key if what == "keys" else value if what == "values" else Array((key, value), value.span)
                        )
                    made = Arr(target.index, Array(tuple(items), call.span), target.frame)
                    self._made[id(target.value), what] = made
                yield made

    def _returns_something(self, target: Func) -> bool:
        index = self.program.index(target.ref.script)
        return any(isinstance(value, Object) for value in index.returns.get(target.ref.function.index, ()))

    def _returned(self, target: Func, caller: Caller) -> Iterator[Target]:
        index = self.program.index(target.ref.script)
        frame = self.enter(target, caller)
        for value in index.returns.get(target.ref.function.index, ()):
            yield from self.targets(index, value, frame)

    def enter(self, target: Func, caller: Caller) -> Frame | None:
        """Return the frame of ``target`` entered with the caller's arguments; None when calls nest too deep."""
        depth = caller.frame.depth + 1 if caller.frame is not None else 1
        if depth > FRAMES or not target.ref.function.parameters:
            return target.frame
        key = (id(target.ref), id(caller.arguments), id(caller.frame) if caller.frame is not None else 0)
        frame = self._frames.get(key)
        if frame is None:
            frame = Frame(target.ref, caller.arguments, caller.index, caller.frame, target.frame, depth)
            self._frames[key] = frame
        return frame

    def _promised(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        for argument in call.arguments[:1]:
            for executor in self.targets(index, argument, frame):
                if isinstance(executor, Func) and executor.ref.function.parameters:
                    name = executor.ref.function.parameters[0].name
                    home = self.program.index(executor.ref.script)
                    for inner in home.called.get(name, ()):
                        if isinstance(inner.callee, Name) and self._binds(home, inner.callee, executor.ref.function):
                            for value in inner.arguments[:1]:
                                yield from self.targets(home, value, frame)

    @staticmethod
    def _binds(index: ScriptIndex, name: Name, function: Function) -> bool:
        return index.scope_of(name) == function.scope

    def _is_toolkit(self, index: ScriptIndex, call: Call, frame: Frame | None) -> bool:
        for argument in call.arguments[:1]:
            for text in self._texts(index, argument, frame, 0):
                lowered = text.lower()
                if "service-cloud-voice-toolkit" in lowered or lowered.lstrip(".#") in self.toolkit_ids:
                    return True
        return False

    # Parameters

    def _parameter(self, index: ScriptIndex, function: int, name: str, frame: Frame | None) -> Iterator[Target]:
        ref = index.refs[function]
        position = next((at for at, item in enumerate(ref.function.parameters) if name in {item.name, item.slot}), None)
        if position is None:
            return
        parameter = ref.function.parameters[position]
        bundle = self.bundles.get(id(index))
        part = bundle.given.get((ref.function.scope, name)) if bundle is not None else None
        if part is not None:
            yield part
            return
        wanted = bundle.wants.get((ref.function.scope, name)) if bundle is not None else None
        if wanted is not None:
            yield from self._loaded(index, wanted)
            return
        entered = frame
        while entered is not None and entered.ref is not ref:
            entered = entered.outer
        if entered is not None:
            yield from self._argument(entered.index, entered.arguments, position, parameter.rest, entered.caller)
        else:
            yield from self._helper(index, ref, position)
            typed = self._typed(index, ref, position)
            if typed:
                yield Path(typed)
            for caller in self.callers(ref):
                yield from self._argument(caller.index, caller.arguments, position, parameter.rest, caller.frame)
        if parameter.default is not None:
            yield from self.targets(index, parameter.default, frame)

    def _argument(
        self, index: ScriptIndex, arguments: tuple[Value, ...], position: int, rest: bool, frame: Frame | None
    ) -> Iterator[Target]:
        chosen = arguments[position:] if rest else arguments[position : position + 1]
        for argument in chosen:
            yield from self.targets(index, argument, frame)

    def _helper(self, index: ScriptIndex, ref: FunctionRef, position: int) -> Iterator[Target]:
        """Yield the helper of an Aura bundle for the parameter that Aura fills with it."""
        script = index.script
        if script.kind is not ScriptKind.AURA or ref.function.index not in index.owners:
            return
        if index.owners[ref.function.index][0] is not script.bundle:
            return
        renderer = script.path.endswith("Renderer.js")
        if position == 0 and not script.path.endswith("Helper.js"):
            yield Path(AURA + script.path.rpartition("/")[0])
        if position == (1 if renderer else 2) and not script.path.endswith("Helper.js"):
            helper = self.helpers.get(script.path.rpartition("/")[0])
            if helper is not None:
                yield Obj(helper[0], helper[1])

    def _typed(self, index: ScriptIndex, ref: FunctionRef, position: int) -> str:
        """Return the type of a callback's parameter, or '': Streams' contact and agent, jQuery in its ready handler."""
        if position != 0:
            return ""
        for call, at in index.passed.get(ref.function.index, ()):
            if at == 0 and self._is_ready(index, call):
                return "jQuery"
            if at == 0 and isinstance(call.callee, Member) and call.callee.key in {"contact", "agent"}:
                for target in self.targets(index, call.callee, None):
                    if target in {Path("connect.contact"), Path("connect.agent")}:
                        return "Contact#" if call.callee.key == "contact" else "Agent#"
        name = ref.name
        if name:
            for key in ("contact", "agent"):
                for home, call in self.program.called.get(key, ()):
                    if home is index and call.arguments and isinstance(call.arguments[0], Name | Member):
                        last = call.arguments[0]
                        written = last.name if isinstance(last, Name) else last.key
                        if written == name and home.path_of(call.callee) == f"connect.{key}":
                            return f"{key.capitalize()}#"
        return ""

    @staticmethod
    def _is_ready(index: ScriptIndex, call: Call) -> bool:
        """Say whether a call is ``jQuery(f)`` or ``jQuery(document).ready(f)``: jQuery hands itself to ``f``."""
        callee = call.callee
        if isinstance(callee, Member) and callee.key == "ready" and isinstance(callee.object, Call):
            callee = callee.object.callee
        return isinstance(callee, Name) and index.path_of(callee) in {"jQuery", "$"}

    def callers(self, ref: FunctionRef) -> list[Caller]:
        """Return the calls that can enter ``ref``, at most a few dozen."""
        known = self._callers.get(id(ref))
        if known is not None:
            return known
        found: list[Caller] = []
        self._callers[id(ref)] = found
        index = self.program.index(ref.script)
        names = index.names_of(ref.function.index)
        if not index.shares_globals or "module.exports" in index.paths:
            names |= self._imported_names
        for name in sorted(names):
            for home, call in self.program.called.get(name, ())[:CANDIDATES]:
                if any(self._enters(item, ref) for item in self.targets(home, call.callee, None)):
                    found.append(Caller(home, call.arguments, None, call))
        found.extend(
            Caller(index, call.arguments, None, call)
            for call in index.called.get("", ())
            if isinstance(call.callee, FunctionValue) and call.callee.function == ref.function.index
        )
        for key in ("call", "apply"):
            for call in index.called.get(key, ()):
                callee = call.callee
                if (
                    isinstance(callee, Member)
                    and isinstance(callee.object, FunctionValue)
                    and callee.object.function == ref.function.index
                ):
                    found.append(Caller(index, call.arguments[1:], None, call))
        for call, position in index.passed.get(ref.function.index, ()):
            found.extend(self._passed_on(index, call, position))
        for name in sorted(index.names_of(ref.function.index)):
            for home, call, position in self.program.handed.get(name, ())[:CANDIDATES]:
                given = self.targets(home, call.arguments[position], None)
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
            for parent in self.targets(target.index, target.value.superclass, None):
                if isinstance(parent, Cls) and parent.value is not target.value:
                    yield from self.constructors(parent, depth + 1)

    def _passed_on(self, index: ScriptIndex, call: Call, position: int) -> Iterator[Caller]:
        """Yield the calls of a parameter into which a function was passed."""
        callee = call.callee
        if isinstance(callee, Member) and callee.key == "then" and position == 0:
            yield Caller(index, (callee.object,), None)
            return
        if isinstance(callee, Member) and callee.key in EACH and position == 0:
            for target in self.targets(index, callee.object, None):
                if isinstance(target, Arr):
                    for item in target.value.items[:CANDIDATES]:
                        yield Caller(target.index, self._one(item), target.frame)
                elif isinstance(target, Obj) and self.is_map(target):
                    for pair in self._pairs(target):
                        yield Caller(pair.index, self._turned(pair), pair.frame)
            return
        for target in self.targets(index, callee, None):
            if not isinstance(target, Func) or position >= len(target.ref.function.parameters):
                continue
            home = self.program.index(target.ref.script)
            name = target.ref.function.parameters[position].name
            frame = self.enter(target, Caller(index, call.arguments, None))
            for inner in home.called.get(name, ())[:CANDIDATES]:
                if isinstance(inner.callee, Name) and self._binds(home, inner.callee, target.ref.function):
                    yield Caller(home, inner.arguments, frame, inner)

    def _one(self, item: Value) -> tuple[Value, ...]:
        """Return the same one-item tuple for the same value, so that frames made from it are the same too."""
        known = self._ones.get(id(item))
        if known is None:
            self._ones[id(item)] = known = (item,)
        return known

    def _turned(self, pair: Arr) -> tuple[Value, ...]:
        """Return the value and the key of a Map's pair: in this order ``forEach`` hands them over."""
        known = self._ones.get(id(pair))
        if known is None:
            self._ones[id(pair)] = known = tuple(reversed(pair.value.items))
        return known

    # Modules

    def _module(self, index: ScriptIndex, arguments: tuple[Value, ...], frame: Frame | None) -> Iterator[ScriptIndex]:
        for argument in arguments[:1]:
            for source in self._texts(index, argument, frame, 0):
                yield from self.modules.get((index.script.path, source), ())

    def _required(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        for module in self._module(index, call.arguments, frame):
            yield from self._exported(module, "*")
        for argument in call.arguments[:1]:
            for source in self._texts(index, argument, frame, 0):
                yield from _package(source, "*")

    def _imported(self, index: ScriptIndex, local: str) -> Iterator[Target]:
        for item in index.script.imports:
            if item.local != local:
                continue
            for module in self.modules.get((index.script.path, item.source), ()):
                yield from self._exported(module, item.imported)
            yield from _package(item.source, item.imported)

    def _exported(self, module: ScriptIndex, name: str) -> Iterator[Target]:
        """Yield what a module exports under ``name``; modules that re-export each other are asked once."""
        key = (id(module), name)
        if key in self._exporting:
            self._cut = True
            return
        self._exporting.add(key)
        try:
            yield from self._export_of(module, name)
        finally:
            self._exporting.discard(key)

    def _export_of(self, module: ScriptIndex, name: str) -> Iterator[Target]:
        bundle = self.bundles.get(id(module))
        for factory in bundle.factories.values() if bundle is not None else ():
            for target in self._given_away(factory):
                yield from (target,) if name == "*" else self._of(target, name)
        if name == "*":
            yield Module(module)
            for step in module.paths.get("module.exports", ()):
                yield from self.targets(module, step.value, None)
            return
        found = False
        for export in module.script.exports:
            if export.name == name and not export.source:
                found = True
                yield from self.targets(module, export.value, None)
            elif export.source and export.name in {name, "*"}:
                inner = export.value.name if export.name == name and isinstance(export.value, Name) else name
                for other in self.modules.get((module.script.path, export.source), ()):
                    if other is not module:
                        yield from self._exported(other, inner)
        for path in (f"exports.{name}", f"module.exports.{name}"):
            for step in module.paths.get(path, ()):
                found = True
                yield from self.targets(module, step.value, None)
        if not found:
            for step in module.paths.get("module.exports", ()):
                for target in self.targets(module, step.value, None):
                    if name == "default":
                        yield target
                    else:
                        yield from self._of(target, name)

    # Texts

    def _texts(self, index: ScriptIndex, value: Value, frame: Frame | None, depth: int) -> tuple[str, ...]:
        if depth > 6:
            return ("{}",)
        if isinstance(value, Literal):
            return (plain(value.value),)
        if isinstance(value, Template):
            texts = [""]
            for part in value.parts:
                choices = self._texts(index, part, frame, depth + 1) or ("{}",)
                texts = [text + choice for text in texts for choice in choices][:16]
            return tuple(texts)
        if isinstance(value, Either):
            return tuple(text for option in value.options for text in self._texts(index, option, frame, depth + 1))
        if isinstance(value, Call):
            joined = self._joined(index, value, frame, depth)
            if joined:
                return joined
        found = tuple(item.text for item in self.targets(index, value, frame) if isinstance(item, Text))
        return found or ("{}",)

    def _joined(self, index: ScriptIndex, call: Call, frame: Frame | None, depth: int) -> tuple[str, ...]:
        """Return what ``[a, b].join('/')`` or ``a.concat(b)`` can be as a text; nothing for another call."""
        callee = call.callee
        if not isinstance(callee, Member):
            return ()
        parts: tuple[Value, ...] = ()
        if callee.key == "join":
            for target in self.targets(index, callee.object, frame):
                if isinstance(target, Arr):
                    index, parts, frame = target.index, target.value.items, target.frame
            between = self._texts(index, call.arguments[0], frame, depth + 1)[0] if call.arguments else ","
        elif callee.key == "concat" and not isinstance(callee.object, Array):
            parts, between = (callee.object, *call.arguments), ""
        texts = [""]
        for at, part in enumerate(parts):
            choices = self._texts(index, part, frame, depth + 1) or ("{}",)
            glue = between if at else ""
            texts = [text + glue + choice for text in texts for choice in choices][:16]
        return tuple(texts) if parts else ()


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


def _last_name(value: Value) -> str:
    if isinstance(value, Member):
        return value.key or ""
    return value.name if isinstance(value, Name) else ""


def _package(source: str, name: str) -> Iterator[Target]:
    """Yield what a name imported from one of the known packages stands for."""
    if source == "amazon-connect-streams" and name in {"connect", "*", "default"}:
        yield Path("connect")
    elif source in {"scv-connector-base", "@salesforce/scv-connector-base"}:
        yield Path("scv") if name in {"*", "default"} else Path(f"scv.{name}")
    elif source.startswith("@salesforce/apex/"):
        yield Path(source)
    elif source.startswith("lightning/"):
        yield Path(f"{source}.{name}")
