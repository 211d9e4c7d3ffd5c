"""event-sink-form: subscribe({eventType, listener}) as a glossary teaches it; no library of Salesforce has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from ctilint.findings import Problem
from ctilint.read.facts import Name, Value
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api
from ctilint.understand.model import ApiCall, App
from ctilint.views.facts import View, callee_place, problem, views

WORDS = {
    "dial": "onClickToDial",
    "navig": "onNavigationChange",
    "focus": "onNavigationChange",
    "record": "onNavigationChange",
    "object": "onNavigationChange",
    "update": "onNavigationChange",
    "status": "onAgentStatusChange",
    "state": "onAgentStatusChange",
    "presence": "onAgentStatusChange",
}


def check(app: App) -> Iterator[Problem]:
    """Yield each event-sink call with the real call that does what it says."""
    for view in views(app):
        for call in view.window.calls:
            if call.dialect != "event-sink":
                continue
            value = view.argument(call, "eventType")
            event = _event(view, call, value)
            registers = call.name.endswith(".subscribe")
            name = call.name.rpartition(".")[2]
            yield problem(
                call,
                callee_place(call),
                f"{name}({{ eventType }}) is no method of Salesforce: {name} knows message channels, not events"
                + (f"; {value.name} is no variable, so this throws" if _undeclared(value, view, call) else ""),
                _instead(event, registers=registers),
            )


def _event(view: View, call: ApiCall, value: Value | None) -> ApiEntry | None:
    if value is None:
        return None
    texts = [text for text in view.resolver.texts(call.script, value) if "{}" not in text]
    if isinstance(value, Name):
        texts.append(value.name)
    table = api("event-sink")
    for text in texts:
        if text in table:
            return table[text]
        for row in table.values():
            if row.kind == "event" and text in row.values:
                return row
        lowered = text.lower()
        for word, name in WORDS.items():
            if word in lowered:
                return table[name]
    return None


def _instead(event: ApiEntry | None, *, registers: bool) -> str:
    if event is None:
        return "call the method of the event: onClickToDial({ listener }) or onNavigationChange({ listener })"
    if event.name == "onAgentStatusChange":
        return (
            "Open CTI has no event for the agent's status: in the console listen to "
            "sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED, otherwise to the telephony vendor's own library"
        )
    real = event.counterparts["lightning"]
    if registers:
        return f"call {real}({{ listener: ... }})"
    if event.name == "onClickToDial":
        return "call sforce.opencti.disableClickToDial(); a listener of Open CTI cannot be taken back"
    return "leave it out: a listener of Open CTI cannot be taken back"


def _undeclared(value: Value | None, view: View, call: ApiCall) -> TypeGuard[Name]:
    return (
        isinstance(value, Name)
        and view.index(call.script).scope_of(value) == -1
        and value.name not in view.program.paths
    )
