from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from report_sample import FILES, nothing, report

from ctilint.report import render


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "apps"
    inner.mkdir()
    monkeypatch.chdir(inner)
    return dict(json.loads(render("sarif", report(), FILES)))


def test_the_frame(log: dict[str, Any]) -> None:
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "ctilint"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["blocking-handler"]
    assert run["invocations"][0]["executionSuccessful"] is True
    assert [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]] == [
        "not read: minified bundle of 900 kB",
        "not read: minified bundle of 900 kB",
        "not read: excluded",
    ]


def test_a_rule_brings_its_page(log: dict[str, Any]) -> None:
    rule = log["runs"][0]["tool"]["driver"]["rules"][0]
    assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert rule["help"]["markdown"].startswith("# blocking-handler\n")
    assert rule["shortDescription"]["text"]
    assert rule["fullDescription"]["text"]
    assert re.fullmatch(r"https://\S+", rule.get("helpUri", "https://none"))


def test_paths_are_relative_to_the_repository_and_encoded(log: dict[str, Any]) -> None:
    artifacts = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in log["runs"][0]["results"]]
    assert artifacts == [
        {"uri": "apps/src/phone.js", "uriBaseId": "%SRCROOT%"},
        {
            "uri": "apps/a%26b%20%3Cx%3E%2C%25%3A%1B%5B31m%20%5Bred%5D%20%40all%20%60%7C%0A%E2%80%AE.js",
            "uriBaseId": "%SRCROOT%",
        },
        {"uri": "apps/phone.resource", "uriBaseId": "%SRCROOT%"},
    ]


def test_a_result_has_region_fingerprint_flow_and_fix(log: dict[str, Any]) -> None:
    result = log["runs"][0]["results"][0]
    region = {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 11}
    assert result["ruleIndex"] == 0
    assert result["level"] == "warning"
    assert result["message"]["text"] == "alert() stops the page. show it"
    assert result["locations"][0]["physicalLocation"]["region"] == region
    assert result["partialFingerprints"] == {"ctilint/v1": "print of src/phone.js"}
    assert [place["id"] for place in result["relatedLocations"]] == [1, 2]
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [
        "registered here",
        "the handler",
        "alert() stops the page",
    ]
    assert [step["executionOrder"] for step in steps] == [1, 2, 3]
    (change,) = result["fixes"][0]["artifactChanges"]
    deleted = {**region, "charOffset": 21, "charLength": 8}
    assert change["replacements"] == [{"deletedRegion": deleted, "insertedContent": {"text": "show(p)"}}]
    assert result["fixes"][0]["description"] == {"text": "show it in the page (safe: a toast stops nothing)"}
    assert result["properties"] == {"evidence": "derived", "mend": "safe"}


def test_what_is_mended_by_hand_says_how(log: dict[str, Any]) -> None:
    result = log["runs"][0]["results"][2]
    assert "fixes" not in result
    assert result["properties"]["mend"] == "by hand"
    assert result["properties"]["byHand"] == "unpack it"


def test_a_member_of_an_archive_is_a_logical_place(log: dict[str, Any]) -> None:
    location = log["runs"][0]["results"][2]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 1}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "phone.resource!/lib.js:2:3"}]


def test_a_path_outside_the_repository_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo")
    from ctilint.findings import Location
    from ctilint.judge.outcome import Report
    from ctilint.records import replace

    one = replace(report().findings[0], location=Location("../other/a b.js", 1, 1, 1, 1), related=(), fixes=())
    result = json.loads(render("sarif", Report((one,), summary=report().summary), FILES))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": f"file://{tmp_path}/other/a%20b.js"}


def test_a_run_without_findings_is_a_log_without_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert json.loads(render("sarif", nothing(), {}))["runs"][0]["results"] == []
