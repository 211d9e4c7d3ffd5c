"""The problems of a run, each once, with the scenarios that showed it."""

from __future__ import annotations

from collections.abc import Sequence

from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.verdict import Problem
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem, the windows it was seen in, and the scenarios that showed it, in the order in which they did.

    ``problem`` is as the first of the scenarios showed it.
    """

    problem: Problem
    windows: tuple[str, ...]
    scenarios: tuple[ScenarioRun, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios."""
        return tuple(dict.fromkeys(one.scenario.name for one in self.scenarios))


def problem_key(problem: Problem) -> tuple[str, str, str]:
    """Return what two sightings of the same problem have in common."""
    return problem.kind, problem.message, str(problem.spot)


def problems_once(runs: Sequence[WindowRun]) -> tuple[Shown, ...]:
    """Return each error once."""
    found: dict[tuple[str, str, str], tuple[Problem, list[str], list[ScenarioRun]]] = {}
    for run in runs:
        for one in run.scenarios:
            for problem in one.problems:
                if problem.level == "error":
                    _, windows, scenarios = found.setdefault(problem_key(problem), (problem, [], []))
                    windows.append(run.window.root)
                    scenarios.append(one)
    return tuple(
        Shown(problem, tuple(dict.fromkeys(windows)), tuple(scenarios))
        for problem, windows, scenarios in found.values()
    )
