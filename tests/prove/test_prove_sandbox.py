"""The parent's side of the sandbox: what it refuses, what it reads, how it says what is missing."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

# ruff: noqa: E501 - a program stands on the line on which it reads best
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import page_of

import ctilint.prove.play.sandbox as module
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.sandbox import Limits, Sandbox, SandboxError
from ctilint.prove.play.scenarios import Scenario

JOB: dict[str, Any] = {"settings": {}, "table": [], "page": {}, "steps": []}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b'{"kind": "step", "step": 1}', {"kind": "step", "step": 1}),
        (b'{"kind": "x"}', {"kind": "x", "step": -1}),
        (b"[1]", None),
        (b'{"kind": 5}', None),
        (b'{"kind": "x", "step": "y"}', None),
        (b"{", None),
        (b"[" * 100_000, None),
    ],
)
def test_only_records_are_read(line: bytes, wanted: dict[str, Any] | None) -> None:
    assert module._record(line) == wanted


def test_an_engine_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with Sandbox() as sandbox, pytest.raises(SandboxError, match="pip install quickjs-ng"):
        sandbox.run(JOB)


def test_another_engine_of_the_same_name_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_quickjs.py").write_text("class Context:\n    def eval(self, code):\n        return 'undefined'\n")
    monkeypatch.setattr(module, "_engine_folder", lambda: str(tmp_path))
    with Sandbox() as sandbox, pytest.raises(SandboxError, match="is not quickjs-ng"):
        sandbox.run(JOB)


def test_a_child_that_dies_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_quickjs.py").write_text("import os\nos.kill(os.getpid(), 9)\n")
    monkeypatch.setattr(module, "_engine_folder", lambda: str(tmp_path))
    with Sandbox() as sandbox:
        assert sandbox.run(JOB) == [
            {"kind": "limit", "step": -1, "what": "the engine was stopped by the system (signal 9)", "own": False}
        ]


def test_a_child_that_is_silent_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_quickjs.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(module, "_engine_folder", lambda: str(tmp_path))
    with Sandbox(Limits(wall=0.5)) as sandbox:
        (record,) = sandbox.run(JOB)
    assert record["what"] == "it was still running after 0.5 seconds and was ended"


def test_the_child_has_no_more_than_it_needs() -> None:
    worker = Path(module.__file__).parent / "worker.py"
    assert "ctilint" not in [
        line.split()[1].split(".")[0]
        for line in worker.read_text().splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert set(module._environment()) <= {"SYSTEMROOT", "LD_LIBRARY_PATH"}


@pytest.mark.skipif(sys.platform == "win32", reason="address-space limits are not on Windows")
def test_the_child_limits_its_own_memory() -> None:
    program = (
        "import resource, sys; sys.argv = ['w', '.', '300']; sys.path.insert(0, sys.argv[1])\n"
        f"exec(compile(open({str(Path(module.__file__).parent / 'worker.py')!r}).read(), 'worker', 'exec'), {{'__name__': 'w'}})\n"
    )
    check = (
        program.replace("{'__name__': 'w'}", "space := {'__name__': 'w'}")
        + "space['_limit_process'](300); print(resource.getrlimit(resource.RLIMIT_AS)[0] >> 20)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "300\n"


SCRIPT = "var n = 0; document.title = 'x'; sforce.opencti.onClickToDial({ listener: function (p) { n++; console.log(n); } });"


def _records(sandbox: Sandbox, *steps: dict[str, Any]) -> list[dict[str, Any]]:
    page = page_of(f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>{SCRIPT}</script>')
    return sandbox.run(job_for(page, Scenario("t", "t", steps, {}, {}), Options()))


def test_no_scenario_sees_what_another_did_to_the_page() -> None:
    steps = ({"do": "start"}, {"do": "enable"}, {"do": "click-to-dial"})
    with Sandbox() as sandbox:
        first, second = _records(sandbox, *steps), _records(sandbox, *steps)
        one_process = sandbox._child
        assert one_process is not None
        silent = _records(sandbox, {"do": "answers", "answers": "never"}, *steps)
        assert sandbox._child is one_process
    assert first == second
    assert [record["value"] for record in first if record["kind"] == "console"] == ["1"]
    assert [record["value"] for record in silent if record["kind"] == "console"] == ["1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is nothing to compare with")
def test_a_page_is_played_alike_where_no_process_can_be_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Path(module.__file__).parent / "worker.py"
    (tmp_path / "worker.py").write_text(worker.read_text().replace('hasattr(os, "fork")', "False"))
    steps = ({"do": "start"}, {"do": "enable"}, {"do": "click-to-dial"}, {"do": "load-again"}, {"do": "leave"})
    with Sandbox() as sandbox:
        forked = _records(sandbox, *steps)
    monkeypatch.setattr(module, "_worker", lambda: str(tmp_path / "worker.py"))
    with Sandbox() as sandbox:
        assert _records(sandbox, *steps) == forked
    assert [record["value"] for record in forked if record["kind"] == "console"] == ["1"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no list of processes")
def test_what_the_child_forked_ends_with_it() -> None:
    page = page_of("<script>var a = []; a.length = 4e8; a.join('xx')</script>")
    with Sandbox(Limits(seconds=60, wall=1)) as sandbox:
        group = str(sandbox._started().pid)
        records = sandbox.run(job_for(page, Scenario("t", "t", ({"do": "start"},), {}, {}), Options()))
    assert records[-1]["what"] == "it was still running after 1 seconds and was ended"
    for _ in range(100):  # the system takes its time to end what was killed
        states = [_state(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        left = [state for state in states if state[2] == group and state[0] != "Z"]
        if not left:
            break
        time.sleep(0.05)
    assert left == []


def _state(process: Path) -> list[str]:
    """Return the state of a process, its parent and its group."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return ["", "", ""]
