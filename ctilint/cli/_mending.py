"""``check --fix`` and ``--diff``: mends applied or shown, and what is said about those that are not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ctilint.cli._printing import one_line
from ctilint.findings import Finding, Grade
from ctilint.judge.outcome import Report
from ctilint.report.words import many

if TYPE_CHECKING:
    from ctilint.read.facts import FileFacts

Judged = tuple[Report, Mapping[str, "FileFacts"]]
SHOWN = 8


def show_diff(report: Report, files: Mapping[str, FileFacts], *, unsafe: bool) -> int:
    """Print what ``--fix`` would change; return 1 when there is something."""
    from ctilint.fix.diff import unified
    from ctilint.fix.planning import plan

    planned = plan(report.findings, files, unsafe=unsafe)
    sys.stdout.write(unified(planned))
    if planned.changes:
        _say(f"would mend {many(planned.applied, 'problem')} in {_listed([one.path for one in planned.changes])}")
        _say_proofs([fix.proof for fix in dict.fromkeys(fix for one in planned.changes for fix in one.fixes)])
    for finding, reason in planned.refused:
        _say_left(finding.location.path, finding.location.line, finding.rule, reason)
    if not planned.changes:
        _say_why_not(report.findings, unsafe=unsafe)
    return 1 if planned.changes else 0


def fix(
    first: Judged,
    judge: Callable[[Mapping[str, bytes | None] | None], Judged],
    paths: Sequence[str],
    *,
    unsafe: bool,
    anew: bool,
) -> Judged:
    """Apply the mends until none is left, and return what is found then; see ``ctilint.fix.rounds.apply``."""
    from ctilint.fix.rounds import LoopError, apply

    try:
        done = apply(first, judge, paths, unsafe=unsafe, anew=anew)
    except LoopError as error:
        raise click.UsageError(one_line(str(error))) from error
    except OSError as error:
        raise click.UsageError(f"'{error.filename}' cannot be written: {error.strerror}") from error
    if done.changed:
        _say(f"mended {many(done.mended, 'problem')} in {_listed(done.changed)}")
        _say_proofs(done.proofs)
    for path, line, rule, reason in done.refused:
        _say_left(path, line, rule, reason)
    if not done.changed:
        _say_why_not(first[0].findings, unsafe=unsafe)
    return done.report, done.files


def _say_proofs(proofs: Sequence[str]) -> None:
    """Say what running the app showed of the mends, and how many of them it showed."""
    for proof, count in Counter(proof for proof in proofs if proof).items():
        _say(f"  {one_line(proof)} ({many(count, 'mend')})")


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(one_line(path) for path in paths)


def _say_left(path: str, line: int, rule: str, reason: str) -> None:
    at = f"{one_line(path)}:{line}" if line else one_line(path)
    _say(f"not mended: {rule} at {at}: {one_line(reason)}")


def _say_why_not(findings: Sequence[Finding], *, unsafe: bool) -> None:
    """Say why nothing is mended: what needs a look, and what has to be done by hand."""
    if not findings:
        return
    grades = Counter(finding.grade for finding in findings)
    if grades[Grade.SAFE] or (unsafe and grades[Grade.UNSAFE]):
        return
    parts = [f"nothing to mend safely in {len(findings)} findings" if len(findings) > 1 else "nothing to mend safely"]
    if grades[Grade.UNSAFE]:
        parts.append(f"{grades[Grade.UNSAFE]} need a look (--unsafe-fixes)")
    if grades[Grade.BY_HAND]:
        parts.append(f"{grades[Grade.BY_HAND]} have to be mended by hand:")
    _say("; ".join(parts))
    reasons = Counter((finding.rule, finding.by_hand) for finding in findings if finding.grade is Grade.BY_HAND)
    for (rule, why), count in reasons.most_common(SHOWN):
        _say(f"  {rule} ({count}): {one_line(why)}")
    if len(reasons) > SHOWN:
        _say("  and others; --format json says it for each")


def _say(text: str) -> None:
    click.echo(f"ctilint: {text}", err=True)
