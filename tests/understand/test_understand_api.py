"""Which dialect and which row of the tables a path means."""

from __future__ import annotations

import pytest

from ctilint.understand.program.api import asks, dialect_of, entry_of


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("sforce.opencti.screenPop", "lightning"),
        ("sforce.interaction.cti.onClickToDial", "classic"),
        ("sforce.console.chat.onAgentSend", "console"),
        ("sforce.connection.query", "ajax"),
        ("sforce.apex.execute", "ajax"),
        ("connect.contact", "streams"),
        ("Contact#onEnded", "streams"),
        ("Agent#onStateChange", "streams"),
        ("EventBus#subscribe", "streams"),
        ("VoiceToolkit#addEventListener", "voice"),
        ("AuraVoiceToolkit#addTelephonyEventListener", "voice"),
        ("scv.initializeConnector", "connector"),
        ("sforce", ""),
        ("sforce.one.navigateToURL", ""),
        ("opencti.screenPop", ""),
        ("connection.query", ""),
        ("connect", ""),
        ("alert", ""),
        ("", ""),
    ],
)
def test_the_dialect_of_a_path(path: str, dialect: str) -> None:
    assert dialect_of(path) == dialect


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("sforce.opencti.screenPop", "sforce.opencti.screenPop"),
        ("scv.initializeConnector", "initializeConnector"),
        ("VoiceToolkit#addTelephonyEventListener", "AuraVoiceToolkit#addTelephonyEventListener"),
        ("connect.contact", "connect.contact"),
    ],
)
def test_the_row_of_a_path(path: str, name: str) -> None:
    entry = entry_of(path)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize("path", ["sforce.opencti.noSuchMethod", "alert", "VoiceToolkit#noSuchMethod", "scv.nothing"])
def test_a_path_without_a_row(path: str) -> None:
    assert entry_of(path) is None


def test_the_glossarys_form_has_rows_of_its_own() -> None:
    plain = entry_of("sforce.opencti.subscribe")
    sink = entry_of("sforce.opencti.subscribe", event_sink=True)
    assert plain is not None
    assert sink is not None
    assert (plain.dialect, sink.dialect) == ("lightning", "event-sink")
    assert (sink.listener, sink.event) == ("listener", "eventType")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("sforce.console.isInConsole", "console"),
        ("sforce.interaction.isInConsole", "console"),
        ("sforce.console.getFocusedPrimaryTabId", "tab"),
        ("sforce.console.getEnclosingPrimaryTabId", "tab"),
        ("sforce.opencti.getAppViewInfo", "tab"),
        ("sforce.opencti.isSoftphonePanelVisible", "tab"),
        ("sforce.console.openPrimaryTab", ""),
        ("sforce.opencti.noSuchMethod", ""),
        ("alert", ""),
    ],
)
def test_what_a_call_asks(path: str, answer: str) -> None:
    assert asks(path) == answer
