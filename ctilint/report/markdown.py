"""Findings as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.findings import Finding
from ctilint.inert import markdown, markdown_code
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.words import facts, verdict


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one Markdown text."""
    lines = ["# ctilint", "", markdown(verdict(report)), ""]
    if report.summary.by_rule:
        lines += ["| rule | findings |", "| --- | ---: |"]
        lines += [f"| {rule} | {count} |" for rule, count in report.summary.by_rule.items()]
        lines.append("")
    lines += [f"* {label}: {markdown(value)}" for label, value in facts(report.summary)]
    for finding in report.findings:
        lines += ["", *_finding(finding, files)]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, files: Mapping[str, FileFacts]) -> Iterator[str]:
    at = finding.location
    yield f"## {finding.severity.value}: {finding.rule}"
    yield ""
    yield f"{markdown_code(f'{at.path}:{at.line}:{at.column}')}: {markdown(finding.message)}"
    facts_of_file = files.get(at.path)
    if facts_of_file is not None:
        yield ""
        yield f"> {markdown_code(facts_of_file.source.line(at.line).strip()[:120])}"
    if finding.related:
        yield ""
    for number, place in enumerate(finding.related, 1):
        yield f"{number}. {markdown(place.message)}: {markdown_code(f'{place.path}:{place.line}:{place.column}')}"
    if finding.help:
        yield ""
        yield f"Help: {markdown(finding.help)}"
    if finding.proof:
        yield ""
        yield f"When run: {markdown(finding.proof)}"
