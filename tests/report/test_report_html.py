from __future__ import annotations

import os
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from report_sample import FILES, finding, nothing, report

from ctilint.records import replace
from ctilint.report import render

VOID = {"meta", "input"}


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
    assert all(address.startswith(("#", "https://")) for address in page.addresses)
    assert page.tags.count("script") == 1
    assert not {"img", "link", "iframe"} & set(page.tags)
    assert page.tags.count("article") == 3


def test_every_finding_is_told() -> None:
    text = read(render("html", report(), FILES)).text
    for part in (
        "3 findings: 1 error, 1 warning, 1 note",
        "src/phone.js:2:3",
        "Help: show it",
        "the handler",
        "derived",
    ):
        assert part in text
    assert "<pre><code><mark>alert(p)</mark>;</code></pre>" in render("html", report(), FILES)


def test_hostile_names_and_code_are_inert() -> None:
    text = render("html", report(), FILES)
    assert "\x1b" not in text
    assert "<b>" not in text
    assert "a&amp;b &lt;x&gt;,%:␛[31m" in text
    assert "bad <b>&␛]8;;x␇ [bold] ]]> name" in read(text).text


def test_nothing() -> None:
    text = read(render("html", nothing(), {})).text
    assert "No CTI code found in 4 files." in text
    assert "Nothing was left out." in text


def test_each_rule_stands_once_with_its_reason_and_the_worst_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "softphone").mkdir()
    monkeypatch.chdir(tmp_path / "softphone")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    more = replace(
        report(), findings=(*report().findings, finding("src/phone.js", "dial", "key", rule="secret-in-code"))
    )
    page = render("html", more, FILES)
    text = read(page).text
    assert "<h1>softphone</h1>" in page
    assert "1970-01-02" in text
    assert page.index('id="blocking-handler"') < page.index('id="secret-in-code"')
    assert page.count('class="rule"') == 2
    assert "Why it matters, what mends it, sources" in text
    assert "What was not: 3 paths" in text
    assert 'id="print of src/phone.js"' in page


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CTILINT_REQUIRE_BROWSER"), reason="no chromium is installed"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_in_a_browser_it_fits_filters_links_and_asks_nobody(tmp_path: Path, width: int, scheme: str) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(render("html", report(), FILES), "utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        wrong: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{path}#{quote('print of src/phone.js')}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 22, 29)")
        shown = "[...document.querySelectorAll('article')].filter((one) => one.getClientRects().length).length"
        assert page.evaluate(shown) == 3
        assert page.evaluate("document.querySelector('article:target') !== null")
        page.select_option("#level", "error")
        assert page.evaluate(shown) == 1
        assert page.text_content("#hits") == "1 of 3"
        page.select_option("#level", "")
        page.fill("#q", "lib.js")
        assert page.evaluate(shown) == 1
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.search')).display") == "none"
        assert wrong == []
        assert [url for url in asked if not url.startswith("file://")] == []
        browser.close()
