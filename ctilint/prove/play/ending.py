"""How a scenario ended: passed is said only of what was played to its end and touched something of the app."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Record
from ctilint.prove.play.verdict import Problem


class Outcome(StrEnum):
    """The four ends of a scenario, and what exploration is: no verdict."""

    PASSED = "passed"
    FAILED = "failed"
    NOTHING = "nothing to play"
    NOT_RUN = "not run"
    EXPLORED = "explored"


#: Steps that set the scene; what happens in them is not what the scenario is about.
_SCENE = frozenset({"answers", "gaps", "network", "enable", "focus", "wait"})
#: What the page does when it starts, and when it is started again.
_DEEDS = frozenset({"call", "register", "unregister", "request", "handler", "misuse", "uncaught", "rejected", "asked"})
#: A step that is played for the sake of one thing was asked for by whoever wrote the scenario.
_ASKED_FOR = frozenset({"call", "click", "fill"})


def outcome_of(played: Played, scenario: Scenario, problems: Sequence[Problem]) -> tuple[Outcome, str]:
    """Return how a scenario ended, and why when it did not pass or fail."""
    if any(problem.level == "error" for problem in problems):
        return Outcome.FAILED, ""
    if played.limit:
        return Outcome.NOT_RUN, f"stopped at a limit: {played.limit}"
    doubtful = next((problem for problem in problems if problem.kind == "stand-in"), None)
    if doubtful is not None:
        return Outcome.NOT_RUN, doubtful.message
    if not touched(played, scenario):
        return Outcome.NOTHING, "nothing of the app listens to it, calls or changes anything in it"
    return Outcome.PASSED, ""


def touched(played: Played, scenario: Scenario) -> bool:
    """Say whether a listener, a call or a state of the app was touched by what the scenario plays."""
    if scenario.expects:
        return True
    steps = {index: step["do"] for index, step in enumerate(scenario.steps)}
    events = [
        index
        for index, what in steps.items()
        if what != "start" and what not in _SCENE and (not scenario.about or what in scenario.about)
    ]
    starts = [index for index, what in steps.items() if what == "start"]
    if any(_touched(played, index, steps[index]) for index in events):
        return True
    conditions = {
        what for index, what in steps.items() if what in {"answers", "network"} and index < min(starts, default=0)
    }
    wanted: set[str] = set()
    if "answers" in conditions:
        wanted |= {"answer", "unanswered"}
    if "network" in conditions or scenario.settings:
        wanted |= {"request"}
    if not events and not conditions:
        wanted |= _DEEDS
    return any(record.kind in wanted and record.step in starts for record in played.records)


def _touched(played: Played, index: int, what: str) -> bool:
    own = [record for record in played.records if record.step == index]
    if what in _ASKED_FOR:
        return True
    if what in {"start-again", "load-again"}:
        return any(record.kind in _DEEDS for record in own)
    return any(map(_touches, own))


def _touches(record: Record) -> bool:
    """Say whether a record shows that the step reached the app, or judged what the app left behind."""
    if record.kind == "heard":
        return record.number("count") > 0
    return record.kind in {"ran", "handler", "left", "left-on", "unregister"}
