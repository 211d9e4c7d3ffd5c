"""Reading and running held against each other: what either knows and the other does not."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place
from ctilint.prove.play.outcome import WindowRun
from ctilint.understand.model import App, Registration


def disagreements(app: App, runs: tuple[WindowRun, ...]) -> list[str]:
    """Return what running showed and reading does not know, and what reading knows and running never made."""
    return [*_unknown(app, runs), *_unmade(runs)]


def _line(app: App, place: Place) -> tuple[str, int]:
    facts = app.files.get(place.path)
    return place.path, facts.source.position(place.span.start)[0] if facts is not None else 0


def _short(name: str) -> str:
    return name.replace("#", ".").rpartition(".")[2]


def _unknown(app: App, runs: tuple[WindowRun, ...]) -> Iterator[str]:
    known: dict[tuple[str, int], list[Registration]] = {}
    for window in app.windows:
        for registration in window.registrations:
            for place in {registration.place, registration.call.place}:
                known.setdefault(_line(app, place), []).append(registration)
    seen = set()
    for run in runs:
        for one in (*run.scenarios, *([run.explored] if run.explored is not None else ())):
            for record in one.played.of("register"):
                if record.spot is None:
                    continue
                at, name = (record.spot.path, record.spot.line), _short(record.text("name"))
                handler = (record.handler.path, record.handler.line) if record.handler is not None else None
                if (at, name, handler) in seen:
                    continue
                seen.add((at, name, handler))
                here = [item for item in known.get(at, ()) if _short(item.call.name) == name]
                if not here:
                    yield f"{at[0]}:{at[1]} {name} ran and is not known"
                elif not any(item.reached for item in here):
                    yield f"{at[0]}:{at[1]} {name} ran and is held for unreached"
                elif handler is not None and not any(
                    _line(app, item.function.place) == handler for found in here for item in found.handlers
                ):
                    yield f"{at[0]}:{at[1]} {name} ran with the handler at line {handler[1]}, which is not known"


def _unmade(runs: tuple[WindowRun, ...]) -> Iterator[str]:
    made = {(one.spot.path, one.spot.line) for run in runs for one in run.known if one.made}
    for run in runs:
        for one in run.known:
            if (one.spot.path, one.spot.line) not in made:
                yield f"{one.spot.path}:{one.spot.line} {one.name} is held for reached and was never made: {one.why}"
