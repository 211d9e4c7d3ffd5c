"""doubled-event: a connector's method publishes the event that the base sends for its answer."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import Branch
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api
from ctilint.understand.model import App
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.connectors import connector_methods
from ctilint.views.facts import views
from ctilint.views.instances import event_name
from ctilint.views.steps import around
from ctilint.views.ways import led_to

CONNECTORS = ("TelephonyConnector#", "VendorConnector#")


def check(app: App) -> Iterator[Problem]:
    """Yield each publication, on the way of a connector's method, of what its answer says already."""
    for view in views(app):
        publishing = {id(call.call): call for call in view.window.calls if call.name == "publishEvent"}
        methods = {id(ref): ref for ref in connector_methods(view)} if publishing else {}
        seen: set[int] = set()
        for ref in methods.values():
            entry = _row(ref)
            if entry is None or not entry.sends:
                continue
            for maker, made in led_to(view, ref):
                call = publishing.get(id(made))
                value = view.argument(call, "eventType") if call is not None else None
                if call is None or value is None or id(made) in seen:
                    continue
                event = event_name(view, call.script, value)
                sure = not any(isinstance(step, Branch) for step in around(maker.function, made))
                if event in entry.sends and sure:
                    seen.add(id(made))
                    yield _problem(ref, entry, Place(call.place.path, call.place.span), event)


def _row(ref: FunctionRef) -> ApiEntry | None:
    table = api("connector")
    return next((table[owner + ref.name] for owner in CONNECTORS if owner + ref.name in table), None)


def _problem(ref: FunctionRef, entry: ApiEntry, place: Place, event: str) -> Problem:
    at = ref.place
    return Problem(
        place,
        f"{ref.name} publishes {event}, which the base sends for its answer: Salesforce gets the event twice",
        f"return the {entry.returns} and publish nothing",
        evidence=Evidence.DERIVED,
        related=(Place(at.path, at.span, "the method that Salesforce calls"),),
    )
