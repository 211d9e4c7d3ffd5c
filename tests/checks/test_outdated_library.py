"""outdated-library: the verdict of every version, place and words."""

from __future__ import annotations

import pytest
from said_by import MakeApp, lines, only, said

from ctilint.checks.outdated_library import check
from ctilint.findings import Evidence, Severity
from ctilint.settings import Settings

CTI = "/support/api/{}/lightning/opencti_min.js"
HELP = "load opencti.js 68.0 and test the softphone against it"


def page(address: str) -> dict[str, str]:
    return {"a.html": f"<html>\n<script src='{address}'></script>\n</html>"}


@pytest.mark.parametrize(
    ("version", "severity", "message"),
    [
        (
            "20.0",
            "error",
            (
                "opencti.js 20.0: the platform API of this number is retired; "
                "what becomes of the library file is not announced"
            ),
        ),
        (
            "30.0",
            "error",
            (
                "opencti.js 30.0 (Spring '14): the platform API of this number is retired; "
                "what becomes of the library file is not announced"
            ),
        ),
        (
            "31.0",
            "warning",
            (
                "opencti.js 31.0 (Summer '14): this number leaves the platform API in Summer '28; "
                "what becomes of the library file is not announced"
            ),
        ),
        (
            "40.0",
            "warning",
            (
                "opencti.js 40.0 (Summer '17): this number leaves the platform API in Summer '28; "
                "what becomes of the library file is not announced"
            ),
        ),
        (
            "41.0",
            "warning",
            (
                "opencti.js 41.0 (Winter '18) is 27 releases behind 68.0, "
                "past the three years for which Salesforce promises support"
            ),
        ),
        (
            "58",
            "warning",
            (
                "opencti.js 58 (Summer '23) is 10 releases behind 68.0, "
                "past the three years for which Salesforce promises support"
            ),
        ),
        ("59.0", "", ""),
        ("68.0", "", ""),
        ("69.0", "note", "opencti.js 69.0 is newer than the table of 2026-11-22, which ends at 68.0"),
        ("", "error", "opencti.js is loaded without a version number"),
        ("XX.0", "error", "opencti.js is loaded without a version number"),
        ("[version]", "error", "opencti.js is loaded without a version number"),
    ],
)
def test_the_verdict_of_a_version(make_app: MakeApp, version: str, severity: str, message: str) -> None:
    expected = [f"a.html:2 {severity} {message}"] if message else []
    assert said(check, make_app(page(CTI.format(version)))) == expected


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "/soap/ajax/30.0/connection.js",
            "connection.js 30.0 (Spring '14) is retired: the platform refuses requests of this version",
        ),
        (
            "/soap/ajax/22.0/apex.js",
            "apex.js 22.0 is retired: the platform refuses requests of this version",
        ),
        (
            "/soap/ajax/33.0/connection.js",
            "connection.js 33.0 (Spring '15): this number leaves the platform API in Summer '28",
        ),
        (
            "/support/console/30.0/integration.js",
            (
                "integration.js 30.0 (Spring '14): the platform API of this number is retired; "
                "what becomes of the library file is not announced"
            ),
        ),
        (
            "/support/api/33.0/interaction.js",
            (
                "interaction.js 33.0 (Spring '15): this number leaves the platform API in Summer '28; "
                "what becomes of the library file is not announced"
            ),
        ),
    ],
)
def test_each_library_in_its_own_words(make_app: MakeApp, address: str, message: str) -> None:
    assert only(check, make_app(page(address))).message == message


def test_the_place_is_the_version(make_app: MakeApp) -> None:
    app = make_app(page("https://x.my.salesforce.com" + CTI.format("30.0")))
    problem = only(check, app)
    assert app.files["a.html"].source.cut(problem.place.span) == "30.0"
    assert (problem.severity, problem.evidence, problem.help) == (Severity.ERROR, Evidence.MATCHED, HELP)
    assert not problem.strict_only


def test_a_version_that_cannot_be_known_is_for_the_strict(make_app: MakeApp) -> None:
    problem = only(check, make_app({"a.js": "load('/support/api/' + settings.version + '/interaction.js');"}))
    assert problem.message == "the version of interaction.js cannot be known from the code"
    assert problem.severity is Severity.NOTE
    assert problem.strict_only


@pytest.mark.parametrize(
    ("floor", "version", "expected"),
    [
        (60, "59.0", ["a.html:2 warning opencti.js 59.0 (Winter '24) is below the floor of 60.0"]),
        (60, "60.0", []),
        (50, "50.0", []),
        (50, "49.0", ["a.html:2 warning opencti.js 49.0 (Summer '20) is below the floor of 50.0"]),
        (20, "41.0", []),
    ],
)
def test_a_floor_of_the_user(make_app: MakeApp, floor: int, version: str, expected: list[str]) -> None:
    app = make_app(page(CTI.format(version)), Settings(api_version=floor))
    assert said(check, app) == expected


@pytest.mark.parametrize("version", ["30.0", "35.0"])
def test_a_floor_excuses_nothing_that_is_retired_or_leaving(make_app: MakeApp, version: str) -> None:
    app = make_app(page(CTI.format(version)), Settings(api_version=20))
    assert [item.split()[1] for item in said(check, app)] == ["error" if version == "30.0" else "warning"]


def test_one_finding_for_a_script_of_two_pages(make_app: MakeApp) -> None:
    other = "<script src='load.js'></script><script>sforce.opencti.refreshView();</script>"
    load = "add('/support/api/30.0/interaction.js');\nadd('/support/api/31.0/interaction.js');"
    assert lines(check, make_app({"a.html": other, "b.html": other, "load.js": load})) == [1, 2]


def test_either_version_of_one_address(make_app: MakeApp) -> None:
    code = "const v = old ? '30.0' : '68.0';\nload(`/support/api/${v}/interaction.js`);"
    problem = only(check, make_app({"a.js": code}))
    assert problem.message.startswith("interaction.js 30.0 ")
    assert problem.evidence is Evidence.DERIVED


def test_libraries_of_others_are_silent(make_app: MakeApp) -> None:
    files = {
        "a.js": "import 'amazon-connect-streams';\nimport { Constants } from 'scv-connector-base';",
        "b.js": "// /support/api/20.0/interaction.js\nsforce.opencti.refreshView();",
    }
    assert said(check, make_app(files)) == []
