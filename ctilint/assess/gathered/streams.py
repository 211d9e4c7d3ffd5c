"""Methods of Amazon Connect Streams' objects that code reaches through its own variables.

The App knows the contact and agent that ``connect.contact`` and ``connect.agent`` hand over. Their handlers get the
same object again, getters hand out lists and connections: here those are followed inside one script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.read.facts import AssignStep, Call, FunctionValue, Loop, Member, Name, Script, This, Value
from ctilint.records import dataclass
from ctilint.rulebook.tables import api
from ctilint.rulebook.voice import voice_rows
from ctilint.understand.program.index import steps_of, values_of, within

_GIVEN = {"connect.contact": "Contact", "connect.agent": "Agent"}
_GETTERS = {
    "getInitialConnection": "BaseConnection",
    "getActiveInitialConnection": "BaseConnection",
    "getAgentConnection": "BaseConnection",
    "getSingleActiveThirdPartyConnection": "BaseConnection",
    "getConnections": "BaseConnection[]",
    "getActiveConnections": "BaseConnection[]",
    "getThirdPartyConnections": "BaseConnection[]",
}
_CONNECTIONS = ("BaseConnection", "VoiceConnection", "ChatConnection", "TaskConnection", "EmailConnection")
_TO_ONE = frozenset({"find", "pop", "shift", "at", "findLast"})
_TO_LIST = frozenset({"filter", "slice", "reverse", "concat", "sort", "toReversed", "toSorted"})
_EACH = frozenset({"forEach", "map", "filter", "find", "some", "every", "findIndex", "flatMap", "findLast"})
_ROUNDS = 6
_FIELD = -2

Key = tuple[int, str]


@dataclass(slots=True)
class _Kinds:
    """What the names of one script are; ``known`` are the calls that the App has named."""

    script: Script
    known: Mapping[int, str]
    types: dict[Key, str]

    def of(self, value: Value) -> str:
        match value:
            case Name():
                return self.types.get(self.binding(value), "")
            case Member(object=This(), key=str()):
                return self.types.get((_FIELD, value.key or ""), "")
            case Member():
                of = self.of(value.object)
                is_item = value.key is None or value.key.isdigit()
                return of[:-2] if of.endswith("[]") and is_item else ""
            case Call():
                return self.of_call(value)
            case _:
                return ""

    def of_call(self, call: Call) -> str:
        if call.new:
            path = _path(call.callee)
            return path.removeprefix("connect.") if path in {"connect.Agent", "connect.Contact"} else ""
        if not isinstance(call.callee, Member) or call.callee.key is None:
            return ""
        key = call.callee.key
        if key in _GETTERS:
            return _GETTERS[key]
        if key == "getContacts":
            is_agents = self.known.get(id(call)) == "Agent#getContacts" or self.of(call.callee.object) == "Agent"
            return "Contact[]" if is_agents else ""
        if key in _TO_ONE or key in _TO_LIST:
            of = self.of(call.callee.object)
            if of.endswith("[]"):
                return of[:-2] if key in _TO_ONE else of
        return ""

    def note(self, target: Value | None, kind: str) -> None:
        if not kind:
            return
        if isinstance(target, Name):
            self.types.setdefault(self.binding(target), kind)
        elif isinstance(target, Member) and isinstance(target.object, This) and target.key is not None:
            self.types.setdefault((_FIELD, target.key), kind)

    def note_parameter(self, call: Call) -> None:
        """Note the first parameter of a handler, or of a function that is run for each item of a list."""
        kind = _GIVEN.get(_path(call.callee), "")
        if not kind and isinstance(call.callee, Member) and call.callee.key is not None:
            of = self.of(call.callee.object)
            if call.callee.key.startswith("on") and of in {"Contact", "Agent"}:
                kind = of
            elif call.callee.key in _EACH and of.endswith("[]"):
                kind = of[:-2]
        for argument in call.arguments[:1] if kind else ():
            if isinstance(argument, FunctionValue):
                function = self.script.functions[argument.function]
                if function.parameters and function.parameters[0].name:
                    self.types.setdefault((function.scope, function.parameters[0].name), kind)

    def binding(self, name: Name) -> Key:
        at = name.scope
        while at >= 0:
            if name.name in self.script.scopes[at].bindings:
                return (at, name.name)
            at = self.script.scopes[at].parent
        return (-1, name.name)


def method_calls(script: Script, known: Mapping[int, str]) -> Iterator[tuple[str, Call]]:
    """Yield name and call of each method of a contact, agent or connection; ``known`` names calls by identity."""
    calls, assigns, loops = _walk(script)
    if not any(_path(call.callee) in _GIVEN or id(call) in known for call in calls):
        return
    kinds = _Kinds(script, known, {})
    for _ in range(_ROUNDS):
        before = len(kinds.types)
        for call in calls:
            kinds.note_parameter(call)
        for step in assigns:
            kinds.note(step.target, kinds.of(step.value))
        for loop in loops:
            of = kinds.of(loop.bound) if loop.bound is not None else ""
            kinds.note(loop.variable, of[:-2] if of.endswith("[]") else "")
        if len(kinds.types) == before:
            break
    for call in calls:
        name = _method(call, kinds)
        if name:
            yield name, call


def _walk(script: Script) -> tuple[list[Call], list[AssignStep], list[Loop]]:
    calls: dict[int, Call] = {}
    assigns = []
    loops = []
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, AssignStep):
                assigns.append(step)
            elif isinstance(step, Loop) and step.kind == "for-of":
                loops.append(step)
            for value in values_of(step):
                calls.update((id(item), item) for item in within(value) if isinstance(item, Call))
    return list(calls.values()), assigns, loops


def _method(call: Call, kinds: _Kinds) -> str:
    if not isinstance(call.callee, Member) or call.callee.key is None:
        return ""
    of = call.callee.object
    if isinstance(of, Member) and _path(of).startswith("connect."):
        static = f"{of.key}#{call.callee.key}"
        return static if static in api("streams") else ""
    kind = kinds.of(of)
    classes = _CONNECTIONS if kind == "BaseConnection" else (kind,)
    names = [name for name in (f"{one}#{call.callee.key}" for one in classes) if name in api("streams")]
    return next((name for name in names if name in voice_rows()), names[0] if names else "")


def _path(value: Value) -> str:
    if isinstance(value, Member) and value.key is not None and isinstance(value.object, Name):
        return f"{value.object.name}.{value.key}"
    return ""
