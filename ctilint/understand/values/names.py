"""Names and scopes: what a name can be where it stands, as a variable, a parameter, an import or a window's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ctilint.read.facts import Call, Member, Name, Object, ScriptKind, This, Value
from ctilint.rulebook.tables import api
from ctilint.understand.program.api import entry_of
from ctilint.understand.program.index import WINDOW_NAMES, ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Frame, Func, Obj, Path, Target
from ctilint.understand.values.callers import Callers
from ctilint.understand.values.following import Following
from ctilint.understand.values.memory import CANDIDATES
from ctilint.understand.values.modules import Modules
from ctilint.understand.values.tables import Tables

AURA = "aura component "
LYING = frozenset({"connect"})


class Names:
    """Answers what names can be. ``helpers`` are the helpers of Aura bundles, by the bundle's folder."""

    def __init__(
        self,
        follow: Following,
        tables: Tables,
        callers: Callers,
        modules: Modules,
        helpers: Mapping[str, tuple[ScriptIndex, Object]],
    ) -> None:
        self.follow = follow
        self.program = follow.program
        self.tables = tables
        self.callers = callers
        self.modules = modules
        self.helpers = helpers
        self._by_name: list[tuple[ScriptIndex, Call, str]] | None = None

    def name(self, index: ScriptIndex, name: Name, frame: Frame | None) -> Iterator[Target]:
        """Yield what a name can be: all that it is ever given, and what it is as a parameter or an import."""
        scope = index.scope_of(name)
        if scope == -1:
            looped = index.looped.get((-1, name.name))
            if looped is None:
                yield from self.of_window(name.name)
            else:
                yield from self._rounds(index, looped, frame)
            return
        binding = index.script.scopes[scope].bindings[name.name]
        found = False
        for step in index.bound.get((scope, name.name), ()):
            for target in self.follow.targets(index, step.value, frame):
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
            for target in self.modules.imported(index, name.name):
                found = True
                yield target
        if not found and name.name == "sforce":
            yield Path("sforce")

    def _rounds(
        self, index: ScriptIndex, looped: Iterable[tuple[Value, bool]], frame: Frame | None
    ) -> Iterator[Target]:
        """Yield what the variable of a loop over items or keys can be."""
        for bound, over_keys in looped:
            yield from (self.tables.keys if over_keys else self.tables.items)(index, bound, frame)

    def of_window(self, path: str) -> Iterator[Target]:
        """Yield what a name of the window, or a member path from one, can be; itself when no script defines it."""
        root, _, _ = path.partition(".")
        if root == "sforce":
            yield Path(path)
            return
        if path in self.follow.limits.paths:
            self.follow.limits.cut()
            yield Path(path)
            return
        steps = self.program.paths.get(path, ())
        # A name that the app gives a value which nobody knows is not the window's own thing of that name.
        found = any(isinstance(step.value, Call) and not step.value.new for _, step in steps) and root in LYING
        self.follow.limits.paths.add(path)
        try:
            for index, step in steps[:CANDIDATES]:
                for target in self.follow.targets(index, step.value, None):
                    if target != Path(path):
                        found = True
                        yield target
            for target in self._given_to_window(path):
                found = True
                yield target
        finally:
            self.follow.limits.paths.discard(path)
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
            if isinstance(held, Name | This) and self.is_window(index, held):
                yield from self.follow.targets(index, step.value, None)

    def is_window(self, index: ScriptIndex, value: Value) -> bool:
        """Say whether a value can be the window itself, under whatever name."""
        found = self.follow.targets(index, value, None)
        return any(isinstance(item, Path) and item.path in WINDOW_NAMES for item in found)

    def _parameter(self, index: ScriptIndex, function: int, name: str, frame: Frame | None) -> Iterator[Target]:
        ref = index.refs[function]
        position = next((at for at, item in enumerate(ref.function.parameters) if name in {item.name, item.slot}), None)
        if position is None:
            return
        parameter = ref.function.parameters[position]
        bundle = self.modules.bundles.get(id(index))
        part = bundle.given.get((ref.function.scope, name)) if bundle is not None else None
        if part is not None:
            yield part
            return
        wanted = bundle.wants.get((ref.function.scope, name)) if bundle is not None else None
        if wanted is not None:
            yield from self.modules.loaded(index, wanted)
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
            for caller in self.callers.of(ref):
                yield from self._argument(caller.index, caller.arguments, position, parameter.rest, caller.frame)
        if parameter.default is not None:
            yield from self.follow.targets(index, parameter.default, frame)

    def _argument(
        self, index: ScriptIndex, arguments: tuple[Value, ...], position: int, rest: bool, frame: Frame | None
    ) -> Iterator[Target]:
        chosen = arguments[position:] if rest else arguments[position : position + 1]
        for argument in chosen:
            yield from self.follow.targets(index, argument, frame)

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
            handed = self._handed(index, call) if at == 0 else ""
            if handed:
                return handed
        names = index.names_of(ref.function.index)
        if not index.shares_globals:
            names |= self.callers.imported_names
        for home, call, written in self._listeners_by_name():
            if written in names and any(
                isinstance(item, Func) and item.ref is ref
                for item in self.follow.targets(home, call.arguments[0], None)
            ):
                handed = self._handed(home, call)
                if handed:
                    return handed
        return self._handed_bound(ref)

    def _handed_bound(self, ref: FunctionRef) -> str:
        """Return what Streams hands to a function that is bound where it is given: ``connect.agent(f.bind(this))``."""
        for key in ("contact", "agent"):
            for home, call in self.program.called.get(key, ())[:CANDIDATES]:
                if call.arguments and isinstance(call.arguments[0], Call):
                    given = self.follow.targets(home, call.arguments[0], None)
                    if any(isinstance(item, Func) and item.ref is ref for item in given):
                        return self._handed(home, call)
        return ""

    def _handed(self, index: ScriptIndex, call: Call) -> str:
        """Return the type of what Streams hands to the listener of a call (``Contact#``), or ''."""
        if not isinstance(call.callee, Member) or call.callee.key not in _handing():
            return ""
        for target in self.follow.targets(index, call.callee, None):
            entry = entry_of(target.path) if isinstance(target, Path) else None
            if entry is not None and entry.hands:
                return f"{entry.hands}#"
        return ""

    def _listeners_by_name(self) -> list[tuple[ScriptIndex, Call, str]]:
        """Return the calls that may give Streams a listener by its name, each with that name."""
        if self._by_name is None:
            self._by_name = []
            for key in sorted(_handing()):
                for home, call in self.program.called.get(key, ()):
                    given = call.arguments[0] if call.arguments else None
                    written = given.name if isinstance(given, Name) else given.key if isinstance(given, Member) else ""
                    if written:
                        self._by_name.append((home, call, written))
        return self._by_name

    @staticmethod
    def _is_ready(index: ScriptIndex, call: Call) -> bool:
        """Say whether a call is ``jQuery(f)`` or ``jQuery(document).ready(f)``: jQuery hands itself to ``f``."""
        callee = call.callee
        if isinstance(callee, Member) and callee.key == "ready" and isinstance(callee.object, Call):
            callee = callee.object.callee
        return isinstance(callee, Name) and index.path_of(callee) in {"jQuery", "$"}


@cache
def _handing() -> frozenset[str]:
    """Return the last parts of the names of Streams' methods that hand an object of theirs to a listener."""
    return frozenset(name.replace("#", ".").rpartition(".")[2] for name, entry in api("streams").items() if entry.hands)
