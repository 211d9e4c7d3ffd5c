from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from ctilint import settings as settings_file
from ctilint.cli import _schema, run
from ctilint.judge.rules import rule_names
from ctilint.settings import PRESETS, SettingsError, read


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_value_says_where_it_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings"]) == 0
    assert "settings file: none (ctilint init writes one)\n" in capsys.readouterr().out
    (folder / "ctilint.toml").write_text(
        'preset = "strict"\nfail-on = "error"\n[severity]\nmissing-tab-check = "note"\n'
    )
    assert run(["settings"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert 'fail-on "error" (ctilint.toml:2)' in lines
    assert "strict true (preset strict)" in lines
    assert "exclude [] (default)" in lines
    assert 'severity {"missing-tab-check": "note"} (ctilint.toml:3)' in lines
    assert run(["settings", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["settings"]
    assert shown["strict"] == {"value": True, "from": "preset strict"}
    assert set(shown) == set(settings_file.known_keys())


def test_pyproject_says_the_line_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.ctilint]\nstrict = true\n")
    run(["settings"])
    assert "(pyproject.toml:4)" in capsys.readouterr().out


def test_a_key_wins_over_the_preset_and_a_wrong_one_is_named(folder: Path) -> None:
    (folder / "ctilint.toml").write_text('strict = false\npreset = "strict"\n')
    found = read("ctilint.toml", rule_names())
    assert (found.strict, found.suppression_reasons, found.preset) == (False, True, "strict")
    (folder / "ctilint.toml").write_text('preset = "strickt"\n')
    with pytest.raises(SettingsError, match=r"ctilint\.toml:1: 'preset' must be .* \(did you mean 'strict'\?\)"):
        read("ctilint.toml", rule_names())


def test_the_presets_are_settings(folder: Path) -> None:
    for name in PRESETS:
        (folder / "ctilint.toml").write_text(f'preset = "{name}"\n')
        assert read("ctilint.toml", rule_names()).preset == name


def test_the_shipped_schema_is_the_one_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert Path(_schema.FILE).read_text("utf-8") == _schema.text(), "run python -m ctilint.cli._schema"
    assert run(["settings", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == _schema.schema()


def test_the_schema_takes_what_the_reader_takes_and_refuses_what_it_refuses() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(_schema.schema())
    right = Draft202012Validator(_schema.schema())
    good = 'preset = "migration"\nfail-on = "never"\napi-version = 61.0\nexclude = ["a/"]\n'
    good += '[severity]\nmissing-tab-check = "note"\n'
    assert list(right.iter_errors(tomllib.loads(good))) == []
    for bad in ("strct = true", 'fail-on = "info"', 'select = ["no-rule"]', "exclude = [1]", '[severity]\nx = "note"'):
        assert list(right.iter_errors(tomllib.loads(bad))), bad
