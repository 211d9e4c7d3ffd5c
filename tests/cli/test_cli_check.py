from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from ctilint.cli import run

BAD = """sforce.opencti.onClickToDial({
  listener: function (payload) {
    JSON.parse(payload.x);
    alert(payload.number);
  },
});
sforce.opencti.enableClickToDial({ callback: show });
addEventListener("pagehide", () => sforce.opencti.disableClickToDial({ callback: show }));
"""
GOOD = "sforce.opencti.getAppViewInfo({ callback: show });\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    run(["check", "--format", "json", *arguments])
    return [f"{one['path']} {one['rule']}" for one in json.loads(capsys.readouterr().out)["findings"]]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err.rstrip("\n")


def test_findings_make_the_exit_code_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check"]) == 1
    out, err = capsys.readouterr()
    assert "a.js:2:13  warning  unguarded-handler\n" in out
    assert err == ""


def test_nothing_to_find_is_said_and_is_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert capsys.readouterr().out.startswith("No CTI code found in 0 files.\n")
    (folder / "a.js").write_text(GOOD)
    assert run(["check", "."]) == 0
    assert capsys.readouterr().out.startswith("Nothing to find in 1 file with CTI code.\n")


def test_fail_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    select = ["--select", "unguarded-handler"]
    assert [run(["check", *select, "--fail-on", level]) for level in ("error", "warning", "note", "never")] == [
        0,
        1,
        1,
        0,
    ]
    (folder / "ctilint.toml").write_text('fail-on = "error"\n')
    assert run(["check", *select]) == 0
    assert run(["check", *select, "--fail-on", "note"]) == 1


def test_select_and_ignore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    rules = "blocking-handler,unguarded-handler"
    assert found(capsys, "--select", rules) == ["a.js unguarded-handler", "a.js blocking-handler"]
    assert found(
        capsys, "--select", "blocking-handler", "--select", "unguarded-handler", "--ignore", "blocking-handler"
    ) == ["a.js unguarded-handler"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none"], "ctilint: path 'none' does not exist"),
        (["--select", "blocking-handlr"], "did you mean 'blocking-handler'?"),
        (["--ignore", "x"], "ctilint: invalid value for '--ignore': unknown rule 'x'"),
        (["--frmat", "json"], "ctilint: no such option '--frmat'"),
        (["--format", "yaml"], "ctilint: invalid value for '--format': 'yaml' is not one of"),
        (
            ["--api-version", "soon"],
            "ctilint: invalid value for '--api-version': 'soon' is not an API version such as 57.0",
        ),
        (["--config", "none.toml"], "ctilint: settings file 'none.toml' does not exist"),
        (
            ["--baseline", "none.json"],
            "ctilint: there is no baseline 'none.json' yet: `ctilint check --write-baseline --baseline none.json`",
        ),
        (["-o", "no/folder.json"], "ctilint: 'no/folder.json' cannot be written: No such file or directory"),
        (["--stdin-filename", "a.js", "b.js"], "ctilint: standard input is judged alone"),
        (["a\x1b[31m"], r"ctilint: path 'a\x1b[31m' does not exist"),
    ],
)
def test_a_mistake_is_one_line_that_names_it(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert said in refused(capsys, *arguments)


def test_a_broken_settings_file_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ctilint.toml").write_text("strict = true\nstrct = true\n")
    assert refused(capsys) == "ctilint: ctilint.toml:2: unknown key 'strct' (did you mean 'strict'?)"


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["-"], ["--stdin-filename", "app/phone.html"], ["-", "--stdin-filename", "app/phone.html"]):
        text = BAD if arguments == ["-"] else f"<script>\n{BAD}</script>"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        path = "stdin.js" if arguments == ["-"] else "app/phone.html"
        assert f"{path} unguarded-handler" in found(capsys, *arguments)


def test_settings_are_found_upward_and_their_exclusions_hold(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = folder / "force-app" / "pages"
    (inner / "old").mkdir(parents=True)
    (inner / "old" / "a.js").write_text(BAD)
    (inner / "b.js").write_text(BAD)
    (folder / "ctilint.toml").write_text('exclude = ["force-app/pages/old/"]\nselect = ["unguarded-handler"]\n')
    assert found(capsys) == ["force-app/pages/b.js unguarded-handler"]
    monkeypatch.chdir(inner)
    assert found(capsys) == ["b.js unguarded-handler"]
    assert found(capsys, "old/a.js") == []
    assert found(capsys, "--no-exclude") == ["b.js unguarded-handler", "old/a.js unguarded-handler"]
    assert found(capsys, "--exclude", "b.js") == []


def test_the_report_is_written_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check", "--format", "sarif", "-o", "out.sarif", "--select", "unguarded-handler"]) == 1
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"
    assert run(["check", "-o", "out.txt"]) == 1
    assert "\x1b" not in (folder / "out.txt").read_text()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"])
def test_every_format_speaks_of_the_finding(folder: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check", "--format", form, "--select", "unguarded-handler"]) == 1
    assert "unguarded-handler" in capsys.readouterr().out


def test_the_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check", "--write-baseline"]) == 0
    known = json.loads((folder / ".ctilint-baseline.json").read_text())["findings"]
    assert {row["rule"] for row in known} == {"unguarded-handler", "blocking-handler"}
    assert run(["check", "--baseline", ".ctilint-baseline.json"]) == 0
    assert "Nothing new to find: 2 findings in the baseline." in capsys.readouterr().out
    (folder / "a.js").write_text("\n// moved\n" + BAD)
    assert found(capsys, "--baseline", ".ctilint-baseline.json") == []
    (folder / "b.js").write_text(BAD)
    assert found(capsys, "--baseline", ".ctilint-baseline.json", "--select", "blocking-handler") == [
        "b.js blocking-handler"
    ]
    (folder / "ctilint.toml").write_text('baseline = ".ctilint-baseline.json"\nselect = ["blocking-handler"]\n')
    assert found(capsys) == ["b.js blocking-handler"]


def test_pruning_takes_out_what_is_mended_and_adds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    run(["check", "--write-baseline"])
    (folder / "a.js").write_text(BAD.replace("    alert(payload.number);\n", ""))
    (folder / "b.js").write_text(BAD)
    assert run(["check", "--prune-baseline", "--baseline", ".ctilint-baseline.json"]) == 1
    known = json.loads((folder / ".ctilint-baseline.json").read_text())["findings"]
    assert [(row["path"], row["rule"]) for row in known] == [("a.js", "unguarded-handler")]


def test_a_partial_run_does_not_wipe_the_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "x.js").write_text(BAD)
    run(["check", "--write-baseline"])
    before = (folder / ".ctilint-baseline.json").read_text()
    run(["check", "a", "--write-baseline"])
    run(["check", "--select", "blocking-handler", "--write-baseline"])
    assert (folder / ".ctilint-baseline.json").read_text() == before


def test_pruning_asks_for_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check", "--prune-baseline"]) == 2
    assert "there is no baseline" in capsys.readouterr().err
    assert not (folder / ".ctilint-baseline.json").exists()


def test_options_that_say_nothing_alone_are_mistakes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(UNUSED)
    assert run(["check", "--unsafe-fixes"]) == 2
    assert capsys.readouterr().err == "ctilint: --unsafe-fixes goes with --fix or --diff\n"
    assert run(["check", "-o", ""]) == 2
    assert "a file is needed" in capsys.readouterr().err
    assert run(["check", "--config", "."]) == 2
    assert capsys.readouterr().err == "ctilint: settings file '.' is no file\n"


UNUSED = f"{GOOD}// ctilint-disable-next-line blocking-handler\nshow();\n"


def test_diff_shows_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(UNUSED)
    assert run(["check", "--diff"]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "--- a/a.js\n+++ b/a.js\n@@ -1,3 +1,2 @@\n sforce.opencti.getAppViewInfo({ callback: show });\n"
        "-// ctilint-disable-next-line blocking-handler\n show();\n"
    )
    assert err == "ctilint: would mend 1 problem in a.js\n"
    assert (folder / "a.js").read_text() == UNUSED


def test_fix_writes_and_a_second_run_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(UNUSED)
    assert run(["check", "--fix"]) == 0
    assert (folder / "a.js").read_text() == f"{GOOD}show();\n"
    assert capsys.readouterr().err == "ctilint: mended 1 problem in a.js\n"
    stamp = os.stat(folder / "a.js").st_mtime_ns
    assert run(["check", "--fix"]) == 0
    assert os.stat(folder / "a.js").st_mtime_ns == stamp
    assert capsys.readouterr().err == ""


def test_standard_input_is_not_fixed_in_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UNUSED.encode())))
    assert "standard input cannot be fixed in place" in refused(capsys, "-", "--fix")


def test_an_error_outside_of_judging_names_the_file_and_is_two(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: str, data: bytes) -> None:
        raise RuntimeError(f"no {len(data)}")

    (folder / "phone.js").write_text(GOOD)
    monkeypatch.setattr("ctilint.cli.check.judge_app", lambda *_, **__: broken("phone.js", b""))
    assert run(["check"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ctilint: internal error while judging phone.js: RuntimeError: no 0\n  at ")


def test_a_tree_of_troubles_ends(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe.js")
    (folder / "big.js").write_bytes(b"sforce.opencti.x();" + b"x" * 10_000_000)
    (folder / "nothing.js").symlink_to(folder / "gone.js")
    assert run(["check", "--format", "json"]) == 0
    skipped = {row["path"]: row["reason"] for row in json.loads(capsys.readouterr().out)["summary"]["skipped"]}
    assert skipped == {
        "big.js": "larger than 5 MB (10.0 MB)",
        "loop/again": "link to a folder that is read already",
        "nothing.js": "broken link",
        "pipe.js": "not a regular file",
    }


def test_findings_are_marked_as_seen_when_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "index.html").write_text(f"<script>\n{BAD}</script>")
    select = ["--select", "blocking-handler,unguarded-handler"]
    assert run(["check", "--prove", "--format", "json", *select]) == 1
    rows = json.loads(capsys.readouterr().out)["findings"]
    assert len(rows) == 2
    assert all(row["proof"] for row in rows)
    assert run(["check", "--format", "json", *select]) == 1
    assert not any("proof" in row for row in json.loads(capsys.readouterr().out)["findings"])


def test_a_refused_fix_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = "let a;\nlet a;\n"
    (folder / "a.js").write_text(UNUSED + twice)
    run(["check", "--fix", "--select", "blocking-handler,unused-suppression"])
    assert (
        "ctilint: not mended: unused-suppression at a.js:2: the script would not be valid JavaScript\n"
        in capsys.readouterr().err
    )
    assert (folder / "a.js").read_text() == UNUSED + twice


def test_no_mend_is_offered_in_a_script_that_does_not_parse(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(UNUSED + "if (\n")
    run(["check", "--fix", "--select", "blocking-handler,unused-suppression"])
    said = "unused-suppression (1): its script does not parse, and no mend is tried in such text: mend that first"
    assert said in capsys.readouterr().err
    assert (folder / "a.js").read_text() == UNUSED + "if (\n"


def test_a_file_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (folder / "a.js").write_text(UNUSED)
    monkeypatch.setattr("ctilint.fix.writing.write_whole", full)
    assert run(["check", "--fix"]) == 2
    assert "ctilint: 'a.js' cannot be written: No space left on device\n" in capsys.readouterr().err


def test_a_large_tree_is_judged_in_as_many_processes_as_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (folder / f"{number}.js").write_text(BAD)
    monkeypatch.setattr("ctilint.read.files.discover._MANY", 2)
    counts: list[int] = []

    def counted(tree: object, settings: object, count: int, progress: object) -> None:
        counts.append(count)

    with monkeypatch.context() as watched:
        watched.setattr("ctilint.judge.processes.judge_in_processes", counted)
        alone = found(capsys, "--jobs", "3")
        assert found(capsys, "--jobs", "1") == alone
    assert counts == [3]
    assert found(capsys, "--jobs", "2") == alone != []
    assert run(["check", "--jobs", "0"]) == 2


def test_a_baseline_that_is_missing_says_how_to_write_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    (folder / "ctilint.toml").write_text('baseline = "known.json"\n')
    assert refused(capsys) == (
        "ctilint: there is no baseline 'known.json' yet: "
        "`ctilint check --write-baseline` puts today's findings into one"
    )
    assert run(["check", "--write-baseline"]) == 0
    assert (folder / "known.json").exists()
    assert run(["check"]) == 0


def test_several_reports_come_from_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.js").write_text(BAD)
    assert run(["check", "-o", "sarif=a.sarif", "--output", "html=page", "--format", "github"]) == 1
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"
    assert (folder / "page").read_text().startswith("<!doctype html>")
    assert capsys.readouterr().out.startswith("::warning file=a.js,")
