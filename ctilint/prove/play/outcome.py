"""What came of the scenarios: of one that was played, of all that were played on one window."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.prove.page.assembly import Page
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played
from ctilint.prove.play.verdict import Problem
from ctilint.records import dataclass, field
from ctilint.understand.model import Window


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One scenario that was played on one window."""

    scenario: Scenario
    played: Played
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Say whether nothing was wrong."""
        return not any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class WindowRun:
    """One window: ``status`` is run, partly run or not run, ``reasons`` why."""

    window: Window
    status: str
    reasons: tuple[str, ...]
    scenarios: tuple[ScenarioRun, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def loads(self) -> tuple[str, ...]:
        """Return the library addresses that the page was seen to request."""
        seen = (record.text("address") for run in self.scenarios for record in run.played.of("load"))
        return tuple(dict.fromkeys(seen))

    @property
    def passed(self) -> bool:
        """Say whether every scenario passed."""
        return all(run.passed for run in self.scenarios)


def ends_at_start(scenario: Scenario, played: Played) -> bool:
    """Say whether the plain start reached a limit, or failed before the page did anything."""
    if scenario.steps[0]["do"] != "start":
        return False
    failed = any(record.step == 0 for record in played.of("uncaught"))
    return (bool(played.limit) and played.limit_step <= 0) or (failed and not _did_anything(played))


def _did_anything(played: Played) -> bool:
    return any(True for _ in played.of("register", "call", "load", "asked", "request"))


def finished(window: Window, page: Page, runs: tuple[ScenarioRun, ...]) -> WindowRun:
    """Sum up the runs of one window."""
    reasons = tuple(dict.fromkeys(_reasons(runs)))
    nothing = not any(_did_anything(run.played) for run in runs)
    status = "partly run" if reasons else "run"
    failed = any(True for run in runs for _ in run.played.of("uncaught"))
    if reasons and nothing and failed and not any(run.played.limit for run in runs):
        status = "not run"
    values = dict(page.filler.made_up)
    return WindowRun(window, status, reasons, runs, tuple(dict.fromkeys([*page.notes, *_notes(runs)])), values)


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
            f"{record.text('address')} was replaced by a small stand-in for {record.text('what')}"
            for record in run.played.of("script")
            if record.text("status") == "stand-in"
        )
    return found
