"""What static reading knows of a window, held against what was seen: which registrations were made, which not, why."""

from __future__ import annotations

from collections.abc import Sequence

from ctilint.findings import Place
from ctilint.prove.page.assembly import Page
from ctilint.prove.page.marks import Mark
from ctilint.prove.play.seen import Played, Spot
from ctilint.records import dataclass
from ctilint.understand.model import App, Registration
from ctilint.understand.program.refs import FunctionRef


@dataclass(frozen=True, slots=True)
class Known:
    """A registration that static reading holds for reached.

    ``made``: scenario, exploration or '' (never seen); ``handlers`` are how many functions it is known to register,
    ``entered`` how many of them some scenario ran. ``why`` says why it was not made, or no handler entered.
    """

    name: str
    event: str
    spot: Spot
    made: str
    handlers: int
    entered: int
    why: str = ""


def known_registrations(
    app: App, page: Page, played: Sequence[Played], reasons: Sequence[str], explored: Played | None = None
) -> tuple[Known, ...]:
    """Return what became of each registration with a listener that the model of the window holds for reached."""
    seen = _lines(played)
    found = _lines((explored,)) if explored is not None else frozenset()
    entered: frozenset[Mark] = frozenset().union(*(one.entered for one in played))
    rows = []
    for registration in page.window.registrations:
        if not registration.reached or not registration.handlers:
            continue
        lines = {_spot(app, place) for place in (registration.place, registration.call.place)} - {None}
        at = {(spot.path, spot.line) for spot in lines if spot is not None}
        made = "scenario" if at & seen else "exploration" if at & found else ""
        functions = [handler.function for handler in registration.handlers]
        ran = sum(_ran(page, function, entered) for function in functions)
        spot = _spot(app, registration.call.place) or Spot(registration.call.place.path, 1, 1)
        why = "" if made == "scenario" else _why(page, registration, entered, reasons)
        if made == "scenario" and not ran:
            why = "no scenario made its event happen"
        rows.append(Known(registration.call.name, registration.event, spot, made, len(functions), ran, why))
    return tuple(rows)


def _lines(played: Sequence[Played]) -> frozenset[tuple[str, int]]:
    spots = (record.spot for one in played for record in one.of("register"))
    return frozenset((spot.path, spot.line) for spot in spots if spot is not None)


def _spot(app: App, place: Place) -> Spot | None:
    facts = app.files.get(place.path)
    return Spot(place.path, *facts.source.position(place.span.start)) if facts is not None else None


def _ran(page: Page, function: FunctionRef, entered: frozenset[Mark]) -> bool:
    return page.places.marks.function(function.script.path, function.function.body_span) in entered


def _why(page: Page, registration: Registration, entered: frozenset[Mark], reasons: Sequence[str]) -> str:
    """Say what kept a registration from being made."""
    owner = registration.call.function
    function = page.places.marks.function(owner.script.path, owner.function.body_span)
    if function is not None and function not in entered:
        name = owner.name or "the function around it"
        return f"nothing called {name}"
    inner = page.places.marks.innermost(registration.call.place.path, registration.call.place.span.start)
    if inner is not None and inner not in entered:
        return "the branch that it stands in was not taken"
    return reasons[0] if reasons else "its script did not come this far"
