"""The index of the rule book is generated and fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.rulebook import index
from ctilint.rulebook.location import rules_file
from ctilint.rulebook.pages import rule_names


def test_the_index_is_fresh() -> None:
    written = Path(rules_file("README.md")).read_text(encoding="utf-8")
    assert written == index.index_text(), "run python -m ctilint.rulebook.index"


def test_the_index_names_every_page() -> None:
    text = index.index_text()
    for rule in rule_names():
        assert f"[{rule}]({rule}.md)" in text


def test_it_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "rules_file", lambda name: str(tmp_path / name))
    index.main()
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == index.index_text()
