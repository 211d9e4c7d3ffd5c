"""Findings as one line each, for editors, ``grep`` and other programs that read compilers' messages."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return ``path:line:column: severity rule: message`` for each finding."""
    del files
    return "".join(
        f"{inert(one.location.path)}:{one.location.line}:{one.location.column}: "
        f"{one.severity.value} {one.rule}: {inert(one.message)}\n"
        for one in report.findings
    )
