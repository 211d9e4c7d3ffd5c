from __future__ import annotations

import click
import pytest

from ctilint.cli._output import STDOUT, Output, by_suffix, listed, outputs

FORMS = ("text", "json", "sarif")
SUFFIXES = {".txt": "text", ".json": "json", ".sarif": "sarif", ".sarif.json": "sarif"}


def asked(form: str | None, *given: str) -> tuple[Output, ...]:
    return outputs(form, given, FORMS, SUFFIXES, "text")


def test_without_a_file_the_report_is_printed() -> None:
    assert asked(None) == (Output("text", STDOUT),)
    assert asked("json") == (Output("json", STDOUT),)


@pytest.mark.parametrize(
    ("form", "given", "expected"),
    [
        (None, ["a.json"], [Output("json", "a.json")]),
        (None, ["A.SARIF.JSON"], [Output("sarif", "A.SARIF.JSON")]),
        ("sarif", ["a.json"], [Output("sarif", "a.json")]),
        ("sarif", ["a.pdf"], [Output("sarif", "a.pdf")]),
        (None, ["sarif=a.pdf", "json=b"], [Output("sarif", "a.pdf"), Output("json", "b")]),
        ("text", ["sarif=a"], [Output("sarif", "a"), Output("text", STDOUT)]),
        (None, ["sarif=a", "-"], [Output("sarif", "a"), Output("text", STDOUT)]),
        (None, ["yaml=a.json"], [Output("json", "yaml=a.json")]),
    ],
)
def test_the_format_wins_then_the_suffix(form: str | None, given: list[str], expected: list[Output]) -> None:
    assert list(asked(form, *given)) == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["a.pdf"], "'a.pdf': the suffix .pdf is not known: .txt (text), .json, .sarif or .sarif.json (sarif)"),
        (["report"], "'report': has no suffix that says the format: .txt (text)"),
        ([".json"], "'.json': has no suffix that says the format"),
        (["json="], "'json=' names no file"),
        (["a.json", "json=./a.json"], "'a.json' is named twice"),
        (["json=-", "-"], "only one report can go to standard output"),
    ],
)
def test_what_cannot_be_is_said(given: list[str], said: str) -> None:
    with pytest.raises(click.BadParameter) as refusal:
        asked(None, *given)
    assert said in refusal.value.format_message()


def test_the_known_suffixes_are_listed_by_format() -> None:
    assert listed(SUFFIXES) == ".txt (text), .json, .sarif or .sarif.json (sarif)"
    assert by_suffix("x/y.Z.txt", SUFFIXES) == "text"
