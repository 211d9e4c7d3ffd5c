"""What several tests of this folder need: packages that npm installs once for a machine."""

from __future__ import annotations

import fcntl
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
PACKAGES = Path(tempfile.gettempdir()) / "ctilint-test-packages"


@pytest.fixture(scope="session")
def packages() -> Path:
    """Return the folder in which the packages are installed; without npm or a registry the test is skipped."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not there")
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with (PACKAGES / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = PACKAGES / "done"
        if not done.exists() or done.read_text("utf-8") != " ".join(WANTED):
            (PACKAGES / "package.json").write_text('{"private": true}', "utf-8")
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", *WANTED]
            ran = subprocess.run(command, cwd=PACKAGES, capture_output=True, text=True, timeout=280, check=False)
            if ran.returncode != 0:
                pytest.skip(f"the packages could not be installed: {ran.stderr[-300:]}")
            done.write_text(" ".join(WANTED), "utf-8")
    return PACKAGES
