"""``ctilint prove`` and ``ctilint check --prove`` from the command line."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ctilint.cli import run

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def test_text_tells_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", str(FIXTURES / "prove-softphone"), "--only", "click-to-dial"]) == 1
    out = capsys.readouterr().out
    assert "  requested /support/api/45.0/lightning/opencti_min.js\n" in out
    assert "  FAIL  click to dial on a record: problem 1\n" in out
    assert "registered a listener of sforce.opencti.onClickToDial once at " in out
    assert "stood still for 300 ms: synchronous XMLHttpRequest" in out
    assert (
        "1 window: 1 run, 0 partly run, 0 not run; "
        "1 scenario: 0 passed, 1 failed, 0 with nothing to play, 0 not run\n"
        "of 2 registrations that static reading knows 2 were made; of their 2 handlers 1 were entered\n"
    ) in out


def test_json_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", str(FIXTURES / "reference-softphone"), "--format", "json", "--only", "leave"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == 1
    assert report["summary"] == {
        "windows": 3,
        "run": 3,
        "partly_run": 0,
        "not_run": 0,
        "scenarios": 3,
        "passed": 3,
        "failed": 0,
        "nothing_to_play": 0,
        "scenarios_not_run": 0,
        "limits": 0,
        "registrations": 6,
        "made": 6,
        "explored": 0,
        "handlers": 6,
        "entered": 2,
    }
    window = next(one for one in report["windows"] if one["window"].endswith("index.html"))
    assert window["loads"][0]["version"] == "68.0"
    steps = window["scenarios"][0]["steps"]
    assert [step["do"] for step in steps] == ["start", "click-to-dial", "leave"]
    assert {one["name"] for one in steps[0]["registered"]} == {
        "sforce.opencti.onClickToDial",
        "sforce.opencti.onNavigationChange",
        "sforce.opencti.subscribe",
    }
    (event,) = steps[1]["events"]
    assert event["handlers"][0]["steps"] > 0
    assert [(one["name"], one["removable"]) for one in steps[2]["still_registered"]] == [
        ("sforce.opencti.onClickToDial", False),
        ("sforce.opencti.onNavigationChange", False),
    ]


def test_a_scenario_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    app = FIXTURES / "prove-softphone"
    assert run(["prove", str(app), "--scenario", str(app / "scenario.toml"), "--quiet"]) == 1
    out = capsys.readouterr().out
    assert "FAIL  two clicks on phone numbers, one after the other: problem 1\n" in out
    assert out.count("\nproblem ") == 1


def test_values_fill_masks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "a.page"
    page.write_text(
        '<apex:page><apex:includeScript value="/support/console/{!ver}/integration.js"/><script>console.log(sforce.console.isInConsole(), "{!who}")</script></apex:page>'
    )
    assert run(["prove", str(page), "--value", "ver=61.0", "--only", "click-to-dial", "--format", "json"]) == 0
    window = json.loads(capsys.readouterr().out)["windows"][0]
    assert window["loads"][0]["version"] == "61.0"
    assert window["values"] == {"who": "value"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--value", "x"], "'x' is not NAME=VALUE"),
        (["--only", "leav"], "no scenario 'leav' (did you mean 'leave'?)"),
        (["--scenario", "none.toml"], "scenario file 'none.toml' cannot be read"),
        (["missing-folder"], "path 'missing-folder' does not exist"),
    ],
)
def test_mistakes_of_the_call(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["prove", *arguments]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.err.count("\n") == 1


def test_nothing_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("nothing")
    assert run(["prove", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nothing to run: no window with a script or a Salesforce library\n"


def test_what_a_page_says_cannot_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(
        "<script src='/support/api/60.0/lightning/opencti_min.js'></script><script>throw new Error('\\u001b[31mred\\u0007')</script>"
    )
    run(["prove", str(tmp_path), "--only", "leave"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\\x1b[31mred" in out


def test_check_marks_what_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--prove", "--format", "json", str(FIXTURES / "prove-softphone")]) == 1
    findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    assert {one["evidence"] for one in findings if one["rule"] == "missing-tab-check"} == {"proved"}
    assert all(one["proof"] for one in findings)
    assert run(["check", "--format", "json", str(FIXTURES / "prove-softphone")]) == 1
    assert all("proof" not in one for one in json.loads(capsys.readouterr().out)["findings"])


@pytest.mark.parametrize("name", ["inbound-call", "a call comes in, from ring to log"])
def test_only_takes_what_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", str(FIXTURES / "prove-softphone"), "--only", name, "--format", "json"]) == 0
    (window,) = json.loads(capsys.readouterr().out)["windows"]
    assert [one["name"] for one in window["scenarios"]] == ["inbound-call"]


def test_only_takes_the_exploration_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>window.later = function () {'
        " sforce.opencti.onClickToDial({ listener: function () {} }); };</script>"
    )
    assert run(["prove", str(page), "--only", "what nothing called is called", "--format", "json"]) == 0
    (window,) = json.loads(capsys.readouterr().out)["windows"]
    assert [(one["name"], one["outcome"]) for one in window["scenarios"]] == [("exploration", "explored")]


def test_a_recorded_run_is_a_scenario_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    app = str(FIXTURES / "reference-softphone")
    assert run(["prove", app, "--record", "mine.toml"]) == 0
    capsys.readouterr()
    assert run(["prove", app, "--scenario", "mine.toml", "--require-played", "--format", "json"]) == 0
    again = json.loads(capsys.readouterr().out)["summary"]
    assert (again["windows"], again["failed"], again["passed"]) == (3, 0, 33)
    assert run(["prove", app, "--record", "mine.toml", "--only", "leave"]) == 0
    text = (tmp_path / "mine.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace("listeners = ", "listeners = 1"))
    assert run(["prove", app, "--scenario", "mine.toml"]) == 1
    assert "listeners are registered, 1" in capsys.readouterr().out
    assert run(["prove", app, "--record", "mine.toml", "--only", "leave"]) == 2
    assert "was changed since ctilint wrote it" in capsys.readouterr().err


def test_a_line_says_what_is_played_once_a_run_is_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ctilint.cli import prove

    now = iter([10.0, 11.9, 12.0, 13.0])
    monkeypatch.setattr(prove.time, "monotonic", lambda: next(now))
    line = prove.Line()
    line.tell("a.html: too early")
    line.clear()
    assert capsys.readouterr().err == ""
    line.tell("a.html: \x1b[31mthe page")
    line.clear()
    assert capsys.readouterr().err == "\r\x1b[2K  playing a.html: \\x1b[31mthe page\r\r\x1b[2K"
