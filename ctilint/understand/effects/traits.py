"""What one call or loop does by itself: does it wait, can it throw, does it only show, does it keep the page busy."""

from __future__ import annotations

from ctilint.read.facts import (
    Array,
    AssignStep,
    Block,
    Call,
    CallStep,
    FunctionValue,
    JumpStep,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    ReturnStep,
    ScriptKind,
    Template,
    This,
    Value,
)
from ctilint.records import replace
from ctilint.understand.effects.payload import Payload
from ctilint.understand.program.api import asks, dialect_of, entry_of, kept
from ctilint.understand.program.index import ScriptIndex, blocks_of, steps_of
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.spelling import (
    is_busy_wait,
    is_false,
    is_short,
    last_key,
)
from ctilint.understand.program.targets import Arr, Frame, Func, Obj, Path, Text
from ctilint.understand.program.vocabulary import (
    DOM_WRITE_KEYS,
    DOM_WRITES,
    ELEMENTS,
    GENERIC,
    HARMLESS,
    HARMLESS_ROOTS,
    JQUERY,
    LISTENING,
    LOGGING,
    NOW,
    PARSER_KEYS,
    PARSERS,
    PARTS,
    PROMISE,
    SHOWING,
)
from ctilint.understand.values.resolver import Resolver

TAINT = 6
EACH = frozenset({"forEach", "map", "each", "flatMap", "reduce"})
# Methods that every text has, and that give a text again.
TEXT_METHODS = frozenset(
    "trim trimStart trimEnd replace replaceAll toLowerCase toUpperCase slice substring substr padStart padEnd concat "
    "toString".split()
)
BROWSER = frozenset({"navigator", "navigator.plugins", "window", "document", "screen", "location"})


def _last_round(block: Block) -> set[int]:
    """Return the steps after which a loop is left for good: they run once, however long the loop is."""
    found: set[int] = set()
    for step in block.steps:
        if isinstance(step, Loop):
            continue
        for inner in blocks_of(step):
            if any(
                isinstance(end, ReturnStep) or (isinstance(end, JumpStep) and end.kind == "break")
                for end in inner.steps
            ):
                found.update(id(item) for item in steps_of(inner))
            else:
                found |= _last_round(inner)
    return found


class Traits:
    """Judges single calls and loops of one window."""

    def __init__(self, resolver: Resolver, payload: Payload) -> None:
        self.resolver = resolver
        self.payload = payload
        self._continued: dict[int, dict[int, Call]] = {}
        self._steppers: dict[int, set[int]] = {}

    def path_of(self, index: ScriptIndex, call: Call, frame: Frame | None) -> str:
        """Return the path that a call's callee names, or ''."""
        for target in self.resolver.targets(index, call.callee, frame):
            if isinstance(target, Path):
                return target.path
        return ""

    def steps_a_generator(self, ref: FunctionRef) -> bool:
        """Say whether a function is TypeScript's stepper under any name, known by the error that it throws."""
        index = self.resolver.program.index(ref.script)
        known = self._steppers.get(id(index))
        if known is None:
            known = set()
            for value, function in index.texts:
                if isinstance(value, Literal) and value.value == "Generator is already executing.":
                    known.update((function, index.script.functions[function].parent))
            known.discard(0)
            self._steppers[id(index)] = known
        return ref.function.index in known

    def slow(self, index: ScriptIndex, step: Loop, frame: Frame | None) -> str:
        """Return why a loop keeps the page busy, or ''."""
        if step.kind in {"while", "do", "for"} and is_busy_wait(step):
            return "busy wait"
        if step.bound is None or isinstance(step.bound, Literal):
            return ""
        if (step.kind == "for" and is_short(step.bound)) or self._is_listed(index, step.bound, frame):
            return ""
        return self._slow_rounds(index, step.body, _last_round(step.body), frame)

    def slow_each(self, index: ScriptIndex, call: Call, func: Func, frame: Frame | None) -> str:
        """Return why ``data.forEach(func)`` or ``$.each(data, func)`` keeps the page busy, or ''."""
        callee = call.callee
        if last_key(call) not in EACH or not isinstance(callee, Member):
            return ""
        # ``$.each(data, f)`` and its like name the data first; a method of the data is given the function alone.
        handed = len(call.arguments) > 1 and not isinstance(call.arguments[0], FunctionValue)
        bound = call.arguments[0] if handed and index.path_of(callee) else callee.object
        if isinstance(bound, Literal) or self._is_listed(index, bound, frame) or self._of_page(index, bound):
            return ""
        home = self.resolver.program.index(func.ref.script)
        return self._slow_rounds(home, func.ref.function.body, set(), func.frame)

    def _slow_rounds(self, index: ScriptIndex, body: Block, last: set[int], frame: Frame | None) -> str:
        """Return what makes the rounds of a loop slow, or ''; ``last`` are the steps that run once."""
        work = self._work(index, body, last, frame)
        if work:
            return work
        for inner in steps_of(body):
            if (
                isinstance(inner, Loop)
                and inner.bound is not None
                and not is_short(inner.bound)
                and self._work(index, inner.body, _last_round(inner.body), frame)
            ):
                return "loop in a loop"
        return ""

    def _of_page(self, index: ScriptIndex, value: Value, depth: int = 0) -> bool:
        """Say whether a value is elements found in the page: how many there are is not up to the data."""
        if depth > TAINT:
            return False
        if isinstance(value, Name):
            scope = index.scope_of(value)
            steps = index.bound.get((scope, value.name), ()) if scope != -1 else index.paths.get(value.name, ())
            return any(self._of_page(index, step.value, depth + 1) for step in steps[:4])
        if not isinstance(value, Call):
            return False
        key = last_key(value)
        if key == "from":
            return any(self._of_page(index, item, depth + 1) for item in value.arguments[:1])
        if index.path_of(value.callee) in JQUERY or key in ELEMENTS or self._is_jquery(index, value.callee):
            return True
        return isinstance(value.callee, Member) and self._of_page(index, value.callee.object, depth + 1)

    def _is_listed(self, index: ScriptIndex, bound: Value, frame: Frame | None) -> bool:
        """Say whether a loop runs over a list that is written in the code, or over what the browser itself is."""
        if index.path_of(bound) in BROWSER:
            return True
        over: list[Value] = [bound]
        if isinstance(bound, Operation):
            over = [item.object for item in bound.operands if isinstance(item, Member) and item.key == "length"]
        return any(
            isinstance(item, Arr) or (isinstance(item, Obj) and (item.value.entries or not self.resolver.is_map(item)))
            for value in over
            for item in self.resolver.targets(index, value, frame)
        )

    def _work(self, index: ScriptIndex, body: Block, last: set[int], frame: Frame | None) -> str:
        """Return the first thing in the rounds of a loop that takes time, or ''."""
        for inner in steps_of(body):
            if id(inner) in last:
                continue
            if isinstance(inner, AssignStep) and isinstance(inner.target, Member) and inner.target.key in DOM_WRITES:
                return "loop of DOM writes"
            if isinstance(inner, CallStep):
                path = self.path_of(index, inner.call, frame)
                if dialect_of(path) in {"lightning", "classic", "console", "ajax"} and not asks(path):
                    return "loop of Salesforce calls"
                if path in PARSERS or last_key(inner.call) in PARSER_KEYS:
                    return "loop that parses"
                if (
                    last_key(inner.call) in DOM_WRITE_KEYS
                    and isinstance(inner.call.callee, Member)
                    and self.shows(index, inner.call.callee.object)
                ):
                    return "loop of DOM writes"
        return ""

    def synchronous(self, index: ScriptIndex, call: Call, path: str, frame: Frame | None) -> bool:
        """Say whether an AJAX Toolkit call has no callback, so that the page waits for the answer."""
        entry = entry_of(path)
        if entry is None or "synchronous" not in entry.roles:
            return False
        for argument in call.arguments[1:]:
            if isinstance(argument, FunctionValue):
                return False
            targets = self.resolver.targets(index, argument, frame)
            if not targets and isinstance(argument, Name | Member):
                return False
            for target in targets:
                if target == Path("undefined"):
                    continue
                if isinstance(target, Func | Path) or (
                    isinstance(target, Obj)
                    and any(item.key in {"onSuccess", "onFailure"} for item in target.value.entries)
                ):
                    return False
        return True

    def deferred(self, index: ScriptIndex, call: Call, path: str, frame: Frame | None) -> bool:
        """Say whether a search only looks and pops nothing (``deferred: true``)."""
        if not path.endswith(".searchAndScreenPop"):
            return False
        for argument in call.arguments[:1]:
            for target in self.resolver.targets(index, argument, frame):
                if isinstance(target, Obj):
                    for entry in target.value.entries:
                        if entry.key == "deferred" and isinstance(entry.value, Literal) and entry.value.value is True:
                            return True
        return False

    def can_throw(self, index: ScriptIndex, call: Call, path: str, key: str) -> bool:
        """Say whether a call of something that nothing here defines can throw on a payload."""
        if key in PARSER_KEYS:
            return True
        root = path.partition(".")[0].partition("#")[0]
        if path in HARMLESS or root in HARMLESS_ROOTS or key.lower() in LOGGING or key in LOGGING:
            return False
        callee = call.callee
        if isinstance(callee, Member):
            if key in TEXT_METHODS and self._is_text(index, callee.object):
                return False
            if self.payload.taint(index, callee.object) == 2:
                return not callee.optional
            if self._of_own_making(index, callee.object):
                return False
            if key in GENERIC:
                return not self.shows(index, callee.object)
            if key in {"call", "apply"}:
                # A method of that name, or a function that is called: both throw as what stands before it does.
                named = replace(call, callee=callee.object)
                return self.can_throw(index, named, path.rpartition(".")[0], last_key(named))
            return key not in SHOWING and key not in PROMISE and key not in NOW and key not in LISTENING
        return (
            isinstance(callee, Name)
            and not call.new
            and not self._is_jquery(index, callee)
            and not self._settles(index, callee)
        )

    def _is_text(self, index: ScriptIndex, value: Value) -> bool:
        """Say whether a value is a text whatever it is made of: the methods that texts have do not throw on it."""
        while isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.key in TEXT_METHODS:
            value = value.callee.object
        if isinstance(value, Template):
            return True
        if not isinstance(value, Call):
            return False
        if index.path_of(value.callee) in {"String", "JSON.stringify"}:
            return True
        entry = entry_of(self.path_of(index, value, None))
        return entry is not None and kept(entry) and entry.returns == "string"

    def _settles(self, index: ScriptIndex, callee: Name) -> bool:
        """Say whether a name is the ``resolve`` or ``reject`` that a promise hands to its function."""
        scope = index.scope_of(callee)
        binding = index.script.scopes[scope].bindings[callee.name] if scope != -1 else None
        if binding is None or binding.kind != "parameter":
            return False
        return any(
            at == 0 and call.new and Path("Promise") in self.resolver.targets(index, call.callee, None)
            for call, at in index.passed.get(binding.function, ())
        )

    def _of_own_making(self, index: ScriptIndex, value: Value) -> bool:
        """Say whether a value is a date made here or a list written in the code: its methods do not throw."""
        if isinstance(value, Call):
            return value.new and index.path_of(value.callee) == "Date"
        targets = list(self.resolver.targets(index, value, None)) if isinstance(value, Name | Array) else []
        return bool(targets) and all(isinstance(item, Arr) for item in targets)

    def shows(self, index: ScriptIndex, value: Value, depth: int = 0) -> bool:
        """Say whether a value is part of the page: a jQuery set, an element, the component itself."""
        if index.script.kind is ScriptKind.AURA or depth > TAINT:
            return True
        if isinstance(value, This):
            return True
        if isinstance(value, Call):
            path = index.path_of(value.callee)
            if path in JQUERY or last_key(value) in ELEMENTS or self._is_jquery(index, value.callee):
                return True
            return isinstance(value.callee, Member) and self.shows(index, value.callee.object, depth + 1)
        if isinstance(value, Member):
            # The window of a frame is no part of the page that holds the frame.
            return value.key in PARTS or (
                value.key not in {"contentWindow", "defaultView"} and self.shows(index, value.object, depth + 1)
            )
        if isinstance(value, Name):
            scope = index.scope_of(value)
            if scope == -1:
                # Another script may have given the name its value: that script's scopes say what stands there.
                given = self.resolver.program.paths.get(value.name, ())[:4]
                return value.name == "document" or any(self.shows(home, step.value, depth + 1) for home, step in given)
            return any(
                self.shows(index, step.value, depth + 1) for step in index.bound.get((scope, value.name), ())[:4]
            )
        return isinstance(value, Object | Array | Literal | Template)

    def _is_jquery(self, index: ScriptIndex, callee: Value) -> bool:
        """Say whether a name stands for jQuery by what it was given: jQuery itself, or ``jQuery.noConflict()``."""
        if not isinstance(callee, Name):
            return False
        scope = index.scope_of(callee)
        if scope == -1:
            steps = [step for _, step in self.resolver.program.paths.get(callee.name, ())]
        else:
            steps = index.bound.get((scope, callee.name), [])
        if any(isinstance(step.value, Call) and last_key(step.value) == "noConflict" for step in steps):
            return True
        return any(
            isinstance(item, Path) and item.path in {"jQuery", "$"}
            for item in self.resolver.targets(index, callee, None)
        )

    def ajax_sync(self, index: ScriptIndex, call: Call, frame: Frame | None) -> bool:
        """Say whether a jQuery request waits for its answer."""
        for argument in call.arguments:
            for target in self.resolver.targets(index, argument, frame):
                if isinstance(target, Obj):
                    keys = {entry.key: entry.value for entry in target.value.entries}
                    kind = keys.get("dataType")
                    jsonp = isinstance(kind, Literal) and kind.value == "jsonp"
                    if "async" in keys and self.false(target.index, keys["async"], target.frame) and not jsonp:
                        return True
        return False

    def false(self, index: ScriptIndex, value: Value, frame: Frame | None) -> bool:
        """Say whether a value is ``false``, written there or in everything that its name was ever given."""
        if is_false(value):
            return True
        if not isinstance(value, Name | Member):
            return False
        return {Text("False")} == set(self.resolver.targets(index, value, frame))

    def caught(self, index: ScriptIndex, call: Call) -> bool:
        """Say whether a promise chain ends in a catch."""
        if last_key(call) == "then" and len(call.arguments) > 1:
            return True
        continued = self._continuations(index)
        at: Call | None = call
        for _ in range(12):
            if at is None:
                return False
            outer = continued.get(id(at))
            if outer is not None and last_key(outer) == "catch":
                return bool(outer.arguments)
            at = outer
        return False

    def _continuations(self, index: ScriptIndex) -> dict[int, Call]:
        """Return the call of ``catch``, ``then`` or ``finally`` on each value of a script, by the value's id."""
        known = self._continued.get(id(index))
        if known is None:
            known = self._continued[id(index)] = {}
            for key in ("catch", "then", "finally"):
                for item in index.called.get(key, ()):
                    if isinstance(item.callee, Member):
                        known.setdefault(id(item.callee.object), item)
        return known
