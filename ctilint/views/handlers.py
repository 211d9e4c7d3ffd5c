"""Which handlers the rules of the mission judge, what messages call them, and the way that leads to an effect."""

from __future__ import annotations

from ctilint.findings import Evidence, Place
from ctilint.understand.model import Effect, Handler
from ctilint.understand.words import HandlerSource

EVENTS: frozenset[HandlerSource] = frozenset({"salesforce", "voice", "connector", "streams", "sdk", "message"})


def is_event_handler(handler: Handler) -> bool:
    """Say whether Salesforce or the telephony calls a handler.

    A handler of window messages counts where it reaches an API, or where its window holds telephony and it works on
    what came (parses it, reads members of its members, calls on it) instead of only showing it.
    """
    if handler.source == "message":
        works = any(effect.kind == "throws" for effect in handler.effects)
        return handler.reaches_api or (handler.beside_telephony and works)
    return handler.source in EVENTS


def is_judged(handler: Handler) -> bool:
    """Say whether a handler counts: one of an event, or any other (a click's, a vendor's) that reaches an API."""
    return is_event_handler(handler) or handler.reaches_api


def named(handler: Handler) -> str:
    """Return what a message calls a handler: ``the handler of onFocus``, ``a click handler``, ``the handler dial``."""
    event = handler.event.replace("|", ", ")
    if event and handler.source in EVENTS:
        return f"the handler of {event}"
    if event:
        return f"{'an' if event[0].lower() in 'aeiou' else 'a'} {event} handler"
    if handler.function.name:
        return f"the handler {handler.function.name}"
    return "the handler of an event" if handler.source in EVENTS else "a handler"


def registered(handler: Handler) -> tuple[Place, ...]:
    """Return where a handler was registered, each place with what happens there."""
    return tuple(Place(item.path, item.span, item.message or "registered here") for item in handler.trace)


def way(handler: Handler, effect: Effect) -> tuple[Place, ...]:
    """Return the way from the registration over the handler to what leads to an effect."""
    at = handler.function.place
    return (*registered(handler), Place(at.path, at.span, "the handler"), *effect.trace)


def evidence(handler: Handler, effect: Effect) -> Evidence:
    """Return how an effect of a handler is known: derived when names led from the registration to it."""
    return Evidence.DERIVED if effect.trace or _stands_elsewhere(handler) else effect.evidence


def _stands_elsewhere(handler: Handler) -> bool:
    """Say whether a handler stands outside its registration, which then gives a name."""
    at = handler.function.place
    return bool(handler.trace) and not any(
        item.path == at.path and item.span.start <= at.span.start and at.span.end <= item.span.end
        for item in handler.trace
    )
