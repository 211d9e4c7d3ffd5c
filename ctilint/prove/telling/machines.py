"""A run told to machines: JUnit for a test report, SARIF for code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.verdict import Problem
from ctilint.prove.telling.problems import problems_once

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_junit(runs: Sequence[WindowRun]) -> str:
    """Return a JUnit report: a suite for each window, a case for each scenario; what was not played is skipped."""
    root = ET.Element("testsuites", name="ctilint prove")
    for run in runs:
        cases = run.scenarios
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_clean(run.window.root),
            tests=str(len(cases)),
            failures=str(sum(one.outcome is Outcome.FAILED for one in cases)),
            skipped=str(sum(one.outcome in {Outcome.NOTHING, Outcome.NOT_RUN} for one in cases)),
            errors="0",
        )
        for one in cases:
            _case(suite, run, one)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(suite: ET.Element, run: WindowRun, one: ScenarioRun) -> None:
    case = ET.SubElement(suite, "testcase", name=_clean(one.scenario.name), classname=_clean(run.window.root), time="0")
    errors = [problem for problem in one.problems if problem.level == "error"]
    if one.outcome is Outcome.FAILED:
        failure = ET.SubElement(case, "failure", message=_clean(errors[0].message), type=errors[0].kind)
        failure.text = _clean("\n".join(_told(problem) for problem in errors))
    elif one.outcome is not Outcome.PASSED:
        ET.SubElement(case, "skipped", message=_clean(f"{one.outcome}: {one.reason}"))


def _told(problem: Problem) -> str:
    return f"{problem.message} ({problem.spot})" if problem.spot is not None else problem.message


def _clean(text: str) -> str:
    """Return text without what XML cannot hold."""
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)


def as_sarif(runs: Sequence[WindowRun]) -> str:
    """Return a SARIF report: each problem once, with the scenarios that it concerns."""
    results = [_result(shown.problem, shown.names) for shown in problems_once(runs)]
    kinds = sorted({result["ruleId"] for result in results})
    driver = {"name": "ctilint prove", "rules": [{"id": kind, "name": kind} for kind in kinds]}
    return (
        json.dumps(
            {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]},
            indent=2,
        )
        + "\n"
    )


def _result(problem: Problem, names: tuple[str, ...]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": f"prove/{problem.kind}",
        "level": "error",
        "message": {"text": f"{problem.message} (seen in {', '.join(names)})"},
    }
    if problem.spot is not None:
        spot = problem.spot
        region = {"startLine": spot.line, "startColumn": spot.column}
        location = {"artifactLocation": {"uri": spot.path}, "region": region}
        result["locations"] = [{"physicalLocation": location}]
    return result
