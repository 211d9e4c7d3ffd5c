"""Findings as a table for a spreadsheet. A cell that it would take for a formula gets an apostrophe in front."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts

COLUMNS = ("path", "line", "column", "severity", "rule", "evidence", "message", "help", "fixes", "fingerprint")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return one row for each finding below the names of the columns."""
    del files
    stream = StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in report.findings:
        fixes = "; ".join(f"{fix.title} ({'safe' if fix.safe else 'look at it'})" for fix in one.fixes)
        texts = (one.severity.value, one.rule, one.evidence.value, one.message, one.help, fixes, one.fingerprint)
        table.writerow((_cell(one.location.path), one.location.line, one.location.column, *map(_cell, texts)))
    return stream.getvalue()


def _cell(text: str) -> str:
    shown = inert(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
