"""Plays the scenarios on the windows of an App and says, for each, what happened."""

from __future__ import annotations

from collections.abc import Callable

from ctilint.prove.page.assembly import PageBuilder
from ctilint.prove.play.exploring import explored
from ctilint.prove.play.hints import sink_hints
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.known import known_registrations
from ctilint.prove.play.outcome import (
    ScenarioRun,
    WindowRun,
    ends_at_start,
    finished,
    judged,
    offers_nothing,
    unplayed,
    unrun,
    without_vendor,
)
from ctilint.prove.play.sandbox import Sandbox
from ctilint.prove.play.seen import Played, Reader
from ctilint.records import replace
from ctilint.understand.model import App, Window


def runnable(app: App, window: Window) -> bool:
    """Say whether a window has something to do with Salesforce that can be run."""
    root = app.files.get(window.root)
    if root is None or root.vendored is not None:
        return False
    known = window.loads or window.calls or window.registrations
    return bool(known) or any("sforce" in script.text for script in window.scripts)


def prove_window(
    app: App, window: Window, options: Options, sandbox: Sandbox, progress: Callable[[str], None] | None = None
) -> WindowRun:
    """Play the scenarios on one window; ``progress`` is told each before it is played."""
    page = PageBuilder(app, window, options.values, supplied=options.supplied).build()
    if page.obstacle:
        return unrun(app, page)
    hints = sink_hints(app, window)
    reader = Reader(page.places)
    runs: list[ScenarioRun] = []
    started: Played | None = None
    scenarios = tuple(one for one in options.scenarios if one.concerns(window.root))
    for scenario in scenarios:
        if progress is not None:
            progress(f"{window.root}: {scenario.title}")
        if started is not None and without_vendor(scenario, started):
            runs.append(judged(scenario, Played(()), hints))
            continue
        played = reader.read(sandbox.run(job_for(page, scenario, options)))
        if started is None and scenario.steps[0]["do"] == "start" and not scenario.settings and not played.limit:
            started = played
        runs.append(judged(scenario, played, hints))
        if ends_at_start(scenario, played):
            runs.extend(unplayed(scenarios[len(runs) :], played))
            break
        if offers_nothing(scenario, played):
            runs.extend(judged(other, Played(()), hints) for other in scenarios[len(runs) :])
            break
    run = finished(app, page, tuple(runs))
    exploration = explored(app, run, options, sandbox) if options.explore else None
    if exploration is None:
        return run
    known = known_registrations(app, page, [one.played for one in runs], run.reasons, exploration.played)
    return replace(run, explored=exploration, known=known)


def prove_app(
    app: App,
    options: Options | None = None,
    *,
    paths: frozenset[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[WindowRun, ...]:
    """Play the scenarios on every window that has something to run, or on those that hold one of ``paths``.

    ``progress`` is told each scenario, with the root of its window, before it is played.
    """
    options = options or Options()
    windows = [window for window in app.windows if runnable(app, window)]
    if paths is not None:
        windows = [window for window in windows if not paths.isdisjoint(window.files)]
    if options.browser:
        from ctilint.prove.play.browser import prove_in_browser

        return prove_in_browser(app, windows, options, progress)
    with Sandbox(options.limits) as sandbox:
        return tuple(prove_window(app, window, options, sandbox, progress) for window in windows)
