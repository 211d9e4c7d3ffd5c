from __future__ import annotations

from ctilint.findings import Evidence, Finding, Location, Place, Severity
from ctilint.judge.changed import brought
from ctilint.judge.outcome import Report
from ctilint.read.source import Span


def finding(name: str, line: int = 1) -> Finding:
    return Finding(
        rule="blocking-handler",
        severity=Severity.WARNING,
        evidence=Evidence.MATCHED,
        message=name,
        help="",
        location=Location("a.js", line, 1, line, 2),
        place=Place("a.js", Span(0, 1)),
        fingerprint=name,
        match_key=name,
    )


def test_what_is_touched_or_new_stays(tmp_path) -> None:
    report = Report((finding("old"), finding("touched", 5), finding("new")))
    before = Report((finding("old"), finding("touched"), finding("mended")))
    found = brought(report, lambda: before, lambda one: one.location.line == 5, str(tmp_path))
    assert [one.message for one in found.findings] == ["touched", "new"]
    assert found.summary.older == 1
    assert found.summary.by_rule == {"blocking-handler": 2}


def test_the_old_state_is_not_judged_when_all_is_touched(tmp_path) -> None:
    def never() -> Report:
        raise AssertionError

    report = Report((finding("a"),))
    assert brought(report, never, lambda _: True, str(tmp_path)) is report
