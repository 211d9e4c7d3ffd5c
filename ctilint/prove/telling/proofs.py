"""Findings of ``check`` that were seen when the app ran, with the step that shows them; the others are marked so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctilint.findings import Evidence, Finding, Place
from ctilint.prove.play.job import Options
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.run import prove_app
from ctilint.prove.play.seen import Record, Spot
from ctilint.prove.play.verdict import Problem
from ctilint.prove.telling.story import title_of
from ctilint.records import replace
from ctilint.understand.model import App, Load

NOT_SEEN = "not seen when run"
NOT_REACHED = "not reached when run"
#: Rules whose finding stands at the head of a function: it is reached when that function is entered.
_OF_FUNCTIONS = frozenset({"unguarded-handler", "throwing-handler"})
#: The kinds of problem that prove a rule; a rule that is not here is proved by what threw or was misused on its line.
KINDS = {
    "missing-unsubscribe": ("left",),
    "blocking-handler": ("blocked",),
    "unguarded-handler": ("threw",),
    "throwing-handler": ("threw",),
    "missing-tab-check": ("unasked",),
    "repeated-registration": ("repeated",),
}
_OTHERS = ("threw", "misuse")
_ADDRESS = re.compile(r"/(?:support|soap)/\S*", re.IGNORECASE)


def prove_findings(app: App, findings: Sequence[Finding], options: Options | None = None) -> tuple[Finding, ...]:
    """Run the app and return the findings in their order: proved with the step, or marked as not seen."""
    if not findings:
        return ()
    options = options or Options()
    runs = prove_app(app, options, paths=frozenset(finding.place.path for finding in findings))
    proved = tuple(_proved(finding, runs) for finding in findings)
    if options.glossary or not any(call.dialect == "event-sink" for window in app.windows for call in window.calls):
        return proved
    sinks = {call.place.path for window in app.windows for call in window.calls if call.dialect == "event-sink"}
    allowed = prove_app(app, replace(options, glossary=True), paths=frozenset(sinks))
    return tuple(_with_glossary(finding, allowed) for finding in proved)


def _proved(finding: Finding, runs: Sequence[WindowRun]) -> Finding:
    proof = _proof(finding, runs)
    if proof:
        return replace(finding, evidence=Evidence.PROVED, proof=f"proved: {proof}")
    explored = [replace(run, scenarios=(run.explored,)) for run in runs if run.explored is not None]
    seen = _proof(finding, explored) if finding.evidence is not Evidence.PROVED else ""
    if seen:
        return replace(finding, evidence=Evidence.EXPLORED, proof=f"explored: {seen}; {_unseen(finding, runs)}")
    return replace(finding, proof=_unseen(finding, runs))


def _with_glossary(finding: Finding, runs: Sequence[WindowRun]) -> Finding:
    """Ask again, of an app whose event sinks fail at once, what it would do if they existed."""
    known = finding.evidence is Evidence.PROVED or finding.rule not in KINDS
    proof = "" if known else _proof(finding, runs)
    return (
        replace(finding, evidence=Evidence.PROVED, proof=f"proved, if event sinks existed: {proof}")
        if proof
        else finding
    )


def _unseen(finding: Finding, runs: Sequence[WindowRun]) -> str:
    own = [run for run in runs if finding.place.path in run.window.files]
    if not own:
        return f"{NOT_REACHED}: nothing ran that holds this file"
    if any(came_to(finding, run) for run in own):
        return NOT_SEEN
    for run in own:
        if run.status != "run" and run.reasons:
            return f"{NOT_REACHED}: {run.window.root} was {run.status}, because {run.reasons[0]}"
    return f"{NOT_REACHED}: no scenario came to it"


def came_to(finding: Finding, run: WindowRun) -> bool:
    """Say whether some scenario came to the place of a finding, and into the function it is about."""
    if finding.rule == "outdated-library":
        return run.status == "run"
    place, marks = finding.place, run.marks
    head = marks.head(place.path, place.span) if finding.rule in _OF_FUNCTIONS else None
    mark = head or marks.innermost(place.path, place.span.start)
    return mark in run.entered if mark is not None else run.status == "run"


def _proof(finding: Finding, runs: Sequence[WindowRun]) -> str:
    for run in runs:
        proof = _load_proof(finding, run) if finding.rule == "outdated-library" else _problem_proof(finding, run)
        if proof:
            return proof
    return ""


def _load_proof(finding: Finding, run: WindowRun) -> str:
    for load in _loads_of(finding, run):
        for scenario in run.scenarios:
            for record in scenario.played.of("load"):
                if _same_load(record, load):
                    return f"the page requested {record.text('url')} ({_step(scenario, record.step)})"
    return ""


def _loads_of(finding: Finding, run: WindowRun) -> Iterator[Load]:
    """Yield the loads of the window that the finding is about: those whose address it points at or leads to."""
    for load in run.window.loads:
        if any(_overlap(place, finding.place) for place in (load.place, *load.related)):
            yield load


def _overlap(one: Place, other: Place) -> bool:
    return one.path == other.path and one.span.start < other.span.end and other.span.start < one.span.end


def _same_load(record: Record, load: Load) -> bool:
    if load.version and record.text("version") != load.version:
        return False
    wanted = _ADDRESS.search(load.address)
    seen = _ADDRESS.search(record.text("url"))
    if wanted is not None and seen is not None and "{" not in load.address and "$" not in load.address:
        return wanted.group().lower().removesuffix(".js") == seen.group().lower().removesuffix(".js")
    return record.text("dialect") == load.dialect


def _problem_proof(finding: Finding, run: WindowRun) -> str:
    """Return the first step that shows the finding; one that failed where the finding says it can is preferred."""
    kinds = KINDS.get(finding.rule, _OTHERS)
    causes = {(place.path, place.line) for place in finding.related}
    best = ""
    for scenario in run.scenarios:
        for problem in scenario.problems:
            if problem.kind not in kinds or not _about(finding, problem):
                continue
            proof = f"{problem.message} ({_step(scenario, problem.step)})"
            if problem.spot is None or (problem.spot.path, problem.spot.line) in causes:
                return proof
            best = best or proof
    return best


def _about(finding: Finding, problem: Problem) -> bool:
    """Say whether a problem happened where the finding points."""
    if finding.rule in {"unguarded-handler", "throwing-handler"}:
        return _in_handler(finding, problem)
    if finding.rule not in KINDS:
        return problem.spot is not None and _on(finding, problem.spot)
    return any(_on(finding, spot) for spot in (problem.spot, problem.registration, *problem.frames) if spot is not None)


def _in_handler(finding: Finding, problem: Problem) -> bool:
    if problem.handler is not None and _on(finding, problem.handler):
        return True
    if any(_on(finding, spot) for spot in problem.frames):
        return True
    registration = problem.registration
    if registration is None or not problem.name:
        return False
    related = {(place.path, place.line) for place in finding.related}
    return (registration.path, registration.line) in related and _reaches(finding, problem)


def _reaches(finding: Finding, problem: Problem) -> bool:
    """Say whether the error came from the finding's file at or below the handler's first line."""
    own = [spot for spot in problem.frames if spot.path == finding.place.path]
    return any(spot.line >= finding.location.line for spot in own)


def _on(finding: Finding, spot: Spot) -> bool:
    if spot.path != finding.place.path:
        return False
    return finding.location.line <= spot.line <= max(finding.location.end_line, finding.location.line)


def _step(scenario: ScenarioRun, index: int) -> str:
    steps = scenario.scenario.steps
    what = title_of(steps[index]) if 0 <= index < len(steps) else ""
    return f'step {index + 1} of "{scenario.scenario.title}"' + (f": {what}" if what else "")
