from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.findings import Severity
from ctilint.settings import Settings, SettingsError, find, nearest, parse_api_version, parse_severity, read

RULES = ("blocking-handler", "missing-unsubscribe")


def written(folder: Path, text: str, name: str = "ctilint.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_key_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        select = ["blocking-handler"]
        ignore = ["missing-unsubscribe"]
        exclude = ["vendor/**"]
        fail-on = "error"
        api-version = 61.0
        strict = true
        suppression-reasons = true
        baseline = "known.json"
        guards = ["safely"]
        tab-checks = ["isMyTab"]
        logger = "phone.log"
        [severity]
        blocking-handler = "note"
        [per-path-ignores]
        "tests/**" = ["blocking-handler"]
        """,
    )
    assert read(path, RULES) == Settings(
        path=path,
        root=str(tmp_path),
        select=("blocking-handler",),
        ignore=("missing-unsubscribe",),
        exclude=("vendor/**",),
        fail_on=Severity.ERROR,
        api_version=61,
        strict=True,
        suppression_reasons=True,
        baseline="known.json",
        per_path_ignores=(("tests/**", ("blocking-handler",)),),
        severity={"blocking-handler": Severity.NOTE},
        guards=("safely",),
        tab_checks=("isMyTab",),
        logger="phone.log",
    )


def test_pyproject_holds_the_same_keys_in_its_own_table(tmp_path: Path) -> None:
    path = written(tmp_path, '[project]\nname = "x"\n[tool.ctilint]\nstrict = true\n', "pyproject.toml")
    assert read(path, RULES).strict


def test_a_pyproject_whose_tables_are_none_of_ours_or_no_tables(tmp_path: Path) -> None:
    assert not read(written(tmp_path, "tool = 3\n", "pyproject.toml"), RULES).strict
    path = written(tmp_path, "[tool]\nctilint = 3\n", "pyproject.toml")
    with pytest.raises(SettingsError, match=r"pyproject\.toml: 'tool\.ctilint' must be a table$"):
        read(path, RULES)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[assess]\ndays = 1\n", "ctilint.toml:2: unknown key 'assess.days'"),
        ("[assess]\ndays-per-point = 0\n", "ctilint.toml:2: 'days-per-point' must be a number above 0"),
        ("[assess]\ndays-per-point = true\n", "ctilint.toml:2: 'days-per-point' must be a number above 0"),
        ("assess = 1\n", "ctilint.toml:1: 'assess' must be a table"),
        ("strict = true\nselct = []\n", "ctilint.toml:2: unknown key 'selct' (did you mean 'select'?)"),
        ("\nstrict = 1\n", "ctilint.toml:2: 'strict' must be true or false"),
        ('select = "blocking-handler"\n', "ctilint.toml:1: 'select' must be a list of texts"),
        (
            'select = [\n  "blocking-handlr",\n]\n',
            "ctilint.toml:2: unknown rule 'blocking-handlr' (did you mean 'blocking-handler'?)",
        ),
        ("[severity]\nblocking-handler = 3\n", "ctilint.toml:2: 'blocking-handler' must be error, warning or note"),
        ("severity = 3\n", "ctilint.toml:1: 'severity' must be a table of rule = severity"),
        ("per-path-ignores = 3\n", "ctilint.toml:1: 'per-path-ignores' must be a table of glob = rules"),
        ('fail-on = "bad"\n', "ctilint.toml:1: 'fail-on' must be error, warning, note or never"),
        ('api-version = "soon"\n', "ctilint.toml:1: 'api-version': 'soon' is not an API version such as 57.0"),
        ('baseline = ""\n', "ctilint.toml:1: 'baseline' must be a text"),
        ("strict = true\nselect = [\n", "ctilint.toml:2: is not TOML: invalid value"),
        ("x = " + "[" * 50_000, "ctilint.toml: is nested too deep"),
        (f"{'x' * 5000} = 1\n", f"ctilint.toml:1: unknown key '{'x' * 5000}'"),
    ],
)
def test_a_refusal_names_file_line_and_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, cause: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as refused:
        read(written(tmp_path, text), RULES)
    assert str(refused.value) == cause


def test_a_file_that_is_not_utf8_or_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ctilint.toml").write_bytes(b"strict = \xff")
    with pytest.raises(SettingsError, match=r"^ctilint\.toml: is not UTF-8 \(byte 9\)$"):
        read("ctilint.toml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(SettingsError, match=r"^folder: cannot be read: Is a directory$"):
        read("folder")


def test_the_nearest_file_upward_holds(tmp_path: Path) -> None:
    inner = tmp_path / "app" / "pages"
    inner.mkdir(parents=True)
    outer = written(tmp_path, "[tool.ctilint]\n", "pyproject.toml")
    written(tmp_path / "app", '[project]\nname = "no-ctilint-table"\n', "pyproject.toml")
    assert find(str(inner)) == outer
    own = written(tmp_path / "app", "")
    assert find(str(inner)) == own
    assert find(str(inner / "phone.page")) == own


def test_a_broken_pyproject_is_ours_only_when_it_has_our_table(tmp_path: Path) -> None:
    own = written(tmp_path, "")
    inner = tmp_path / "app"
    inner.mkdir()
    broken = written(inner, "# ctilint\n[project\n", "pyproject.toml")
    assert find(str(inner)) == own
    written(inner, "[tool.ctilint]\nstrict = \n", "pyproject.toml")
    assert find(str(inner)) == broken


@pytest.mark.parametrize("value", [57, 57.0, "57", "57.0", "v57.0", " 57 "])
def test_the_forms_of_an_api_version(value: object) -> None:
    assert parse_api_version(value) == 57


@pytest.mark.parametrize("value", [True, None, "", "57.5", "-1", "0", "\u0665\u0667", "57x", 1000])
def test_what_is_no_api_version(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not an API version such as 57\.0"):
        parse_api_version(value)


def test_never_is_no_severity() -> None:
    assert parse_severity("never") is None
    assert parse_severity("note") is Severity.NOTE


def test_nearest_names_one_or_nothing() -> None:
    assert nearest("strct", ["strict", "select"]) == " (did you mean 'strict'?)"
    assert nearest("zzz", ["strict"]) == ""


def test_a_number_of_thousands_of_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^ctilint\.toml: is not TOML that can be used: "):
        read(written(tmp_path, f"api-version = {'1' * 5000}"), RULES)


@pytest.mark.parametrize("text", ["x = " + "[" * 50_000, f"x = {'1' * 5000}"])
def test_a_project_file_that_cannot_be_read_is_passed_over(tmp_path: Path, text: str) -> None:
    written(tmp_path, f"# ctilint\n{text}", "pyproject.toml")
    assert find(str(tmp_path)) == ""
