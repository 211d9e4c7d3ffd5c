"""``ctilint assess`` from the command line."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from ctilint.cli import run

ESTATE = Path(__file__).parents[2] / "fixtures" / "estate"


@pytest.fixture
def here(tmp_path, monkeypatch):
    shutil.copytree(ESTATE / "desk", tmp_path / "desk")
    shutil.copytree(ESTATE / "kiosk", tmp_path / "kiosk")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_without_options_a_summary_is_printed_and_nothing_written(here, capsys):
    before = files_in(here)
    assert run(["assess", "desk"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Migration assessment: desk\n")
    assert "Open CTI ends on 2028-02-28" in out
    assert "\x1b[" not in out
    assert files_in(here) == before


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("markdown", "# Migration assessment: desk"),
        ("html", "<!doctype html>"),
        ("json", "{"),
        ("csv", "app,target,kind,"),
    ],
)
def test_a_format_goes_to_standard_output(here, capsys, form, start):
    assert run(["assess", "desk", "--format", form]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.md", "# Migration"),
        ("a.html", "<!doctype"),
        ("a.json", "{"),
        ("a.csv", "app,"),
    ],
)
def test_the_suffix_of_the_output_decides(here, capsys, name, start):
    assert run(["assess", "desk", "-o", name]) == 0
    assert capsys.readouterr().out == ""
    assert (here / name).read_text("utf-8").startswith(start)


def test_the_format_wins_over_the_suffix(here):
    assert run(["assess", "desk", "--format", "json", "-o", "a.html"]) == 0
    assert json.loads((here / "a.html").read_text("utf-8"))["version"] == 2


def test_a_day_after_the_end_is_said_first(here, capsys):
    assert run(["assess", "desk", "--as-of", "2029-01-01"]) == 0
    assert "An end date has passed (as of 2029-01-01)" in capsys.readouterr().out.splitlines()[2]


def test_a_day_that_is_none_is_refused(here, capsys):
    assert run(["assess", "desk", "--as-of", "2029-13-01"]) == 2
    assert "--as-of '2029-13-01' is not a day" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["amazon-connect", "amazon-connect-existing", "partner-telephony"])
def test_one_target(here, capsys, target):
    assert run(["assess", "desk", "--target", target, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in data["targets"]] == [target]
    assert [one["target"] for one in data["apps"][0]["effort"]] == [target]


def test_several_paths_are_one_app_without_portfolio(here, capsys):
    assert run(["assess", "desk", "kiosk", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (len(data["apps"]), data["portfolio"]) == (1, False)
    line = next(one for one in data["apps"][0]["symbols"] if one["symbol"] == "sforce.opencti.searchAndScreenPop")
    assert (len(line["uses"]), line["copies"]) == (1, 1)


@pytest.mark.parametrize("paths", [["desk", "kiosk"], ["."]])
def test_a_portfolio_of_paths_or_of_the_folders_of_one_path(here, capsys, paths):
    assert run(["assess", *paths, "--portfolio", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [app["name"] for app in data["apps"]] == ["desk", "kiosk"]
    assert [one["apps"] for one in data["shared"]] == [["desk", "kiosk"]] * 2
    single = sum(app["effort"][0]["total"]["likely"] for app in data["apps"])
    # two uses (medium and small), half a library load, and 0.5 points of code that both have, 0.6 of it rebuilt
    assert data["effort"][0]["total"]["likely"] == pytest.approx(single - 8.5 - 0.3)


def test_apps_of_one_name_are_told_apart_by_their_path(here, capsys):
    (here / "other").mkdir()
    shutil.copytree(here / "kiosk", here / "other" / "kiosk")
    assert run(["assess", "kiosk", "other/kiosk", "--portfolio", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [app["name"] for app in data["apps"]] == ["kiosk", "other/kiosk"]
    assert data["effort"][0]["total"] == data["apps"][0]["effort"][0]["total"]


def test_a_portfolio_prints_a_summary_of_each_app(here, capsys):
    assert run(["assess", "desk", "kiosk", "--portfolio"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Migration assessment: 2 apps\n")
    assert "\ndesk\n" in out
    assert "\nkiosk\n" in out


def test_csv_into_a_folder_is_one_file_for_each_table(here):
    assert run(["assess", "desk", "--format", "csv", "-o", "tables/"]) == 0
    found = files_in(here / "tables")
    assert {"mapping.csv", "questions.csv", "all-addends.csv"} <= found
    with (here / "tables" / "mapping.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file))[:3] == ["app", "symbol", "uses"]
    assert run(["assess", "kiosk", "--format", "csv", "-o", "tables"]) == 0
    assert "kiosk" in (here / "tables" / "mapping.csv").read_text("utf-8")


def test_what_is_excluded_is_not_assessed(here, capsys):
    assert run(["assess", "desk", "--exclude", "*.page", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert not any("interaction" in one["symbol"] for one in data["apps"][0]["symbols"])
    assert any(one["why"] == "excluded" for one in data["apps"][0]["not_looked_at"])


def test_settings_that_turn_rules_off_are_said(here, capsys):
    (here / "ctilint.toml").write_text('ignore = ["outdated-library"]\n', "utf-8")
    assert run(["assess", "desk", "--format", "json"]) == 0
    app = json.loads(capsys.readouterr().out)["apps"][0]
    assert app["rules_not_run"] == [{"rule": "outdated-library", "why": "turned off by the settings"}]
    assert "outdated-library" not in [one["rule"] for one in app["inventory"]["findings"]]


def test_a_folder_without_telephony_is_assessed_in_words(here, capsys):
    (here / "empty").mkdir()
    (here / "empty" / "a.js").write_text("alert(1);", "utf-8")
    assert run(["assess", "empty"]) == 0
    assert "No telephony code was found under the paths." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["gone"], "path 'gone' does not exist"),
        (["desk", "--target", "native"], "'native' is not one of"),
        (["desk", "--format", "pdf"], "'pdf' is not one of"),
        (["kiosk", "--portfolio"], "'kiosk' has no folders: --portfolio wants several apps"),
        (["desk", "-o", "no/such/folder/a.md"], "'no/such/folder/a.md' cannot be written: No such file or directory"),
        (["desk", "--format", "csv", "-o", "desk/ctiflows/onConnecting.json/"], "cannot be made"),
        (["desk", "--config", "gone.toml"], "settings file 'gone.toml' does not exist"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(here, capsys, args, message):
    before = files_in(here)
    assert run(["assess", *args]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert files_in(here) == before


def test_help_names_targets_and_formats(capsys):
    assert run(["assess", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for word in (
        "amazon-connect-existing",
        "partner-telephony",
        "markdown",
        "--portfolio",
        "Nothing is written without",
    ):
        assert word in out


def test_days_come_from_finished_pieces_or_from_the_settings_only(here, capsys):
    assert run(["assess", "kiosk"]) == 0
    assert "Days of work" not in capsys.readouterr().out
    (here / "done.csv").write_text("piece,points,days\na,10,5\nb,20,10\nc,40,20\n", "utf-8")
    assert run(["assess", "kiosk", "--calibrate", "done.csv"]) == 0
    assert "Days of work, by done.csv: " in capsys.readouterr().out
    (here / "ctilint.toml").write_text("[assess]\ndays-per-point = 0.5\n", "utf-8")
    assert run(["assess", "kiosk"]) == 0
    assert "Days of work, by days-per-point of the settings: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [("piece,points,days\n", "are too few"), (None, "cannot be read")],
)
def test_finished_pieces_that_cannot_be_used_are_refused(here, capsys, text, says):
    if text is not None:
        (here / "done.csv").write_text(text, "utf-8")
    assert run(["assess", "kiosk", "--calibrate", "done.csv"]) == 2
    assert says in capsys.readouterr().err


def test_no_name_is_broken_at_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(Path(__file__).parents[2] / "fixtures" / "legacy-softphone")
    assert run(["assess", "--as-of", "2026-11-29"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.split("Most used")[1].splitlines()]
    assert any(line.startswith("sforce.console.getEnclosingPrimaryTabId  ") for line in lines)
    assert "staticresources/SoftphoneCore.resource:17" in lines
