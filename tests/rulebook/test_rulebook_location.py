"""The rule book is found in a checkout, in a wheel and after an editable install."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from ctilint.rulebook import location

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_reads_the_folder_beside_the_package() -> None:
    assert Path(location.rules_root()) == ROOT / "rules"
    assert Path(location.rules_file("api", "lightning.toml")).is_file()


def test_a_wheel_reads_the_folder_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "ctilint"
    (package / "_rules").mkdir(parents=True)
    (tmp_path / "site" / "rules").mkdir()
    monkeypatch.setattr(location, "_PACKAGE", str(package))
    assert location.rules_root.__wrapped__() == str(package / "_rules")


def test_a_package_without_rules_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "_PACKAGE", str(tmp_path / "ctilint"))
    with pytest.raises(FileNotFoundError, match="the rule book is missing"):
        location.rules_root.__wrapped__()


def test_a_broken_table_names_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "releases.toml").write_text("newest = \n")
    monkeypatch.setattr(location, "rules_root", lambda: str(tmp_path / "rules"))
    with pytest.raises(ValueError, match=r"releases\.toml: Invalid value"):
        location.read_table("releases.toml")


@pytest.mark.skipif(
    not os.environ.get("CTILINT_TEST_INSTALL"), reason="builds and installs; set CTILINT_TEST_INSTALL=1"
)
@pytest.mark.parametrize("editable", [False, True])
def test_an_installed_package_reads_its_rules(tmp_path: Path, editable: bool) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True, system_site_packages=True)
    python = environment / "bin" / "python"
    target = ["-e", str(ROOT)] if editable else [str(ROOT)]
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", *target], check=True, cwd=tmp_path)
    found = subprocess.run(
        [python, "-c", "from ctilint.rulebook.location import rules_root; print(rules_root())"],
        check=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    ).stdout.strip()
    expected = ROOT / "rules" if editable else next(environment.rglob("ctilint/_rules"))
    assert Path(found) == expected
    assert sys.version_info >= (3, 11)
