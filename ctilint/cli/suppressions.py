"""``ctilint suppressions [PATHS]``: every comment that allows a finding, with its reason."""

from __future__ import annotations

import json
from typing import Any

import click

from ctilint.cli._reading import read_app, settings_for
from ctilint.inert import inert
from ctilint.judge.directives import Directive
from ctilint.read.facts import FileFacts


@click.command("suppressions", short_help="List the comments that allow findings.")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
def command(paths: tuple[str, ...], form: str, config: str | None) -> int:
    """List every comment under PATHS (default: the folder you are in) that allows a finding: where, what and why.

    ``check`` reports those that allow nothing (unused-suppression) or name no rule (unknown-suppression).
    """
    from ctilint.judge.suppressions import Suppressions

    app = read_app(paths or (".",), settings_for(paths, config), progress=form == "text")
    rows = [_row(one, app.files[one.path]) for one in Suppressions(app.files).listed()]
    if form == "json":
        click.echo(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        reason = f" -- {row['reason']}" if row["reason"] else "  (no reason given)"
        click.echo(f"{inert(row['path'])}:{row['line']}: {row['form']} {', '.join(row['rules'])}{inert(reason)}")
    if not rows:
        click.echo("No comment allows anything.")
    return 0


def _row(directive: Directive, facts: FileFacts) -> dict[str, Any]:
    return {
        "path": directive.path,
        "line": facts.source.position(directive.span.start)[0],
        "form": directive.form,
        "rules": [name for name, _ in directive.names],
        "reason": directive.reason,
        "written_for": "ctilint" if directive.own else "another tool",
    }
