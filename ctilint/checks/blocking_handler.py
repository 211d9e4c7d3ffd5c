"""blocking-handler: work that stops the page while a handler runs."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.understand.model import App, Effect, Handler

EVENTS = frozenset({"salesforce", "voice", "connector", "streams", "message"})
DIALOGS = frozenset({"alert", "confirm", "prompt", "showModalDialog"})


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each blocking place that a handler reaches, however many handlers do."""
    best: dict[Place, tuple[Severity, Handler, Effect]] = {}
    for window in app.windows:
        for handler in window.handlers:
            if not judged(handler):
                continue
            for effect in handler.effects:
                if effect.kind == "blocks" and not _starts_up(handler, effect):
                    severity = grade(handler, effect)
                    known = best.get(effect.place)
                    if known is None or severity.rank > known[0].rank:
                        best[effect.place] = (severity, handler, effect)
    for place, (severity, handler, effect) in best.items():
        yield _problem(place, severity, handler, effect)


def judged(handler: Handler) -> bool:
    """Say whether a handler counts: Salesforce's own events, and any other that reaches a Salesforce API."""
    if handler.source in EVENTS:
        return handler.source != "message" or handler.reaches_api
    return handler.reaches_api


def _starts_up(handler: Handler, effect: Effect) -> bool:
    """Say whether a loop runs once, while the page starts."""
    return effect.name.startswith("loop") and handler.event in {"ready", "load", "DOMContentLoaded"}


def grade(handler: Handler, effect: Effect) -> Severity:
    """Return the severity: a dialog that answers a click is a note; in a continuation one lower."""
    severity = Severity.WARNING
    if effect.name in DIALOGS and handler.source == "dom":
        return Severity.NOTE
    if effect.name not in DIALOGS and not effect.name.startswith("loop"):
        severity = Severity.ERROR
    return severity.lower() if effect.later or effect.answer else severity


def _problem(place: Place, severity: Severity, handler: Handler, effect: Effect) -> Problem:
    where = "in an answer that" if effect.answer or effect.later else "in"
    named = _named(handler)
    lead = f"{where} {named} leads to" if effect.answer or effect.later else f"{where} {named}"
    message = f"{_what(effect.name)} {lead} stops the page{_until(effect.name)}"
    related = [
        *(Place(item.path, item.span, item.message or "registered here") for item in handler.trace),
        Place(handler.function.place.path, handler.function.place.span, "the handler"),
        *effect.trace,
    ]
    evidence = Evidence.DERIVED if effect.trace or handler.trace else effect.evidence
    return Problem(place, message, _help(effect.name), severity, evidence, tuple(related))


def _named(handler: Handler) -> str:
    if handler.event and handler.source in EVENTS:
        return f"the handler of {handler.event.replace('|', ', ')}"
    if handler.event:
        return f"{_article(handler.event)} {handler.event} handler"
    return f"the handler {handler.function.name}" if handler.function.name else "a handler"


def _what(name: str) -> str:
    if name in DIALOGS:
        return f"{name}()"
    if name.startswith(("sforce.", "connect.")):
        return f"the synchronous {name}"
    return f"the {name}" if name.startswith(("synchronous", "loop", "busy")) else name


def _until(name: str) -> str:
    if name in DIALOGS:
        return " until the agent closes it"
    if name.startswith(("loop", "busy")):
        return " until it ends"
    return " until the answer comes"


def _help(name: str) -> str:
    if name in DIALOGS:
        return "show the message in the page (a toast, a status line) and go on"
    if name.startswith(("sforce.connection", "sforce.apex")):
        return "pass a callback as the last argument, so that the call is asynchronous"
    if name.startswith("busy"):
        return "use setTimeout, or await a promise"
    if name.startswith("loop"):
        return "hand the work to an async function and yield between rounds"
    return "make the request asynchronous (fetch, or open() without false)"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"
