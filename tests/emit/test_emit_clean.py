"""Every module, page and test that ctilint writes has nothing to find in it, by any of its rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from emitted_kits import DIALECTS, FORMS, everything, write_kit

from ctilint.cli import run
from ctilint.cli._reading import read_app, read_text
from ctilint.emit import plan, render
from ctilint.emit.events import event_names
from ctilint.judge import judge
from ctilint.settings import Settings

EVENTS = [(dialect, event) for dialect in DIALECTS for event in event_names(dialect)]


def found(folder: Path) -> list[str]:
    """Return the findings in ``folder``, one line each."""
    report = judge(read_app((str(folder),), Settings()), Settings())
    return [f"{one.rule} {one.location.path}:{one.location.line} {one.message}" for one in report.findings]


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_kit_is_clean(dialect: str, form: str, tmp_path: Path, *, typescript: bool) -> None:
    write_kit(tmp_path, everything(dialect, form, typescript=typescript), "cti.ts" if typescript else "cti.js")
    assert found(tmp_path) == []


def test_a_module_of_all_dialects_is_clean(tmp_path: Path) -> None:
    write_kit(tmp_path, plan(DIALECTS, channels=["Calls__c"]))
    assert found(tmp_path) == []


@pytest.mark.parametrize(("dialect", "event"), EVENTS, ids=[f"{dialect}-{event}" for dialect, event in EVENTS])
def test_a_module_of_one_event_is_clean_and_registers_it(dialect: str, event: str) -> None:
    text = render(plan([dialect], [event], form="script")).module
    app = read_app_of(text)
    assert judge(app, Settings()).findings == ()
    registered = {one.call.name for window in app.windows for one in window.registrations}
    real = {
        "onClickToDial": "sforce.opencti.onClickToDial",
        "onNavigationChange": "sforce.opencti.onNavigationChange",
        "onAgentStatusChange": "sforce.console.addEventListener",
    }
    wanted = real[event] if dialect == "event-sink" else plan([dialect], [event]).events[0].method
    assert wanted in registered


def read_app_of(text: str) -> object:
    """Return the app of one script."""
    return read_text("cti.js", text.encode(), Settings())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_emit_then_check_on_the_command_line_is_clean(
    dialect: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--dialect", dialect, "--module", form, "-o", "f.js"]) == 0
    assert run(["check", "f.js"]) == 0
    assert "Nothing to find in 1 file with CTI code." in capsys.readouterr().out
