"""``--watch``: judges again whenever a file under the paths changes, until interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import click

from ctilint.read.files.listing import NEVER_LISTED


def watch(paths: Sequence[str], judge: Callable[[], int]) -> int:
    """Call ``judge`` now and after each change under ``paths``; a mistake on the way is told and waited out."""
    try:
        from watchfiles import watch as changes
    except ImportError as error:
        raise click.UsageError("--watch needs the package watchfiles: pip install 'ctilint[watch]'") from error
    code = _once(judge)
    try:
        for _ in changes(*paths, watch_filter=lambda _, path: is_worth(path), raise_interrupt=True):
            code = _once(judge)
    except KeyboardInterrupt:
        return code
    return code


def is_worth(path: str) -> bool:
    """Say whether a change of the file at ``path`` can change what is found: hidden files and packages cannot."""
    parts = path.replace(os.sep, "/").split("/")
    return NEVER_LISTED.isdisjoint(parts) and not parts[-1].startswith(".") and not parts[-1].endswith(("~", ".swp"))


def _once(judge: Callable[[], int]) -> int:
    if sys.stdout.isatty():
        click.clear()
    try:
        code = judge()
    except click.ClickException as error:
        click.echo(f"ctilint: {error.format_message()}", err=True)
        code = 2
    click.echo("ctilint: waiting for a change, Ctrl-C ends", err=True)
    sys.stdout.flush()
    return code
