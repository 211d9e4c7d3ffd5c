"""Findings as a JUnit report: one suite for each file, errors and warnings as failures, notes as output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from ctilint.findings import Finding, Severity
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.words import verdict

if TYPE_CHECKING:
    from junitparser import TestCase


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one XML text; a run without findings is one test that passed."""
    from junitparser import JUnitXml, TestCase, TestSuite

    del files
    document = JUnitXml("ctilint")
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        suite = TestSuite(inert(path))
        suite.add_testcases([_case(finding) for finding in group])
        document.add_testsuite(suite)
    if not report.findings:
        suite = TestSuite("ctilint")
        suite.add_testcase(TestCase(inert(verdict(report)), classname="ctilint"))
        document.add_testsuite(suite)
    document.update_statistics()  # type: ignore[no-untyped-call]
    document._elem.attrib.pop("skipped", None)  # noqa: SLF001 - Jenkins's schema knows it on suites only
    text = document.tostring().decode()  # type: ignore[no-untyped-call]
    # The parser's own declaration of the encoding is in single quotes; some readers want the usual ones.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _case(finding: Finding) -> TestCase:
    from junitparser import Failure, TestCase

    at = finding.location
    case = TestCase(f"{finding.rule} at {at.line}:{at.column}", classname=inert(at.path))
    case._elem.set("file", inert(at.path))  # noqa: SLF001 - GitLab and others read it; the library has no name for it
    body = "\n".join(_body(finding))
    if finding.severity is Severity.NOTE:
        case.system_out = f"{inert(finding.message)}\n{body}"
    else:
        failure = Failure(inert(finding.message), finding.severity.value)
        failure.text = body
        case.result = [failure]
    return case


def _body(finding: Finding) -> Iterator[str]:
    yield f"{inert(finding.location.path)}:{finding.location.line}:{finding.location.column}"
    for number, at in enumerate(finding.related, 1):
        yield f"{number}. {inert(at.message)}: {inert(at.path)}:{at.line}:{at.column}"
    if finding.help:
        yield f"help: {inert(finding.help)}"
