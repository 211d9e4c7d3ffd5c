"""Plays the scenarios on the windows of an App and says, for each, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ctilint.prove.page.assembly import Page, PageBuilder
from ctilint.prove.play.sandbox import Limits, Sandbox
from ctilint.prove.play.scenarios import BUILT_IN, Scenario
from ctilint.prove.play.seen import Played, Reader
from ctilint.prove.play.verdict import Problem, judge_played
from ctilint.records import asdict, dataclass, field
from ctilint.understand.model import App, Window

SALESFORCE = "https://example.lightning.force.com"
FRAME = (
    "https://softphone.example/cti/index.html?sfdcIframeOrigin=https%3A%2F%2Fexample.lightning.force.com"
    "&sfdcIFrameOrigin=https%3A%2F%2Fexample.lightning.force.com&nonce=simulated&mode=Lightning&isdtp=vw&clc=1"
)
DIALECTS = ("lightning", "classic", "console", "ajax", "event-sink", "voice", "workspace")


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. ``values`` fill masks; ``glossary`` lets the glossary's event sinks succeed."""

    scenarios: tuple[Scenario, ...] = BUILT_IN
    values: Mapping[str, str] = field(default_factory=dict)
    glossary: bool = False
    limits: Limits = field(default_factory=Limits)
    browser: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One scenario that was played on one window."""

    scenario: Scenario
    played: Played
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Say whether nothing was wrong."""
        return not any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class WindowRun:
    """One window: ``status`` is run, partly run or not run, ``reasons`` why."""

    window: Window
    status: str
    reasons: tuple[str, ...]
    scenarios: tuple[ScenarioRun, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def loads(self) -> tuple[str, ...]:
        """Return the library addresses that the page was seen to request."""
        seen = (record.text("address") for run in self.scenarios for record in run.played.of("load"))
        return tuple(dict.fromkeys(seen))

    @property
    def passed(self) -> bool:
        """Say whether every scenario passed."""
        return all(run.passed for run in self.scenarios)


@cache
def simulator_table(*, streams: bool = False) -> tuple[dict[str, Any], ...]:
    """Return the rows of ``rules/api`` that the simulation offers, as plain data; those of Streams on demand."""
    from ctilint.rulebook.tables import api

    rows = []
    for dialect in (*DIALECTS, "streams") if streams else DIALECTS:
        for entry in api(dialect).values():
            if entry.name.startswith(("sforce.", "connect.")) or "#" in entry.name or entry.kind == "event":
                row = asdict(entry)
                for key in ("summary", "notes", "source", "counterparts", "receiver"):
                    del row[key]
                row["arguments"] = [_lean({**item, "note": "", "since": ""}) for item in row["arguments"]]
                rows.append(_lean(row))
    return tuple(rows)


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what is empty in it; the simulation fills that in again."""
    return {key: value for key, value in row.items() if value not in ("", (), [], {}, None) and value is not False}


def job_for(page: Page, scenario: Scenario, options: Options) -> dict[str, Any]:
    """Return what the child needs for one scenario on one page."""
    settings = {
        "url": FRAME,
        "salesforce": SALESFORCE,
        "referrer": f"{SALESFORCE}/",
        "settle": 3_000,
        "wait": 2_000,
        "glossary": options.glossary,
        **scenario.settings,
    }
    framed = settings.get("framed", True)
    url = str(settings["url"])
    settings["framedFor"] = {
        "lightning": framed and "sfdcIframeOrigin=" in url and "mode=" in url,
        "classic": framed and "sfdcIFrameOrigin=" in url and "nonce=" in url,
    }
    steps = [{**step, "index": index} for index, step in enumerate(scenario.steps)]
    streams = any(call.dialect == "streams" for call in page.window.calls)
    return {"settings": settings, "table": simulator_table(streams=streams), "page": page.data, "steps": steps}


def runnable(app: App, window: Window) -> bool:
    """Say whether a window has something to do with Salesforce that can be run."""
    root = app.files.get(window.root)
    if root is None or root.vendored is not None:
        return False
    known = window.loads or window.calls or window.registrations
    return bool(known) or any("sforce" in script.text for script in window.scripts)


def prove_window(app: App, window: Window, options: Options, sandbox: Sandbox) -> WindowRun:
    """Play the scenarios on one window."""
    page = PageBuilder(app, window, options.values).build()
    if page.obstacle:
        return WindowRun(window, "not run", (page.obstacle,), (), tuple(page.notes), dict(page.filler.made_up))
    hints = sink_hints(app, window)
    reader = Reader(page.places)
    runs = []
    for scenario in options.scenarios:
        played = reader.read(sandbox.run(job_for(page, scenario, options)))
        runs.append(ScenarioRun(scenario, played, judge_played(played, scenario, hints)))
        if ends_at_start(scenario, played) and len(runs) < len(options.scenarios):
            page.notes.append("it does not come beyond its start: the other scenarios were not played")
            break
    return finished(window, page, tuple(runs))


def ends_at_start(scenario: Scenario, played: Played) -> bool:
    """Say whether the plain start reached a limit, or failed before the page did anything."""
    if scenario.steps[0]["do"] != "start":
        return False
    failed = any(record.step == 0 for record in played.of("uncaught"))
    return (bool(played.limit) and played.limit_step <= 0) or (failed and not _did_anything(played))


def _did_anything(played: Played) -> bool:
    return any(True for _ in played.of("register", "call", "load", "asked", "request"))


def finished(window: Window, page: Page, runs: tuple[ScenarioRun, ...]) -> WindowRun:
    """Sum up the runs of one window."""
    reasons = tuple(dict.fromkeys(_reasons(runs)))
    nothing = not any(_did_anything(run.played) for run in runs)
    status = "partly run" if reasons else "run"
    failed = any(True for run in runs for _ in run.played.of("uncaught"))
    if reasons and nothing and failed and not any(run.played.limit for run in runs):
        status = "not run"
    values = dict(page.filler.made_up)
    return WindowRun(window, status, reasons, runs, tuple(dict.fromkeys([*page.notes, *_notes(runs)])), values)


def _reasons(runs: tuple[ScenarioRun, ...]) -> list[str]:
    """Why a window did not run whole: what its first start already shows."""
    found: list[str] = []
    for run in runs:
        if any(step["do"] in {"answers", "network"} for step in run.scenario.steps):
            continue
        started = {index for index, step in enumerate(run.scenario.steps) if step["do"] == "start"}
        found.extend(
            f"{record.text('address')} is not part of the app"
            for record in run.played.of("script")
            if record.text("status") == "missing"
        )
        found.extend(
            f"a script ended early: {record.text('message')}"
            for record in run.played.of("uncaught")
            if record.text("what") == "a script at its top level" and record.step in started
        )
        if run.played.limit:
            found.append(run.played.limit)
    return found


def _notes(runs: tuple[ScenarioRun, ...]) -> list[str]:
    found: list[str] = []
    for run in runs:
        found.extend(
            record.text("what") for record in run.played.of("note") if record.text("what") != "console library"
        )
        found.extend(
            f"{record.text('address')} was replaced by a small stand-in for {record.text('what')}"
            for record in run.played.of("script")
            if record.text("status") == "stand-in"
        )
    return found


def prove_app(
    app: App,
    options: Options | None = None,
    *,
    paths: frozenset[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[WindowRun, ...]:
    """Play the scenarios on every window that has something to run, or on those that hold one of ``paths``.

    ``progress`` is told each window's root before it is run.
    """
    options = options or Options()
    windows = [window for window in app.windows if runnable(app, window)]
    if paths is not None:
        windows = [window for window in windows if not paths.isdisjoint(window.files)]
    if options.browser:
        from ctilint.prove.play.browser import prove_in_browser

        return prove_in_browser(app, windows, options, progress)
    runs = []
    with Sandbox(options.limits) as sandbox:
        for window in windows:
            if progress is not None:
                progress(window.root)
            runs.append(prove_window(app, window, options, sandbox))
    return tuple(runs)


def sink_hints(app: App, window: Window) -> dict[tuple[str, int], str]:
    """Return, for each line that calls the glossary's event-sink form, what would have worked."""
    hints: dict[tuple[str, int], str] = {}
    for call in window.calls:
        if call.dialect != "event-sink":
            continue
        facts = app.files.get(call.place.path)
        if facts is None:
            continue
        text = facts.source.cut(call.place.span)
        first, _ = facts.source.position(call.place.span.start)
        last, _ = facts.source.position(call.place.span.end)
        hint = _hint(call.name, text)
        for line in range(first, last + 1):
            hints[call.place.path, line] = hint
    return hints


def _hint(name: str, text: str) -> str:
    from ctilint.rulebook.tables import api

    removal = name.endswith(".unsubscribe")
    table = api("event-sink")
    for event, entry in table.items():
        if entry.kind == "event" and any(word in text for word in (event, *entry.values)):
            works = [target for key, target in entry.counterparts.items() if key in {"lightning", "classic", "console"}]
            if removal and event == "onClickToDial":
                works = [target for key, target in table[name].counterparts.items() if key in {"lightning", "classic"}]
            if removal and event != "onClickToDial":
                return f"Salesforce has no {name} for events: nothing takes a listener of {event} back"
            return f"Salesforce has no {name} for events; what works is {' or '.join(works)}"
    return f"Salesforce has no {name} for events"
