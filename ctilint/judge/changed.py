"""What a change brings: the findings that it touches or makes true, of the findings of the whole app."""

from __future__ import annotations

from collections.abc import Callable

from ctilint.findings import Finding
from ctilint.judge import counted
from ctilint.judge.baseline import apply, known_of
from ctilint.judge.outcome import Report
from ctilint.judge.rules import INTERNAL_ERROR
from ctilint.records import replace


def brought(report: Report, before: Callable[[], Report], touches: Callable[[Finding], bool], folder: str) -> Report:
    """Return ``report`` with the findings that ``touches`` holds for, and those that ``before`` does not have.

    ``before`` judges the app as it was; it is asked only when some finding is not touched. A finding in an old line
    that was not there before was made true by the change, wherever the change stands. ``folder`` is the folder that
    the paths of old and new findings are compared in.
    """
    rest = [finding for finding in report.findings if not (touches(finding) or finding.rule == INTERNAL_ERROR)]
    if not rest:
        return report
    new, _ = apply(report, known_of(before().findings, folder), folder)
    caused = {finding.fingerprint for finding in new.findings}
    old = {finding.fingerprint for finding in rest} - caused
    kept = tuple(finding for finding in report.findings if finding.fingerprint not in old)
    shown = replace(report, findings=kept)
    return replace(shown, summary=replace(counted(report.summary, shown), older=len(old)))
