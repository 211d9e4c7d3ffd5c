from __future__ import annotations

from ctilint.findings import Severity
from ctilint.judge.outcome import Report, Summary


def test_a_report_without_findings_never_fails() -> None:
    report = Report(())
    assert not report.fails(Severity.NOTE)
    assert report.summary == Summary()
    assert (report.summary.files_seen, report.summary.by_rule) == (0, {})
