"""Old call and new code: valid JavaScript, and no name that the tables of the toolkit and the connector lack."""

from __future__ import annotations

import re

import pytest

from ctilint.read.strict import syntax_error
from ctilint.rulebook.location import rules_file
from ctilint.rulebook.tables import about, api
from ctilint.rulebook.voice import voice_row, voice_rows

# How often softphones in public repositories call them, the twenty highest.
MOST_USED = (
    "sforce.console.openPrimaryTab",
    "sforce.console.fireEvent",
    "sforce.console.addEventListener",
    "sforce.console.getEnclosingPrimaryTabId",
    "sforce.console.openSubtab",
    "sforce.console.isInConsole",
    "sforce.interaction.screenPop",
    "sforce.opencti.runApex",
    "sforce.opencti.screenPop[SOBJECT]",
    "sforce.console.closeTab",
    "sforce.console.refreshPrimaryTabById",
    "sforce.opencti.enableClickToDial",
    "sforce.interaction.cti.setSoftphoneHeight",
    "sforce.opencti.setSoftphonePanelVisibility",
    "sforce.opencti.onClickToDial",
    "sforce.console.getFocusedPrimaryTabId",
    "sforce.opencti.saveLog",
    "sforce.console.getFocusedSubtabId",
    "sforce.interaction.cti.setSoftphoneWidth",
    "sforce.opencti.setSoftphonePanelLabel",
)
OWN = {"Error", "Promise", "Map", "Set"}
ROWS = [row for row in voice_rows().values() if row.example_before]
NEW_CODE = sorted({code for row in ROWS for code in (row.example_after, row.example_component) if code})
OLD_CODE = sorted({row.example_before for row in ROWS if not row.example_before.startswith("<")})

with open(rules_file("api", "connector.toml"), encoding="utf-8") as file:
    CONNECTOR_WORDS = set(re.findall(r"\w+", file.read()))


@pytest.mark.parametrize("symbol", MOST_USED)
def test_the_twenty_most_used_symbols_carry_an_example(symbol):
    row = voice_row(symbol)
    assert row.symbol == symbol
    bare = symbol.partition("[")[0]
    assert bare in row.example_before
    assert row.example_after


@pytest.mark.parametrize("code", [*OLD_CODE, *NEW_CODE])
def test_an_example_is_valid_javascript(code):
    assert syntax_error(code) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.symbol)
def test_the_old_call_is_of_the_rows_own_symbol(row):
    bare = row.symbol.partition("[")[0].replace("#", ".").replace("Contact.", "contact.").replace("Agent.", "agent.")
    assert bare.replace("BaseConnection.", "connection.") in row.example_before or row.kind == "include"


@pytest.mark.parametrize("code", NEW_CODE)
def test_new_code_uses_only_names_of_the_toolkit_and_the_connector(code):
    connector, voice = api("connector"), api("voice")
    receivers = about("connector")["receivers"]
    for base in re.findall(r"extends (\w+)", code):
        assert base in receivers
        for method in re.findall(r"^  (?:async )?(\w+)\(", code, re.MULTILINE):
            assert f"{base}#{method}" in connector
    for group, name in re.findall(r"Constants\.(\w+)\.(\w+)", code):
        assert name in connector[f"Constants.{group}"].values
    for name in re.findall(r"^(publish\w+|initialize\w+)\(", code, re.MULTILINE):
        assert name in connector
    for name in re.findall(r"new (\w+)\(", code):
        assert name in CONNECTOR_WORDS | OWN
    for source in re.findall(r"from \"([^\"]+)\"", code):
        assert source == about("connector")["namespace"] or source.startswith("./")
    events = re.findall(r"addEventListener\(\"(\w+)\"", code)
    for event in events:
        assert voice[event].kind == "event"
        for key in re.findall(r"event\.detail\.(\w+)", code):
            assert key in voice[event].payload
    for method in re.findall(r"toolkit\.(\w+)\(", code):
        assert f"VoiceToolkit#{method}" in voice
    for component in re.findall(r"querySelector\(\"([^\"]+)\"", code):
        assert component in voice
    assert "sforce." not in code
    assert "connect." not in code


def test_arguments_of_connector_methods_are_those_of_the_table():
    for code in NEW_CODE:
        for base in re.findall(r"extends (\w+)", code):
            for method, given in re.findall(r"^  (?:async )?(\w+)\(([^)]*)\) \{", code, re.MULTILINE):
                names = [argument.name for argument in api("connector")[f"{base}#{method}"].arguments]
                assert [part.strip() for part in given.split(",") if part.strip()] == names
