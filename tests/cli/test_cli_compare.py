"""``ctilint compare`` from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ctilint.cli import run

PAIR = Path(__file__).parents[2] / "fixtures" / "moved-softphone"


@pytest.fixture
def here(tmp_path, monkeypatch):
    shutil.copytree(PAIR, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_finished_migration_ends_with_0_and_one_that_lacks_something_with_1(here, capsys):
    assert run(["compare", "old", "new", "--reasons", "given-up.toml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("16 capabilities of old: 1 given up, 15 present in new.\n")
    assert "new: a VoiceCall has a name of its own (the owner of the contact center)\n" in out
    assert run(["compare", "old", "new"]) == 1
    assert "missing     fields:Task.Subject" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "start"), [("a.md", "# 16 capabilities"), ("a.html", "<!doctype html>"), ("a.json", "{")]
)
def test_the_suffix_decides_the_form(here, name, start):
    assert run(["compare", "old", "new", "-o", name]) == 1
    assert (here / name).read_text("utf-8").startswith(start)


def test_json_goes_to_standard_output(here, capsys):
    assert run(["compare", "old", "new", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in data["capabilities"] if one["fate"] == "missing"] == ["fields:Task.Subject"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["compare", "nowhere", "new"], "path 'nowhere' does not exist"),
        (["compare", "old", "new", "--reasons", "none.toml"], "'none.toml' cannot be read"),
        (["compare", "old", "new", "--reasons", "old/softphone.js"], "old/softphone.js: is not TOML"),
        (["compare", "old", "new", "-o", "a.pdf"], "the suffix .pdf is not known"),
    ],
)
def test_a_wrong_call_ends_with_2(here, capsys, arguments, says):
    assert run(arguments) == 2
    assert says in capsys.readouterr().err
