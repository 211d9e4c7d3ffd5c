from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ctilint.read.files.repository import RepositoryError, changes_since, staged_changes


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.email=a@example.com", "-c", "user.name=A", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "a.js").write_text("one\ntwo\nthree\n")
    (tmp_path / "gone.js").write_text("gone\n")
    (tmp_path / 'odd "n\tame.js').write_text("x\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_nothing_changed(repo: Path) -> None:
    assert changes_since(str(repo), "HEAD").is_empty
    assert staged_changes(str(repo)).is_empty


def test_the_work_tree_against_a_commit(repo: Path) -> None:
    (repo / "a.js").write_text("one\n2\nthree\nfour\n")
    (repo / "gone.js").unlink()
    (repo / "new.js").write_text("new\n")
    (repo / 'odd "n\tame.js').write_text("x\ny\n")
    found = changes_since(str(repo), "main")
    assert found.lines == {
        str(repo / "a.js"): {2, 4},
        str(repo / "gone.js"): frozenset(),
        str(repo / 'odd "n\tame.js'): {2},
    }
    assert found.whole == {str(repo / "new.js")}
    assert found.old == {
        str(repo / "a.js"): b"one\ntwo\nthree\n",
        str(repo / "gone.js"): b"gone\n",
        str(repo / 'odd "n\tame.js'): b"x\n",
        str(repo / "new.js"): None,
    }
    assert found.new == {}
    assert found.touches(str(repo / "a.js"), 2)
    assert not found.touches(str(repo / "a.js"), 3)
    assert found.touches(str(repo / "new.js"), 70)


def test_what_others_did_on_the_branch_since_counts_for_nothing(repo: Path) -> None:
    git(repo, "checkout", "-qb", "mine")
    (repo / "a.js").write_text("one\ntwo\nthree\nmine\n")
    git(repo, "commit", "-qam", "mine")
    git(repo, "checkout", "-q", "main")
    (repo / "gone.js").write_text("theirs\n")
    git(repo, "commit", "-qam", "theirs")
    git(repo, "checkout", "-q", "mine")
    assert changes_since(str(repo), "main").lines == {str(repo / "a.js"): {4}}


def test_the_index_against_the_last_commit(repo: Path) -> None:
    (repo / "a.js").write_text("one\nTWO\nthree\n")
    (repo / "new.js").write_text("new\n")
    git(repo, "add", "-A")
    (repo / "a.js").write_text("one\nTWO\nnot staged\n")
    (repo / "loose.js").write_text("loose\n")
    found = staged_changes(str(repo / "a.js"))
    assert found.lines == {str(repo / "a.js"): {2}, str(repo / "new.js"): {1}}
    assert found.new == {str(repo / "a.js"): b"one\nTWO\nthree\n", str(repo / "loose.js"): None}
    assert found.old == {
        str(repo / "a.js"): b"one\ntwo\nthree\n",
        str(repo / "loose.js"): None,
        str(repo / "new.js"): None,
    }


def test_a_renamed_file_brings_its_new_lines_only(repo: Path) -> None:
    git(repo, "mv", "a.js", "b.js")
    assert staged_changes(str(repo)).lines == {str(repo / "b.js"): frozenset()}
    (repo / "b.js").write_text("one\ntwo\nthree\nfour\n")
    git(repo, "add", "-A")
    found = staged_changes(str(repo))
    assert found.lines == {str(repo / "b.js"): {4}}
    assert found.old == {str(repo / "b.js"): None, str(repo / "a.js"): b"one\ntwo\nthree\n"}


def test_before_the_first_commit_everything_staged_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.js").write_text("one\ntwo\n")
    git(tmp_path, "add", "-A")
    found = staged_changes(str(tmp_path))
    assert found.lines == {str(tmp_path / "a.js"): {1, 2}}
    assert found.old == {str(tmp_path / "a.js"): None}


@pytest.mark.parametrize("ref", ["nope", "--output=x", "", "HEAD:a.js"])
def test_what_is_no_commit_is_said(repo: Path, ref: str) -> None:
    with pytest.raises(RepositoryError, match="is no commit, branch or tag of this repository"):
        changes_since(str(repo), ref)
    assert not (repo / "x").exists()


def test_a_folder_outside_any_repository_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RepositoryError, match="lies in no git repository"):
        staged_changes(str(tmp_path))


def test_no_program_of_the_repository_is_started(repo: Path) -> None:
    (repo / ".gitattributes").write_text("*.js diff=evil\n")
    git(repo, "config", "diff.evil.textconv", f"touch {repo}/started; cat")
    git(repo, "config", "diff.external", f"touch {repo}/started; true")
    git(repo, "config", "core.fsmonitor", f"touch {repo}/started; true")
    (repo / "a.js").write_text("changed\n")
    assert changes_since(str(repo), "HEAD").lines[str(repo / "a.js")] == {1}
    staged_changes(str(repo))
    assert not (repo / "started").exists()
