from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import FILES, nothing, report

from ctilint.inert import cells
from ctilint.records import replace
from ctilint.report.text import console_for, folded, show
from ctilint.report.words import verdict


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
        "  mends      1 of 3 can be mended, 1 of them safely (--diff shows them, --fix applies the safe ones)\n"
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


@pytest.mark.parametrize("columns", [20, 40, 80, 140])
def test_no_word_is_broken_and_quiet_is_one_line_at_any_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    quiet = printed(Terminal(), quiet=True).splitlines()
    assert len(quiet) == len(report().findings)
    words = {word for line in printed(Terminal()).splitlines() if "│" not in line for word in line.split()}
    for word in ("src/phone.js:2:3", "blocking-handler", "derived", "suppressed", "phone.resource!/lib.js:2:3"):
        assert word in words, (word, columns)


def test_a_heading_that_does_not_fit_takes_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(Terminal())
    assert text.startswith("src/phone.js:2:3\n  warning  blocking-handler  derived\n")
    assert "  1. registered here  4:1\n" in text


@given(st.text(alphabet="ab 電\u0301", max_size=80), st.integers(0, 10), st.integers(11, 40))
def test_folded_lines_hold_all_words_and_fit_where_they_can(words: str, first: int, width: int) -> None:
    lines = list(folded(words, first, width))
    assert " ".join(lines).split() == words.split()
    for number, line in enumerate(lines):
        assert " " not in line or cells(line) <= width - (first if number == 0 else 0)


def test_an_ascii_terminal_gets_ascii_marks() -> None:
    stream = Terminal()
    stream.encoding = "ascii"
    console = console_for(stream, "never")
    console.width = 34
    show(console, report(), FILES)
    assert "  4 | sforce.opencti.onClickTo...\n" in stream.getvalue()
    assert "…" not in stream.getvalue()


def test_names_are_links_on_a_terminal_with_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    text = printed(Terminal())
    assert re.search(r"\x1b\]8;id=\d+;file:///\S+/src/phone\.js\x1b\\", text)
    assert "/rules/blocking-handler.md\x1b\\" in text
    assert "\x1b]8" not in printed(Terminal(), "never")


def test_an_empty_verdict_says_what_was_not_read() -> None:
    summary = replace(nothing().summary, skipped=(("a.js", "cannot be read: permission denied"), ("b", "excluded")))
    assert verdict(replace(nothing(), summary=summary)) == "No CTI code found in 4 files; 1 path was not read."
    only = replace(summary, files_seen=0, skipped=(("b", "excluded"),))
    assert verdict(replace(nothing(), summary=only)) == "No CTI code found in 0 files; 1 path was not read."
