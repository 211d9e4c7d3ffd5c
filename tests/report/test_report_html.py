from __future__ import annotations

from html.parser import HTMLParser

from report_sample import FILES, nothing, report

from ctilint.report import render

VOID = {"meta"}


class Reader(HTMLParser):
    """Collects the tags, the text and the tags left open of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses.extend(value or "" for name, value in attrs if name in {"src", "href"})
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_the_page_is_whole_and_asks_nobody() -> None:
    page = read(render("html", report(), FILES))
    assert page.open == []
    assert page.addresses == []
    assert "script" not in page.tags
    assert page.tags.count("article") == 3


def test_every_finding_is_told() -> None:
    text = read(render("html", report(), FILES)).text
    for part in ("3 findings: 1 error, 1 warning, 1 note", "src/phone.js:2:3, derived", "Help: show it", "the handler"):
        assert part in text
    assert "<pre><code><mark>alert(p)</mark>;</code></pre>" in render("html", report(), FILES)


def test_hostile_names_and_code_are_inert() -> None:
    text = render("html", report(), FILES)
    assert "\x1b" not in text
    assert "<b>" not in text
    assert "a&amp;b &lt;x&gt;,%:␛[31m" in text
    assert "bad <b>&␛]8;;x␇ [bold] ]]> name" in read(text).text


def test_nothing() -> None:
    assert "<h1>No CTI code found in 4 files.</h1>" in render("html", nothing(), {})
