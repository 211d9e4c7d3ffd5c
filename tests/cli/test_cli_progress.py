from __future__ import annotations

import io
from pathlib import Path

import pytest

from ctilint.cli._progress import Bar
from ctilint.read.files.discover import Tree


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    for name in ("a.js", "b.js", "c.js"):
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    return Tree(["."])


def test_a_short_run_shows_nothing(tree: Tree) -> None:
    stream = Terminal()
    with Bar(stream, tree) as bar:
        bar.advance("a.js")
    assert stream.getvalue() == ""


def test_a_long_run_shows_how_far_it_is(tree: Tree) -> None:
    stream = Terminal()
    with Bar(stream, tree, patience=0) as bar:
        bar.advance("b.js")
        bar.advance("not listed.js")
    assert "2/3" in stream.getvalue()
