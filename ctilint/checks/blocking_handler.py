"""blocking-handler: work that stops the page while a handler runs."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem, Severity
from ctilint.understand.model import App, Effect, Handler
from ctilint.understand.program.vocabulary import DIALOGS
from ctilint.views.handlers import evidence, is_judged, named, way


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each blocking place that a handler reaches, however many handlers do."""
    best: dict[Place, tuple[Severity, Handler, Effect]] = {}
    for window in app.windows:
        for handler in window.handlers:
            if not is_judged(handler):
                continue
            for effect in handler.effects:
                if effect.kind == "blocks" and not _starts_up(handler, effect):
                    severity = grade(handler, effect)
                    known = best.get(effect.place)
                    if known is None or severity.rank > known[0].rank:
                        best[effect.place] = (severity, handler, effect)
    for place, (severity, handler, effect) in best.items():
        yield _problem(place, severity, handler, effect)


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
    lead = f"{where} {named(handler)}{' leads to' if effect.answer or effect.later else ''}"
    message = f"{_what(effect.name)} {lead} stops the page{_until(effect.name)}"
    return Problem(place, message, _help(effect.name), severity, evidence(handler, effect), way(handler, effect))


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
