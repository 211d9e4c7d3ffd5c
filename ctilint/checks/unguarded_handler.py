"""unguarded-handler: an event handler whose work can throw outside any try."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.understand.model import App, Effect, Handler
from ctilint.views.handlers import evidence, is_event_handler, registered

REQUESTS = frozenset({"fetch", "axios", "axios.get", "axios.post", "axios.put", "axios.patch", "axios.delete"})
"""Requests that throw nothing themselves: their promise fails later."""
LOSS = {
    "lightning": "an exception loses the event and skips the other listeners",
    "event-sink": "an exception loses the event",
    "classic": "an exception loses the event and nothing is shown",
    "console": "an exception loses the event",
    "voice": "an exception loses the event",
    "streams": "an exception loses the event",
    "connect-sdk": "an exception loses the event",
    "sdk": "an exception loses the event",
    "message": "an exception loses the message",
}


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each event handler that can throw unguarded, however often it is registered."""
    seen: dict[int, Problem] = {}
    for window in app.windows:
        dialects = {
            id(handler.function): registration.dialect
            for registration in reversed(window.registrations)
            for handler in registration.handlers
        }
        for handler in window.handlers:
            # A connector method answers with a promise, and Salesforce shows a rejected one.
            if not is_event_handler(handler) or handler.source == "connector":
                continue
            effect = first_risk(handler)
            if effect is not None and id(handler.function) not in seen:
                seen[id(handler.function)] = _problem(
                    handler, effect, dialects.get(id(handler.function), handler.source)
                )
    yield from seen.values()
    yield from unresolved(app)


def unresolved(app: App) -> Iterator[Problem]:
    """Yield a note for each registration whose handler no name leads to; shown under ``--strict``."""
    for window in app.windows:
        for registration in window.registrations:
            if registration.unresolved:
                yield Problem(
                    registration.place,
                    f"the handler given to {registration.call.written} could not be resolved, so it was not judged",
                    "read by hand whether it guards its work",
                    Severity.NOTE,
                    Evidence.DERIVED,
                    strict_only=True,
                )


def first_risk(handler: Handler) -> Effect | None:
    """Return the first thing in a handler that can throw with no try around it, or None.

    What runs in the answer of an API call is that answer's own business.
    """
    for effect in handler.effects:
        if effect.kind == "throws" and not effect.guarded and not effect.answer:
            return effect
    return None


def _problem(handler: Handler, effect: Effect, dialect: str) -> Problem:
    event = handler.event.replace("|", ", ") or handler.function.name or "an event"
    risk = _risk(effect.name)
    guard = "inside a try whose catch is empty" if effect.empty_catch else "outside any try"
    loss = LOSS.get(dialect, "an exception loses the event")
    message = f"the handler of {event} {risk} {guard}: {loss}"
    hint = "wrap the handler's work in try/catch and log the error with the event"
    if effect.name in REQUESTS:
        message = f"the handler of {event} calls {effect.name} without a catch: when it fails, its promise is lost"
        hint = f"end it with a catch: {effect.name}(...).catch(report)"
    related = [
        *registered(handler),
        *effect.trace,
        Place(effect.place.path, effect.place.span, "this can throw"),
    ]
    return Problem(
        handler.function.place,
        message,
        hint,
        None,
        evidence(handler, effect),
        tuple(related),
    )


def _risk(name: str) -> str:
    if name in {"JSON.parse", "eval"} or name.endswith(("parseJSON", "evalJSON")):
        return f"parses with {name}"
    if name == "throw":
        return "throws"
    if name.startswith("sforce."):
        return f"calls {name}"
    return f"uses {name}"
