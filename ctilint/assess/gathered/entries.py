"""What calls of the API name: Apex methods, fields that are written, message channels and console events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.gathered.uses import objects
from ctilint.assess.model import Apex, Spot, WrittenField
from ctilint.read.facts import AssignStep, Entry, Literal, Member, Name, Script, Value
from ctilint.rulebook.voice import plan
from ctilint.understand.model import ApiCall, App, Window
from ctilint.understand.program.index import steps_of

UNKNOWN = "(computed)"
_APEX: Mapping[str, tuple[str | int, str | int, str | int]] = {
    "sforce.opencti.runApex": ("apexClass", "methodName", "methodParams"),
    "sforce.interaction.runApex": (0, 1, 2),
    "sforce.apex.execute": (0, 1, 2),
}
_CHANNELS = {"sforce.opencti.publish": "publishes", "sforce.opencti.subscribe": "subscribes"}
_EVENTS = {
    "sforce.console.fireEvent": "fires",
    "sforce.console.addEventListener": "hears",
    "sforce.console.removeEventListener": "stops hearing",
}
_PAIR = re.compile(r"(?:^|&)([A-Za-z_]\w*)=")
_NOT_A_FIELD = frozenset({"entityapiname", "id", "fields", "attributes", "apexclass", "methodname", "methodparams"})


def apex_of(app: App, spots: Spots) -> tuple[Apex, ...]:
    """Return the Apex methods that the softphone calls, by name."""
    calls: dict[str, list[Spot]] = defaultdict(list)
    parameters: dict[str, list[str]] = defaultdict(list)
    for call, window in _calls(app):
        wanted = _APEX.get(call.name)
        if wanted is None:
            continue
        owner, method, given = (argument(call, window, key) for key in wanted)
        for name in _names(call, window, owner, method):
            calls[name].append(spots.of(call.place))
            for text in texts(call, window, given) if given is not None else ():
                parameters[name].extend(_PAIR.findall(text))
    return tuple(
        Apex(name, distinct(calls[name]), parameters=tuple(dict.fromkeys(parameters[name]))) for name in sorted(calls)
    )


def _names(call: ApiCall, window: Window, owner: Value | None, method: Value | None) -> Iterator[str]:
    owners = (texts(call, window, owner) if owner is not None else ()) or (UNKNOWN,)
    methods = (texts(call, window, method) if method is not None else ()) or (UNKNOWN,)
    for one in owners:
        for two in methods:
            yield f"{_known(one)}.{_known(two)}"


def _known(text: str) -> str:
    return text if re.fullmatch(r"[\w.]+", text) else UNKNOWN


def channels_of(app: App, spots: Spots) -> dict[str, list[tuple[str, Spot]]]:
    """Return the message channels and console events that calls name, each with what is done and where."""
    found: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
    for call, window in _calls(app):
        if call.name in _CHANNELS and call.dialect == "lightning":
            value, does = argument(call, window, "channelName"), _CHANNELS[call.name]
        elif call.name in _EVENTS:
            value, does = argument(call, window, 0), _EVENTS[call.name]
        else:
            continue
        known = texts(call, window, value) if value is not None else ()
        for name in known or (UNKNOWN,):
            found[name if "{}" not in name else UNKNOWN].append((does, spots.of(call.place)))
    return found


def fields_of(app: App, spots: Spots) -> tuple[WrittenField, ...]:
    """Return the fields that ``saveLog`` writes, with what takes their place on VoiceCall."""
    found: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for call, window in _calls(app):
        if call.name in {"sforce.opencti.saveLog", "sforce.interaction.saveLog"}:
            written = _lightning(call, window) if call.dialect == "lightning" else _classic(call, window)
            for owner, name in written:
                found[owner, name].append(spots.of(call.place))
    return tuple(_paired(owner, name, distinct(found[owner, name])) for owner, name in sorted(found))


def _paired(owner: str, name: str, spots: tuple[Spot, ...]) -> WrittenField:
    if owner not in {"Task", UNKNOWN}:
        note = "not a call Task: the object stays; write it with uiRecordApi, Apex or a flow"
        return WrittenField(owner, name, f"stays on {owner}", note, True, spots)
    for row in plan()["field"]:
        if fnmatchcase(name.lower(), row["from"].lower()):
            return WrittenField(owner, name, row["to"], row.get("note", ""), row["certain"], spots)
    raise AssertionError("the last row of rules/voice/plan.toml [[field]] matches every name")


def _lightning(call: ApiCall, window: Window) -> Iterator[tuple[str, str]]:
    value = argument(call, window, "value")
    if value is None:
        return
    pairs = list(_entries(call.script, value, window))
    owner = UNKNOWN
    for entry_name, entry_value in pairs:
        if entry_name == "entityApiName":
            owner = next(iter(texts(call, window, entry_value)), UNKNOWN)
    for name, inner in pairs:
        if name == "fields":
            yield from ((_object(owner), key) for key, _ in _entries(call.script, inner, window))
        elif name.lower() not in _NOT_A_FIELD:
            yield _object(owner), name


def _classic(call: ApiCall, window: Window) -> Iterator[tuple[str, str]]:
    owner, given = argument(call, window, 0), argument(call, window, 1)
    if given is None:
        return
    known = texts(call, window, owner) if owner is not None else ()
    for text in texts(call, window, given):
        for name in _PAIR.findall(text):
            if name.lower() not in _NOT_A_FIELD:
                yield _object(known[0] if known else UNKNOWN), name


def _object(name: str) -> str:
    return {"task": "Task"}.get(name.lower(), name) if re.fullmatch(r"\w+", name) else UNKNOWN


def _entries(script: Script, value: Value, window: Window) -> Iterator[tuple[str, Value]]:
    """Yield key and value of the object that ``value`` is, also those assigned to it by name later."""
    for item in objects(script, value, window):
        for entry in item.entries:
            if entry.key is not None:
                yield entry.key, entry.value
    if isinstance(value, Name):
        for function in script.functions:
            for step in steps_of(function.body):
                if isinstance(step, AssignStep) and isinstance(step.target, Member):
                    of = step.target.object
                    if isinstance(of, Name) and of.name == value.name and step.target.key is not None:
                        yield step.target.key, step.value


def _calls(app: App) -> Iterator[tuple[ApiCall, Window]]:
    seen: set[tuple[str, int, str]] = set()
    for window in app.windows:
        for call in window.calls:
            mark = (call.place.path, call.place.span.start, call.name)
            if mark not in seen:
                seen.add(mark)
                yield call, window


def argument(call: ApiCall, window: Window, key: str | int) -> Value | None:
    """Return the argument of ``call`` under ``key`` (a key of its object, or a position)."""
    given = call.call.arguments
    if isinstance(key, int):
        return given[key] if key < len(given) else None
    entry = next((found for value in given[:1] for found in _keyed(call, value, window, key)), None)
    return None if entry is None else entry.value


def _keyed(call: ApiCall, value: Value, window: Window, key: str) -> Iterator[Entry]:
    for item in objects(call.script, value, window):
        yield from (entry for entry in item.entries if entry.key == key)


def texts(call: ApiCall, window: Window, value: Value) -> tuple[str, ...]:
    """Return the texts that ``value`` can be; unknown parts read as ``{}``."""
    if window.resolver is not None:
        return window.resolver.texts(call.script, value)
    return (value.value,) if isinstance(value, Literal) and isinstance(value.value, str) else ()
