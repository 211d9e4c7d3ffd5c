"""Findings as JSON, version 1: the shape that editors and scripts read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ctilint.findings import Edit, Finding, Fix, Location, Place
from ctilint.judge.locating import locate
from ctilint.judge.outcome import Report, Summary
from ctilint.read.facts import FileFacts

VERSION = 1


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one JSON text; other than ASCII is escaped, so any terminal and pipe can carry it."""
    # One line for each finding: a diff of two reports reads well, and the encoder's fast half does the work.
    rows = ",\n".join(f"  {json.dumps(finding_row(finding, files))}" for finding in report.findings)
    summary = json.dumps(summary_row(report.summary))
    findings = f"[\n{rows}\n ]" if rows else "[]"
    return f'{{\n "version": {VERSION},\n "findings": {findings},\n "summary": {summary}\n}}\n'


def finding_row(finding: Finding, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """Return one finding as a row."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "evidence": finding.evidence.value,
        "message": finding.message,
        "help": finding.help,
        **_place(finding.location),
        "related": [
            {
                "path": plain_path(at.path),
                "line": at.line,
                "column": at.column,
                "end_line": at.end_line,
                "end_column": at.end_column,
                "message": at.message,
            }
            for at in finding.related
        ],
        "mend": finding.grade.value,
        "fixes": [fix_row(fix, files) for fix in finding.fixes],
        "by_hand": finding.by_hand,
        "fingerprint": finding.fingerprint,
        **({"proof": finding.proof} if finding.proof else {}),
        **({"ajax_page": True} if finding.apart else {}),
    }


def fix_row(fix: Fix, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """Return one fix as a row."""
    return {
        "title": fix.title,
        "safe": fix.safe,
        "why": fix.why,
        "edits": [_edit_row(edit, files) for edit in fix.edits],
    }


def _edit_row(edit: Edit, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """Return one edit as a row: the text as it goes into the file, offsets in code points of the decoded text."""
    return {
        **_place(locate(Place(edit.path, edit.span), files)),
        "start": edit.span.start,
        "end": edit.span.end,
        "text": edit.text,
    }


def summary_row(summary: Summary) -> dict[str, Any]:
    """Return the summary as a row."""
    return {
        "files_seen": summary.files_seen,
        "files_with_cti_code": summary.files_with_cti,
        "windows": summary.windows,
        "dialects": list(summary.dialects),
        "loads": [
            {
                "library": load.library,
                "dialect": load.dialect,
                "version": load.version,
                "path": plain_path(load.location.path),
                "line": load.location.line,
                "column": load.location.column,
            }
            for load in summary.loads
        ],
        "skipped": [{"path": plain_path(path), "reason": reason} for path, reason in summary.skipped],
        "findings_by_rule": dict(summary.by_rule),
        "findings_by_severity": dict(summary.by_severity),
        "fixable": summary.fixable,
        "fixable_safely": summary.safely,
        "suppressed": summary.suppressed,
        "baselined": summary.baselined,
        "older": summary.older,
        "in_ajax_pages": summary.apart,
        "left_out": summary.left_out,
    }


def plain_path(path: str) -> str:
    """Return ``path`` with the bytes that are no UTF-8 replaced, so that every reader accepts the text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _place(at: Location) -> dict[str, Any]:
    return {
        "path": plain_path(at.path),
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }
