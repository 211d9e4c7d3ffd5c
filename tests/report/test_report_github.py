from __future__ import annotations

from report_sample import FILES, nothing, report

from ctilint.report import render


def test_commands_are_escaped() -> None:
    lines = render("github", report(), FILES).split("\n")
    assert lines[0] == (
        "::warning file=src/phone.js,line=2,endLine=2,title=blocking-handler (derived),col=3,endColumn=10::"
        "alert() stops the page%0A1. registered here: src/phone.js:4%0A2. the handler: src/phone.js:1%0Ashow it"
    )
    assert lines[1] == (
        "::error file=a&b <x>%2C%25%3A␛[31m [red] @all `|%0A<U+202E>.js,line=1,endLine=1,"
        "title=blocking-handler (matched),col=2,endColumn=4::bad <b>&␛]8;;x␇ [bold] ]]> name"
    )
    assert lines[2].startswith("::notice file=phone.resource,line=2,")
    assert lines[3:] == ["3 findings: 1 error, 1 warning, 1 note", ""]


def test_nothing() -> None:
    assert render("github", nothing(), {}) == "No CTI code found in 4 files.\n"
