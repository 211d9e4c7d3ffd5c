"""The text and the JSON of ``ctilint prove``, as strings; the command prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.outcome import WindowRun
from ctilint.prove.telling.problems import Shown, problem_key, problems_once
from ctilint.prove.telling.story import problem_data, share_data, window_data

_LONG = 110
#: A report of more lines says at its end again what came of the run.
_SCREEN = 24
_NARROW = 40
_OUTCOMES = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "nothing_to_play": Outcome.NOTHING,
    "scenarios_not_run": Outcome.NOT_RUN,
}
_SIGNS = {"passed": "ok  ", "failed": "FAIL", "nothing to play": "-   ", "not run": "?   ", "explored": "+   "}


def report_data(runs: Sequence[WindowRun]) -> dict[str, Any]:
    """Return the whole report as plain data."""
    windows = [window_data(run) for run in runs]
    problems = [
        {**problem_data(one.problem), "windows": list(one.windows), "scenarios": list(one.names)}
        for one in problems_once(runs)
    ]
    return {"version": 1, "windows": windows, "problems": problems, "summary": summary(runs)}


def summary(runs: Sequence[WindowRun]) -> dict[str, Any]:
    """Return the counts: windows by status, scenarios by outcome, and how much of what is known was seen."""
    scenarios = [one for run in runs for one in run.scenarios]
    return {
        "windows": len(runs),
        "run": sum(run.status == "run" for run in runs),
        "partly_run": sum(run.status == "partly run" for run in runs),
        "not_run": sum(run.status == "not run" for run in runs),
        "scenarios": len(scenarios),
        **{name: sum(one.outcome is outcome for one in scenarios) for name, outcome in _OUTCOMES.items()},
        "limits": sum(bool(one.played.limit) for one in scenarios),
        **{
            key: value
            for key, value in share_data([one for run in runs for one in run.known]).items()
            if key != "not_seen"
        },
    }


def as_json(runs: Sequence[WindowRun]) -> str:
    """Return the JSON report."""
    return json.dumps(report_data(runs), indent=2, ensure_ascii=True) + "\n"


def as_text(runs: Sequence[WindowRun], *, verbose: bool = False, quiet: bool = False, width: int = 0) -> str:
    """Return the text report: what came of it, each problem once, then the windows with their scenarios.

    The scenarios in which a problem was first seen are told step by step; ``verbose``: all are, ``quiet``: none.
    ``width``: break lines between words at so many columns.
    """
    shown = problems_once(runs)
    closing = list(_summary(summary(runs)))
    lines: list[str] = [*closing, ""]
    numbers = {problem_key(one.problem): number for number, one in enumerate(shown, 1)}
    for number, one in enumerate(shown, 1):
        lines.extend(_problem(number, one))
    for run in runs:
        lines.extend(_window(run, numbers, verbose=verbose, quiet=quiet))
    lines = lines + closing if len(lines) > _SCREEN and not quiet else lines[:-1]
    return "".join(part + "\n" for line in lines for part in _broken(printable(line), width))


def _broken(line: str, width: int) -> list[str]:
    """Return a line in parts that fit, the further ones set in."""
    if len(line) <= width or width < _NARROW:
        return [line]
    from textwrap import wrap

    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def printable(text: str) -> str:
    """Return ``text`` without anything a terminal would obey."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _problem(number: int, shown: Shown) -> Iterator[str]:
    """Tell one problem and where it was seen."""
    problem = shown.problem
    where = f"{problem.spot}: " if problem.spot is not None else ""
    yield f"problem {number}: {where}{problem.message}"
    if problem.help:
        yield f"  help: {problem.help}"
    more = f" and in {', '.join(shown.names[1:])}" if shown.names[1:] else ""
    yield f'  seen in step {problem.step + 1} of "{shown.scenarios[0].scenario.title}"{more}'
    if len(shown.windows) > 1:
        yield f"  in {len(shown.windows)} windows: {_short(', '.join(shown.windows))}"
    yield ""


def _window(
    run: WindowRun, numbers: Mapping[tuple[str, str, str], int], *, verbose: bool, quiet: bool
) -> Iterator[str]:
    data = window_data(run)
    yield f"{run.window.root}: {run.status}"
    for reason in run.reasons:
        yield f"  because {_short(reason)}"
    if not quiet:
        for note in run.notes:
            yield f"  note: {_short(note)}"
        for load in data["loads"]:
            yield f"  requested {load['address']}"
        if run.values:
            shown = ", ".join(f"{name} = {value}" for name, value in run.values.items())
            yield f"  values made up for what Salesforce fills in: {_short(shown)}"
    yield from _share(data["share"], quiet=quiet)
    told: set[int] = set()
    explored = (run.explored,) if run.explored is not None else ()
    for one, scenario in zip((*run.scenarios, *explored), data["scenarios"], strict=True):
        errors = [numbers[problem_key(problem)] for problem in one.problems if problem.level == "error"]
        fresh = not told.issuperset(errors)
        told.update(errors)
        story = not quiet and (verbose or (fresh and one.outcome is Outcome.FAILED))
        yield from _scenario(scenario, sorted(set(errors)), story=story)
    yield ""


def _share(share: Mapping[str, Any], *, quiet: bool) -> Iterator[str]:
    if not share["registrations"]:
        return
    yield f"  {share_line(share)}"
    for one in share["not_seen"] if not quiet else ():
        how = {"scenario": "not entered", "exploration": "seen by exploration only", "": "not made"}[one["made"]]
        yield f"    {how}: {_named(one)}{_place(one)}, because {_short(one['why'])}"


def share_line(share: Mapping[str, Any]) -> str:
    """Return how much of what static reading knows was seen, in one line."""
    explored = f", {share['explored']} by exploration only" if share["explored"] else ""
    return (
        f"of {share['registrations']} registrations that static reading knows {share['made']} were made{explored}; "
        f"of their {share['handlers']} handlers {share['entered']} were entered"
    )


def _scenario(scenario: Mapping[str, Any], errors: Sequence[int], *, story: bool) -> Iterator[str]:
    """Tell one scenario: how it ended, the numbers of its problems, and its steps where the story is wanted."""
    tail = f": {scenario['outcome']}, {_short(scenario['reason'])}" if scenario["reason"] else ""
    if errors:
        tail = f": problem{'s' if len(errors) > 1 else ''} {', '.join(map(str, errors))}"
    yield f"  {_SIGNS[scenario['outcome']]}  {scenario['title']}{tail}"
    for step in scenario["steps"] if story else ():
        yield f"        {step['step']}. {step['title']}"
        for line in step_lines(step):
            yield f"           {line}"
    for problem in scenario["problems"] if story else ():
        if problem["level"] != "error":
            yield f"        note, step {problem['step']}: {problem['message']}{_at(problem)}"
            if problem["help"]:
                yield f"          help: {problem['help']}"


def _at(problem: Mapping[str, Any]) -> str:
    return f" ({problem['path']}:{problem['line']}:{problem['column']})" if "path" in problem else ""


def step_lines(step: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that tell one step."""
    for item in step.get("registered", ()):
        times = "once" if item["times"] == 1 else f"{item['times']} times"
        yield f"registered a listener of {_named(item)} {times}{_place(item)}"
    yield from _deeds(step)
    for event in step.get("events", ()):
        heard = {0: "nobody listens", 1: "1 listens"}.get(event["listeners"], f"{event['listeners']} listen")
        where = "in the second tab, " if event.get("tab") else ""
        yield f"{where}event {_named(event)} with {_short(event['payload'])}: {heard}"
        for handler in event.get("handlers", ()):
            how = " and threw" if handler.get("threw") else ""
            steps = handler.get("steps", 0)
            took = f"{steps} step{'s' if steps != 1 else ''}, {handler.get('ms', 0)} ms"
            yield f"  ran the listener{_place(handler)}: {took}{how}"
        for line in _deeds(event):
            yield f"  {line}"
        if event.get("skipped"):
            yield f"  {event['skipped']} more did not run"
    for name in step.get("removed", ()):
        yield f"took back a listener of {name}"
    for item in step.get("still_registered", ()):
        why = "" if item["removable"] else " (nothing takes it back)"
        yield f"still registered: {_named(item)}{_place(item)}{why}"
    for dialect in step.get("still_on", ()):
        yield f"still on: click-to-dial ({dialect})"
    for name in step.get("unanswered", ()):
        yield f"{name} got no answer"
    if step.get("unverified"):
        yield f"behaviour not verified: {', '.join(step['unverified'])}"
    if step.get("dropped"):
        yield f"{step['dropped']} more records were left out"
    if step.get("unkept_lines"):
        yield f"{step['unkept_lines']} more lines of the console were not kept"


def _deeds(item: Mapping[str, Any]) -> Iterator[str]:
    for call in item.get("called", ()):
        yield f"called {call['name']}({_short(call['arguments'])}){_place(call)}"
    if item.get("asked"):
        yield f"asked {', '.join(sorted(set(item['asked'])))}"
    for request in item.get("requests", ()):
        yield f"requested {request['method']} {_short(request['url'])} ({request['form']}){_place(request)}"
    for blocked in item.get("blocked", ()):
        yield f"stood still for {blocked['ms']} ms: {blocked['what']}{_place(blocked)}"
    for thrown in item.get("threw", ()):
        how = {"uncaught": "", "swallowed": ", swallowed by the library", "rejected": ", in a promise nobody catches"}
        yield f"threw {_short(thrown['message'])}{how[thrown['how']]}{_place(thrown)}"


def _named(item: Mapping[str, Any]) -> str:
    return f"{item['name']} ({item['event']})" if item.get("event") else str(item["name"])


def _place(item: Mapping[str, Any]) -> str:
    return f" at {item['path']}:{item['line']}" if "path" in item else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONG else flat[: _LONG - 1] + "…"


def _summary(counts: Mapping[str, Any]) -> Iterator[str]:
    if not counts["windows"]:
        yield "nothing to run: no window with a script or a Salesforce library"
        return
    yield (
        f"{_number(counts['windows'], 'window')}: {counts['run']} run, {counts['partly_run']} partly run, "
        f"{counts['not_run']} not run; "
        f"{_number(counts['scenarios'], 'scenario')}: {counts['passed']} passed, {counts['failed']} failed, "
        f"{counts['nothing_to_play']} with nothing to play, {counts['scenarios_not_run']} not run"
        + (f", {counts['limits']} stopped at a limit" if counts["limits"] else "")
    )
    if counts["registrations"]:
        yield share_line(counts)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
