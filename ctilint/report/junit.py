"""Findings as a JUnit report: one suite for each file, errors and warnings as failures, notes as output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from ctilint.findings import Finding, Severity
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.words import verdict


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one XML text; a run without findings is one test that passed."""
    del files
    failures = sum(map(_fails, report.findings))
    total = max(len(report.findings), 1)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="ctilint" tests="{total}" failures="{failures}" errors="0">')
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        lines.extend(_suite(path, list(group)))
    if not report.findings:
        lines.append('  <testsuite name="ctilint" tests="1" failures="0" errors="0">')
        lines.append(f'    <testcase classname="ctilint" name={_attribute(verdict(report))}/>')
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(path: str, findings: list[Finding]) -> Iterator[str]:
    failures = sum(map(_fails, findings))
    yield f'  <testsuite name={_attribute(path)} tests="{len(findings)}" failures="{failures}" errors="0">'
    for finding in findings:
        at = finding.location
        name = f"{finding.rule} at {at.line}:{at.column}"
        yield (
            f"    <testcase classname={_attribute(path)} name={_attribute(name)} "
            f'file={_attribute(path)} line="{at.line}">'
        )
        body = "\n".join(_body(finding))
        if _fails(finding):
            kind = finding.severity.value
            yield f'      <failure type="{kind}" message={_attribute(finding.message)}>{_content(body)}</failure>'
        else:
            yield f"      <system-out>{_content(inert(finding.message))}\n{_content(body)}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _body(finding: Finding) -> Iterator[str]:
    yield inert(f"{finding.location.path}:{finding.location.line}:{finding.location.column}")
    for number, at in enumerate(finding.related, 1):
        yield inert(f"{number}. {at.message}: {at.path}:{at.line}:{at.column}")
    if finding.help:
        yield inert(f"help: {finding.help}")


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE


def _content(text: str) -> str:
    """Return ``text``, whose lines are inert, for the inside of an element."""
    return escape(text)


def _attribute(text: str) -> str:
    return quoteattr(inert(text))
