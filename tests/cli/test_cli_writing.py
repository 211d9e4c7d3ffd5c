from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from ctilint.cli import run
from ctilint.cli._writing import State, demand_free, is_restored, stamped, state, unstamped, write
from ctilint.cli.check import FORMATS

PHONE = """<script src="/support/api/28.0/interaction.js"></script>
<script>sforce.interaction.cti.onClickToDial(function (r) { JSON.parse(r.result); });</script>
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.js", "run();\n"),
        ("a.html", "<!doctype html>\n<p>x</p>\n"),
        ("a.xml", '<?xml version="1.0"?>\n<a/>\n'),
        ("a.md", "# A\n"),
        ("a.py", "x = 1\n"),
    ],
)
def test_a_stamp_tells_what_was_changed(folder: Path, name: str, text: str) -> None:
    made = stamped(name, text)
    assert made != text
    assert unstamped(made) == text
    assert made.startswith(text[: text.index("\n")]) is name.endswith(("html", "xml", "md"))
    path = folder / name
    path.write_text(made, newline="")
    assert state(str(path)) is State.OURS
    path.write_text(made.replace("\n", "\r\n"), newline="")
    assert state(str(path)) is State.OURS
    path.write_text(made + "more\n", newline="")
    assert state(str(path)) is State.CHANGED
    path.write_text(text, newline="")
    assert state(str(path)) is State.FOREIGN


def test_what_is_no_ordinary_file_or_empty_is_free(folder: Path) -> None:
    (folder / "empty.js").write_text("")
    os.mkfifo(folder / "pipe")
    assert [state(name) for name in ("empty.js", "pipe", "gone", "/dev/null", ".")] == [State.FREE] * 5
    (folder / "picture.md").write_bytes(b"\xff\xfe\x00")
    assert state("picture.md") is State.FOREIGN


def test_nothing_is_written_over_a_persons_file_without_force(folder: Path) -> None:
    (folder / "README.md").write_text("# Mine\n")
    with pytest.raises(click.UsageError, match=r"'README\.md' was not written by ctilint: --force writes over it"):
        write("README.md", "x\n", form="markdown")
    assert (folder / "README.md").read_text() == "# Mine\n"
    write("README.md", "x\n", form="markdown", force=True)
    write("README.md", "y\n", form="markdown")
    assert unstamped((folder / "README.md").read_text()) == "y\n"
    demand_free(["README.md", "new.md"], force=False)


def test_a_table_with_the_same_columns_is_ours(folder: Path) -> None:
    write("a.csv", "app,points\nx,1\n", form="csv")
    write("a.csv", "app,points\nx,2\n", form="csv")
    (folder / "b.csv").write_text("name,salary\n")
    with pytest.raises(click.UsageError):
        write("b.csv", "app,points\n", form="csv")


def test_text_with_a_persons_lines_counts_as_changed(folder: Path) -> None:
    write("a.js", "run(mine);\n", written="run();\n")
    assert state("a.js") is State.CHANGED
    assert is_restored((folder / "a.js").read_text(), "run();\n")
    assert not is_restored((folder / "a.js").read_text(), "run(mine);\n")


@pytest.mark.parametrize(
    "form",
    [*FORMATS, "quiet text", "nothing"],
)
def test_every_report_is_known_again(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "phone.html").write_text(PHONE)
    what = ["nowhere.html"] if form == "nothing" else ["phone.html"]
    (folder / "nowhere.html").write_text("<p>nothing</p>\n")
    quiet = ["--quiet"] if form.startswith("quiet") else []
    name = "text" if form in {"quiet text", "nothing"} else form
    for _ in range(2):
        assert run(["check", *what, *quiet, "--format", name, "-o", "out"]) == (0 if form == "nothing" else 1)
    assert capsys.readouterr() == ("", "")
    (folder / "out").write_text("my own words\n")
    assert run(["check", *what, *quiet, "--format", name, "-o", "out"]) == 2
    assert capsys.readouterr().err == "ctilint: 'out' was not written by ctilint: --force writes over it\n"
    assert run(["check", *what, *quiet, "--format", name, "-o", "out", "--force"]) == (0 if form == "nothing" else 1)
