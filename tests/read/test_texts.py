"""Texts: sources read again when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.read.files.discover import Tree
from ctilint.read.files.texts import Texts


def test_sources_are_read_when_asked_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.js").write_bytes(b"\xef\xbb\xbfvar a;\r\n")
    (tmp_path / "b.js").write_bytes(b"\0\0")
    monkeypatch.chdir(tmp_path)
    texts = Texts(Tree(["."]))
    assert texts["a.js"].source.text == "var a;\r\n"
    assert texts["a.js"] is texts["a.js"]
    assert list(texts) == ["a.js", "b.js"]
    assert len(texts) == 2
    assert texts.get("gone.js") is None
    assert texts.get("b.js") is None
