"""Commands that a page shows, run one after another as its reader would: in one folder, with what the last one left."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
_RUN = f"#!/bin/sh\nexec '{sys.executable}' -c 'from ctilint.cli import main; main()' \"$@\"\n"


class Done(NamedTuple):
    """What became of a command, and the folder it was run in."""

    code: int
    out: str
    err: str
    folder: Path


def play(commands: Sequence[str], folder: Path, tools: Path) -> Iterator[Done]:
    """Run each command in bash, the first in ``folder``; ``tools`` is an empty folder for what they need to start."""
    (tools / "bin").mkdir(parents=True)
    shim = tools / "bin" / "ctilint"
    shim.write_text(_RUN)
    shim.chmod(0o755)
    environment = {
        "PYTHONPATH": str(ROOT),
        "PATH": f"{shim.parent}:/usr/bin:/bin",
        "HOME": str(tools),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    here = folder
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", f'{command}\ncode=$?; pwd >"$HOME/here"; exit $code'],
            cwd=here,
            capture_output=True,
            text=True,
            env=environment,
            timeout=300,
            check=False,
        )
        yield Done(done.returncode, done.stdout, done.stderr, here)
        here = Path((tools / "here").read_text().strip())
