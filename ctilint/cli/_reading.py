"""Settings, paths or standard input -> App: the same for every command that reads an app."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from ctilint import settings as settings_file
from ctilint.cli import FAILED
from ctilint.cli._printing import one_line
from ctilint.judge.rules import INTERNAL_ERROR, rule_names
from ctilint.records import replace
from ctilint.settings import Settings, SettingsError
from ctilint.understand.model import App

if TYPE_CHECKING:
    from ctilint.judge.outcome import Report
    from ctilint.read.facts import FileFacts
    from ctilint.read.files.discover import Tree


def settings_for(paths: Sequence[str], config: str | None = None) -> Settings:
    """Return what the settings file that holds for ``paths`` says; its exclusions relative to the current folder."""
    if config is not None and not os.path.isfile(config):
        what = "is no file" if os.path.exists(config) else "does not exist"
        raise click.UsageError(f"settings file '{config}' {what}")
    whole = [os.path.abspath(path) for path in paths]
    try:
        path = config or settings_file.find(os.path.commonpath(whole) if whole else os.getcwd())
        settings = settings_file.read(os.path.abspath(path), rule_names()) if path else Settings()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    globs = (relative_glob(glob, settings.root, os.getcwd()) for glob in settings.exclude)
    return replace(settings, exclude=tuple(glob for glob in globs if glob))


def tree_of(paths: Sequence[str], settings: Settings, held: Mapping[str, bytes | None] | None = None) -> Tree:
    """Return the files under ``paths``, those in ``held`` with the bytes given there.

    A path that does not exist is the user's mistake.
    """
    from ctilint.read.files.discover import MissingPathError, Tree

    try:
        if held:
            from ctilint.read.files.overlay import Overlay

            return Overlay(paths, held, exclude=settings.exclude, no_exclude=settings.no_exclude)
        return Tree(paths, exclude=settings.exclude, no_exclude=settings.no_exclude)
    except MissingPathError as error:
        raise click.UsageError(f"path '{error.args[0]}' does not exist") from error


def read_app(
    paths: Sequence[str],
    settings: Settings,
    *,
    progress: bool = False,
    held: Mapping[str, bytes | None] | None = None,
) -> App:
    """Read what lies under ``paths``; ``progress`` shows on a terminal's standard error how far a long run is.

    ``held`` are files with other bytes than the disk's, see ``tree_of``.
    """
    from ctilint.understand import build_app

    tree = tree_of(paths, settings, held)
    with advancing(tree, shown=progress) as advance:
        return build_app(tree, settings, progress=advance)


def judge_app(
    paths: Sequence[str],
    settings: Settings,
    *,
    jobs: int | None = None,
    progress: bool = False,
    held: Mapping[str, bytes | None] | None = None,
) -> tuple[Report, Mapping[str, FileFacts]]:
    """Judge what lies under ``paths``; return the report and the files that it speaks of.

    ``jobs`` is the number of processes for a large tree; None means as many as there are processors. ``held`` are
    files with other bytes than the disk's, see ``tree_of``.
    """
    from ctilint.judge import judge
    from ctilint.understand import build_app

    tree = tree_of(paths, settings, held)
    with advancing(tree, shown=progress) as advance:
        if jobs != 1 and tree.is_large():
            from ctilint.judge.processes import ShareLostError, judge_in_processes, processors
            from ctilint.read.files.texts import Texts

            report = None
            try:
                report = judge_in_processes(tree, settings, jobs or processors(), advance)
            except ShareLostError as error:
                lost = f"ctilint: a process that judged a part is lost ({one_line(str(error))}): one judges all of it"
                click.echo(lost, err=True)
            if report is not None:
                return report, Texts(tree)
        app = build_app(tree, settings, progress=advance)
    return judge(app, settings), app.files


def tell_failures(run: App | Report) -> None:
    """Say on standard error what ctilint itself could not do, and let the command end with 2."""
    if isinstance(run, App):
        said = [failure.message for failure in run.failures]
    else:
        said = [finding.message for finding in run.findings if finding.rule == INTERNAL_ERROR]
    for message in said:
        click.echo(f"ctilint: {one_line(message)}", err=True)
    if said:
        click.get_current_context().meta[FAILED] = True


@contextmanager
def advancing(tree: Tree, *, shown: bool) -> Iterator[Callable[[str], None] | None]:
    """Give what a run tells which file is read next; None when nobody looks."""
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    from ctilint.cli._progress import Bar

    with Bar(sys.stderr, tree) as bar:
        yield bar.advance


def read_text(path: str, data: bytes, settings: Settings) -> App:
    """Read one file that is not (yet) on the disk."""
    from ctilint.understand import build_app_from_text

    return build_app_from_text(path, data, settings)


def relative_glob(glob: str, root: str, here: str) -> str:
    """Return ``glob``, written relative to ``root``, relative to ``here``; '' when nothing below can match it."""
    sign, glob = ("!", glob[1:]) if glob.startswith("!") else ("", glob)
    if not root or root == here or "/" not in glob.rstrip("/"):
        return sign + glob
    way = os.path.relpath(here, root).replace(os.sep, "/")
    segments = glob.lstrip("/").split("/")
    if way.startswith(".."):
        folder = os.path.relpath(root, here).replace(os.sep, "/")
        return f"{sign}/{folder}/{'/'.join(segments)}"
    for folder in way.split("/"):
        if segments[0] == "**":
            break
        if not fnmatchcase(folder, segments[0]):
            return ""
        segments = segments[1:]
        if segments in ([], [""]):
            return f"{sign}*"
    return f"{sign}/{'/'.join(segments)}"
