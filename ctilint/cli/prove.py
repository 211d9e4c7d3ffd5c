"""``ctilint prove [PATHS]``: run an app against a simulated Salesforce."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from ctilint.cli._reading import read_app, settings_for, tell_failures

if TYPE_CHECKING:
    from ctilint.prove.page.supplied import Supplied
    from ctilint.prove.play.outcome import WindowRun
    from ctilint.prove.play.scenarios import Scenario


def _values(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    made = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"'{item}' is not NAME=VALUE", ctx, parameter)
        made[name.strip()] = value
    return made


@click.command("prove", short_help="Run the CTI apps under PATHS against a simulated Salesforce.")
@click.argument("paths", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "sarif"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--scenario", "files", multiple=True, metavar="FILE", help="Play the scenarios of FILE (TOML) instead (repeat)."
)
@click.option("--only", multiple=True, metavar="NAME", help="Play only the scenario of this name or title (repeat).")
@click.option(
    "--record",
    metavar="FILE",
    help="Write what was registered, called and carried to FILE; FILE.toml is a scenario file to go on from.",
)
@click.option("--expect", metavar="FILE", help="Fail when this run differs from the one that was recorded in FILE.")
@click.option("--glossary", is_flag=True, help="Let the glossary's event sinks succeed, which no Salesforce has.")
@click.option(
    "--browser", is_flag=True, help="Play in Chromium (extra ctilint[browser]) instead of the built-in engine."
)
@click.option(
    "--value",
    "values",
    multiple=True,
    callback=_values,
    metavar="NAME=VALUE",
    help="What a merge field holds (repeat).",
)
@click.option(
    "--lib",
    "libraries",
    multiple=True,
    metavar="ADDRESS=FILE",
    help="The real script or module for an address that the app does not bring (repeat).",
)
@click.option("--require-played", is_flag=True, help="Fail also when a scenario had nothing to play or was not run.")
@click.option("-q", "--quiet", is_flag=True, help="Only which scenarios passed, and the problems.")
@click.option("-v", "--verbose", is_flag=True, help="Tell every step of every scenario.")
@click.option("--no-exclude", is_flag=True, help="Read also what is left out by default.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
def command(
    paths: tuple[str, ...],
    form: str,
    files: tuple[str, ...],
    only: tuple[str, ...],
    values: dict[str, str],
    libraries: tuple[str, ...],
    config: str | None,
    record: str | None,
    expect: str | None,
    *,
    glossary: bool,
    browser: bool,
    require_played: bool,
    quiet: bool,
    verbose: bool,
    no_exclude: bool,
) -> int:
    """Run the CTI apps under PATHS (default: the folder you are in) against a simulated Salesforce, say what happened.

    Nothing leaves the machine: the scripts run in an engine of their own, every request is answered by the simulation.
    A step is one call of a function of the app or one turn of one of its loops; time is that of a simulated clock: a
    synchronous request waits 300 ms, a dialog 2 s, and each look at the clock takes 1 ms.

    A scenario passes when it was played to its end, touched something of the app, and nothing was wrong. One that
    touched nothing has nothing to play; one that was stopped at a limit, or failed for want of what the app does not
    bring, is not run.

    A scenario of one's own is a [[scenario]] table of a TOML file: name, title, window (the only one that it is for),
    settings (network, answers, console, framed, url), expect (calls, never-calls, listeners) and steps, each { do =
    ... }. What the page does: start, load-again, start-again, restore, leave, wait, call. What Salesforce sends:
    click-to-dial, navigate, update, message, console-event, presence, event, every-listener, enable. What the agent
    and the vendor's side do: ring, accept, hold, resume, transfer, conference, hang-up, wrap-up, connecting,
    agent-state, end-session, second-softphone, vendor, window-message, click, click-all, fill, focus. What goes wrong:
    answers, gaps, network. --record FILE.toml writes those that were played.

    Exit: 0 no scenario failed, 1 a scenario failed (with --require-played: did not pass), 2 a mistake of the call or
    of ctilint.
    """
    from ctilint.prove import Options, prove_app
    from ctilint.prove.play.browser import BrowserError
    from ctilint.prove.play.sandbox import SandboxError
    from ctilint.prove.telling.trace import TraceError, read_trace
    from ctilint.records import replace

    if browser and libraries:
        raise click.UsageError("--lib is for the built-in engine: leave --browser out")
    settings = replace(settings_for(paths, config), no_exclude=no_exclude)
    options = Options(
        scenarios=_scenarios(files, only),
        values=values,
        glossary=glossary,
        browser=browser,
        explore=_explores(only),
        supplied=_supplied(libraries),
    )
    app = read_app(paths or (".",), settings, progress=form == "text")
    tell_failures(app)
    line = Line() if sys.stderr.isatty() else None
    try:
        expected = read_trace(expect) if expect is not None else None
        runs = prove_app(app, options, progress=line.tell if line is not None else None)
    except (SandboxError, BrowserError, TraceError) as error:
        raise click.UsageError(str(error)) from error
    finally:
        if line is not None:
            line.clear()
    _tell_unasked(runs, options.supplied)
    sys.stdout.write(_report(runs, form, verbose=verbose, quiet=quiet))
    changed = _kept(runs, record, expected)
    return 1 if changed or any(not run.passed if require_played else run.failed for run in runs) else 0


def _report(runs: tuple[WindowRun, ...], form: str, *, verbose: bool, quiet: bool) -> str:
    from ctilint.prove import as_json, as_text
    from ctilint.prove.telling.machines import as_junit, as_sarif

    if form == "text":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        return as_text(runs, verbose=verbose, quiet=quiet, width=width)
    return {"json": as_json, "junit": as_junit, "sarif": as_sarif}[form](runs)


def _kept(runs: tuple[WindowRun, ...], record: str | None, expected: dict[str, Any] | None) -> bool:
    """Write the trace that is asked for; say how the run differs from the one that is expected."""
    from ctilint.cli._writing import write
    from ctilint.prove.play.scenario_file import as_scenarios
    from ctilint.prove.telling.report import printable
    from ctilint.prove.telling.trace import as_trace, differences

    if record is not None:
        if record.endswith(".toml"):
            made = as_scenarios(runs)
            write(record, made, written=made)
        else:
            write(record, as_trace(runs))
    changed = differences(expected, runs) if expected is not None else ()
    for line in changed:
        click.echo(printable(line), err=True)
    return bool(changed)


def _supplied(libraries: tuple[str, ...]) -> tuple[Supplied, ...]:
    """Return what --lib gives; the address may hold a sign of equality, the file's name may not."""
    from ctilint.prove.page.supplied import SuppliedError, read_supplied

    made: dict[str, Supplied] = {}
    for item in libraries:
        address, _, path = item.rpartition("=")
        if not address.strip() or not path.strip():
            raise click.BadParameter(f"'{item}' is not ADDRESS=FILE", param_hint="--lib")
        if address in made:
            raise click.BadParameter(f"'{address}' is given twice", param_hint="--lib")
        try:
            made[address] = read_supplied(address, path)
        except SuppliedError as error:
            raise click.UsageError(str(error)) from error
    return tuple(made.values())


def _tell_unasked(runs: tuple[WindowRun, ...], supplied: tuple[Supplied, ...]) -> None:
    """Say which library no page asked for, and what was asked for in vain."""
    from ctilint.prove.telling.report import printable
    from ctilint.settings import nearest

    records = [
        record
        for run in runs
        for one in (*run.scenarios, *([run.explored] if run.explored is not None else []))
        for record in one.played.of("script")
    ]
    given = {record.text("path") for record in records if record.text("status") == "supplied"}
    missing = sorted({record.text("address") for record in records if record.text("status") == "missing"})
    for one in supplied:
        if one.facts.path not in given:
            text = f"no page asked for '{one.address}' (--lib){nearest(one.address, missing)}"
            click.echo(f"warning: {printable(text)}", err=True)


def _explores(only: tuple[str, ...]) -> bool:
    from ctilint.prove.play.exploring import EXPLORATION

    return not only or not {EXPLORATION.name, EXPLORATION.title}.isdisjoint(only)


class Line:
    """A line on a terminal that says what is being played, once a run has taken longer than two seconds."""

    def __init__(self, patience: float = 2.0) -> None:
        self._due = time.monotonic() + patience
        self._shown = False

    def tell(self, what: str) -> None:
        """Say what is played next."""
        from ctilint.prove.telling.report import printable

        if time.monotonic() >= self._due:
            self._shown = True
            width = min(shutil.get_terminal_size().columns, 120) - 12
            click.echo(f"\r\x1b[2K  playing {printable(what)[-width:]}\r", err=True, nl=False, color=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[2K", err=True, nl=False, color=True)


def _scenarios(files: tuple[str, ...], only: tuple[str, ...]) -> tuple[Scenario, ...]:
    from ctilint.prove.play.exploring import EXPLORATION
    from ctilint.prove.play.scenario_file import ScenarioError, read_scenarios
    from ctilint.prove.play.scenarios import BUILT_IN
    from ctilint.settings import nearest

    try:
        known = tuple(one for file in files for one in read_scenarios(file)) if files else BUILT_IN
    except ScenarioError as error:
        raise click.UsageError(str(error)) from error
    names = [name for one in (*known, EXPLORATION) for name in (one.name, one.title)]
    for name in only:
        if name not in names:
            raise click.UsageError(f"no scenario '{name}'{nearest(name, names)}")
    return tuple(one for one in known if not only or one.name in only or one.title in only)
