"""The HTML report in a real browser: no errors, nothing fetched, hostile names inert, usable wide and narrow."""

from __future__ import annotations

import os
import shutil
from itertools import pairwise

import pytest
from assess_sample import assessed, estate

from ctilint.assess import render
from ctilint.assess.meaning.joining import gather_portfolio

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = os.environ.get("CTILINT_REQUIRE_BROWSER") == "1"


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("CTILINT_REQUIRE_BROWSER=1, but no chromium is installed")
        pytest.skip("no chromium is installed: the HTML report was not looked at in a browser")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


SHOWN = (
    "[...document.querySelectorAll('[data-rows] tbody tr')]"
    ".filter((row) => row.getClientRects().length).map((row) => row.textContent)"
)


class Page:
    """One page, with everything that went wrong in it and everything that it asked for."""

    def __init__(self, browser, path, *, width=1280, scheme="light", query=""):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.wrong.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(f"file://{path}{query}")

    def ask(self, script):
        return self.page.evaluate(script)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "estate.html"
    path.write_text(render("html", estate("desk", "kiosk")), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_without_errors_and_fits_the_window(browser, report, width, scheme):
    page = Page(browser, report, width=width, scheme=scheme)
    assert page.wrong == []
    assert page.asked == [f"file://{report}"]
    assert page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    ground = page.ask("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 22, 29)")
    page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.ask("[...document.querySelectorAll('svg')].every((one) => one.getBoundingClientRect().width > 100)")


def test_a_deep_path_fits_a_narrow_window(browser, tmp_path, monkeypatch):
    folder = tmp_path / "/".join(["aFolderWithARatherLongName"] * 4)
    folder.mkdir(parents=True)
    (folder / "phone.js").write_text("sforce.opencti.enableClickToDial();\n", "utf-8")
    (folder / "Phone.callCenter").write_text(
        "<CallCenter><adapterUrl>/apex/phone</adapterUrl><displayName>Phone</displayName></CallCenter>\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report.html"
    path.write_text(render("html", gather_portfolio([assessed(["."], "deep")], many=False)), "utf-8")
    page = Page(browser, path, width=390)
    page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert "Phone.callCenter" in page.ask("document.querySelector('#configuration').textContent")
    assert page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser, report, scheme):
    page = Page(browser, report, scheme=scheme)
    poor = page.ask(
        """() => {
          const numbers = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const light = (rgb) => {
            const [r, g, b] = rgb.map((v) => v / 255)
              .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const colour = getComputedStyle(at).backgroundColor;
              if (colour !== 'rgba(0, 0, 0, 0)') { return numbers(colour); }
            }
            return [255, 255, 255];
          };
          const found = [];
          for (const element of document.querySelectorAll('main *, header *, nav *, footer *')) {
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
            if (!own || element.closest('svg') || !element.getClientRects().length) { continue; }
            const a = light(numbers(getComputedStyle(element).color)), b = light(ground(element));
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) { found.push([element.className, element.textContent, contrast.toFixed(2)]); }
          }
          return found.slice(0, 5);
        }"""
    )
    assert poor == []


def test_search_and_category_filter_rows_and_say_how_many(browser, report):
    page = Page(browser, report)
    page.page.fill("#q", "searchAndScreenPop")
    texts = page.ask(SHOWN)
    assert texts
    assert all("searchandscreenpop" in text.lower() for text in texts)
    assert page.ask("document.getElementById('hits').textContent") == f"{len(texts)} rows"
    page.page.select_option("#category", "optional")
    assert page.ask("document.getElementById('hits').textContent") == "0 rows"
    page.page.click("button[type=reset]")
    page.page.wait_for_function("document.getElementById('hits').textContent === ''")
    assert page.ask("document.querySelectorAll('[data-off]').length") == 0
    assert page.wrong == []


def test_a_search_can_be_linked_to(browser, report):
    page = Page(browser, report, query="?q=runApex")
    assert page.ask("document.getElementById('q').value") == "runApex"
    assert page.ask("document.querySelectorAll('tr[data-off]').length") > 10


def test_a_column_sorts_by_number_and_back(browser, report):
    page = Page(browser, report)
    likely = (
        "[...document.querySelectorAll('#app1-effort-table-effort-amazon-connect tbody tr')]"
        ".map((row) => Number(row.cells[9].textContent))"
    )
    button = page.page.locator("#app1-effort-table-effort-amazon-connect thead th:nth-child(10) button")
    button.click()
    rising = page.ask(likely)
    assert rising == sorted(rising)
    button.click()
    assert page.ask(likely) == sorted(rising, reverse=True)
    assert page.ask("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "descending"


def test_a_link_to_a_closed_part_opens_it(browser, report):
    page = Page(browser, report, width=390)
    line = page.ask("document.querySelector('a.place').getAttribute('href')")
    page.ask(f"location.hash = '{line}'")
    page.page.wait_for_function(f"document.querySelector('{line}').getBoundingClientRect().height > 0")
    top = page.ask(f"document.querySelector('{line}').getBoundingClientRect().top")
    assert 0 <= top < 900


def test_the_keyboard_reaches_the_report_first(browser, report):
    page = Page(browser, report)
    page.page.keyboard.press("Tab")
    assert page.ask("document.activeElement.textContent") == "Skip to the report"
    page.page.keyboard.press("Enter")
    assert page.ask("document.activeElement.id") == "content"


def test_names_of_parts_are_said(browser, report):
    page = Page(browser, report)
    named = "(one) => one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')"
    assert page.ask(f"[...document.querySelectorAll('section')].every({named})")
    assert page.ask("[...document.querySelectorAll('table')].every((t) => t.caption && t.caption.textContent.trim())")
    assert page.ask("[...document.querySelectorAll('thead th')].every((t) => t.scope === 'col')")
    assert page.ask("document.querySelectorAll('h1').length") == 1
    levels = page.ask("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))")
    assert all(after <= before + 1 or after == 4 for before, after in pairwise(levels))


def test_printing_opens_everything_and_hides_the_controls(browser, report, tmp_path):
    page = Page(browser, report, width=703)
    page.page.emulate_media(media="print")
    assert page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.ask("window.dispatchEvent(new Event('beforeprint'))")
    assert page.ask("[...document.querySelectorAll('details')].every((one) => one.open)")
    assert page.ask("document.querySelector('.search').getClientRects().length") == 0
    target = tmp_path / "report.pdf"
    page.page.pdf(path=str(target))
    assert target.stat().st_size > 20_000


def test_hostile_names_and_code_do_nothing(browser, tmp_path, monkeypatch):
    folder = tmp_path / "app"
    folder.mkdir()
    name = "<img src=x onerror=alert(1)>\"'&{{7*7}}${alert(2)}.js"
    (folder / name).write_text(
        "sforce.opencti.publish({ channelName: '</script><script>alert(3)</script><svg onload=alert(4)>' });\n"
        "sforce.opencti.runApex({ apexClass: 'javascript:alert(5)', methodName: '<iframe src=//evil.example>' });\n"
        "fetch('https://evil.example'); var x = '<style>*{display:none}</style>'; sforce.console.fireEvent(x, 1);\n",
        "utf-8",
    )
    monkeypatch.chdir(folder)
    path = tmp_path / "report.html"
    path.write_text(
        render("html", gather_portfolio([assessed(["."], "</title><script>alert(6)</script>")], many=False)), "utf-8"
    )
    page = Page(browser, path)
    page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.page.wait_for_timeout(200)
    assert page.wrong == []
    assert page.asked == [f"file://{path}"]
    assert page.ask("document.querySelectorAll('img, iframe, main script, style').length") == 1
    assert page.ask("document.title") == "Migration assessment: </title><script>alert(6)</script>"
    assert name in page.ask("document.querySelector('#code').textContent")
    assert "{{7*7}}" in page.ask("document.body.textContent")


def test_a_browser_that_obeys_the_page_runs_no_other_script(browser, report):
    page = Page(browser, report)
    page.ask("document.body.insertAdjacentHTML('beforeend', '<button id=evil onclick=\"document.title=1\">x</button>')")
    page.page.locator("#evil").dispatch_event("click")
    assert page.ask("document.title").startswith("Migration assessment")
    assert any("Content Security Policy" in text for text in page.wrong)
