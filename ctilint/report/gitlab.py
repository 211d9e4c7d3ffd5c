"""Findings as GitLab's Code Quality report."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ctilint.findings import Severity
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.json import plain_path

_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return one entry for each finding."""
    del files
    rows = [
        {
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": _LEVELS[finding.severity],
            "type": "issue",
            "categories": ["Bug Risk"],
            "content": {"body": finding.help},
            "location": {
                "path": plain_path(finding.location.path.split("!/")[0]).removeprefix("./"),
                "positions": {
                    "begin": {"line": finding.location.line, "column": finding.location.column},
                    "end": {"line": finding.location.end_line, "column": finding.location.end_column},
                },
            },
        }
        for finding in report.findings
    ]
    return json.dumps(rows, indent=2) + "\n"
