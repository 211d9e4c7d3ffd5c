"""Findings as Markdown, for a pull request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ctilint.findings import Finding
from ctilint.judge.outcome import Report
from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts
from ctilint.report.inert import inert
from ctilint.report.words import facts, verdict

_SPECIAL = pattern(r"([\\`*_{}\[\]#|~!>])")


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one Markdown text."""
    lines = ["# ctilint", "", plain(verdict(report)), ""]
    if report.summary.by_rule:
        lines += ["| rule | findings |", "| --- | ---: |"]
        lines += [f"| {rule} | {count} |" for rule, count in report.summary.by_rule.items()]
        lines.append("")
    lines += [f"* {label}: {plain(value)}" for label, value in facts(report.summary)]
    for finding in report.findings:
        lines += ["", *_finding(finding, files)]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Return ``text`` with everything that Markdown or HTML would obey escaped; nobody is mentioned."""
    shown = _SPECIAL.sub(r"\\\1", inert(text).replace("&", "&amp;").replace("<", "&lt;"))
    return shown.replace("@", "&#64;").replace("://", ":&#8203;//")


def code(text: str) -> str:
    """Return ``text`` as a code span that it cannot end."""
    shown = inert(text) or " "
    ticks = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def _finding(finding: Finding, files: Mapping[str, FileFacts]) -> Iterator[str]:
    at = finding.location
    yield f"## {finding.severity.value}: {finding.rule}"
    yield ""
    yield f"{code(f'{at.path}:{at.line}:{at.column}')}: {plain(finding.message)}"
    facts_of_file = files.get(at.path)
    if facts_of_file is not None:
        yield ""
        yield f"> {code(facts_of_file.source.line(at.line).strip()[:120])}"
    if finding.related:
        yield ""
    for number, place in enumerate(finding.related, 1):
        yield f"{number}. {plain(place.message)}: {code(f'{place.path}:{place.line}:{place.column}')}"
    if finding.help:
        yield ""
        yield f"Help: {plain(finding.help)}"
    if finding.proof:
        yield ""
        yield f"When run: {plain(finding.proof)}"
