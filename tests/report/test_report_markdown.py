from __future__ import annotations

from report_sample import FILES, nothing, report

from ctilint.inert import markdown, markdown_code
from ctilint.report import render


def test_the_whole_text() -> None:
    text = render("markdown", report(), FILES)
    assert text.startswith("# ctilint\n\n3 findings: 1 error, 1 warning, 1 note\n\n| rule | findings |\n")
    assert "| blocking-handler | 3 |\n" in text
    assert (
        "## warning: blocking-handler\n\n`src/phone.js:2:3`: alert() stops the page\n\n> `alert(p);`\n\n"
        "1. registered here: `src/phone.js:4:1`\n2. the handler: `src/phone.js:1:10`\n\nHelp: show it\n"
    ) in text


def test_nothing_is_obeyed() -> None:
    assert markdown("<b> & @team [x](y) *a* `c` https://x.y a|b\x1b") == (
        "&lt;b\\> &amp; &#64;team \\[x\\](y) \\*a\\* \\`c\\` https:&#8203;//x.y a\\|b␛"
    )
    assert markdown_code("a`b``c") == "```a`b``c```"
    assert markdown_code("`a") == "`` `a ``"
    assert markdown_code("") == "`   `"
    text = render("markdown", report(), FILES)
    assert "\x1b" not in text
    assert "bad &lt;b\\>&amp;␛" in text


def test_nothing() -> None:
    assert "No CTI code found in 4 files." in render("markdown", nothing(), {})
