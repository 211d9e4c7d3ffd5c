"""Findings as SARIF 2.1.0, in the shape that code-scanning services accept.

Paths are relative to the repository (``%SRCROOT%``), columns count code points, each result carries a fingerprint that
no other has, its way from the registration to the cause as a code flow, and its fixes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ctilint import __version__
from ctilint.findings import Edit, Finding, Fix, Location, Place
from ctilint.judge.locating import locate
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.rulebook.pages import Page, page
from ctilint.rulebook.sources import addresses, weaknesses

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "%SRCROOT%"
# The tool has no site of its own: it is named by its package, as other reports name packages.
HOME = "pkg:pypi/ctilint"


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one SARIF log."""
    return json.dumps(_Log(report, files).document(), indent=2) + "\n"


class _Log:
    """Builds the log of one report."""

    def __init__(self, report: Report, files: Mapping[str, FileFacts]) -> None:
        self.report = report
        self.files = files
        self.root = _repository()
        hidden = (finding.rule for finding in (*report.suppressed, *report.baselined))
        self.rules = {rule: number for number, rule in enumerate(sorted({*report.summary.by_rule, *hidden}))}

    def document(self) -> dict[str, Any]:
        run = {
            "tool": {
                "driver": {
                    "name": "ctilint",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "informationUri": HOME,
                    "supportedTaxonomies": [{"name": "CWE", "index": 0}],
                    "rules": [_rule(page(rule)) for rule in self.rules],
                }
            },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {BASE: {"description": {"text": "the root of the repository"}}},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": self._skipped()}],
            "taxonomies": [_taxonomy(self.rules)],
            "results": [
                *(self._result(finding) for finding in self.report.findings),
                *(self._result(finding, _in_source(finding)) for finding in self.report.suppressed),
                *(self._result(finding, _in_baseline()) for finding in self.report.baselined),
            ],
        }
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}

    def _skipped(self) -> list[dict[str, Any]]:
        return [
            {
                "level": "note",
                "message": {"text": f"not read: {reason}"},
                "locations": [{"physicalLocation": {"artifactLocation": self._artifact(path)}}],
            }
            for path, reason in self.report.summary.skipped
        ]

    def _result(self, finding: Finding, suppression: dict[str, Any] | None = None) -> dict[str, Any]:
        text = f"{finding.message}. {finding.help}" if finding.help else finding.message
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self.rules[finding.rule],
            "level": finding.severity.value,
            "message": {"text": text},
            "locations": [self._location(finding.location)],
            "partialFingerprints": {"ctilint/v1": finding.fingerprint},
            "suppressions": [] if suppression is None else [suppression],
            "properties": {
                "evidence": finding.evidence.value,
                "mend": finding.grade.value,
                **({"byHand": finding.by_hand} if finding.by_hand else {}),
                **({"proof": finding.proof} if finding.proof else {}),
            },
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **self._location(at)} for number, at in enumerate(finding.related, 1)
            ]
            result["codeFlows"] = [{"threadFlows": [{"locations": self._flow(finding)}]}]
        if finding.fixes:
            result["fixes"] = [self._fix(fix) for fix in finding.fixes]
        return result

    def _flow(self, finding: Finding) -> list[dict[str, Any]]:
        last = {**self._location(finding.location), "message": {"text": finding.message}}
        places = [*(self._location(at) for at in finding.related), last]
        return [{"location": place, "executionOrder": number} for number, place in enumerate(places, 1)]

    def _location(self, at: Location) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": self._artifact(at.path)}
        location: dict[str, Any] = {"physicalLocation": physical}
        if "!/" in at.path:
            # A viewer can open the archive only; where in it stands as a logical place.
            physical["region"] = {"startLine": 1}
            location["logicalLocations"] = [{"fullyQualifiedName": f"{_text(at.path)}:{at.line}:{at.column}"}]
        else:
            physical["region"] = self._region(at)
        if at.message:
            location["message"] = {"text": at.message}
        return location

    def _region(self, at: Location) -> dict[str, Any]:
        return {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        }

    def _artifact(self, path: str) -> dict[str, Any]:
        file = path.split("!/", maxsplit=1)[0]
        whole = os.path.abspath(file)
        relative = os.path.relpath(whole, self.root).replace(os.sep, "/")
        if relative.startswith("../"):
            return {"uri": "file://" + quote(os.fsencode(whole), safe="/")}
        return {"uri": quote(os.fsencode(relative), safe="/"), "uriBaseId": BASE}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path, []).append(edit)
        changes = [
            {
                "artifactLocation": self._artifact(path),
                "replacements": [
                    {
                        "deletedRegion": {
                            **self._region(locate(Place(path, edit.span), self.files)),
                            "charOffset": edit.span.start,
                            "charLength": edit.span.end - edit.span.start,
                        },
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in edits
                ],
            }
            for path, edits in by_path.items()
        ]
        said = f"{fix.title} ({fix.grade}: {fix.why})" if fix.why else f"{fix.title} ({fix.grade})"
        return {"description": {"text": said}, "artifactChanges": changes}


def _rule(one: Page) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": one.rule,
        "name": "".join(word.title() for word in one.rule.split("-")),
        "shortDescription": {"text": one.summary},
        "fullDescription": {"text": one.reason or one.summary},
        "help": {"text": one.body, "markdown": f"# {one.rule}\n\n{one.body}"},
        "defaultConfiguration": {"level": one.severity.value},
        "properties": {
            "tags": ["salesforce", "cti"],
            "precision": "very-high" if one.evidence == "matched" else "high",
            "problem.severity": "recommendation" if one.severity.value == "note" else one.severity.value,
        },
    }
    found = addresses(one.sources)
    row["helpUri"] = found[0] if found else HOME
    weakness = weaknesses().by_rule.get(one.rule)
    if weakness is not None:
        target = {"id": f"CWE-{weakness.number}", "toolComponent": {"name": "CWE", "index": 0}}
        row["relationships"] = [{"target": target, "kinds": ["superset"]}]
    return row


def _taxonomy(rules: Iterable[str]) -> dict[str, Any]:
    """Return the part of the enumeration of weaknesses that ``rules`` are about."""
    known = weaknesses()
    found = {known.by_rule[rule].number: known.by_rule[rule] for rule in rules if rule in known.by_rule}
    return {
        "name": "CWE",
        "version": known.version,
        "informationUri": known.address,
        "organization": "MITRE",
        "shortDescription": {"text": "The Common Weakness Enumeration"},
        "isComprehensive": False,
        "taxa": [
            {
                "id": f"CWE-{one.number}",
                "name": one.name,
                "helpUri": one.address,
                "shortDescription": {"text": one.name},
            }
            for _, one in sorted(found.items())
        ],
    }


def _in_source(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": "inSource", "status": "accepted"}
    return {**row, "justification": finding.allowed} if finding.allowed else row


def _in_baseline() -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": "it stands in the baseline"}


def _repository() -> str:
    """Return the root of the repository that the run stands in; the current folder when it stands in none."""
    here = folder = os.getcwd()
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return here
        folder = above
    return folder


def _text(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
