"""What several tests of this folder need: packages that npm installs once for a machine."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

WANTED = (
    "scv-connector-base@4.8.10",
    "amazon-connect-streams@2",
    "typescript@5",
    "eslint@9",
    "@eslint/js@9",
    "globals@16",
)


def install(name, wanted, overrides=None) -> Path:
    """Install packages into a folder of that name, once for a machine; skip with the reason where that cannot be."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not there")
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        if not done.exists() or done.read_text("utf-8") != " ".join(wanted):
            (folder / "package.json").write_text(json.dumps({"private": True, "overrides": overrides or {}}), "utf-8")
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", *wanted]
            try:
                ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=280, check=False)
            except subprocess.TimeoutExpired:
                pytest.skip("npm did not answer in time")
            if ran.returncode != 0:
                pytest.skip(f"the packages could not be installed: {ran.stderr[-300:]}")
            done.write_text(" ".join(wanted), "utf-8")
    return folder


@pytest.fixture(scope="session")
def packages() -> Path:
    """Return the folder in which the packages are installed; without npm or a registry the test is skipped."""
    return install("ctilint-test-packages", WANTED)


@pytest.fixture(scope="session")
def npm_install():
    """Return what installs packages of one's own: ``npm_install(name, wanted, overrides)``."""
    return install
