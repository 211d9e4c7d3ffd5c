from __future__ import annotations

import sys

import pytest

from ctilint.cli import run


def test_without_its_packages_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ctilint.editor.server", None)
    assert run(["server"]) == 2
    assert capsys.readouterr().err.endswith("pip install 'ctilint[server]'\n")


def test_an_address_has_a_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["server", "--tcp", "localhost"]) == 2
    assert "'localhost' is not HOST:PORT" in capsys.readouterr().err
