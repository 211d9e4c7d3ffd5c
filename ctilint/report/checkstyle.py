"""Findings as Checkstyle's XML, which Jenkins, Bitbucket, reviewdog and others read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ctilint import __version__
from ctilint.findings import Severity
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return one ``file`` for each file with findings, one ``error`` for each finding."""
    del files
    root = Element("checkstyle", {"version": f"ctilint {__version__}"})
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        file = SubElement(root, "file", {"name": inert(path)})
        for finding in group:
            text = f"{finding.message}. {finding.help}" if finding.help else finding.message
            row = {
                "line": str(finding.location.line),
                "column": str(finding.location.column),
                "severity": _LEVELS[finding.severity],
                "message": inert(text),
                "source": f"ctilint.{finding.rule}",
            }
            SubElement(file, "error", row)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
