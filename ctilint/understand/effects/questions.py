"""What asks for console, tab or call: calls, conditions, and the names that remember an answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ctilint.read.facts import (
    AssignStep,
    Call,
    CallStep,
    Member,
    Name,
    Operation,
    This,
    Value,
)
from ctilint.understand.effects.payload import Payload
from ctilint.understand.program.api import ASKING, ASKING_MEMBERS, asks
from ctilint.understand.program.index import ScriptIndex, parts, steps_of, within
from ctilint.understand.program.joining import of_script
from ctilint.understand.program.spelling import last_key
from ctilint.understand.program.targets import Frame, Func, Obj, Path, Target
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.words import Asked

# A condition of more parts than this is generated code.
LONG = 80
ORIGIN = frozenset({"origin", "host", "hostname", "protocol", "port"})


@of_script
def _asking_calls(index: ScriptIndex) -> tuple[Call, ...]:
    """Return the calls of a script that may ask for a tab or the console, by their names."""
    return tuple(call for call in index.calls if _may_ask(last_key(call)))


@of_script
def _asking_steps(index: ScriptIndex) -> tuple[AssignStep, ...]:
    """Return the assignments of a script whose value may hold an answer, or the page's address."""
    return tuple(
        step
        for steps in index.assigned_in.values()
        for step in steps
        if any(
            _may_ask(last_key(item))
            if isinstance(item, Call)
            else "location" in {getattr(item, "name", ""), getattr(item, "key", "")}
            for item in within(step.value)
        )
    )


def _may_ask(key: str) -> bool:
    return key in ASKING or key.startswith(("is", "get")) or key in {"call", "apply"}


class Questions:
    """Answers what a condition asks, in one window. ``flags`` are the names that remember an answer.

    ``api_asks`` says whether the window calls a method of an API that asks for console or tab at all.
    """

    def __init__(
        self, resolver: Resolver, payload: Payload, tab_checks: frozenset[str], *, api_asks: bool = True
    ) -> None:
        self.resolver = resolver
        self.payload = payload
        self.tab_checks = tab_checks
        self.flags: dict[object, Asked] = {}
        self._asks_memo: dict[int, Asked] = {}
        self._asks_busy: set[int] = set()
        self._api_asks = api_asks
        self._collect_flags()

    def _collect_flags(self) -> None:
        """Note every name that is given inside the answer of a asked_by, or given a asked_by itself."""
        for index in self.resolver.program.indexes:
            asking = index.calls if self.tab_checks else _asking_calls(index)
            for call in asking:
                kind = self.kind_of(index, call, None)
                if kind:
                    for argument in call.arguments:
                        for target in self.resolver.targets(index, argument, None):
                            for func in self._callbacks(target):
                                self._flag_within(func, kind)
            steps = (step for steps in index.assigned_in.values() for step in steps)
            for step in steps if self.tab_checks else _asking_steps(index):
                kind = self._asked_in(index, step.value)
                if kind:
                    self._flag(index, step.target, kind)

    def _callbacks(self, target: Target) -> Iterator[Func]:
        if isinstance(target, Func):
            yield target
        elif isinstance(target, Obj):
            for entry in target.value.entries:
                if entry.key in {"callback", "success", "onSuccess"}:
                    for inner in self.resolver.targets(target.index, entry.value, target.frame):
                        if isinstance(inner, Func):
                            yield inner

    def _flag_within(self, func: Func, kind: Asked) -> None:
        index = self.resolver.program.index(func.ref.script)
        for step in steps_of(func.ref.function.body):
            if isinstance(step, AssignStep) and step.declares in {"", "var", "let", "const"}:
                self._flag(index, step.target, kind)

    def _asked_in(self, index: ScriptIndex, value: Value) -> Asked:
        for item in self._mentioned(index, value):
            if isinstance(item, Call):
                kind = self.kind_of(index, item, None)
                if kind:
                    return kind
            elif self._of_address(index, item):
                return "console"
        return ""

    def _mentioned(self, index: ScriptIndex, value: Value) -> Iterator[Value]:
        """Yield what a value is made of; where the page comes from (``location.origin``) says nothing of a console."""
        todo = [value]
        while todo:
            item = todo.pop()
            if not (isinstance(item, Member) and item.key in ORIGIN and self._of_address(index, item.object)):
                yield item
                todo.extend(parts(item))

    @staticmethod
    def _of_address(index: ScriptIndex, value: Value) -> bool:
        """Say whether a value reads the page's own address."""
        if isinstance(value, Member):
            return value.key == "location" and index.path_of(value) == "location"
        return isinstance(value, Name) and value.name == "location" and index.scope_of(value) == -1

    def _flag(self, index: ScriptIndex, target: Value, kind: Asked) -> None:
        key = self._flag_key(index, target)
        if key is not None:
            self.flags[key] = kind

    @staticmethod
    def _flag_key(index: ScriptIndex, value: Value) -> object | None:
        if isinstance(value, Name):
            scope = index.scope_of(value)
            return value.name if scope == -1 else (id(index), scope, value.name)
        if isinstance(value, Member) and value.key is not None and isinstance(value.object, This | Name):
            return f".{value.key}"
        return None

    def kind_of(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Asked:
        """Return ``tab`` or ``console`` when a call asks for it, else ''."""
        callee = call.callee
        key = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else None
        if key is None:
            return ""
        if key in self.tab_checks:
            return "tab"
        if key in ASKING:
            return ASKING[key]
        if not self._api_asks or not (key.startswith(("is", "get")) or key in {"call", "apply"}):
            return ""
        for target in self.resolver.targets(index, callee, frame):
            if isinstance(target, Path):
                kind = asks(target.path)
                if kind:
                    return kind
        return ""

    def asked_by(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Asked:
        """Return what a condition asks: ``tab``, ``console`` or ''."""
        best: Asked = ""
        for item in islice(self._mentioned(index, value), LONG):
            kind: Asked = ""
            if isinstance(item, Call):
                kind = (
                    self.kind_of(index, item, frame)
                    or self._asks_inside(index, item, frame)
                    or self._handed_on(index, item, frame)
                )
            elif isinstance(item, Member) and item.key in ASKING_MEMBERS:
                kind = "tab" if index.path_of(item).startswith("document.") else ""
            elif self._of_address(index, item):
                kind = "console"
            elif isinstance(item, Operation) and item.operator in {"==", "===", "!=", "!=="}:
                kind = self._compares_payload(index, item)
            if not kind and isinstance(item, Name | Member):
                key = self._flag_key(index, item)
                kind = self.flags.get(key, "") if key is not None else ""
                if kind and isinstance(item, Member) and self.payload.taint(index, item.object):
                    # What the event brings is no flag of the app, whatever it is called.
                    kind = ""
            if kind == "tab":
                return "tab"
            best = best or kind
        return best

    def _asks_inside(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Asked:
        """Return what a function of the app that is called in a condition asks and gives back."""
        for target in self.resolver.targets(index, call.callee, frame):
            if isinstance(target, Func):
                kind = self._asks_of(target)
                if kind:
                    return kind
        return ""

    def _handed_on(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Asked:
        """Return what a method of Salesforce asks that is handed to a function of the app, to be called there."""
        for argument in call.arguments:
            if isinstance(argument, Member) and argument.key is not None and argument.key.startswith(("is", "get")):
                for target in self.resolver.targets(index, argument, frame):
                    kind = asks(target.path) if isinstance(target, Path) else ""
                    if kind:
                        return kind
        return ""

    def _asks_of(self, func: Func) -> Asked:
        key = id(func.ref)
        known = self._asks_memo.get(key)
        if known is not None:
            return known
        if key in self._asks_busy:
            return ""
        self._asks_busy.add(key)
        home = self.resolver.program.index(func.ref.script)
        kind: Asked = ""
        for value in home.returns.get(func.ref.function.index, ()):
            kind = kind or self.asked_by(home, value, func.frame) or self._promised(home, value, func.frame)
        self._asks_busy.discard(key)
        self._asks_memo[key] = kind
        return kind

    def _promised(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Asked:
        """Return what the function of a promise asks: its answer is what the promise brings."""
        if isinstance(value, Call) and last_key(value) == "promise" and isinstance(value.callee, Member):
            held = value.callee.object
            return self._promised(index, held, frame) or self._resolved_in_answer(index, held)
        if not isinstance(value, Call) or not value.arguments or not (value.new or last_key(value) == "Deferred"):
            return ""
        for target in self.resolver.targets(index, value.arguments[0], frame):
            if isinstance(target, Func):
                home = self.resolver.program.index(target.ref.script)
                for step in steps_of(target.ref.function.body):
                    kind = self.kind_of(home, step.call, target.frame) if isinstance(step, CallStep) else ""
                    if kind:
                        return kind
        return ""

    def _resolved_in_answer(self, index: ScriptIndex, deferred: Value) -> Asked:
        """Return what was asked where ``deferred.resolve`` is called in the answer, or handed on to get it."""
        if not isinstance(deferred, Name):
            return ""
        key = (index.scope_of(deferred), deferred.name)
        binding = index.script.scopes[key[0]].bindings.get(key[1]) if key[0] >= 0 else None
        if binding is None:
            return ""
        for step in steps_of(index.script.functions[binding.function].body):
            kind = self.kind_of(index, step.call, None) if isinstance(step, CallStep) else ""
            if kind:
                return kind
        return ""

    def _compares_payload(self, index: ScriptIndex, operation: Operation) -> Asked:
        """Say ``tab`` when a record, call or tab of the payload is compared with something the app remembers."""
        # In ``a !== b !== c`` it is the first two that are compared; the third is compared with the answer.
        sides = operation.operands[:2]
        for mine, other in (sides, sides[::-1]):
            if (
                isinstance(mine, Member)
                and mine.key in {"recordId", "objectId", "tabId", "callId", "workItemId", "contactId", "contextId"}
                and self.payload.taint(index, mine)
                and isinstance(other, Name | Member)
                and not (isinstance(other, Name) and other.name == "undefined")
                and not self.payload.taint(index, other)
            ):
                return "tab"
        return ""
