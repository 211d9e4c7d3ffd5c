"""The events that a module can subscribe to, drawn from the tables in ``rules/api``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ctilint.records import dataclass, field
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api

EMITTED_DIALECTS = ("lightning", "classic", "console", "event-sink")

KEPT_DIALECTS = (*EMITTED_DIALECTS, "streams", "voice")
"""Besides the dialects that can be asked for, those whose events a module keeps when an app has them."""

DEFAULT_EVENTS: Mapping[str, tuple[str, ...]] = {
    "lightning": ("onClickToDial", "onNavigationChange"),
    "classic": ("cti.onClickToDial", "onFocus"),
    "console": ("onFocusedPrimaryTab", "cti.onCallBegin", "cti.onCallEnd", "PRESENCE.STATUS_CHANGED"),
    "event-sink": ("onClickToDial", "onNavigationChange", "onAgentStatusChange"),
}

SINK_SOURCES: Mapping[str, tuple[str, str, str]] = {
    "onClickToDial": ("lightning", "sforce.opencti.onClickToDial", ""),
    "onNavigationChange": ("lightning", "sforce.opencti.onNavigationChange", ""),
    "onAgentStatusChange": (
        "console",
        "sforce.console.addEventListener",
        "sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED",
    ),
}
"""What each event sink hears in truth: the dialect, method and argument behind it."""

_NAMESPACE = {
    "lightning": "sforce.opencti.",
    "classic": "sforce.interaction.",
    "console": "sforce.console.",
    "event-sink": "",
}
_CONSTANT = "sforce.console.ConsoleEvent."
_ASKS = {
    "sforce.opencti.onNavigationChange": "record",
    "sforce.opencti.subscribe": "record",
    "sforce.interaction.onFocus": "record",
    "sforce.console.onFocusedPrimaryTab": "primary",
    "sforce.console.onFocusedSubtab": "subtab",
}
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z")


class UnknownEventError(ValueError):
    """An event that none of the dialects has."""


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between the braces of a function with one parameter, its lines at the left margin."""

    parameter: str
    text: str
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """A function of the app that an event reaches: its name in the module, and where the app had it.

    ``does``: what it did there, one text for each kind of deed. ``body``: its text, where it is taken over; ``why``
    says why it is not, '' where nobody asked.
    """

    name: str
    origins: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    body: Body | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one dialect.

    ``name`` is what --event takes. ``method`` is the call that registers, ``argument`` the event's name as
    JavaScript where the method takes one (or the objects of a push topic, or the channel's name). ``asks`` says
    what is asked before a handler runs: view (is this page looked at), record (does the page in view show the
    payload's record), primary or subtab (has the payload's tab the focus), component (is this component's tab in
    front). ``form``: object (used as it comes), classic (JSON text in result), message (text, perhaps JSON).
    """

    dialect: str
    name: str
    method: str
    words: str
    identifier: str
    asks: str
    form: str
    argument: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)
    handlers: tuple[Handler, ...] = ()

    @property
    def type_name(self) -> str:
        """Return the name of the payload's TypeScript type."""
        return f"{self.identifier}Payload"


def find_event(dialect: str, name: str) -> Event:
    """Return the event of ``dialect`` that ``name`` means; an unknown one is an UnknownEventError."""
    if dialect == "event-sink":
        return _sink_event(name)
    full = name if name.startswith("sforce.") else _NAMESPACE[dialect] + name
    table = api(dialect)
    if dialect == "console":
        constant = _constant(name)
        if constant is not None:
            return _console_event(constant)
        if name.startswith("event:") and name != "event:":
            return custom_event(name.removeprefix("event:"))
        if name.startswith("push:"):
            return push_event(tuple(one.strip() for one in name[5:].split(",") if one.strip()))
    entry = table.get(full) or table.get(f"{_NAMESPACE[dialect]}cti.{name}")
    if dialect == "classic" and entry is None:
        entry = table.get(f"{_NAMESPACE[dialect]}entityFeed.{name}")
    if entry is not None and entry.registers and not entry.event and entry.listener in {"listener", "0"}:
        return _method_event(dialect, entry)
    if entry is None and dialect == "console" and not _IDENTIFIER.match(name) and "." not in name:
        return custom_event(name)
    raise UnknownEventError(f"{dialect} has no event '{name}': expected {_expected(dialect)}")


def event_names(dialect: str) -> tuple[str, ...]:
    """Return the names that --event takes for ``dialect``; chat events that need a chat's key are left out."""
    prefix = _NAMESPACE[dialect]
    if dialect == "event-sink":
        return DEFAULT_EVENTS[dialect]
    table = api(dialect)
    names = [
        name.removeprefix(prefix)
        for name, entry in table.items()
        if entry.registers and not entry.event and entry.listener in {"listener", "0"}
    ]
    if dialect == "console":
        names += [name.removeprefix(_CONSTANT) for name, entry in table.items() if entry.kind == "event"]
    return tuple(names)


def channel_event(channel: str) -> Event:
    """Return the event of the Lightning message channel ``channel``."""
    base = re.sub(r"__c$", "", channel)
    return Event(
        dialect="lightning",
        name=channel,
        method="sforce.opencti.subscribe",
        words=f"a message on {channel}",
        identifier=_pascal(base) + "Message",
        asks="record",
        form="object",
        argument=channel,
        payload={"recordId": "string"},
    )


def listened_event(topic: str) -> Event:
    """Return the event that ``addEventListener`` was called with: one of the console's, or the app's own."""
    constant = _constant(topic)
    return _console_event(constant) if constant is not None else custom_event(topic)


def push_event(objects: tuple[str, ...]) -> Event:
    """Return the push notifications about ``objects``; a page has one listener for all of them."""
    if not objects:
        raise UnknownEventError("push: expected the objects' names, as in push:Task,Case")
    entry = api("console")["sforce.console.addPushNotificationListener"]
    return Event(
        dialect="console",
        name=f"push:{','.join(objects)}",
        method=entry.name,
        words=f"a change of {', '.join(objects)}",
        identifier="RecordChange",
        asks="component",
        form="object",
        argument=",".join(objects),
        payload=entry.payload,
    )


def custom_event(name: str) -> Event:
    """Return the console event of the app's own called ``name``."""
    return Event(
        dialect="console",
        name=name,
        method="sforce.console.addEventListener",
        words=f"the console event {name}",
        identifier=_pascal(name),
        asks="component",
        form="message",
        argument=name,
        payload={"message": "string"},
    )


def streams_event(method: str) -> Event:
    """Return the event of Amazon Connect Streams that ``method`` (``connect.contact``, ``Contact#onEnded``) hears."""
    entry = api("streams").get(method)
    owner, _, last = method.replace("#", ".").rpartition(".")
    if entry is None or entry.undo != "handle" or entry.listener != "0" or owner.partition(".")[0] not in _STREAMS:
        raise UnknownEventError("it belongs to an object that only the app has")
    place = owner.removeprefix("connect").removeprefix(".")
    return Event(
        dialect="streams",
        name=method,
        method=method,
        words=entry.summary or method,
        identifier=_pascal(f"{place} {last.removeprefix('on')}"),
        asks="call",
        form="object",
    )


_STREAMS = {"connect", "Agent", "Contact"}


def voice_event(method: str, topic: str) -> Event:
    """Return the event ``topic`` of the Voice toolkit; ``method`` tells the toolkit of LWC and of Aura apart."""
    return Event(
        dialect="voice",
        name=topic,
        method=method,
        words=f"{topic} of the Voice toolkit",
        identifier=_pascal(topic.lower() if topic.isupper() else topic),
        asks="call",
        form="object",
        argument=topic,
        payload={"type": "string", "detail": "object"},
    )


def _constant(name: str) -> ApiEntry | None:
    table = api("console")
    short = name.removeprefix(_CONSTANT)
    if _CONSTANT + short in table:
        return table[_CONSTANT + short]
    for entry in table.values():
        if entry.kind == "event" and entry.values.get("value") == name:
            return entry
    return None


def _console_event(entry: ApiEntry) -> Event:
    short = entry.name.removeprefix(_CONSTANT)
    return Event(
        dialect="console",
        name=short,
        method="sforce.console.addEventListener",
        words=entry.summary,
        identifier=_pascal(short.replace("PRESENCE.", "PRESENCE_").lower()),
        asks="component",
        form="object",
        argument=entry.name,
        payload=entry.payload,
    )


def _method_event(dialect: str, entry: ApiEntry) -> Event:
    short = entry.name.removeprefix(_NAMESPACE[dialect])
    last = short.rpartition(".")[2]
    identifier = _pascal(last.removeprefix("on"))
    return Event(
        dialect=dialect,
        name=short,
        method=entry.name,
        words=_words(last.removeprefix("on")),
        identifier=identifier,
        asks=_ASKS.get(entry.name, "component" if dialect == "console" else "view"),
        form="classic" if entry.payload_form == "classic" else "object",
        payload=_fields(entry),
    )


def _fields(entry: ApiEntry) -> Mapping[str, str]:
    """Return the payload's own fields: Classic's stand in JSON text, and a field inside another counts as that one."""
    fields: dict[str, str] = {}
    for key, kind in entry.payload.items():
        name, _, inner = key.removeprefix("result.").partition(".")
        if entry.payload_form != "classic" or name not in {"result", "error"}:
            fields[name] = "object" if inner else kind
    return fields


def _sink_event(name: str) -> Event:
    table = api("event-sink")
    for key in DEFAULT_EVENTS["event-sink"]:
        entry = table[key]
        if name == key or name in entry.values:
            return Event(
                dialect="event-sink",
                name=key,
                method="subscribe",
                words=_words(key.removeprefix("on")),
                identifier=_pascal(key.removeprefix("on")),
                asks="view" if key != "onNavigationChange" else "record",
                form="object",
                argument=key,
                payload=_sink_payload(key, entry),
            )
    raise UnknownEventError(f"event-sink has no event '{name}': expected {_expected('event-sink')}")


def _sink_payload(key: str, entry: ApiEntry) -> Mapping[str, str]:
    if key == "onAgentStatusChange":
        return {"statusName": "string", "statusApiName": "string", "statusId": "string"}
    real = api("lightning").get(entry.counterparts.get("lightning", ""))
    return real.payload if real is not None else entry.payload


def _expected(dialect: str) -> str:
    more = {"console": ", acme:status or event:name for an event of your own, push:Task,Case"}
    return ", ".join(event_names(dialect)) + more.get(dialect, "")


def _words(camel: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", camel).lower()
    return {"click to dial": "click-to-dial", "send ctimessage": "a CTI message"}.get(spaced, spaced)


def _pascal(text: str) -> str:
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", text) if part]
    joined = "".join(part[0].upper() + part[1:] for part in parts) or "Event"
    return joined if not joined[0].isdigit() else f"Event{joined}"
