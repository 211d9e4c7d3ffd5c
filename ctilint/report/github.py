"""Findings as workflow commands: GitHub shows them on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.findings import Finding, Severity
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.json import plain_path
from ctilint.report.words import verdict

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return one command for each finding, and the verdict."""
    del files
    return "".join(f"{_command(finding)}\n" for finding in report.findings) + f"{_data(verdict(report))}\n"


def _command(finding: Finding) -> str:
    at = finding.location
    properties = {
        "file": plain_path(at.path.split("!/")[0]),
        "line": str(at.line),
        "endLine": str(at.end_line),
        "title": f"{finding.rule} ({finding.evidence.value})",
    }
    if at.line == at.end_line:  # GitHub refuses columns over several lines
        properties |= {"col": str(at.column), "endColumn": str(max(at.end_column - 1, at.column))}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = [finding.message, *(f"{n}. {_where(finding, n)}" for n in range(1, len(finding.related) + 1)), finding.help]
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(chr(10).join(line for line in text if line))}"


def _where(finding: Finding, number: int) -> str:
    at = finding.related[number - 1]
    return f"{at.message}: {plain_path(at.path)}:{at.line}"


def _data(text: str) -> str:
    return inert(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
