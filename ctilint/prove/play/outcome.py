"""What came of the scenarios: of one that was played, of all that were played on one window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ctilint.prove.page.assembly import Page
from ctilint.prove.page.marks import Mark, Marks
from ctilint.prove.play.ending import Outcome, outcome_of
from ctilint.prove.play.known import Known, known_registrations
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played
from ctilint.prove.play.verdict import Problem, judge_played
from ctilint.records import dataclass, field
from ctilint.understand.model import App, Window


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One scenario that was played on one window."""

    scenario: Scenario
    played: Played
    problems: tuple[Problem, ...]
    outcome: Outcome
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Say whether it was played to its end, touched the app, and nothing was wrong."""
        return self.outcome is Outcome.PASSED


@dataclass(frozen=True, slots=True)
class WindowRun:
    """One window: ``status`` is run, partly run or not run, ``reasons`` why.

    ``known`` are the registrations that static reading holds for reached, and what became of each.
    """

    window: Window
    status: str
    reasons: tuple[str, ...]
    scenarios: tuple[ScenarioRun, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    explored: ScenarioRun | None = None
    marks: Marks = field(default_factory=Marks)

    @property
    def entered(self) -> frozenset[Mark]:
        """Return the functions and blocks that some scenario entered."""
        return frozenset().union(*(run.played.entered for run in self.scenarios))

    @property
    def loads(self) -> tuple[str, ...]:
        """Return the library addresses that the page was seen to request."""
        seen = (record.text("address") for run in self.scenarios for record in run.played.of("load"))
        return tuple(dict.fromkeys(seen))

    @property
    def passed(self) -> bool:
        """Say whether every scenario passed."""
        return bool(self.scenarios) and all(run.passed for run in self.scenarios)

    @property
    def failed(self) -> bool:
        """Say whether a scenario failed."""
        return any(run.outcome is Outcome.FAILED for run in self.scenarios)


def unrun(app: App, page: Page) -> WindowRun:
    """Return the run of a window that cannot be run at all."""
    known = known_registrations(app, page, (), (page.obstacle,))
    made_up = dict(page.filler.made_up)
    return WindowRun(page.window, "not run", (page.obstacle,), (), tuple(page.notes), made_up, known)


def judged(scenario: Scenario, played: Played, hints: Mapping[tuple[str, int], str]) -> ScenarioRun:
    """Return a scenario that was played, with what it shows."""
    problems = judge_played(played, scenario, hints)
    return ScenarioRun(scenario, played, problems, *outcome_of(played, scenario, problems))


def unplayed(scenarios: Sequence[Scenario], started: Played) -> Iterator[ScenarioRun]:
    """Yield the scenarios that a page cannot come to, because of how it ended at its start."""
    error = next((record.text("message") for record in started.of("uncaught") if record.step == 0), "")
    why = started.limit or error
    for scenario in scenarios:
        reason = f"the page does not come beyond its start: {why}"
        yield ScenarioRun(scenario, Played(()), (), Outcome.NOT_RUN, reason)


def ends_at_start(scenario: Scenario, played: Played) -> bool:
    """Say whether the plain start reached a limit, or failed before the page did anything."""
    if scenario.steps[0]["do"] != "start":
        return False
    failed = any(record.step == 0 for record in played.of("uncaught"))
    return (bool(played.limit) and played.limit_step <= 0) or (failed and not _did_anything(played))


def offers_nothing(scenario: Scenario, played: Played) -> bool:
    """Say whether a plain start left nothing that any step of any scenario could touch."""
    if scenario.steps[0]["do"] != "start" or scenario.settings or played.limit:
        return False
    offered = next((record for record in played.of("offers")), None)
    did = any(True for _ in played.of("call", "request", "register", "uncaught", "rejected", "misuse", "sent"))
    return offered is not None and not offered.number("count") and not did


def without_vendor(scenario: Scenario, started: Played) -> bool:
    """Say whether a scenario is a vendor's alone and a plain start showed no way for a vendor to reach the page."""
    offered = next((record for record in started.of("offers")), None)
    return scenario.vendor and offered is not None and not offered.number("calls")


def _did_anything(played: Played) -> bool:
    return any(True for _ in played.of("register", "call", "load", "asked", "request"))


def finished(app: App, page: Page, runs: tuple[ScenarioRun, ...]) -> WindowRun:
    """Sum up the runs of one window."""
    reasons = tuple(dict.fromkeys(_reasons(runs)))
    nothing = not any(run.played.entered or _did_anything(run.played) for run in runs)
    status = "partly run" if reasons else "run"
    failed = any(True for run in runs for _ in run.played.of("uncaught"))
    if reasons and nothing and failed and not any(run.played.limit for run in runs):
        status = "not run"
    values = dict(page.filler.made_up)
    notes = tuple(dict.fromkeys([*page.notes, *_notes(runs)]))
    known = known_registrations(app, page, [run.played for run in runs], reasons)
    return WindowRun(page.window, status, reasons, runs, notes, values, known, None, page.places.marks)


def _reasons(runs: tuple[ScenarioRun, ...]) -> list[str]:
    """Why a window did not run whole: what its first start already shows."""
    found: list[str] = []
    for run in runs:
        if any(step["do"] in {"answers", "network"} for step in run.scenario.steps):
            continue
        started = {index for index, step in enumerate(run.scenario.steps) if step["do"] == "start"}
        found.extend(
            f"{record.text('address')} is not part of the app"
            for record in run.played.of("script")
            if record.text("status") == "missing"
        )
        found.extend(
            f"a script ended early: {record.text('message')}"
            for record in run.played.of("uncaught")
            if record.text("what") == "a script at its top level" and record.step in started
        )
        if run.played.limit:
            found.append(run.played.limit)
    return found


def _notes(runs: tuple[ScenarioRun, ...]) -> list[str]:
    found: list[str] = []
    for run in runs:
        found.extend(
            record.text("what") for record in run.played.of("note") if record.text("what") != "console library"
        )
        found.extend(
            f"{record.text('address')} is {record.text('path')}, which --lib gives"
            for record in run.played.of("script")
            if record.text("status") == "supplied"
        )
        found.extend(
            f"{record.text('address')} was replaced by a small stand-in for {record.text('what')}"
            for record in run.played.of("script")
            if record.text("status") == "stand-in"
        )
    return found
