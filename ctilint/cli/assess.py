"""``ctilint assess [PATHS]``: what becomes of an app under Salesforce Voice, and what it costs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ctilint.cli._output import Output, outputs
from ctilint.cli._reading import settings_for, tell_failures, tree_of
from ctilint.cli._writing import demand_free, write
from ctilint.settings import Settings

if TYPE_CHECKING:
    from ctilint.assess.model import Calibration
    from ctilint.assess.whole import Assessment, Portfolio

TARGETS = ("amazon-connect", "amazon-connect-existing", "partner-telephony", "all")
FORMATS = ("markdown", "html", "json", "csv")
_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
}


@click.command("assess", short_help="Assess the way to Salesforce Voice.")
@click.argument("paths", nargs=-1)
@click.option("--target", type=click.Choice(TARGETS), default="all", show_default=True, help="The model of Voice.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The whole report, in this form.")
@click.option(
    "-o",
    "--output",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write the report to FILE, whole or not at all; its suffix says the format (repeat; csv: or FOLDER/).",
)
@click.option("--force", is_flag=True, help="Write over a file that ctilint did not write.")
@click.option("--portfolio", is_flag=True, help="Each path is an app (one path: each folder in it), one report.")
@click.option(
    "--calibrate", metavar="FILE.csv", help="Finished pieces (piece, points, days): days are fitted to them, and shown."
)
@click.option("--as-of", metavar="DAY", help="The day that is compared with end dates, YYYY-MM-DD (default: today).")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what matches, as in .gitignore (repeat).")
@click.option("--no-exclude", is_flag=True, help="Read also what the settings leave out.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(**given: Any) -> int:
    """Assess what becomes of the CTI apps under PATHS (default: the folder you are in) under Salesforce Voice.

    Without --format and -o a summary is printed. Without --format the suffix of -o decides (.md, .html, .json, .csv).
    Nothing is written without -o.
    """
    reports = _outputs(given["form"], given["output"])
    demand_free([one.path for one in reports if one.is_file], force=given["force"])
    paths: tuple[str, ...] = given["paths"] or (".",)
    for path in paths:
        if not os.path.lexists(path):
            raise click.UsageError(f"path '{path}' does not exist")
    given["as_of"] = _day(given["as_of"])
    apps = _apps(paths) if given["portfolio"] else [(paths, "")]
    targets = () if given["target"] == "all" else (given["target"],)
    found = [_assessed(part, name, targets, given) for part, name in apps]
    from ctilint.assess.meaning.joining import gather_portfolio

    calibration = _calibration(paths, given["config"], given["calibrate"])
    portfolio = gather_portfolio(found, many=given["portfolio"], calibration=calibration)
    if not reports:
        _summary(portfolio, given["color"])
    for one in reports:
        _out(portfolio, one, force=given["force"])
    return 0


def _outputs(form: str | None, given: Sequence[str]) -> tuple[Output, ...]:
    """Return the reports that are asked for: none when a summary will do. A folder holds tables."""
    if not given and form is None:
        return ()
    named = tuple(
        f"csv={value}" if form is None and "=" not in value and _is_folder(value) else value for value in given
    )
    return outputs(form, named, FORMATS, _SUFFIXES, "markdown")


def _is_folder(path: str) -> bool:
    return path.endswith(("/", os.sep)) or os.path.isdir(path)


def _calibration(paths: tuple[str, ...], config: str | None, path: str | None) -> Calibration | None:
    """Return what turns points into days: finished pieces before the figure of the settings; None without either."""
    from decimal import Decimal

    from ctilint.assess.meaning.calibration import CalibrationError, fitted, given

    if path is None:
        rate = settings_for(paths, config).days_per_point
        return given(Decimal(repr(rate))) if rate is not None else None
    try:
        with open(path, encoding="utf-8-sig") as file:
            return fitted(path, file.read())
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, CalibrationError) as error:
        cause = f"{path}: is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise click.UsageError(cause) from error


def _apps(paths: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    """Return the apps of a portfolio: each path, or each folder of the one path."""
    if len(paths) == 1 and os.path.isdir(paths[0]):
        with os.scandir(paths[0]) as entries:
            folders = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
        if not folders:
            raise click.UsageError(f"'{paths[0]}' has no folders: --portfolio wants several apps")
        return [((os.path.normpath(os.path.join(paths[0], name)),), name) for name in folders]
    names = [_app_name(path) for path in paths]
    return [((path,), path if names.count(name) > 1 else name) for path, name in zip(paths, names, strict=True)]


def _app_name(path: str) -> str:
    return os.path.basename(os.path.abspath(path)) or path


def _assessed(paths: tuple[str, ...], name: str, targets: tuple[str, ...], given: dict[str, Any]) -> Assessment:
    from ctilint.assess import assess
    from ctilint.judge import judge
    from ctilint.records import replace
    from ctilint.understand import build_app

    settings: Settings = settings_for(paths, given["config"])
    exclude = (*settings.exclude, *given["exclude"])
    settings = replace(settings, exclude=exclude, no_exclude=given["no_exclude"])
    tree = tree_of(paths, settings)
    app = build_app(tree, settings)
    report = judge(app, settings)
    tell_failures(report)
    return assess(app, report, tree, targets, name or _app_name(paths[0]), given["as_of"])


def _day(text: str | None) -> str:
    from datetime import UTC, date, datetime

    try:
        return (date.fromisoformat(text) if text is not None else datetime.now(UTC).date()).isoformat()
    except ValueError:
        raise click.UsageError(f"--as-of '{text}' is not a day such as 2027-01-31") from None


def _summary(portfolio: Portfolio, color: str) -> None:
    from ctilint.assess.telling.terminal import summary
    from ctilint.report.text import console_for

    console = console_for(sys.stdout, color)
    for part in summary(portfolio):
        console.print(part)


def _out(portfolio: Portfolio, one: Output, *, force: bool) -> None:
    if one.form == "csv" and one.is_file and _is_folder(one.path):
        _tables(portfolio, one.path, force=force)
        return
    from ctilint.assess import render

    text = render(one.form, portfolio)
    if one.is_file:
        write(one.path, text, force=force, form=one.form)
    else:
        sys.stdout.write(text)


def _tables(portfolio: Portfolio, folder: str, *, force: bool) -> None:
    from ctilint.assess.telling.csv import tables

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"'{folder}' cannot be made: {error.strerror}") from error
    for name, text in tables(portfolio).items():
        write(os.path.join(folder, f"{name}.csv"), text, force=force)
