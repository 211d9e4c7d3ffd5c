"""Every scenario of the simulated Salesforce passes, in each dialect, form and with every event."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from emitted_kits import DIALECTS, FORMS, everything, write_kit

from ctilint.cli import run
from ctilint.emit import plan
from ctilint.emit.planning import minimal


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_emit_check_and_prove_are_clean(
    dialect: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--dialect", dialect, "--module", form, "-o", "f.js"]) == 0
    assert run(["check", "f.js"]) == 0
    assert run(["prove", "f.js"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_module_with_every_event_passes_every_scenario(
    dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = everything(dialect, "script")
    write_kit(tmp_path, made)
    assert run(["prove", "--format", "json", "cti.js"]) == 0
    (window,) = json.loads(capsys.readouterr().out)["windows"]
    assert window["status"] == "run"
    seen = Counter(one["name"] for one in window["scenarios"][0]["steps"][0]["registered"])
    sink = {
        "onClickToDial": "sforce.opencti.onClickToDial",
        "onNavigationChange": "sforce.opencti.onNavigationChange",
        "onAgentStatusChange": "sforce.console.addEventListener",
    }
    assert seen == Counter(sink[one.name] if dialect == "event-sink" else one.method for one in made.events)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_page_that_comes_with_it_passes_every_scenario(
    dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_kit(tmp_path, everything(dialect, "script"))
    assert run(["prove", "cti.html"]) == 0, capsys.readouterr().out


def outcomes(capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Return how the scenarios of the one page ended, which was run to its end."""
    (window,) = json.loads(capsys.readouterr().out)["windows"]
    assert (window["window"], window["status"], window["reasons"]) == ("cti.html", "run", [])
    return Counter(one["outcome"] for one in window["scenarios"])


@pytest.mark.parametrize("whole", [True, False], ids=["every event", "the usual events"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_page_of_every_form_passes(
    dialect: str,
    form: str,
    whole: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if whole:
        write_kit(tmp_path, everything(dialect, form))
    else:
        emit = ["emit", "--dialect", dialect, "--module", form, "--with", "page", "-o", "cti.js"]
        assert run(emit) == 0
    capsys.readouterr()
    assert run(["prove", "cti.html", "--format", "json"]) == 0
    ended = outcomes(capsys)
    assert (ended["failed"], ended["not run"]) == (0, 0)
    assert ended["passed"] > 5


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", ["lightning", "classic"])
def test_the_page_of_the_short_form_passes(
    dialect: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_kit(tmp_path, minimal(plan([dialect], [], form=form)))
    assert run(["prove", "cti.html", "--format", "json"]) == 0
    ended = outcomes(capsys)
    assert (ended["failed"], ended["not run"]) == (0, 0)
    assert ended["passed"] > 5
