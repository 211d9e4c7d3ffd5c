"""Which files a mend may write, and what is left when a run is killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ctilint.fix.planning import Change
from ctilint.fix.writing import Places, clear
from ctilint.read.source import decode

OLD = b"\xef\xbb\xbfold();\r\n"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.js").write_bytes(OLD)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "app"


def change(path: str) -> Change:
    return Change(decode(path, Path(path).read_bytes()), "new();\r\n", ())


def test_a_file_is_written_whole_with_its_mark_and_mode(app: Path) -> None:
    (app / "a.js").chmod(0o640)
    assert Places(["app"]).write(change("app/a.js")) == ""
    assert (app / "a.js").read_bytes() == b"\xef\xbb\xbfnew();\r\n"
    assert stat.S_IMODE((app / "a.js").stat().st_mode) == 0o640
    assert os.listdir(app) == ["a.js"]


def test_a_link_that_leads_out_is_not_written_through(app: Path, tmp_path: Path) -> None:
    (tmp_path / "else.js").write_bytes(OLD)
    (app / "link.js").symlink_to(tmp_path / "else.js")
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "b.js").write_bytes(OLD)
    (app / "folder").symlink_to(tmp_path / "far")
    for path in ("app/link.js", "app/folder/b.js"):
        for given in ("app", path):
            assert Places([given]).write(change(path)) in {"a link on the way leads out of the paths given", ""}
        assert Places(["app"]).write(change(path)) == "a link on the way leads out of the paths given"
    assert Places(["app/link.js"]).write(change("app/link.js")) == "a link on the way leads out of the paths given"
    assert (tmp_path / "else.js").read_bytes() == OLD


def test_a_file_is_written_once_under_one_name(app: Path) -> None:
    (app / "link.js").symlink_to(app / "a.js")
    places = Places(["app"])
    first, second = change("app/a.js"), change("app/link.js")
    assert places.write(first) == ""
    assert places.write(second) == "it is the same file as app/a.js, which is written already"
    assert (app / "link.js").is_symlink()


def test_hard_links_stay_and_it_is_said(app: Path) -> None:
    os.link(app / "a.js", app / "b.js")
    assert Places(["app"]).write(change("app/a.js")) == (
        "it has 2 names (hard links), and writing it whole would part them"
    )
    assert (app / "a.js").samefile(app / "b.js")


def test_a_file_that_changed_is_left_alone(app: Path) -> None:
    known = change("app/a.js")
    (app / "a.js").write_bytes(b"mine();\n")
    assert Places(["app"]).write(known) == "it has changed since it was read: run again"
    assert (app / "a.js").read_bytes() == b"mine();\n"


@pytest.mark.parametrize("name", ["a.js.orig", "a.js.bak", "a.js~", "a.js.rej", "a.js.BAK"])
def test_copies_are_not_written(app: Path, name: str) -> None:
    (app / name).write_bytes(OLD)
    reason = "it is a copy that another program has put aside"
    assert Places([f"app/{name}"]).write(change(f"app/{name}")) == reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_stays(app: Path) -> None:
    (app / "a.js").chmod(0o444)
    assert Places(["app"]).write(change("app/a.js")) == "it is read-only"


KILLED = """
import os, sys
from ctilint.fix import writing
stop = sys.argv[1]
def die(*_): os.kill(os.getpid(), 9)
setattr(os, stop, die)
writing.write_whole("app/a.js", b"new();" * 100000)
"""


@pytest.mark.parametrize("stop", ["fsync", "chmod", "replace"])
def test_a_kill_leaves_whole_files_and_a_later_run_clears_up(app: Path, stop: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, stop], check=False, env={**os.environ, "PYTHONPATH": ROOT})
    assert done.returncode == -signal.SIGKILL
    assert (app / "a.js").read_bytes() == OLD
    assert len(os.listdir(app)) == 2
    clear(["app", "gone"])
    assert os.listdir(app) == ["a.js"]


def test_what_another_run_writes_now_is_not_cleared(app: Path) -> None:
    at_work = app / f".a.js.{os.getppid()}.ctilint~"
    at_work.write_bytes(b"half")
    (app / ".note.ctilint~").write_bytes(b"mine")
    clear(["app"])
    assert sorted(os.listdir(app)) == sorted([at_work.name, ".note.ctilint~", "a.js"])
    os.utime(at_work, (1, 1))
    clear(["app"])
    assert at_work.name not in os.listdir(app)


ROOT = str(Path(__file__).parent.parent.parent)
