from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from report_sample import FILES, finding, nothing, report

from ctilint.cli.check import FORMATS
from ctilint.findings import Location, Severity
from ctilint.records import replace
from ctilint.report import render


def test_suites_and_failures() -> None:
    root = ET.fromstring(render("junit", report(), FILES))
    assert root.attrib == {"name": "ctilint", "tests": "3", "failures": "2", "errors": "0", "time": "0.0"}
    assert [(suite.get("tests"), suite.get("failures")) for suite in root] == [("1", "1"), ("1", "1"), ("1", "0")]
    case = root[0][0]
    assert case.attrib == {
        "classname": "src/phone.js",
        "name": "blocking-handler at 2:3",
        "file": "src/phone.js",
    }
    assert case[0].attrib == {"type": "warning", "message": "alert() stops the page"}
    assert case[0].text == (
        "src/phone.js:2:3\n1. registered here: src/phone.js:4:1\n2. the handler: src/phone.js:1:10\nhelp: show it"
    )
    assert root[2][0][0].tag == "system-out"


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_no_format_turns_the_direction_of_what_is_read(form: str) -> None:
    turned = "a\u202eb\u2066c\u200f"
    said = replace(
        finding("src/phone.js", "alert(p)", turned, help=turned), location=Location(turned, 1, 1, 1, 1, turned)
    )
    more = (said, replace(said, severity=Severity.NOTE, related=(said.location,)))
    text = render(form, replace(report(), findings=more), FILES)
    assert [char for char in text if char in "\u202e\u2066\u200f"] == []


def test_what_xml_cannot_hold_is_shown() -> None:
    root = ET.fromstring(render("junit", report(), FILES))
    assert root[1][0][0].get("message") == "bad <b>&\u241b]8;;x\u2407 [bold] ]]> name"


def test_what_xml_cannot_hold_is_shown_in_a_note_too() -> None:
    note = finding("src/phone.js", "alert(p)", "bad \0 name \ud800", severity=Severity.NOTE)
    root = ET.fromstring(render("junit", replace(report(), findings=(note,)), FILES))
    assert root[0][0][0].text == "bad \u2400 name <U+D800>\nsrc/phone.js:2:3"


def test_nothing_is_one_test_that_passed() -> None:
    root = ET.fromstring(render("junit", nothing(), {}))
    assert root.get("failures") == "0"
    assert root[0][0].get("name") == "No CTI code found in 4 files."
