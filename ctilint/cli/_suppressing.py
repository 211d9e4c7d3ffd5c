"""``check --add-suppressions REASON``: writes a comment above each finding, and only those that allow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from ctilint.cli._printing import one_line
from ctilint.findings import Finding
from ctilint.judge.outcome import Report

if TYPE_CHECKING:
    from ctilint.fix.planning import Plan
    from ctilint.read.facts import FileFacts

Judged = Callable[[Mapping[str, bytes | None]], Report]


def add_suppressions(report: Report, files: Mapping[str, FileFacts], reason: str, judged: Judged) -> None:
    """Write the comments that allow the findings of ``report``; name those that no comment can allow.

    ``judged`` judges the app with other bytes for some files: a comment is written only if it is seen to allow its
    finding, for above a line of a text or of a tag it would be something else.
    """
    from ctilint.fix.planning import plan
    from ctilint.fix.suppressing import with_suppressions
    from ctilint.fix.writing import write_whole

    left = list(with_suppressions(report.findings, files, reason))
    failed = [finding for finding in left if not finding.fixes]
    planned = plan(left, files)
    while planned.changes:
        after = judged({change.path: change.source.encode(change.after) for change in planned.changes})
        standing = {_name(finding) for finding in after.findings}
        idle = [finding for finding in left if finding.fixes and _name(finding) in standing]
        if not idle:
            break
        failed += idle
        gone = {_name(finding) for finding in idle}
        left = [finding for finding in left if _name(finding) not in gone]
        left = list(with_suppressions(left, files, reason))
        planned = plan(left, files)
    for change in planned.changes:
        try:
            write_whole(change.path, change.source.encode(change.after))
        except OSError as error:
            raise click.UsageError(f"'{change.path}' cannot be written: {error.strerror}") from error
    _say(planned, failed)


def _name(finding: Finding) -> tuple[str, str, str]:
    """Return what a finding keeps when lines are put in above it."""
    return finding.rule, finding.location.path, finding.match_key


def _say(planned: Plan, failed: list[Finding]) -> None:
    from ctilint.report.words import many

    files = ", ".join(one_line(change.path) for change in planned.changes)
    click.echo(f"ctilint: allowed {many(planned.applied, 'finding')}{f' in {files}' if files else ''}", err=True)
    for finding, why in (*planned.refused, *((one, "no comment can stand there") for one in failed)):
        at = f"{one_line(finding.location.path)}:{finding.location.line}"
        click.echo(f"ctilint: not allowed: {finding.rule} at {at}: {why}", err=True)
