from __future__ import annotations

import json

from report_sample import FILES, nothing, report

from ctilint.report import render


def test_an_entry() -> None:
    rows = json.loads(render("gitlab", report(), FILES))
    assert rows[0] == {
        "description": "alert() stops the page",
        "check_name": "blocking-handler",
        "fingerprint": "print of src/phone.js",
        "severity": "major",
        "type": "issue",
        "categories": ["Bug Risk"],
        "content": {"body": "show it"},
        "location": {
            "path": "src/phone.js",
            "positions": {"begin": {"line": 2, "column": 3}, "end": {"line": 2, "column": 11}},
        },
    }
    assert [row["severity"] for row in rows] == ["major", "critical", "info"]
    assert rows[2]["location"]["path"] == "phone.resource"


def test_nothing() -> None:
    assert render("gitlab", nothing(), {}) == "[]\n"
