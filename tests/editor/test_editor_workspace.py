"""What an editor's change makes of the findings is what a run over the same text would say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ctilint.editor.workspace import Workspace
from ctilint.findings import Finding
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

FIXTURES = Path(__file__).parents[2] / "fixtures"


def names(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return sorted((one.fingerprint, one.rule, one.message, one.location) for one in findings)


@pytest.mark.parametrize(
    "name", ["legacy-softphone", "lightning-softphone", "estate", "connect-deployment", "aura-panel"]
)
def test_every_change_gives_what_a_whole_run_gives(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / name, tmp_path / "app", ignore=shutil.ignore_patterns("golden"))
    monkeypatch.chdir(tmp_path / "app")
    space = Workspace(str(tmp_path / "app"))
    space.judge_all()
    for path in sorted(space.app.files):
        file = tmp_path / "app" / path
        if "!/" in path or not file.exists():
            continue
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        for changed in (text.replace("alert(", "show("), text.replace("addEventListener", "addEvent"), "", text):
            space.put(path, changed)
            held = file.read_bytes()
            file.write_bytes(changed.encode("utf-8", "surrogateescape"))
            whole = judge(build_app(Tree(["."]), Settings()), Settings()).findings
            file.write_bytes(held)
            assert names(space.findings) == names(whole), path


def test_a_change_inside_a_window_reads_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text('<script src="a.js"></script>\n')
    (tmp_path / "a.js").write_text("sforce.opencti.getAppViewInfo({ callback: show });\n")
    (tmp_path / "b.js").write_text("sforce.opencti.getAppViewInfo({ callback: show });\n")
    monkeypatch.chdir(tmp_path)
    space = Workspace(str(tmp_path))
    space.judge_all()
    read: list[str] = []

    def counted(path: str, data: bytes) -> object:
        from ctilint.read.document import read_document

        read.append(path)
        return read_document(path, data)

    monkeypatch.setattr("ctilint.understand.warm.read_document", counted)
    monkeypatch.setattr("ctilint.understand.share.read_document", counted)
    space.put("a.js", "sforce.opencti.getAppViewInfo({ callbck: show });\n")
    assert read == ["a.js"]
    assert [one.place.path for one in space.findings if one.rule == "unknown-argument"] == ["a.js"]


def test_a_settings_file_that_is_wrong_is_told_and_the_last_good_one_holds(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("sforce.opencti.getAppViewInfo({ callbck: show });\n")
    (tmp_path / "ctilint.toml").write_text('select = ["unknown-argument"]\n')
    space = Workspace(str(tmp_path))
    space.judge_all()
    assert {one.rule for one in space.findings} == {"unknown-argument"}
    (tmp_path / "ctilint.toml").write_text("selct = []\n")
    space.judge_all()
    assert "unknown key 'selct'" in space.problem
    assert {one.rule for one in space.findings} == {"unknown-argument"}


def test_a_new_call_asks_the_other_windows_again_and_reads_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one window says first (a method that only it calls) may change what is found in another."""
    (tmp_path / "a.html").write_text('<script src="a.js"></script>\n')
    (tmp_path / "a.js").write_text("sforce.opencti.getAppViewInfo({ callback: show });\n")
    (tmp_path / "b.js").write_text("sforce.opencti.onClickToDial({ listener: (payload) => show(payload) });\n")
    monkeypatch.chdir(tmp_path)
    space = Workspace(str(tmp_path))
    space.judge_all()

    def said() -> list[str]:
        return [one.rule for one in space.findings if one.place.path == "b.js"]

    before = said()
    assert "click-to-dial-not-enabled" in before
    read: list[str] = []

    def counted(path: str, data: bytes) -> object:
        from ctilint.read.document import read_document

        read.append(path)
        return read_document(path, data)

    monkeypatch.setattr("ctilint.understand.warm.read_document", counted)
    monkeypatch.setattr("ctilint.understand.share.read_document", counted)
    enabling = "sforce.opencti.enableClickToDial({ callback: show });\n"
    for text in (enabling, "sforce.opencti.getAppViewInfo({ callback: show });\n"):
        space.put("a.js", text)
        assert read == ["a.js"]
        (tmp_path / "a.js").write_text(text)
        whole = judge(build_app(Tree(["."]), Settings()), Settings()).findings
        assert names(space.findings) == names(whole)
        read.clear()
    assert said() == before
