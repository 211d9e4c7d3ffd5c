"""The same scenarios in a real browser: Chromium through playwright (extra ``ctilint[browser]``).

The page is served on the loopback address; Salesforce's libraries are answered by the simulated ones, every other
request that would leave the machine is refused and recorded. Lines of the scripts are those of the sandbox, so the
records are read by the same reader. Steps are counted by the same counters, time is the same fake clock.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ctilint.prove.page.assembly import Page, PageBuilder
from ctilint.prove.play.hints import sink_hints
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.outcome import ScenarioRun, WindowRun, ends_at_start, finished, judged, unplayed, unrun
from ctilint.prove.play.sandbox import simulation_part
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Reader
from ctilint.prove.play.serving import LIBRARY, QUERY, Site, query_stub, stub
from ctilint.records import replace
from ctilint.understand.model import App, Window

if TYPE_CHECKING:
    from playwright.async_api import Browser, Frame, Route
    from playwright.async_api import Page as Tab

PARTS = (
    "shield",
    "core",
    "cloning",
    "clock",
    "browser",
    "net",
    "platform",
    "libraries",
    "toolkits",
    "course",
    "query",
    "driver",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class BrowserError(Exception):
    """The browser cannot be used; the text says what to do."""


def system_browser() -> str | None:
    """Return the path of the system's Chromium, or None."""
    given = os.environ.get("CTILINT_CHROMIUM")
    if given:
        return given
    return next((path for path in map(shutil.which, _BROWSERS) if path), None)


def prove_in_browser(
    app: App, windows: Sequence[Window], options: Options, progress: Callable[[str], None] | None = None
) -> tuple[WindowRun, ...]:
    """Play the scenarios on the windows in Chromium."""
    try:
        import playwright.async_api  # noqa: F401 - asked for here, used below
    except ImportError as error:
        raise BrowserError("--browser needs playwright: run `pip install 'ctilint[browser]'`") from error
    return asyncio.run(_prove_all(app, windows, options, progress))


async def _prove_all(
    app: App, windows: Sequence[Window], options: Options, progress: Callable[[str], None] | None
) -> tuple[WindowRun, ...]:
    from playwright.async_api import Error, async_playwright

    runs = []
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=system_browser(), args=_ARGUMENTS)
        except Error as error:
            reason = str(error).strip().partition("\n")[0]
            raise BrowserError(
                f"no Chromium can be started ({reason}): install chromium, set CTILINT_CHROMIUM to it, "
                "or run `playwright install chromium`"
            ) from error
        try:
            for window in windows:
                if progress is not None:
                    progress(window.root)
                runs.append(await _prove_window(app, window, options, browser))
        finally:
            await browser.close()
    return tuple(runs)


async def _prove_window(app: App, window: Window, options: Options, browser: Browser) -> WindowRun:
    page = PageBuilder(app, window, options.values, supplied=options.supplied).build()
    obstacle = page.obstacle
    if not obstacle and page.data["harness"]:
        obstacle = "components run in the built-in engine only"
    if obstacle:
        page.obstacle = obstacle
        return unrun(app, page)
    hints = sink_hints(app, window)
    reader = Reader(page.places)
    runs: list[ScenarioRun] = []
    with Site(page) as site:
        scenarios = tuple(one for one in options.scenarios if one.concerns(window.root))
        for scenario in scenarios:
            raw = await _play(browser, site, page, scenario, options)
            played = reader.read(raw)
            runs.append(judged(scenario, played, hints))
            if ends_at_start(scenario, played):
                runs.extend(unplayed(scenarios[len(runs) :], played))
                break
    done = finished(app, page, tuple(runs))
    return replace(done, notes=(*done.notes, "run in Chromium"))


async def _play(browser: Browser, site: Site, page: Page, scenario: Scenario, options: Options) -> list[dict[str, Any]]:
    from playwright.async_api import Error

    context = await browser.new_context(service_workers="block")
    records: list[dict[str, Any]] = []
    outside: list[str] = []
    try:
        tab = await context.new_page()
        await _prepare(tab, site, page, scenario, options, outside)
        records, limit = await _steps(tab, site, scenario, options)
    except (Error, TimeoutError) as error:
        limit = str(error).strip().partition("\n")[0] or "the browser did not answer in time"
    step = next((record["step"] for record in reversed(records) if record["kind"] == "step"), 0)
    if limit:
        records.append({"kind": "limit", "step": step, "what": limit, "own": False})
    for url in dict.fromkeys(outside):
        refused = {"form": "an outside request, refused", "method": "GET", "url": url}
        records.append({"kind": "request", "step": 0, "cause": 0, "now": 0, **refused})
    try:
        await asyncio.wait_for(context.close(), 5)
    except (Error, TimeoutError):
        records.append({"kind": "note", "step": step, "what": "the page did not close in time"})
    return records


async def _prepare(tab: Tab, site: Site, page: Page, scenario: Scenario, options: Options, outside: list[str]) -> None:
    async def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith(site.origin):
            await route.continue_()
        elif LIBRARY.search(url):
            await route.fulfill(body=stub(url), content_type="text/javascript")
        elif QUERY.search(url):
            await route.fulfill(body=query_stub(), content_type="text/javascript")
        else:
            outside.append(url)
            await route.abort()

    await tab.route("**/*", answer)
    await tab.add_init_script(_installation(site, page, scenario, options))


def _installation(site: Site, page: Page, scenario: Scenario, options: Options) -> str:
    job = job_for(page, scenario, options)
    start = next((index for index, step in enumerate(scenario.steps) if step["do"] == "start"), 0)
    settings = {**job["settings"], "url": site.address}
    given = {"settings": settings, "limits": options.limits.for_job(), "table": job["table"], "page": {"files": []}}
    before = [json.dumps(step) for step in job["steps"][:start]]
    parts = ",\n".join(simulation_part(name) for name in PARTS)
    return (
        f"if (location.pathname.startsWith('/app/')) {{ (function () {{\nconst sim = {json.dumps(given)};\n"
        "sim.realTimeout = window.setTimeout.bind(window);\n"
        f"for (const part of [{parts}]) {{ part(sim); }}\n"
        "const share = (name, value) => Object.defineProperty(window, name, { value: value });\n"
        "share('__ctilintLibrary', sim.libraryFrom); share('__ctilintQuery', sim.installQuery);\n"
        "share('__ctilintExports', (all) => { sim.startExports = all; });\n"
        "share('__ctilintPlay', sim.playStep); share('__ctilintTake', sim.driver.take);\n"
        f"for (const step of {json.dumps(before)}) {{ sim.driver.begin(step);"
        " while (JSON.parse(sim.driver.next()).op !== 'end') { continue; } }\n"
        f"sim.step = {start};\n}}()); }}"
    )


async def _steps(tab: Tab, site: Site, scenario: Scenario, options: Options) -> tuple[list[dict[str, Any]], str]:
    wall = options.limits.wall
    records: list[dict[str, Any]] = []
    start = next((index for index, step in enumerate(scenario.steps) if step["do"] == "start"), 0)
    await asyncio.wait_for(tab.goto(site.outer, wait_until="load"), wall)
    frame = tab.frame(name="softphone")
    if frame is None:
        return records, "the page did not load"
    for index, step in enumerate(scenario.steps):
        records.append({"kind": "step", "step": index, "do": step["do"]})
        if index < start:
            continue
        text = json.dumps({**step, "index": index})
        try:
            await asyncio.wait_for(frame.evaluate("(text) => window.__ctilintPlay(text)", text), wall)
            records.extend(await _taken(frame, wall))
        except TimeoutError:
            return records, f"it was still running after {wall:g} seconds and was ended"
    return records, ""


async def _taken(frame: Frame, wall: float) -> list[dict[str, Any]]:
    text = json.loads(await asyncio.wait_for(frame.evaluate("() => window.__ctilintTake()"), wall))
    found = []
    for line in text.splitlines():
        record = json.loads(line)
        if isinstance(record, dict) and isinstance(record.get("kind"), str) and isinstance(record.get("step"), int):
            found.append(record)
    return found
