"""What a call gives: what the function returns, what ``new`` makes, what a wrapper passes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctilint.read.facts import Array, AssignStep, Call, Member, Name, Object, Step, Unknown
from ctilint.records import replace
from ctilint.understand.program.api import SDK_CLASSES, dialect_of, entry_of
from ctilint.understand.program.bundles import Part
from ctilint.understand.program.index import MAPS, ScriptIndex
from ctilint.understand.program.targets import Caller, Cls, Frame, Func, Made, Obj, Path, Target
from ctilint.understand.values.callers import Callers
from ctilint.understand.values.following import Following
from ctilint.understand.values.modules import Modules
from ctilint.understand.values.tables import Tables
from ctilint.understand.values.texts import Texts

RESULTS = {
    "connect.core.getEventBus": "EventBus#",
    "connect.Agent": "Agent#",
    "connect.Contact": "Contact#",
    "sdk.AmazonConnectApp.init": "sdk.AmazonConnectApp.started",
    "sdk.AmazonConnectService.init": "sdk.AmazonConnectService.started",
}
WRAPPERS = frozenset(
    "bind debounce throttle once partial proxy hitch getCallback useCallback memoize wrap guard guarded safe safely "
    "after before curry delegate createDelegate run runInContext protect catchErrors tryCatch mark "
    "_asyncToGenerator asyncToGenerator".split()
)
SAME = frozenset({"freeze", "seal", "assign", "extend", "merge", "create", "resolve", "all", "race", "from", "of"})


def _is_subscription(path: str) -> bool:
    entry = entry_of(path) if dialect_of(path) == "streams" else None
    return entry is not None and entry.returns == "Subscription"


class Calls:
    """Answers what calls give. ``toolkit_ids`` as in Resolver."""

    def __init__(
        self,
        follow: Following,
        texts: Texts,
        tables: Tables,
        callers: Callers,
        modules: Modules,
        toolkit_ids: frozenset[str],
    ) -> None:
        self.follow = follow
        self.program = follow.program
        self.texts = texts
        self.tables = tables
        self.callers = callers
        self.modules = modules
        self.toolkit_ids = toolkit_ids

    def plain(self, index: ScriptIndex, call: Call) -> Call:
        """Return the call that ``method.call(thing, a)`` or ``method.apply(thing, [a])`` of an API makes, else itself.

        The same call every time: calls are compared by identity.
        """
        callee = call.callee
        if not isinstance(callee, Member) or (callee.key not in {"call", "apply"} and not self._is_reused(index, call)):
            return call
        known = self.follow.memory.plain.get(id(call))
        if known is None:
            made = self._with_latest if callee.key not in {"call", "apply"} else self._made_plain
            known = self.follow.memory.plain[id(call)] = made(index, call, callee)
        return known

    def _is_reused(self, index: ScriptIndex, call: Call) -> bool:
        """Say whether the only argument is a variable that is given more than one thing."""
        given = call.arguments
        return len(given) == 1 and isinstance(given[0], Name) and len(self._given_to(index, given[0])) > 1

    def _given_to(self, index: ScriptIndex, name: Name) -> Sequence[AssignStep]:
        """Return the steps of the script that give a variable something."""
        scope = index.scope_of(name)
        if scope >= 0:
            return index.bound.get((scope, name.name), ())
        return [step for home, step in self.program.paths.get(name.name, ()) if home is index]

    def _with_latest(self, index: ScriptIndex, call: Call, callee: Member) -> Call:
        """Return the call with the object that its variable was given last, where that is plain to see.

        ``args = {…}; one(args); args = {…}; other(args)``: each in the body of the same function, one after the other,
        and nothing is put into the object afterwards.
        """
        del callee
        (given,) = call.arguments
        if not isinstance(given, Name):
            return call
        before = [step for step in self._given_to(index, given) if step.span.start < call.span.start]
        latest = max(before, key=lambda step: step.span.start, default=None)
        if latest is None or not isinstance(latest.value, Object):
            return call
        steps = index.script.functions[call.function].body.steps
        between = [step for step in steps if latest.span.start <= step.span.start < call.span.start]
        if not between or between[0] is not latest or any(_puts_into(step, given.name) for step in between):
            return call
        return replace(call, arguments=(latest.value,))

    def _made_plain(self, index: ScriptIndex, call: Call, callee: Member) -> Call:
        targets = self.follow.targets(index, callee.object, None)
        if not any(isinstance(item, Path) and entry_of(item.path) is not None for item in targets):
            return call
        arguments = call.arguments[1:]
        if callee.key == "apply" and arguments:
            given = arguments[0]
            arguments = given.items if isinstance(given, Array) else (Unknown("spread", given.span),)
        return replace(call, callee=callee.object, arguments=arguments)

    def call(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        """Yield what a call gives."""
        callee = call.callee
        key = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else ""
        if key in {"bind", "call", "apply"} and isinstance(callee, Member):
            held = self.follow.targets(index, callee.object, frame)
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
                for item in self.follow.targets(index, argument, frame):
                    if isinstance(item, Func):
                        yield from self._returned(item, Caller(index, (callee.object,), frame))
            return
        if key in {"querySelector", "getElementsByTagName", "find", "querySelectorAll"} and self._is_toolkit(
            index, call, frame
        ):
            yield Path("VoiceToolkit#")
            return
        if key == "require" and isinstance(callee, Name) and not self.modules.is_part(index, callee):
            yield from self.modules.required(index, call, frame)
            return
        if self.modules.is_interop(index, callee, frame):
            for argument in call.arguments[:1]:
                yield from self.follow.targets(index, argument, frame)
            return
        if key == "import" and isinstance(callee, Name):
            yield from self.modules.dynamic(index, call, frame)
            return
        if key in {"entries", "keys", "values"} and index.path_of(callee) == f"Object.{key}":
            yield from self.tables.entries_of(index, call, key, frame)
            return
        known = False
        for target in self.follow.targets(index, callee, frame):
            if isinstance(target, Path) and target.path in RESULTS:
                known = True
                yield Path(RESULTS[target.path])
            elif isinstance(target, Path) and _is_subscription(target.path):
                known = True
                yield Path("Subscription#")
            elif isinstance(target, Path) and call.new and target.path.removeprefix("sdk.") in SDK_CLASSES:
                known = True
                yield Path(f"{target.path.removeprefix('sdk.')}#")
            elif self.modules.runs_modules(target):
                known = True
                yield from self.modules.bundled(index, call, target, frame)
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
                yield self.tables.of_map(index, call, frame)
        if not known and key == "get" and isinstance(callee, Member) and call.arguments:
            keys = tuple(text for text in self.texts.of(index, call.arguments[0], frame, 0) if "{}" not in text)
            for target in self.follow.targets(index, callee.object, frame):
                if isinstance(target, Obj) and self.tables.is_map(target):
                    yield from self.tables.kept(target, callee.object, keys)
        if not known and (key in WRAPPERS or key in SAME):
            for argument in call.arguments:
                for item in self.follow.targets(index, argument, frame):
                    if key in SAME or isinstance(item, Func):
                        yield item

    def _returns_something(self, target: Func) -> bool:
        index = self.program.index(target.ref.script)
        return any(isinstance(value, Object) for value in index.returns.get(target.ref.function.index, ()))

    def _returned(self, target: Func, caller: Caller) -> Iterator[Target]:
        index = self.program.index(target.ref.script)
        frame = self.callers.enter(target, caller)
        for value in index.returns.get(target.ref.function.index, ()):
            yield from self.follow.targets(index, value, frame)

    def _promised(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        for argument in call.arguments[:1]:
            for executor in self.follow.targets(index, argument, frame):
                if isinstance(executor, Func) and executor.ref.function.parameters:
                    name = executor.ref.function.parameters[0].name
                    home = self.program.index(executor.ref.script)
                    for inner in home.called.get(name, ()):
                        if isinstance(inner.callee, Name) and self.callers.binds(
                            home, inner.callee, executor.ref.function
                        ):
                            for value in inner.arguments[:1]:
                                yield from self.follow.targets(home, value, frame)

    def _is_toolkit(self, index: ScriptIndex, call: Call, frame: Frame | None) -> bool:
        for argument in call.arguments[:1]:
            for text in self.texts.of(index, argument, frame, 0):
                lowered = text.lower()
                if "service-cloud-voice-toolkit" in lowered or lowered.lstrip(".#") in self.toolkit_ids:
                    return True
        return False


def _puts_into(step: Step, name: str) -> bool:
    """Say whether a step gives a member of a variable something."""
    target = step.target if isinstance(step, AssignStep) else None
    return isinstance(target, Member) and isinstance(target.object, Name) and target.object.name == name
