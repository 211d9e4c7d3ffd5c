"""Settings, paths or standard input -> App: the same for every command that reads an app."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase

import click

from ctilint import settings as settings_file
from ctilint.judge.rules import rule_names
from ctilint.records import replace
from ctilint.settings import Settings, SettingsError
from ctilint.understand.model import App


def settings_for(paths: Sequence[str], config: str | None = None) -> Settings:
    """Return what the settings file that holds for ``paths`` says; its exclusions relative to the current folder."""
    if config is not None and not os.path.isfile(config):
        raise click.UsageError(f"settings file '{config}' does not exist")
    whole = [os.path.abspath(path) for path in paths]
    try:
        path = config or settings_file.find(os.path.commonpath(whole) if whole else os.getcwd())
        settings = settings_file.read(os.path.abspath(path), rule_names()) if path else Settings()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    globs = (relative_glob(glob, settings.root, os.getcwd()) for glob in settings.exclude)
    return replace(settings, exclude=tuple(glob for glob in globs if glob))


def read_app(paths: Sequence[str], settings: Settings, *, progress: bool = False) -> App:
    """Read what lies under ``paths``; ``progress`` shows on a terminal's standard error how far a long run is."""
    from ctilint.read.discover import MissingPathError, Tree
    from ctilint.understand import build_app

    try:
        tree = Tree(paths, exclude=settings.exclude, no_exclude=settings.no_exclude)
    except MissingPathError as error:
        raise click.UsageError(f"path '{error.args[0]}' does not exist") from error
    if not (progress and sys.stderr.isatty()):
        return build_app(tree, settings)
    from ctilint.cli._progress import Bar

    with Bar(sys.stderr, tree) as bar:
        return build_app(tree, settings, progress=bar.advance)


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
