"""``ctilint compare OLD NEW``: what became of each capability of the old app in the migrated one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from ctilint.cli._output import outputs
from ctilint.cli._reading import settings_for, tree_of
from ctilint.cli._writing import demand_free, write

if TYPE_CHECKING:
    from ctilint.compare.reasons import Reason
    from ctilint.read.files.discover import Tree
    from ctilint.understand.model import App

FORMATS = ("text", "markdown", "html", "json")
_SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
}


@click.command("compare", short_help="Compare a finished migration with the old app.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--reasons", metavar="FILE.toml", help="What was given up on purpose: [[given-up]] capability, reason, by."
)
@click.option("--prove", "run", is_flag=True, help="Run both apps too, and set side by side what each was seen to do.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The form of the report (default: text).")
@click.option("-o", "--output", multiple=True, metavar="FILE", help="Write the report to FILE, whole or not at all.")
@click.option("--force", is_flag=True, help="Write over a file that ctilint did not write.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
def command(**given: Any) -> int:
    """Say for each capability of the app in OLD whether the app in NEW still has it.

    Capabilities are events that are heard, calls and controls, records that are popped, logs, fields, Apex methods,
    channels and other systems. Ends with 1 when one is missing without a reason.

    With --prove both are run against the simulated Salesforce: what was seen is proved, and for each capability the
    report sets side by side what the old and the new functions did.
    """
    reports = outputs(given["form"], given["output"], FORMATS, _SUFFIXES, "text")
    demand_free([one.path for one in reports if one.is_file], force=given["force"])
    for path in (given["old"], given["new"]):
        if not os.path.lexists(path):
            raise click.UsageError(f"path '{path}' does not exist")
    reasons = _reasons(given["reasons"])
    old, _ = _built(given["old"], given["config"])
    new, files = _built(given["new"], given["config"])
    from ctilint.compare import compare
    from ctilint.compare.telling import render

    found = compare(old, new, files, reasons, (given["old"], given["new"]))
    if given["run"]:
        from ctilint.compare.played import played

        found = played(old, new, found)
    for one in reports:
        text = render(one.form, found)
        if one.is_file:
            write(one.path, text, force=given["force"], form=one.form)
        else:
            sys.stdout.write(text)
    return 0 if found.complete else 1


def _built(path: str, config: str | None) -> tuple[App, Tree]:
    from ctilint.understand import build_app

    settings = settings_for((path,), config)
    tree = tree_of((path,), settings)
    return build_app(tree, settings), tree


def _reasons(path: str | None) -> tuple[Reason, ...]:
    if path is None:
        return ()
    from ctilint.compare.reasons import ReasonsError, read_reasons

    try:
        with open(path, encoding="utf-8") as file:
            return read_reasons(path, file.read())
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except ReasonsError as error:
        raise click.UsageError(str(error)) from error
