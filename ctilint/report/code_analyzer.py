"""Findings as the JSON that Salesforce Code Analyzer (version 5) writes, so that one reader serves both.

The shape is that of ``JsonResultsOutput`` of the npm package ``@salesforce/code-analyzer-core``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from ctilint import __version__
from ctilint.findings import Finding, Fix, Location, Place, Severity
from ctilint.judge.locating import locate
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.json import plain_path
from ctilint.rulebook.pages import page
from ctilint.rulebook.sources import addresses

ENGINE = "ctilint"
# Critical is 1 and Info 5 there.
_LEVELS = {Severity.ERROR: 2, Severity.WARNING: 3, Severity.NOTE: 5}


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one JSON text."""
    counts = {f"sev{level}": sum(_LEVELS[one.severity] == level for one in report.findings) for level in range(1, 6)}
    document = {
        "runDir": plain_path(os.path.join(os.getcwd(), "")),
        "violationCounts": {"total": len(report.findings), **counts},
        "versions": {ENGINE: __version__},
        "violations": [_violation(finding, files) for finding in report.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _violation(finding: Finding, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    text = f"{finding.message}. {finding.help}" if finding.help else finding.message
    row: dict[str, Any] = {
        "rule": finding.rule,
        "engine": ENGINE,
        "severity": _LEVELS[finding.severity],
        "tags": ["Recommended", "CTI", finding.evidence.value],
        "primaryLocationIndex": len(finding.related),
        "locations": [_location(at) for at in (*finding.related, finding.location)],
        "message": text,
        "resources": list(addresses(page(finding.rule).sources)),
    }
    fixes = [one for fix in finding.fixes for one in _edits(fix, files)]
    if fixes:
        row["fixes"] = fixes
    return row


def _edits(fix: Fix, files: Mapping[str, FileFacts]) -> list[dict[str, Any]]:
    """Return the fix as one replacement; Code Analyzer knows none that edits several places together."""
    if len(fix.edits) != 1:
        return []
    edit = fix.edits[0]
    return [{"location": _location(locate(Place(edit.path, edit.span), files)), "fixedCode": edit.text}]


def _location(at: Location) -> dict[str, Any]:
    row: dict[str, Any] = {
        "file": plain_path(at.path),
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }
    return {**row, "comment": at.message} if at.message else row
