"""Scenario files: what was seen is written as one, and read again as the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ctilint.prove import Options, prove_app
from ctilint.prove.play.scenario_file import ScenarioError, as_scenarios, read_scenarios
from ctilint.prove.play.scenarios import BUILT_IN, Scenario

PAGE = (
    '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>'
    "sforce.opencti.enableClickToDial(); sforce.opencti.onClickToDial({ listener() {} });</script>"
)


def written(make_app: Any, *scenarios: Scenario, files: dict[str, str] | None = None) -> str:
    return as_scenarios(prove_app(make_app(files or {"a.html": PAGE}), Options(scenarios=scenarios)))


def test_what_was_played_is_written_and_read_again(make_app: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(written(make_app, *BUILT_IN), encoding="utf-8")
    by_name = {one.name: one for one in BUILT_IN}
    made = read_scenarios(str(file))
    assert {one.name for one in made} == {"click-to-dial", "navigation", "two-tabs", "twice"} | {
        "api-failure",
        "api-silence",
        "offline",
        "leave",
        "gaps",
        "buttons",
        "console-events",
        "outbound-call",
    }
    for one in made:
        assert (one.title, one.steps) == (by_name[one.name].title, by_name[one.name].steps)
        assert one.expects["calls"] == ["sforce.opencti.enableClickToDial", "sforce.opencti.onClickToDial"]


def test_every_kind_of_value_is_written(make_app: Any) -> None:
    step = {"do": "message", "payload": {"a b": [1, True, 'x"\x7f\n\u00e9'], "c": {"d": 2.5}}}
    steps = ({"do": "start"}, {"do": "click-to-dial", "number": "+1"}, step)
    one = Scenario("a\tb", "t", steps, {"console": False, "answers": {"/x": "{}"}}, {})
    table = tomllib.loads(written(make_app, one))["scenario"][0]
    assert table == {
        "name": "a\tb",
        "title": "t",
        "settings": {"console": False, "answers": {"/x": "{}"}},
        "expect": {"calls": ["sforce.opencti.enableClickToDial", "sforce.opencti.onClickToDial"], "listeners": 1},
        "step": list(steps),
    }


def test_a_scenario_of_one_window_is_played_there_alone(make_app: Any, tmp_path: Path) -> None:
    files = {"a/x.html": PAGE, "b/y.html": PAGE}
    chosen = tuple(one for one in BUILT_IN if one.name == "leave")
    file = tmp_path / "mine.toml"
    file.write_text(written(make_app, *chosen, files=files), encoding="utf-8")
    made = read_scenarios(str(file))
    assert [(one.name, one.window) for one in made] == [
        ("leave in a/x.html", "a/x.html"),
        ("leave in b/y.html", "b/y.html"),
    ]
    runs = prove_app(make_app(files), Options(scenarios=made))
    assert [[one.scenario.window for one in run.scenarios] for run in runs] == [["a/x.html"], ["b/y.html"]]
    assert Scenario("", "", (), {}, {}, window="x.html").concerns("a/x.html")
    assert not Scenario("", "", (), {}, {}, window="x.html").concerns("a/xx.html")


@pytest.mark.parametrize("line", ["window = 1", "windw = 'a'"])
def test_a_mistake_is_said(tmp_path: Path, line: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"{line}\n[[step]]\ndo = 'start'\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="window"):
        read_scenarios(str(file))
