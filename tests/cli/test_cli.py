from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import ctilint.cli
from ctilint import __version__
from ctilint.cli import Commands, group, run
from ctilint.cli._printing import one_line

ROOT = Path(__file__).parents[2]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"ctilint, version {__version__}\n"


def test_the_folder_listing_is_the_registry() -> None:
    context = click.Context(group)
    assert isinstance(group, Commands)
    names = group.list_commands(context)
    assert {"check", "rule"} <= set(names)
    for name in names:
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str()
    assert group.get_command(context, "none") is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "ctilint: no such command 'chek' (did you mean 'check'?)\n"),
        (["xyzzy"], "ctilint: no such command 'xyzzy'\n"),
        (["--nope"], "ctilint: no such option '--nope'.\n"),
    ],
)
def test_a_wrong_call_is_one_line_and_two(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", said)


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: ctilint" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [(["rule"], 0), (["check", "none.js"], 2), (["--version"], 0)])
def test_main_ends_the_process_with_the_code_and_everything_printed(arguments: list[str], code: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from ctilint.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code
    assert (done.stdout + done.stderr).endswith("\n")


def test_interruption_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ctilint.cli.group, "main", interrupt)
    assert run(["check"]) == 130
    assert capsys.readouterr().err == "ctilint: interrupted\n"


def test_a_reader_that_leaves_is_no_error() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f'{sys.executable} -c "from ctilint.cli import main; main()" rule blocking-handler | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "# blocking-handler\n"
    assert done.stderr == ""


def test_one_line() -> None:
    assert one_line("a\n  b\x1b[1m\u202e") == r"a b\x1b[1m\u202e"


def test_start_loads_only_what_it_needs() -> None:
    code = (
        "import sys\nfrom ctilint.cli import run\nrun(['check', '--format', 'json', 'none.js'])\n"
        "heavy = {'rich', 'libcst', 'esprima', 'jinja2', 'yaml', 'quickjs', 'importlib.metadata'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "[]\n"
