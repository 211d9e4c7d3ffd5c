"""Methods of Amazon Connect Streams' objects that code reaches through its own variables.

The App knows the contact and agent that ``connect.contact`` and ``connect.agent`` hand over. Their handlers get the
same object again, and getters hand out connections: here those are followed inside one script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.read.facts import AssignStep, Call, FunctionValue, Member, Name, Script, Value
from ctilint.rulebook.tables import api
from ctilint.rulebook.voice import voice_rows
from ctilint.understand.program import steps_of, values_of, within

_GIVEN = {"connect.contact": "Contact", "connect.agent": "Agent"}
_GETTERS = {
    "getInitialConnection": "BaseConnection",
    "getActiveInitialConnection": "BaseConnection",
    "getAgentConnection": "BaseConnection",
    "getSingleActiveThirdPartyConnection": "BaseConnection",
}
_CONNECTIONS = ("BaseConnection", "VoiceConnection", "ChatConnection", "TaskConnection", "EmailConnection")
_ROUNDS = 4

Key = tuple[int, str]


def method_calls(script: Script) -> Iterator[tuple[str, Call]]:
    """Yield name and call of each method of a contact, agent or connection."""
    calls, assigns = _walk(script)
    if not any(_path(call.callee) in _GIVEN or "Connection" in (_key(call.callee) or "") for call in calls):
        return
    types: dict[Key, str] = {}
    for _ in range(_ROUNDS):
        before = len(types)
        for call in calls:
            _note_parameter(script, call, types)
        for step in assigns:
            if isinstance(step.target, Name):
                kind = _kind(script, step.value, types)
                if kind:
                    types.setdefault(_binding(script, step.target), kind)
        if len(types) == before:
            break
    for call in calls:
        name = _method(script, call, types)
        if name:
            yield name, call


def _walk(script: Script) -> tuple[list[Call], list[AssignStep]]:
    calls: dict[int, Call] = {}
    assigns = []
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, AssignStep):
                assigns.append(step)
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Call):
                        calls[id(item)] = item
    return list(calls.values()), assigns


def _note_parameter(script: Script, call: Call, types: dict[Key, str]) -> None:
    """Note the first parameter of a handler: it is the contact or agent that the handler was registered on."""
    kind = _GIVEN.get(_path(call.callee), "")
    if not kind and isinstance(call.callee, Member) and (call.callee.key or "").startswith("on"):
        kind = _kind(script, call.callee.object, types)
    if kind not in {"Contact", "Agent"}:
        return
    for argument in call.arguments[:1]:
        if isinstance(argument, FunctionValue):
            function = script.functions[argument.function]
            if function.parameters and function.parameters[0].name:
                types.setdefault((function.scope, function.parameters[0].name), kind)


def _method(script: Script, call: Call, types: Mapping[Key, str]) -> str:
    if not isinstance(call.callee, Member) or call.callee.key is None:
        return ""
    kind = _kind(script, call.callee.object, types)
    classes = _CONNECTIONS if kind == "BaseConnection" else (kind,)
    names = [name for name in (f"{one}#{call.callee.key}" for one in classes) if name in api("streams")]
    return next((name for name in names if name in voice_rows()), names[0] if names else "")


def _kind(script: Script, value: Value, types: Mapping[Key, str]) -> str:
    match value:
        case Name():
            return types.get(_binding(script, value), "")
        case Call(callee=Member(key=key)) if key in _GETTERS:
            return _GETTERS[key]
        case Call(new=True) if _path(value.callee) in {"connect.Agent", "connect.Contact"}:
            return _path(value.callee).removeprefix("connect.")
        case _:
            return ""


def _binding(script: Script, name: Name) -> Key:
    at = name.scope
    while at >= 0:
        if name.name in script.scopes[at].bindings:
            return (at, name.name)
        at = script.scopes[at].parent
    return (-1, name.name)


def _key(value: Value) -> str | None:
    return value.key if isinstance(value, Member) else None


def _path(value: Value) -> str:
    if isinstance(value, Member) and value.key is not None and isinstance(value.object, Name):
        return f"{value.object.name}.{value.key}"
    return ""
