"""The parent's side of the sandbox: what it refuses, what it reads, how it says what is missing."""

from __future__ import annotations

# ruff: noqa: E501 - a program stands on the line on which it reads best
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ctilint.prove.play.sandbox as module
from ctilint.prove.play.sandbox import Limits, Sandbox, SandboxError

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
