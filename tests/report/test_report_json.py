from __future__ import annotations

import json

from report_sample import FILES, HOSTILE, nothing, report

from ctilint.report import render
from ctilint.report.json import plain_path


def test_a_finding_has_exactly_these_keys() -> None:
    document = json.loads(render("json", report(), FILES))
    assert list(document) == ["version", "findings", "summary"]
    assert document["version"] == 1
    assert document["findings"][0] == {
        "rule": "blocking-handler",
        "severity": "warning",
        "evidence": "derived",
        "message": "alert() stops the page",
        "help": "show it",
        "path": "src/phone.js",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 11,
        "related": [
            {
                "path": "src/phone.js",
                "line": 4,
                "column": 1,
                "end_line": 4,
                "end_column": 49,
                "message": "registered here",
            },
            {
                "path": "src/phone.js",
                "line": 1,
                "column": 10,
                "end_line": 1,
                "end_column": 14,
                "message": "the handler",
            },
        ],
        "mend": "safe",
        "fixes": [
            {
                "title": "show it in the page",
                "safe": True,
                "why": "a toast stops nothing",
                "edits": [
                    {
                        "path": "src/phone.js",
                        "line": 2,
                        "column": 3,
                        "end_line": 2,
                        "end_column": 11,
                        "start": 21,
                        "end": 29,
                        "text": "show(p)",
                    }
                ],
            }
        ],
        "by_hand": "",
        "fingerprint": "print of src/phone.js",
    }


def test_the_summary() -> None:
    assert json.loads(render("json", report(), FILES))["summary"] == {
        "files_seen": 5,
        "files_with_cti_code": 3,
        "windows": 2,
        "dialects": ["classic", "lightning"],
        "loads": [
            {
                "library": "opencti",
                "dialect": "lightning",
                "version": "62.0",
                "path": "src/phone.js",
                "line": 1,
                "column": 1,
            },
            {
                "library": "interaction",
                "dialect": "classic",
                "version": None,
                "path": "src/phone.js",
                "line": 1,
                "column": 1,
            },
            {
                "library": "interaction",
                "dialect": "classic",
                "version": "",
                "path": "src/phone.js",
                "line": 1,
                "column": 1,
            },
        ],
        "skipped": [
            {"path": "big.js", "reason": "minified bundle of 900 kB"},
            {"path": "big2.js", "reason": "minified bundle of 900 kB"},
            {"path": "x", "reason": "excluded"},
        ],
        "findings_by_rule": {"blocking-handler": 3},
        "findings_by_severity": {"error": 1, "warning": 1, "note": 1},
        "fixable": 1,
        "fixable_safely": 1,
        "suppressed": 2,
        "baselined": 0,
        "older": 0,
        "in_ajax_pages": 0,
        "left_out": 0,
    }


def test_the_text_is_ascii_and_keeps_what_it_carries() -> None:
    text = render("json", report(), FILES)
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text)["findings"][1]["path"] == HOSTILE


def test_nothing() -> None:
    assert json.loads(render("json", nothing(), {}))["findings"] == []


def test_bytes_that_are_no_utf8_in_a_path_are_replaced() -> None:
    assert plain_path("caf\udce9.js") == "caf\ufffd.js"
