from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ctilint.cli import run

FIXTURES = Path(__file__).parents[2] / "fixtures"
CALL = "sforce.opencti.onNavigationChange({ listener: (p) => { try { alert(p.x); } catch (e) { log(e); } } });\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["legacy-softphone", "lightning-softphone", "aura-panel", "forms"])
def test_every_finding_of_an_app_can_be_allowed(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(FIXTURES / name, folder / "app")
    assert run(["check", "app", "--add-suppressions", "known"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("ctilint: allowed ")
    left = [line for line in said if "not allowed" in line]
    run(["check", "app", "-q"])
    found = capsys.readouterr().out.splitlines()
    assert len(found) == len(left)
    assert not [line for line in found if "suppression" in line]


def test_a_comment_is_not_written_into_a_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "const page = `\n<script src='/support/api/28.0/interaction.js'></script>`;\n" + CALL
    (folder / "a.js").write_text(text)
    run(["check", "--add-suppressions", "known"])
    lines = (folder / "a.js").read_text().splitlines()
    assert lines[:3] == [*text.splitlines()[:2], "// ctilint-disable-next-line blocking-handler -- known"]


def test_rules_of_one_line_share_a_comment(folder: Path) -> None:
    (folder / "a.js").write_text(
        "sforce.opencti.onNavigationChange({ listener: (p) => { alert(JSON.parse(p.x).y); } });\n"
    )
    assert run(["check", "--add-suppressions", "known"]) == 0
    assert (folder / "a.js").read_text().splitlines()[0] == (
        "// ctilint-disable-next-line blocking-handler, unguarded-handler, unparsed-payload -- known"
    ) or (folder / "a.js").read_text().startswith("// ctilint-disable-next-line blocking-handler, ")
    assert run(["check"]) == 0


@pytest.mark.parametrize("reason", ["", "  ", "a -- b", "*/ alert()"])
def test_a_reason_is_words(folder: Path, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(CALL)
    assert run(["check", "--add-suppressions", reason]) == 2
    assert "wants a reason in words" in capsys.readouterr().err
    assert (folder / "a.js").read_text() == CALL


def test_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suppressions"]) == 0
    assert capsys.readouterr().out == "No comment allows anything.\n"
    (folder / "a.js").write_text(
        "// ctilint-disable-next-line blocking-handler -- asked\x1b for\n"
        f"{CALL}// eslint-disable-line blocking-handler\n"
    )
    assert run(["suppressions"]) == 0
    assert capsys.readouterr().out == (
        "a.js:1: disable-next-line blocking-handler -- asked\u241b for\n"
        "a.js:3: disable-line blocking-handler  (no reason given)\n"
    )
    assert run(["suppressions", "--format", "json"]) == 0
    assert [row["written_for"] for row in json.loads(capsys.readouterr().out)] == ["ctilint", "another tool"]
