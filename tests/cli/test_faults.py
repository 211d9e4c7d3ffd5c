"""Faults of the machine: a run ends with a sentence and its exit code, and leaves no half of anything behind."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faults are made with what Linux offers")

ROOT = Path(__file__).parents[2]
START = [sys.executable, "-c", "from ctilint.cli import main; main()"]
BAD = "sforce.interaction.cti.onClickToDial(function (r) { JSON.parse(r.result); });\n"
PAGE = "<script src='/support/api/28.0/interaction.js'></script><script src='phone.js'></script>\n"
NOBODY = 65534


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "phone.js").write_text(BAD)
    return folder


def large(folder: Path) -> Path:
    """Add so many files that several processes judge them."""
    for number in range(1000):
        path = folder / f"org{number % 20}" / f"{number}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(BAD if number % 10 == 0 else f"add({number});\n")
    return folder


def environment(around: Path | None = None) -> dict[str, str]:
    path = f"{around}:{ROOT}" if around is not None else str(ROOT)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def started(app: Path, *args: str, around: Path | None = None) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*START, *args], cwd=app, env=environment(around), stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )


def ended(app: Path, *args: str, around: Path | None = None) -> tuple[int, str, str]:
    process = started(app, *args, around=around)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def redirected(app: Path, redirection: str, *args: str) -> tuple[int, str]:
    """Run ``ctilint ARGS`` with a redirection of the shell; return the exit code and standard error."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *START, *args],
        cwd=app,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check", "--format", "json"),
        ("check", "--diff"),
        ("assess",),
        ("rule",),
        ("api", "screenPop"),
        ("emit", "--dialect", "lightning"),
        ("--help",),
    ],
)
def test_what_is_printed_finds_the_disk_full(app: Path, args: tuple[str, ...]) -> None:
    code, err = redirected(app, ">/dev/full", *args)
    said = "ctilint: the output cannot be written: No space left on device\n"
    assert (code, err.splitlines(keepends=True)[-1]) == (2, said)
    assert "internal error" not in err


def test_a_full_device_or_pipe_is_written_to_and_not_read(app: Path) -> None:
    said = "ctilint: '/dev/full' cannot be written: No space left on device\n"
    assert ended(app, "check", "-o", "json=/dev/full") == (2, "", said)
    assert ended(app, "check", "-o", "json=/dev/zero") == (1, "", "")
    os.mkfifo(app / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=app, stdout=subprocess.PIPE)
    assert ended(app, "check", "-o", "json=pipe")[0] == 1
    assert len(json.loads(reader.communicate(timeout=30)[0])["findings"]) > 1


def test_messages_that_nobody_can_read_change_no_exit_code(app: Path) -> None:
    assert redirected(app, "2>/dev/full", "check", "nowhere")[0] == 2
    assert redirected(app, "2>&-", "check", "nowhere")[0] == 2
    assert redirected(app, ">&- 2>&- <&-", "check")[0] == 1
    assert redirected(app, ">&-", "check") == (1, "")


@pytest.mark.parametrize(
    "args",
    [
        ("check", "--fix"),
        ("check", "--write-baseline"),
        ("check", "-o", "out.json"),
        ("check", "--add-suppressions", "asked for"),
        ("assess", "-o", "voice.md"),
        ("emit", "--dialect", "lightning", "-o", "cti.js"),
        ("emit", "--voice", "connector", "--from", ".", "-o", "new"),
        ("init",),
    ],
)
def test_a_file_that_finds_no_room_leaves_what_was_there(app: Path, args: tuple[str, ...]) -> None:
    """The limit on a file's size stands for a full disk: the system refuses in the middle of a file."""
    before = held(app)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))

    done = subprocess.run(
        [*START, *args],
        cwd=app,
        env=environment(),
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ctilint: '"), done.stderr
    assert last.endswith("' cannot be written: File too large"), done.stderr
    assert "None" not in last
    assert held(app) == before


@pytest.fixture
def unprivileged() -> list[str]:
    """Return what starts a command as an ordinary user."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everything, and setpriv is not there to become somebody else")
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if subprocess.run([*become, *START, "--version"], env=environment(), capture_output=True, check=False).returncode:
        pytest.skip("an ordinary user cannot start this Python")
    return become


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("check", "--fix"), 1, "it is read-only"),
        (("check", "--write-baseline"), 2, ".ctilint-baseline.json' cannot be written: Permission denied"),
        (("check", "-o", "a.json"), 2, "ctilint: 'a.json' cannot be written: Permission denied"),
        (("emit", "--dialect", "lightning", "-o", "a.js"), 2, "ctilint: 'a.js' cannot be written: Permission denied"),
        (("assess", "-o", "a.md"), 2, "ctilint: 'a.md' cannot be written: Permission denied"),
        (("init",), 2, "ctilint.toml' cannot be written: Permission denied"),
    ],
)
def test_a_read_only_folder(unprivileged: list[str], app: Path, args: tuple[str, ...], code: int, said: str) -> None:
    before = held(app)
    for path in (app, *app.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # pytest's own folders are for their owner alone, and a worker has one more of them.
    for above in app.parents:
        if above.parent != above.parent.parent and above.stat().st_uid == os.geteuid():
            above.chmod(0o755)
    done = subprocess.run(
        [*unprivileged, *START, *args], cwd=app, env=environment(), capture_output=True, text=True, check=False
    )
    app.chmod(0o755)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert held(app) == before


# Does something to a file at the moment when it is opened to be read.
AT_OPENING = """
import os
opened = os.open
def meet(path, *rest, **names):
    if str(path).endswith("phone.js"):
        os.open = opened
        {deed}
    return opened(path, *rest, **names)
os.open = meet
"""


@pytest.mark.parametrize(
    ("deed", "findings"),
    [
        ("os.unlink(path)", {"outdated-library", "unreadable-source"}),
        ("os.unlink(path); os.mkdir(path)", {"outdated-library", "unreadable-source"}),
        ("os.unlink(path); os.mkfifo(path)", {"outdated-library"}),
        ("os.truncate(path, 0)", {"outdated-library"}),
        (
            "os.truncate(path, 50)",
            {"click-to-dial-not-enabled", "missing-unsubscribe", "outdated-library", "unreadable-source"},
        ),
    ],
)
@pytest.mark.parametrize("command", ["check", "assess"])
def test_a_file_that_changes_or_goes_between_listing_and_reading(
    app: Path, tmp_path: Path, deed: str, findings: set[str], command: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(AT_OPENING.format(deed=deed))
    code, out, err = ended(app, command, "--format", "json", around=tmp_path)
    assert (code, err) == (int(command == "check"), "")
    if command == "check":
        assert {one["rule"] for one in json.loads(out)["findings"]} == findings


def at_moments(app: Path, *args: str) -> list[tuple[int, str]]:
    """Interrupt the run at ten moments of its life, all its processes as a terminal does; return how each ended."""
    first = time.monotonic()
    ended(app, *args)
    whole = time.monotonic() - first
    found = []
    for part in range(1, 11):
        process = started(app, *args)
        time.sleep(0.08 + whole * part / 11)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        found.append((process.returncode, err))
        with pytest.raises(ProcessLookupError):  # nobody of the run is left
            os.killpg(process.pid, 0)
    return found


@pytest.mark.parametrize(
    "args",
    [
        ("check", "--jobs", "2", "-o", "json=../out.json", "--force"),
        ("check", "--jobs", "1", "-o", "json=../out.json", "--force"),
        ("assess", "-o", "../out.md", "--force"),
    ],
)
def test_an_interrupt_at_any_moment(app: Path, args: tuple[str, ...]) -> None:
    large(app)
    expected = ended(app, *args)[0]
    before = held(app.parent)
    for code, err in at_moments(app, *args):
        assert "Traceback" not in err
        assert "internal error" not in err
        assert (code, err.strip()) in {(130, "ctilint: interrupted"), (expected, "")}
        assert held(app.parent) == before


WORKER_DIES = """
import os, signal
fork, asked = os.fork, []
def forked():
    process = fork()
    if process == 0 and not asked:
        from ctilint.judge import processes
        def gone(*_): os.kill(os.getpid(), signal.SIGKILL)
        processes._Judging.{when} = gone
    asked.append(process)
    return process
os.fork = forked
"""


@pytest.mark.parametrize("when", ["build", "judge", "skipped"])
def test_a_process_that_is_killed_costs_a_sentence(app: Path, tmp_path: Path, when: str) -> None:
    large(app)
    alone = ended(app, "check", "--jobs", "1", "--format", "json")
    (tmp_path / "sitecustomize.py").write_text(WORKER_DIES.format(when=when))
    code, out, err = ended(app, "check", "--jobs", "3", "--format", "json", around=tmp_path)
    said = "ctilint: a process that judged a part is lost (it was ended from outside): one judges all of it\n"
    assert err == said
    assert (code, out) == alone[:2]


def test_three_runs_that_mend_at_once(app: Path) -> None:
    for number in range(40):
        folder = app / f"a{number}"
        folder.mkdir()
        (folder / "index.html").write_text(PAGE)
        (folder / "phone.js").write_text(BAD)
    again = app.parent / "again"
    shutil.copytree(app, again)
    assert ended(again, "check", "--fix")[0] in {0, 1}
    runs = [started(app, "check", "--fix") for _ in range(3)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode in {0, 1}, err
        assert "Traceback" not in err
        assert "internal error" not in err
    assert held(app) == held(again)


def test_three_runs_that_write_a_baseline_at_once(app: Path) -> None:
    runs = [started(app, "check", "--write-baseline") for _ in range(3)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    assert ended(app, "check", "--new-only")[0] == 0
    assert sorted(held(app)) == [".ctilint-baseline.json", "index.html", "phone.js"]
