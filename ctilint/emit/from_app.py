"""An App -> the plan of a module that keeps its events, channels and handlers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from ctilint.emit.deeds import body_of, deeds_of
from ctilint.emit.events import (
    EMITTED_DIALECTS,
    KEPT_DIALECTS,
    Event,
    Handler,
    UnknownEventError,
    channel_event,
    find_event,
    listened_event,
    push_event,
    streams_event,
    voice_event,
)
from ctilint.emit.planning import Plan, assemble
from ctilint.read.facts import Array, FileKind, Literal, Script, ScriptKind
from ctilint.records import replace
from ctilint.understand.model import App, Registration
from ctilint.understand.model import Handler as AppHandler
from ctilint.understand.program.refs import FunctionRef

_RESERVED = frozenset(
    """await break case catch class const constructor continue debugger default delete do else enum export extends
    false finally for function if import in instanceof let new null prototype return static super switch this throw
    true try typeof var void while with yield __proto__""".split()
)
_SCRIPTS = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT})
_WHOLE = re.compile(r"[A-Za-z_$][\w$]*\Z")


class NothingToKeepError(ValueError):
    """An app without a subscription of the dialects asked for."""


def plan_from(
    app: App,
    dialects: Sequence[str] = (),
    events: Sequence[str] = (),
    channels: Sequence[str] = (),
    *,
    form: str = "esm",
    typescript: bool = False,
    root: str = "",
    bodies: bool = False,
) -> Plan:
    """Return the plan of a module with what ``app`` subscribes to, and the events and channels asked for besides.

    Without ``dialects`` the module speaks those that the app does. An app without any is a NothingToKeepError.
    ``root`` is the app's folder: the module names it, and places are given relative to it. ``bodies``: take over the
    text of the handlers that need nothing of the app. A plain script that no page loads, in an app whose pages do
    subscribe, is a sample: it is left out.
    """
    names = _Names(app, root, bodies=bodies)
    samples = _samples(app)
    title = os.path.basename(os.path.abspath(root)) if root else "the app"
    wanted = tuple(dialects) or KEPT_DIALECTS
    found: list[Event] = []
    left_out: list[str] = []
    for registration in _registrations(app):
        origin = names.origin(registration)
        if registration.place.path in samples:
            what = registration.event or registration.call.name
            left_out.append(f"{what} ({origin}): no page of the app loads this script")
            continue
        if registration.dialect not in wanted:
            what = registration.event or registration.call.name
            left_out.append(f"{what} of {registration.dialect} ({origin}): not asked for")
            continue
        try:
            for event in _events(registration):
                handlers = tuple(names.handler(handler, event) for handler in registration.handlers)
                unnamed = () if registration.call.name.endswith(".enableClickToDial") else (Handler("", (origin,)),)
                found.append(replace(event, handlers=handlers or unnamed))
        except UnknownEventError as problem:
            left_out.append(f"{registration.event or registration.call.name} ({origin}): {problem}")
    found.extend(_owners(found))
    spoken = tuple(dict.fromkeys(event.dialect for event in found))
    asked = tuple(dialects) or spoken or (("lightning",) if channels else ())
    found.extend(event for name in events for event in _asked(asked, name))
    found.extend(channel_event(channel) for channel in channels)
    if not found:
        raise NothingToKeepError(_nothing(dialects))
    everything = dict.fromkeys((*spoken, *(event.dialect for event in found)))
    return assemble(
        everything, found, form=form, typescript=typescript, app=title, left_out=tuple(dict.fromkeys(left_out))
    )


def _registrations(app: App) -> Iterator[Registration]:
    """Yield each registration once, those that only switch click-to-dial on after their listeners."""
    seen: set[tuple[str, int, int, str]] = set()
    switches: list[Registration] = []
    for window in app.windows:
        for registration in window.registrations:
            place = registration.place
            key = (place.path, place.span.start, place.span.end, registration.event)
            if key in seen:
                continue
            seen.add(key)
            if registration.call.name.endswith(".enableClickToDial"):
                switches.append(registration)
            else:
                yield registration
    yield from switches


def _samples(app: App) -> frozenset[str]:
    """Return the plain scripts that no page loads, where pages of the app subscribe."""
    pages = [window for window in app.windows if window.kind not in _SCRIPTS]
    if not any(window.registrations for window in pages):
        return frozenset()
    loaded = {path for window in pages for path in window.files}
    return frozenset(
        path
        for window in app.windows
        if window.kind in _SCRIPTS
        for path in window.files
        if path not in loaded and path in app.files and not any(map(_is_imported, app.files[path].scripts))
    )


def _is_imported(script: Script) -> bool:
    """Say whether a script is made for a bundler, which brings it to a page that is not here."""
    return script.kind is ScriptKind.MODULE or bool(script.imports or script.exports) or "require(" in script.text


def _owners(found: Sequence[Event]) -> Iterator[Event]:
    """Yield what hands out the agents and contacts of Streams whose events are kept, where it is not kept itself."""
    methods = {event.method for event in found}
    for owner, method in (("Agent#", "connect.agent"), ("Contact#", "connect.contact")):
        if method not in methods and any(name.startswith(owner) for name in methods):
            yield streams_event(method)


def _events(registration: Registration) -> tuple[Event, ...]:
    name, dialect, entry = registration.call.name, registration.dialect, registration.call.entry
    if dialect == "streams":
        return (streams_event(name),)
    if dialect == "voice":
        return (voice_event(name, _known(registration.event)),)
    if name.startswith("sforce.console.chat.") and entry is not None and entry.listener != "0":
        raise UnknownEventError("its listener belongs to one chat, and legacy Chat is retired")
    if name.endswith(".enableClickToDial"):
        return (find_event(dialect, "onClickToDial"),)
    if name == "sforce.console.addPushNotificationListener":
        return (push_event(_objects(registration)),)
    if name == "sforce.opencti.subscribe" and dialect == "lightning":
        return (channel_event(_known(registration.event)),)
    if name == "sforce.console.addEventListener" or dialect == "event-sink":
        topic = _known(registration.event)
        return (find_event(dialect, topic) if dialect == "event-sink" else listened_event(topic),)
    return (find_event(dialect, name),)


def _known(topic: str) -> str:
    if not topic:
        raise UnknownEventError("the event's name is not known")
    return topic


def _objects(registration: Registration) -> tuple[str, ...]:
    """Return the names of the objects of a push topic, which only a list of plain texts gives."""
    names: list[str] = []
    for argument in registration.call.call.arguments[:1]:
        for item in argument.items if isinstance(argument, Array) else (argument,):
            if not isinstance(item, Literal) or not isinstance(item.value, str):
                raise UnknownEventError("the names of its objects are not known")
            names.append(item.value)
    return tuple(names)


def _asked(dialects: Sequence[str], name: str) -> Iterator[Event]:
    """Yield the event ``name`` of each dialect that has it; one that none has is refused."""
    known = 0
    problem: UnknownEventError | None = None
    for dialect in [one for one in dialects if one in EMITTED_DIALECTS] or ["lightning"]:
        try:
            yield find_event(dialect, name)
            known += 1
        except UnknownEventError as error:
            problem = problem or error
    if problem is not None and not known:
        raise problem


def _nothing(dialects: Sequence[str]) -> str:
    if dialects:
        return f"the app has no subscription of {', '.join(dialects)}"
    return f"the app has no subscription of {', '.join(KEPT_DIALECTS)}"


class _Names:
    """Names for the app's handlers: their own where they have one, and one for each function."""

    def __init__(self, app: App, root: str, *, bodies: bool) -> None:
        self._app = app
        self._root = root
        self._bodies = bodies
        self._owners: dict[str, tuple[str, str]] = {}
        self._given: dict[tuple[str, int, str], str] = {}

    def handler(self, handler: AppHandler, event: Event) -> Handler:
        function = handler.function
        origin = self._where(function.name, function.place.path, function.place.span.start)
        made = Handler(self._name(function, event), (origin,), deeds_of(handler, self._place))
        if not self._bodies:
            return made
        body = (
            body_of(self._app, handler)
            if event.form == "object"
            else "it reads the raw answer, and here it gets the event"
        )
        return replace(made, why=body) if isinstance(body, str) else replace(made, body=body)

    def origin(self, registration: Registration) -> str:
        return self._where("", registration.place.path, registration.place.span.start)

    def _name(self, function: FunctionRef, event: Event) -> str:
        """Return the function's own name; functions of one name share it where the event is the same."""
        own = function.name if _WHOLE.match(function.name) and function.name not in _RESERVED else ""
        if not own or own in {"listener", "callback", "handler"}:
            return ""
        key = (function.place.path, function.place.span.start, own)
        if key in self._given:
            return self._given[key]
        heard = (event.dialect, event.name)
        name, number = own, 2
        while self._owners.setdefault(name, heard) != heard:
            name, number = f"{own}{number}", number + 1
        self._given[key] = name
        return name

    def _place(self, path: str, offset: int) -> str:
        return self._where("", path, offset)

    def _where(self, name: str, path: str, offset: int) -> str:
        facts = self._app.files.get(path)
        path = os.path.relpath(path, self._root) if self._root else path
        line = f":{facts.source.position(offset)[0]}" if facts is not None else ""
        return f"{name} in {path}{line}" if name else f"{path}{line}"
