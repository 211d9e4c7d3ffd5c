"""The baseline of a run: which one, what it takes out of the report, and writing it anew."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ctilint.records import dataclass, replace
from ctilint.settings import Settings

if TYPE_CHECKING:
    from ctilint.judge.outcome import Report

WRITE = "ctilint check --write-baseline"


@dataclass(frozen=True, slots=True)
class Known:
    """What was asked about the baseline: ``path`` as given or '', and what to do with it."""

    path: str = ""
    write: bool = False
    prune: bool = False
    demanded: bool = False

    @property
    def writes(self) -> bool:
        """Say whether the baseline is written anew."""
        return self.write or self.prune


def without_known(report: Report, asked: Known, settings: Settings, looked_at: Sequence[str]) -> Report:
    """Take out what the baseline holds, and write it anew when asked to; ``looked_at`` are the paths of the run."""
    from ctilint.judge import baseline, counted
    from ctilint.judge.rules import INTERNAL_ERROR

    named = asked.path or (os.path.join(settings.root, settings.baseline) if settings.baseline else "")
    if not named and not asked.writes and not asked.demanded:
        return report
    path = os.path.abspath(named or os.path.join(settings.root, baseline.FILE))
    folder = os.path.dirname(path)
    if not os.path.exists(path) and not asked.write:
        raise click.UsageError(_missing(path, asked))
    try:
        known = baseline.read(path) if os.path.exists(path) else ()
    except baseline.BaselineError as error:
        raise click.UsageError(str(error)) from error
    # What ctilint itself got wrong is nothing to get used to.
    own = tuple(finding for finding in report.findings if finding.rule == INTERNAL_ERROR)
    found = tuple(finding for finding in report.findings if finding.rule != INTERNAL_ERROR)
    report, left = baseline.apply(replace(report, findings=found), known, folder)
    if asked.writes:
        from ctilint.cli._writing import write

        held = found if asked.write else report.baselined
        kept = baseline.not_looked_at(left, report, looked_at, folder)
        text = baseline.write((*baseline.known_of(held, folder), *kept))
        write(path, text, force=True)
        if asked.write:
            report = replace(report, findings=(), baselined=found)
    report = replace(report, findings=(*own, *report.findings))
    return replace(report, summary=counted(report.summary, report))


def _missing(path: str, asked: Known) -> str:
    shown = os.path.relpath(path)
    hint = f"{WRITE} --baseline {shown}" if asked.path else WRITE
    what = "to prune" if asked.prune else "yet"
    return f"there is no baseline '{shown}' {what}: `{hint}` puts today's findings into one"
