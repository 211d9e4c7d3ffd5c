"""The whole site: built without a warning, every link followed, looked at in a browser."""

from __future__ import annotations

import contextlib
import os
import posixpath
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest

from ctilint.cli import group
from ctilint.cli.docs import commands_of
from ctilint.docs.building import build, put
from ctilint.docs.site import CONFIG, PAGES, site_files

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def source() -> dict[str, bytes]:
    return dict(site_files(tuple(commands_of(click.Context(group, info_name="ctilint")))))


@pytest.fixture(scope="module")
def site(source: dict[str, bytes]) -> dict[str, bytes]:
    return build(source)


class Page(HTMLParser):
    """Collects the places of a page, and what it points at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.targets: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"id", "name"} and tag != "meta":
                self.places.add(value or "")
            elif name in {"href", "src"}:
                self.targets.add(value or "")


def lost(site: dict[str, bytes]) -> list[str]:
    """Return the links inside the site that lead nowhere, and what is loaded from elsewhere."""
    pages = {path: Page(data.decode("utf-8")) for path, data in site.items() if path.endswith(".html")}
    wrong = []
    for path, page in pages.items():
        if path == "404.html":
            continue
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            there = there if parts.path else path
            place = unquote(parts.fragment)
            if there not in site:
                wrong.append(f"{path}: {target}")
            elif place and there in pages and place not in pages[there].places:
                wrong.append(f"{path}: {target}: no such place")
    return wrong


def test_every_link_leads_somewhere(site: dict[str, bytes]) -> None:
    assert len([path for path in site if path.endswith(".html")]) > 100
    assert lost(site) == []


def test_a_planted_link_is_found(source: dict[str, bytes]) -> None:
    small = {"a.html": b'<a href="b.html#x"></a><a href="#y"></a><img src="c.png">', "b.html": b""}
    assert sorted(lost(small)) == ["a.html: #y: no such place", "a.html: b.html#x: no such place", "a.html: c.png"]
    planted = {**source, f"{PAGES}/settings.md": source[f"{PAGES}/settings.md"] + b"\n[x](nowhere.md)\n"}
    with pytest.raises(ValueError, match=r"'settings\.md' contains a link 'nowhere\.md'"):
        build(planted)


def test_the_source_is_written_as_it_is(source: dict[str, bytes], tmp_path: Path) -> None:
    put(str(tmp_path), source)
    assert (tmp_path / CONFIG).read_bytes() == source[CONFIG]
    assert (tmp_path / PAGES / "rules" / "index.md").read_bytes() == source[f"{PAGES}/rules/index.md"]


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CTILINT_REQUIRE_BROWSER"), reason="no chromium is installed"
)
def test_in_a_browser_it_fits_searches_and_asks_nobody(site: dict[str, bytes], tmp_path: Path) -> None:
    from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004 - what its waits raise

    put(str(tmp_path), site)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width in (420, 1280):
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            wrong: list[str] = []
            page.on("console", lambda message: wrong.append(message.text))  # noqa: B023
            page.on("pageerror", lambda error: wrong.append(str(error)))  # noqa: B023
            page.on("request", lambda request: wrong.append(request.url) if "file:" not in request.url else None)  # noqa: B023
            for path in ("index", "rules/missing-unsubscribe", "commands/check", "voice/lightning", "tutorials/vendor"):
                page.goto(f"file://{tmp_path}/{path}.html")
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)
            if width > 1000:
                # The theme listens once its index is read; a reader who was quicker types on.
                for _ in range(20):
                    page.locator("input.md-search__input").fill("")
                    page.locator("input.md-search__input").press_sequentially("screenPop")
                    with contextlib.suppress(TimeoutError):
                        page.locator(".md-search-result__item").first.wait_for(timeout=3000)
                        break
                assert page.locator(".md-search-result__item").count() > 3
            assert wrong == []
        browser.close()
