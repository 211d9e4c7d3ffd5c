from __future__ import annotations

from ctilint.judge.per_path import PerPath
from ctilint.settings import Settings


def test_globs_are_those_of_gitignore_below_the_settings_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    ignores = (("*.page", ("a",)), ("/old/", ("b", "c")), ("**/tests/*.js", ("d",)))
    rules = PerPath(Settings(root=str(tmp_path), per_path_ignores=ignores)).rules
    assert rules("x/y.page") == {"a"}
    assert rules("old/y.page") == {"a", "b", "c"}
    assert rules("new/old/y.js") == frozenset()
    assert rules("x/tests/y.js") == {"d"}


def test_without_a_settings_file_the_current_folder_counts(tmp_path, monkeypatch) -> None:
    (tmp_path / "old").mkdir()
    monkeypatch.chdir(tmp_path)
    settings = Settings(per_path_ignores=(("/old/", ("b",)),))
    assert PerPath(settings).rules("old/a.js") == {"b"}
