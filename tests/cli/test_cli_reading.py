from __future__ import annotations

from pathlib import Path

import click
import pytest

from ctilint.cli._reading import read_app, read_text, relative_glob, settings_for
from ctilint.settings import Settings


@pytest.mark.parametrize(
    ("glob", "here", "there"),
    [
        ("*.min.js", "/r/a", "*.min.js"),
        ("vendor/", "/r/a", "vendor/"),
        ("/a/vendor/x.js", "/r/a", "/vendor/x.js"),
        ("a/vendor/", "/r/a", "/vendor/"),
        ("a/", "/r/a", "a/"),
        ("/a/", "/r/a", "*"),
        ("*/vendor/", "/r/a", "/vendor/"),
        ("b/vendor/", "/r/a", ""),
        ("**/vendor/x", "/r/a", "/**/vendor/x"),
        ("!a/keep/x.js", "/r/a", "!/keep/x.js"),
        ("/vendor/x", "/r", "/vendor/x"),
        ("/vendor/x", "/", "/r/vendor/x"),
    ],
)
def test_globs_of_the_settings_file_seen_from_here(glob: str, here: str, there: str) -> None:
    assert relative_glob(glob, "/r", here) == there


def test_settings_of_the_folder_that_holds_all_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ctilint.toml").write_text(f'guards = ["{name}"]\n')
    (tmp_path / "ctilint.toml").write_text('guards = ["both"]\n')
    monkeypatch.chdir(tmp_path)
    assert settings_for(["a"]).guards == ("a",)
    assert settings_for(["a", "b"]).guards == ("both",)
    assert settings_for([]).guards == ("both",)
    assert settings_for(["a"], "b/ctilint.toml").guards == ("b",)


def test_a_missing_path_is_a_mistake_of_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError, match="path 'gone' does not exist"):
        read_app(["gone"], Settings())


def test_a_text_is_an_app_of_one_file() -> None:
    app = read_text("a.js", b"sforce.opencti.getAppViewInfo({callback: f});", Settings())
    assert list(app.files) == ["a.js"]
    assert [call.name for window in app.windows for call in window.calls] == ["sforce.opencti.getAppViewInfo"]
