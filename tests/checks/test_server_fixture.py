"""The whole deployment of ``fixtures/connect-deployment`` is judged as it was reviewed: every rule speaks there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

ROOT = Path(__file__).parent.parent.parent
FIXTURE = ROOT / "fixtures" / "connect-deployment"
RULES = frozenset(
    path.stem.replace("_", "-")
    for path in (ROOT / "ctilint" / "checks" / "server").glob("*.py")
    if not path.stem.startswith("_")
)


def reviewed() -> list[dict[str, Any]]:
    return list(tomllib.loads((FIXTURE / "findings.toml").read_text("utf-8"))["finding"])


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.chdir(FIXTURE)
    report = judge(build_app(Tree(["."]), Settings()), Settings())
    return [
        {
            "rule": one.rule,
            "path": one.location.path,
            "line": one.location.line,
            "severity": one.severity.value,
            "evidence": one.evidence.value,
            "message": one.message,
            "related": [f"{place.path}:{place.line}" for place in one.related],
        }
        for one in report.findings
        if one.rule in RULES
    ]


def test_the_deployment_is_judged_exactly_as_reviewed(found):
    wanted = [{key: value for key, value in one.items() if key != "code"} for one in reviewed()]

    def order(one: dict[str, Any]) -> tuple[str, int, str, str]:
        return (one["path"], one["line"], one["rule"], one["message"])

    assert sorted(found, key=order) == sorted(wanted, key=order)


def test_every_rule_of_the_server_side_speaks(found):
    assert {one["rule"] for one in found} == RULES
    assert len(RULES) == 25


def test_every_rule_is_silent_about_the_function_that_is_right(found):
    assert [one for one in found if one["path"].startswith("greeting/")] == []


def test_a_joined_finding_carries_code_template_and_flow(found):
    budget = next(one for one in found if one["rule"] == "flow-time-budget" and one["severity"] == "error")
    places = [budget["path"], *(place.rpartition(":")[0] for place in budget["related"])]
    assert {place.rpartition(".")[2] for place in places} == {"py", "yaml", "flows/Transfer to agent"}


@pytest.mark.parametrize("one", reviewed(), ids=lambda one: f"{one['rule']}:{one['path']}:{one['line']}")
def test_the_reviewed_lines_hold_the_code_they_name(one):
    lines = (FIXTURE / one["path"]).read_text("utf-8").splitlines()
    assert one["code"] in lines[one["line"] - 1]
