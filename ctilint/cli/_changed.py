"""``--since`` and ``--staged``: the whole app is judged, and reported is what the change touches or causes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ctilint.records import dataclass
from ctilint.settings import Settings

if TYPE_CHECKING:
    from ctilint.findings import Finding
    from ctilint.judge.outcome import Report
    from ctilint.read.files.repository import Changes


@dataclass(frozen=True, slots=True)
class Change:
    """The change that was asked about; ``new`` are the files that count although others lie on the disk."""

    changes: Changes
    paths: tuple[str, ...]

    @property
    def new(self) -> Mapping[str, bytes | None]:
        """Return the files of the new state that differ from the disk's, as the run shows their paths."""
        return _shown(self.changes.new)

    def brought(self, report: Report, settings: Settings, jobs: int | None) -> Report:
        """Return ``report`` with what the change touches or causes."""
        from ctilint.cli._reading import judge_app
        from ctilint.judge.changed import brought

        held = _shown(self.changes.old)

        def before() -> Report:
            return judge_app(self.paths, settings, jobs=jobs, held=held)[0]

        return brought(report, before, self._touches, settings.root or os.getcwd())

    def _touches(self, finding: Finding) -> bool:
        """Say whether the finding stands on a line that is new."""
        at = finding.location
        return self.changes.touches(os.path.realpath(at.path.split("!/", maxsplit=1)[0]), at.line)


def change_of(since: str | None, staged: bool, paths: Sequence[str]) -> Change | None:
    """Return the change that is asked about, None when the whole app is.

    Under pre-commit, which says so in the environment, ``--staged`` also serves the runs without a commit: with
    ``--from-ref`` it is the change since that commit, with ``--all-files`` and nothing staged it is everything.
    """
    if since is None and not staged:
        return None
    if since is not None and staged:
        raise click.UsageError("--since and --staged ask for different changes: give one of them")
    from ctilint.read.files.repository import RepositoryError, changes_since, staged_changes

    hook = os.environ.get("PRE_COMMIT") == "1"
    try:
        if hook and staged and os.environ.get("PRE_COMMIT_FROM_REF"):
            since = os.environ["PRE_COMMIT_FROM_REF"]
        found = staged_changes(paths[0]) if since is None else changes_since(paths[0], since)
    except RepositoryError as error:
        raise click.UsageError(str(error)) from error
    if hook and since is None and not found.lines and not found.whole:
        return None
    return Change(found, tuple(paths))


def _shown(held: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """Return ``held`` by the paths that a run shows: relative to the current folder, and absolute."""
    here = os.path.realpath(os.getcwd())
    names: dict[str, bytes | None] = {}
    for path, data in held.items():
        names[os.path.relpath(path, here).replace(os.sep, "/")] = data
        names[path.replace(os.sep, "/")] = data
    return names
