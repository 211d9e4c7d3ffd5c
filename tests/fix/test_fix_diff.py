from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ctilint.fix.diff import unified
from ctilint.fix.planning import Change, Plan
from ctilint.read.source import Source


def diff(before: str, after: str, path: str = "src/a.js") -> str:
    return unified(Plan((Change(Source(path, before.encode(), before), after, ()),), 1, ()))


def test_a_change() -> None:
    assert diff("a\nb\n", "a\nc\n") == "--- a/src/a.js\n+++ b/src/a.js\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [("a\nb", "a\nc"), ("a\nb\n", "a\nb"), ("a\r\nb\u2028c\x0cd\r\n", "x\r\nb\u2028c\x0cd\r\n"), ("a\n", "")],
)
def test_git_applies_it(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "a.js").write_bytes(before.encode())
    patch = diff(before, after, "./a.js")
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    left = (tmp_path / "a.js").read_bytes() if (tmp_path / "a.js").exists() else b""
    assert left == after.encode()


def test_no_change_is_no_text() -> None:
    assert unified(Plan((), 0, ())) == ""
