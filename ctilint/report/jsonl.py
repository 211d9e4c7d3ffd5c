"""Findings as JSON Lines: one finding a line, with the keys of the JSON report."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.json import finding_row


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return one JSON object on a line of its own for each finding."""
    return "".join(f"{json.dumps(finding_row(finding, files))}\n" for finding in report.findings)
