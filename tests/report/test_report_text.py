from __future__ import annotations

import io

import pytest
from report_sample import FILES, nothing, report

from ctilint.report.text import console_for, show


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def printed(stream: io.StringIO, color: str = "auto", **how: bool) -> str:
    show(console_for(stream, color), report(), FILES, **how)
    return stream.getvalue()


def test_piped_output_is_plain_and_whole() -> None:
    text = printed(io.StringIO())
    assert "\x1b" not in text
    assert text.startswith(
        "src/phone.js:2:3  warning  blocking-handler  derived\n"
        "  alert() stops the page\n"
        "  2 │ alert(p);\n"
        "    │ ^^^^^^^^\n"
        "  1. registered here  4:1\n"
        "  4 │ sforce.opencti.onClickToDial({ listener: dial });\n"
        "    │ ------------------------------------------------\n"
        "  2. the handler  1:10\n"
        "  1 │ function dial(p) {\n"
        "    │          ----\n"
        "  help: show it\n"
        "  fix:  show it in the page\n"
        "\n"
    )
    assert text.endswith(
        "  blocking-handler      1  error\n"
        "  blocking-handler      1  warning\n"
        "  blocking-handler      1  note\n"
        "\n"
        "3 findings: 1 error, 1 warning, 1 note\n"
        "  files      5 seen, 3 with CTI code\n"
        "  windows    2\n"
        "  dialects   classic, lightning\n"
        "  library    Open CTI for Classic, no version in the address\n"
        "  library    Open CTI for Classic, version unknown\n"
        "  library    Open CTI for Lightning 62.0\n"
        "  fixable    1 (see them with --diff, apply the safe ones with --fix)\n"
        "  suppressed 2 by comments\n"
        "  skipped    big.js and 1 more: minified bundle of 900 kB\n"
        "  skipped    x: excluded\n"
    )


def test_hostile_paths_and_code_are_inert() -> None:
    text = printed(io.StringIO())
    assert "a&b <x>,%:␛[31m [red] @all `|␊<U+202E>.js:1:2  error  blocking-handler\n" in text
    assert "  bad <b>&␛]8;;x␇ [bold] ]]> name\n" in text


def test_quiet_is_one_line_for_each() -> None:
    assert printed(io.StringIO(), quiet=True).splitlines() == [
        "src/phone.js:2:3: warning blocking-handler: alert() stops the page",
        "a&b <x>,%:␛[31m [red] @all `|␊<U+202E>.js:1:2: error blocking-handler: bad <b>&␛]8;;x␇ [bold] ]]> name",
        "phone.resource!/lib.js:2:3: note blocking-handler: alert() again",
    ]


def test_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1;33mwarning\x1b[0m" in printed(Terminal())
    assert "\x1b" not in printed(Terminal(), "never")
    assert "\x1b[" in printed(io.StringIO(), "always")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in printed(Terminal())
    assert "\x1b[" in printed(io.StringIO(), "always")


def test_a_narrow_terminal_wraps_words_and_cuts_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "34")
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(Terminal())
    assert all(len(line) <= 38 for line in text.splitlines() if "│" in line)
    assert "  4 │ sforce.opencti.onClickToDi…\n" in text
    assert "  skipped    big.js and 1 more:\n             minified bundle of\n" in text


def test_nothing_is_said_in_words() -> None:
    stream = io.StringIO()
    show(console_for(stream, "auto"), nothing(), {})
    assert stream.getvalue() == "No CTI code found in 4 files.\n  files      4 seen, 0 with CTI code\n"
