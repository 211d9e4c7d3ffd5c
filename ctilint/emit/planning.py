"""What a module will hold: its dialects, events with handlers, and form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count

from ctilint.emit.events import (
    DEFAULT_EVENTS,
    EMITTED_DIALECTS,
    KEPT_DIALECTS,
    SINK_SOURCES,
    Event,
    Handler,
    UnknownEventError,
    channel_event,
    find_event,
)
from ctilint.records import dataclass, replace

MINIMAL_EVENTS = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """A module to be written. ``left_out`` are lines that say what of the app it does not hold, and why.

    ``minimal``: in the short form, for one or two events of one Open CTI library.
    """

    dialects: tuple[str, ...]
    events: tuple[Event, ...]
    form: str = "esm"
    typescript: bool = False
    app: str = ""
    left_out: tuple[str, ...] = ()
    minimal: bool = False

    def of(self, dialect: str) -> tuple[Event, ...]:
        """Return the events of ``dialect``."""
        return tuple(event for event in self.events if event.dialect == dialect)


class NotMinimalError(ValueError):
    """A plan that the short form cannot hold."""


def minimal(made: Plan) -> Plan:
    """Return ``made`` in the short form; a plan that is more than that is a NotMinimalError."""
    if made.typescript:
        raise NotMinimalError("it is JavaScript: leave --typescript out")
    if len(made.dialects) != 1 or made.dialects[0] not in {"lightning", "classic"}:
        raise NotMinimalError("it speaks one dialect, lightning or classic")
    if len(made.events) > MINIMAL_EVENTS or any(len(event.handlers) > 1 for event in made.events):
        raise NotMinimalError(f"it holds one or two events, and these are {len(made.events)}: choose with --event")
    if any(event.method == "sforce.opencti.subscribe" for event in made.events):
        raise NotMinimalError("it holds no message channels: leave --channel out")
    return replace(made, minimal=True)


def plan(
    dialects: Sequence[str] = (),
    events: Sequence[str] = (),
    channels: Sequence[str] = (),
    *,
    form: str = "esm",
    typescript: bool = False,
) -> Plan:
    """Return the plan for what was asked for; without any event each dialect has its usual ones."""
    chosen = tuple(dict.fromkeys(dialects)) or _dialects_for(events)
    found: list[Event] = []
    placed: set[str] = set()
    problems: dict[str, UnknownEventError] = {}
    for dialect in chosen:
        for name in events or DEFAULT_EVENTS[dialect]:
            try:
                found.append(find_event(dialect, name))
                placed.add(name)
            except UnknownEventError as problem:
                problems.setdefault(name, problem)
    for name in events:
        if name not in placed:
            raise problems[name]
    if channels and "lightning" not in chosen:
        chosen = ("lightning", *chosen)
    found.extend(channel_event(channel) for channel in channels)
    return assemble(chosen, found, form=form, typescript=typescript)


def assemble(
    dialects: Iterable[str],
    events: Iterable[Event],
    *,
    form: str = "esm",
    typescript: bool = False,
    app: str = "",
    left_out: tuple[str, ...] = (),
) -> Plan:
    """Return the plan with every identifier its own, every event once and at least one handler for each.

    What the agent does once is handled once: an event that a sink listens to is heard through the sink alone, and
    the same event of two libraries, of which one speaks at a time, has one handler.
    """
    given = tuple(events)
    sinks = {SINK_SOURCES[event.name]: event for event in given if event.dialect == "event-sink"}
    taken: set[str] = set()
    names: dict[tuple[str, str], str] = {}
    merged: dict[tuple[str, str, str], Event] = {}
    for event in given:
        heard = sinks.get((event.dialect, event.method, event.argument), event)
        key = (heard.dialect, heard.method, heard.argument)
        known = merged.get(key)
        merged[key] = replace(heard, handlers=(*(known.handlers if known is not None else ()), *event.handlers))
    result: list[Event] = []
    for event in merged.values():
        identifier = _free(event.identifier, event.dialect, taken)
        default = names.setdefault((event.identifier, event.words), f"on{identifier}")
        result.append(replace(event, identifier=identifier, handlers=_handlers(event, default)))
    left = {event.dialect for event in result}
    moved = {dialect for dialect, _, _ in sinks} - left
    ordered = tuple(dialect for dialect in KEPT_DIALECTS if dialect in {*dialects, *left} - moved)
    return Plan(ordered, tuple(result), form, typescript, app, left_out)


def _handlers(event: Event, default: str) -> tuple[Handler, ...]:
    """Join handlers of one name; what has no name takes the event's."""
    joined: dict[str, Handler] = {}
    for handler in event.handlers:
        name = handler.name or default
        joined[name] = join(joined.get(name), replace(handler, name=name))
    return tuple(joined.values()) or (Handler(default),)


def join(one: Handler | None, other: Handler) -> Handler:
    """Return one handler for two of the same name; bodies that differ are not taken over."""
    if one is None:
        return other
    same = one.body == other.body
    return replace(
        one,
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
        does=tuple(dict.fromkeys((*one.does, *other.does))),
        body=one.body if same else None,
        why=(one.why or other.why) if same else "several functions of the app share it",
    )


def _free(identifier: str, dialect: str, taken: set[str]) -> str:
    short = {"event-sink": "Sink"}.get(dialect, dialect.capitalize())
    numbered = (f"{identifier}{number}" for number in count(2))
    free = next(name for name in chain((identifier, f"{short}{identifier}"), numbered) if name not in taken)
    taken.add(free)
    return free


def _dialects_for(events: Sequence[str]) -> tuple[str, ...]:
    """Without --dialect: Lightning, or the first dialect that knows every event."""
    for dialect in EMITTED_DIALECTS:
        try:
            for name in events:
                find_event(dialect, name)
        except UnknownEventError:
            continue
        return (dialect,)
    return ("lightning",)
