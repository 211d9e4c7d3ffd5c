"""The short form: the guarantees of the full one, shown by the same test, in ninety lines."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from emitted_kits import FORMS, write_kit

from ctilint.cli import run
from ctilint.emit import plan, render
from ctilint.emit.events import event_names
from ctilint.emit.planning import NotMinimalError, minimal

NODE = shutil.which("node")
PAIRS = [
    ("lightning", []),
    ("lightning", ["onClickToDial"]),
    ("lightning", ["onNavigationChange"]),
    ("classic", []),
    ("classic", ["cti.onClickToDial"]),
    ("classic", ["onFocus"]),
]


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("dialect", "events"), PAIRS)
def test_the_short_form_passes_the_test_of_the_full_one(
    dialect: str, events: list[str], form: str, tmp_path: Path
) -> None:
    assert NODE is not None
    test = write_kit(tmp_path, minimal(plan([dialect], events, form=form)))
    done = subprocess.run(
        [NODE, "--test", "--test-force-exit", "--test-reporter=tap", test.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if not events or "ClickToDial" in events[0]:
        assert "reports a click without a number and dials nothing" in done.stdout


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", ["lightning", "classic"])
def test_it_has_ninety_lines_at_most(dialect: str, form: str) -> None:
    names = event_names(dialect)
    for first in names:
        for second in names:
            made = minimal(plan([dialect], dict.fromkeys((first, second)), form=form))
            lines = render(made).module.splitlines()
            assert len(lines) <= 89, f"{first} and {second}: the name of the writer is one line more"
            assert max(map(len, lines)) <= 140


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (plan(["console"]), "it speaks one dialect, lightning or classic"),
        (plan(["lightning", "classic"]), "it speaks one dialect"),
        (plan(["lightning"], typescript=True), "it is JavaScript: leave --typescript out"),
        (plan(["lightning"], ["onClickToDial"], ["Calls__c"]), "it holds no message channels"),
        (
            plan(["lightning"], channels=["Calls__c"]),
            "it holds one or two events, and these are 3: choose with --event",
        ),
    ],
)
def test_what_it_cannot_hold_is_said(made: object, words: str) -> None:
    with pytest.raises(NotMinimalError, match=words):
        minimal(made)  # type: ignore[arg-type]


def test_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--minimal", "-o", "cti.js"]) == 0
    assert len((tmp_path / "cti.js").read_text("utf-8").splitlines()) <= 90
    assert run(["check", "cti.js"]) == 0
    assert run(["emit", "--minimal", "--dialect", "console"]) == 2
    assert "--minimal: it speaks one dialect, lightning or classic" in capsys.readouterr().err
    assert run(["emit", "--minimal", "--from", "cti.js", "-o", "again.js"]) == 0
    assert "was: " not in (tmp_path / "again.js").read_text("utf-8")
