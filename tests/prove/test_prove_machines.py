"""A run told to machines: JUnit, SARIF, and the trace that a later run is compared with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ctilint.cli import run
from ctilint.prove import Options, prove_app
from ctilint.prove.play.scenarios import BUILT_IN
from ctilint.prove.telling.machines import as_junit, as_sarif
from ctilint.prove.telling.trace import TraceError, as_trace, differences, read_trace

PAGE = (
    '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>\n'
    "sforce.opencti.enableClickToDial();\n"
    "sforce.opencti.onClickToDial({ listener: function (payload) { payload.number.none.x; } });</script>"
)
CHOSEN = tuple(one for one in BUILT_IN if one.name in {"click-to-dial", "message", "navigation"})


def runs_of(make_app: Any, page: str = PAGE) -> Any:
    return prove_app(make_app({"a.html": page}), Options(scenarios=CHOSEN))


def test_junit_has_a_case_for_each_scenario(make_app: Any) -> None:
    root = ET.fromstring(as_junit(runs_of(make_app)).partition("?>")[2])
    (suite,) = root
    assert suite.attrib == {"name": "a.html", "tests": "3", "failures": "2", "skipped": "1", "errors": "0"}
    assert [(case.get("name"), case[0].tag) for case in suite] == [
        ("click-to-dial", "failure"),
        ("navigation", "failure"),
        ("message", "skipped"),
    ]
    assert "(a.html:3:" in str(suite[0][0].text)
    assert str(suite[2][0].get("message")).startswith("nothing to play: ")


def test_sarif_has_each_problem_once_with_its_scenarios(make_app: Any) -> None:
    (result,) = json.loads(as_sarif(runs_of(make_app)))["runs"][0]["results"]
    assert result["ruleId"] == "prove/threw"
    assert result["message"]["text"].endswith("(seen in click-to-dial, navigation)")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_a_trace_is_the_same_until_the_app_changes(make_app: Any) -> None:
    expected = json.loads(as_trace(runs_of(make_app)))
    assert differences(expected, runs_of(make_app)) == ()
    assert differences(expected, runs_of(make_app, PAGE.replace("<script>\n", "<script>\n\n\n"))) == ()
    changed = differences(expected, runs_of(make_app, PAGE.replace("sforce.opencti.enableClickToDial();", "")))
    assert "a.html, click-to-dial: no longer seen: 1: called sforce.opencti.enableClickToDial " in changed
    assert differences({"windows": {"b.html": {}}}, ()) == ("b.html: this window is gone",)


def test_a_file_that_is_no_trace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="cannot be read"):
        read_trace(str(tmp_path / "none.json"))
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(TraceError, match="is no trace of version 1"):
        read_trace(str(tmp_path / "a.json"))


def test_record_and_expect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, trace = tmp_path / "a.html", tmp_path / "trace.json"
    page.write_text(PAGE.replace("payload.number.none.x;", "console.log(payload.number);"))
    call = ["prove", str(tmp_path / "a.html"), "--only", "click to dial on a record", "--format", "junit"]
    assert run([*call, "--record", str(trace)]) == 0
    assert run([*call, "--expect", str(trace)]) == 0
    page.write_text(page.read_text().replace("sforce.opencti.enableClickToDial();", ""))
    capsys.readouterr()
    assert run([*call, "--expect", str(trace)]) == 1
    assert "no longer seen: 2: ran the listener of sforce.opencti.onClickToDial" in capsys.readouterr().err
    assert run([*call, "--expect", str(tmp_path / "none.json")]) == 2
