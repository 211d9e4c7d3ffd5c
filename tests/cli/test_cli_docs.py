from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctilint.cli import run


def test_the_source_of_the_site_is_written_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "site"
    assert run(["docs", "--source", "-o", str(folder)]) == 0
    assert (folder / "mkdocs.yml").read_text("utf-8").startswith("site_name: ctilint ")
    held = json.loads((folder / ".ctilint-docs").read_text("utf-8"))
    assert capsys.readouterr().out == f"{len(held)} files in {folder}\n"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        *held,
        ".ctilint-docs",
    }
    assert run(["docs", "--source", "-o", str(folder)]) == 0


def test_a_page_for_every_command(tmp_path: Path) -> None:
    assert run(["docs", "--source", "-o", str(tmp_path)]) == 0
    there = {path.stem for path in (tmp_path / "pages" / "commands").glob("*.md")}
    commands = Path(__file__).parent.parent.parent / "ctilint" / "cli"
    assert there == {path.stem for path in commands.glob("[a-z]*.py")} | {"index"}
    check = (tmp_path / "pages" / "commands" / "check.md").read_text("utf-8")
    assert "| <code>--staged</code> | Report only what the next commit touches or causes. |" in check


def test_what_a_person_wrote_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mkdocs.yml").write_text("mine", encoding="utf-8")
    assert run(["docs", "--source", "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"ctilint: '{tmp_path}/mkdocs.yml' was not written by ctilint: --force writes over it\n"
    )
    assert (tmp_path / "mkdocs.yml").read_text("utf-8") == "mine"
    assert not (tmp_path / "pages").exists()
    assert run(["docs", "--source", "--force", "-o", str(tmp_path)]) == 0


def test_what_is_not_needed_any_more_goes_unless_it_was_changed(tmp_path: Path) -> None:
    from hashlib import sha256

    assert run(["docs", "--source", "-o", str(tmp_path)]) == 0
    listed = tmp_path / ".ctilint-docs"
    held = json.loads(listed.read_text("utf-8"))
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    (tmp_path / "own.md").write_text("own", encoding="utf-8")
    held["old.md"] = sha256(b"old").hexdigest()
    held["../outside.md"] = sha256(b"old").hexdigest()
    listed.write_text(json.dumps(held), encoding="utf-8")
    # A list that points outside is not ours: nothing is taken away by it, and all is foreign.
    assert run(["docs", "--source", "-o", str(tmp_path)]) == 2
    del held["../outside.md"]
    listed.write_text(json.dumps(held), encoding="utf-8")
    assert run(["docs", "--source", "-o", str(tmp_path)]) == 0
    assert not (tmp_path / "old.md").exists()
    assert (tmp_path / "own.md").read_text("utf-8") == "own"


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "mkdocs.config", None)
    assert run(["docs", "-o", str(tmp_path / "site")]) == 2
    assert capsys.readouterr().err == "ctilint: the site needs more packages: pip install 'ctilint[docs]'\n"
    assert not (tmp_path / "site").exists()
