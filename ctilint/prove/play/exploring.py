"""Exploration: after the scenarios, what nothing entered is called with stand-ins, and what it registers is seen."""

from __future__ import annotations

from ctilint.findings import Place
from ctilint.prove.page.assembly import PageBuilder
from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.sandbox import Sandbox
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Reader
from ctilint.prove.play.verdict import judge_played
from ctilint.records import replace
from ctilint.understand.model import App

EXPLORATION = Scenario("exploration", "what nothing called is called", ({"do": "start"}, {"do": "explore"}), {}, {})


def explored(app: App, run: WindowRun, options: Options, sandbox: Sandbox) -> ScenarioRun | None:
    """Explore a window of which something was not reached; None when there is nothing left to explore."""
    wanted = _unreached(app, run)
    if not wanted or (run.status == "not run" and not run.scenarios):
        return None
    played = _explore(app, run, options, sandbox, wanted, decide=False)
    left = [place for place in wanted if not _made(app, place, played)]
    if left:
        again = _explore(app, run, options, sandbox, left, decide=True)
        records = (*played.records, *again.records)
        entered = played.entered | again.entered
        played = replace(played, records=records, entered=entered)
    problems = tuple(replace(one, level="note") for one in judge_played(played, EXPLORATION, {}))
    return ScenarioRun(EXPLORATION, played, problems, Outcome.EXPLORED)


def _explore(
    app: App, run: WindowRun, options: Options, sandbox: Sandbox, wanted: list[Place], *, decide: bool
) -> Played:
    page = PageBuilder(app, run.window, options.values, wanted, options.supplied).build()
    scenario = replace(EXPLORATION, settings={"decide": decide})
    return Reader(page.places).read(sandbox.run(job_for(page, scenario, options)))


def _unreached(app: App, run: WindowRun) -> list[Place]:
    """Return the registrations and calls that static reading knows and no scenario came to."""
    del app
    made = {(one.spot.path, one.spot.line) for one in run.known if one.made}
    wanted = [
        registration.call.place
        for registration, known in zip(
            [item for item in run.window.registrations if item.reached and item.handlers], run.known, strict=True
        )
        if known.why and (known.spot.path, known.spot.line) not in made
    ]
    if wanted:
        return wanted
    entered = run.entered
    return [
        call.place
        for call in run.window.calls
        if (mark := run.marks.innermost(call.place.path, call.place.span.start)) is not None and mark not in entered
    ]


def _made(app: App, place: Place, played: Played) -> bool:
    facts = app.files.get(place.path)
    line = facts.source.position(place.span.start)[0] if facts is not None else 0
    spots = (record.spot for record in played.of("register"))
    return any(spot is not None and (spot.path, spot.line) == (place.path, line) for spot in spots)
