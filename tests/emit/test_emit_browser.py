"""An emitted module in a real browser: a number is clicked in the host page, the softphone in its frame dials."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from emitted_kits import write_kit

from ctilint.emit import plan
from ctilint.rulebook.releases import releases

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = os.environ.get("CTILINT_REQUIRE_BROWSER") == "1"

HOST = """<!DOCTYPE html>
<title>Salesforce</title>
<p id="state">numbers are plain text</p>
<button id="number" disabled>+1 555 0100</button>
<button id="close">Close the softphone</button>
<iframe id="phone" src="cti.html?sfdcIframeOrigin=https%3A%2F%2Facme.force.com&mode=Lightning"></iframe>
<script>
  const phone = document.getElementById('phone');
  const number = document.getElementById('number');
  const calls = [];
  addEventListener('message', ({ data }) => {
    calls.push(data.call);
    if (data.call === 'enableClickToDial' || data.call === 'disableClickToDial') {
      number.disabled = data.call === 'disableClickToDial';
    }
    const value = { success: true, errors: null, returnValue: null };
    phone.contentWindow.postMessage({ answer: data.id, value }, '*');
  });
  number.onclick = () => phone.contentWindow.postMessage(
    { event: 'onClickToDial', payload: { number: number.textContent, recordId: '0035e00000ABCDEAA4' } }, '*');
  document.getElementById('close').onclick = () => { phone.src = 'about:blank'; };
</script>
"""

LIBRARY = """
(() => {
  const listeners = {};
  const waiting = new Map();
  const ask = (call) => (argument = {}) => {
    const id = waiting.size + 1;
    waiting.set(id, argument.callback);
    parent.postMessage({ call, id }, '*');
  };
  const listen = (event) => ({ listener }) => { (listeners[event] = listeners[event] || []).push(listener); };
  addEventListener('message', ({ data }) => {
    if (data.event) {
      (listeners[data.event] || []).forEach((listener) => listener(data.payload));
    } else if (waiting.get(data.answer)) {
      waiting.get(data.answer)(data.value);
    }
  });
  window.sforce = { opencti: {
    enableClickToDial: ask('enableClickToDial'),
    disableClickToDial: ask('disableClickToDial'),
    getAppViewInfo: ask('getAppViewInfo'),
    onClickToDial: listen('onClickToDial'),
    onNavigationChange: listen('onNavigationChange'),
  } };
})();
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        message = "no Chromium on this machine (set CTILINT_REQUIRE_BROWSER=1 to make that a failure)"
        pytest.fail(message) if REQUIRED else pytest.skip(message)
    sync_api = (
        pytest.importorskip("playwright.sync_api") if not REQUIRED else __import__("playwright.sync_api").sync_api
    )
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/host.html"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("dialect", "form"),
    [("lightning", "esm"), ("lightning", "script"), ("lightning", "commonjs"), ("event-sink", "esm")],
)
def test_a_clicked_number_reaches_the_handler(
    dialect: str, form: str, tmp_path: Path, address: str, browser: Any
) -> None:
    write_kit(tmp_path, plan([dialect], ["onClickToDial"], form=form))
    (tmp_path / "host.html").write_text(HOST, "utf-8")
    library = tmp_path / "support" / "api" / f"{releases().newest}.0" / "lightning" / "opencti_min.js"
    library.parent.mkdir(parents=True)
    library.write_text(LIBRARY, "utf-8")
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto(address)
    softphone = page.frame_locator("#phone")
    softphone.locator("#state", has_text="Ready").wait_for(timeout=15000)
    page.locator("#number:enabled").click(timeout=15000)
    softphone.locator("#events li").first.wait_for(timeout=15000)
    assert softphone.locator("#events li").all_text_contents() == [
        'click-to-dial: {"number":"+1 555 0100","recordId":"0035e00000ABCDEAA4"}'
    ]
    page.locator("#close").click()
    page.locator("#number:disabled").wait_for(timeout=15000)
    assert page.evaluate("calls") == ["enableClickToDial", "disableClickToDial"]
    assert problems == []
    page.close()
