"""``ctilint api``."""

from __future__ import annotations

import json

import pytest

from ctilint.cli import run


def test_a_row_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "sforce.opencti.setSoftphonePanelHeight"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "sforce.opencti.setSoftphonePanelHeight({heightPX, callback?})"
    assert lines[1] == "  method of lightning: sets the height of the softphone panel in pixels"
    assert "  heightPX: number, required, 240 to 2560" in lines
    assert "  answer: {success, returnValue, errors}: success: boolean, returnValue: null, errors: array" in lines
    assert "  in classic: sforce.interaction.cti.setSoftphoneHeight" in lines
    assert any(line.startswith("  Salesforce Voice with Amazon Connect: ") for line in lines)
    assert lines[-1].endswith("(A: guide and library agree, looked at on 2026-11-22)")


def test_what_cannot_be_taken_back_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    run(["api", "sforce.opencti.onNavigationChange"])
    out = capsys.readouterr().out
    assert "cannot be taken back: no call for it is documented" in out
    assert "listener gets an object: url: string" in out


def test_a_last_part_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "screenPop"]) == 0
    out = capsys.readouterr().out
    assert "sforce.opencti.screenPop({type, params, defaultFieldValues?, callback?})" in out
    assert "sforce.interaction.screenPop(url, force, callback?)" in out
    assert "SOBJECT needs recordId" in out


def test_a_name_of_two_dialects_gives_both_rows(capsys: pytest.CaptureFixture[str]) -> None:
    run(["api", "sforce.opencti.subscribe"])
    out = capsys.readouterr().out
    assert "sforce.opencti.subscribe({channelName, listener, callback?})" in out
    assert "sforce.opencti.subscribe({eventType, listener, callback?})" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "sforce.console.addEventListener", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["undone_by"] == ["sforce.console.removeEventListener"]
    assert row["listener"] == "1"
    assert row["arguments"][2] == {
        "name": "additionalParams",
        "type": "object",
        "position": 2,
        "keys": {"tabId": "string"},
    }
    assert "amazon_connect" in row["salesforce_voice"]


def test_a_near_miss_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "sforce.opencti.onClickToDail"]) == 2
    error = capsys.readouterr().err
    assert "no row is called 'sforce.opencti.onClickToDail': did you mean sforce.opencti.onClickToDial" in error


def test_nonsense_has_no_near_miss(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "xyzzy"]) == 2
    assert capsys.readouterr().err == "ctilint: no row is called 'xyzzy'\n"


def test_all_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("lightning: Open CTI for Lightning Experience\n  sforce.opencti.enableClickToDial\n")
    run(["api", "--format", "json"])
    assert "Contact#onEnded" in json.loads(capsys.readouterr().out)["streams"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sforce.opencti.saveLog", "value: object, required, with one of entityApiName, Id ("),
        ("sforce.opencti.hvs.completeWork", "attributes: object, with disposition and taskId, keys disposition"),
        ("sforce.opencti.screenPop", "defaultFieldValues: object, dropped: library 43 sends only type and params ("),
        ("sforce.interaction.screenPop", "url: string, required, without a host"),
        ("sforce.interaction.cti.getDirectoryNumbers", "resultSetPageSize: number, at most 10000"),
        ("sforce.console.setCustomConsoleComponentWindowVisible", "since 25.0, last in 31.0"),
        ("sforce.console.addToBrowserTitleQueue", "undone by sforce.console.removeFromBrowserTitleQueue"),
        ("connect.contact", "taken back through what it returns: Subscription#unsubscribe"),
        ("sforce.opencti.CALL_TYPE", "INBOUND = inbound"),
        ("callstarted", "carries an event; the fields stand in its detail: callId: string"),
        ("sforce.console.isInConsole", "returns boolean"),
        ("sforce.opencti.initialize", "sforce.opencti.initialize()"),
        ("sforce.opencti.onClickToDial", "switched off by sforce.opencti.disableClickToDial"),
        ("sforce.connection.login", "  last in 64.0\n"),
        ("workspace#closeTab", "workspace#closeTab({tabId})\n"),
        ("workspace#closeTab", "  in Aura: workspaceAPI.closeTab({tabId})\n"),
        ("workspace#closeTab", "  in LWC: closeTab(tabId), imported from lightning/platformWorkspaceApi\n"),
        ("workspace#openSubtab", "  in LWC: openSubtab(parentTabId, options?), imported from"),
        ("workspace#openSubtab", "  in LWC options: object, keys pageReference, recordId, url, focus, icon"),
        ("workspace#isSubtab", "workspaceAPI.isSubtab({tabId}); LWC has no such function\n"),
        (
            "utility#updatePanel",
            "updatePanel(utilityId, panelAttrs?), imported from lightning/platformUtilityBarApi; Aura has",
        ),
        ("workspace#EnclosingTabId", "  in LWC: @wire(EnclosingTabId), imported from"),
        ("AuraVoiceToolkit#sendDigits", "AuraVoiceToolkit#sendDigits(digit)\n"),
        ("connect.core.getUpstream", "connect.core.getUpstream()\n"),
    ],
)
def test_a_row_says(name: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", name]) == 0
    assert words in capsys.readouterr().out


def test_what_is_not_known_does_not_read_like_none(capsys: pytest.CaptureFixture[str]) -> None:
    from ctilint.cli.api import _as_json
    from ctilint.report.entry import lines_of
    from ctilint.rulebook.entries import ApiEntry

    silent = ApiEntry("x.y", "lightning", listener="0", unknown=("arguments", "payload"), source="nobody")
    lines = list(lines_of(silent))
    assert lines[0] == "x.y(…)"
    assert "  arguments: not known" in lines
    assert "  listener gets not known" in lines
    assert _as_json(silent)["arguments"] is None
    none = ApiEntry("x.y", "lightning", listener="0", payload_form="none", source="nobody")
    assert next(iter(lines_of(none))) == "x.y()"
    assert "  listener gets nothing" in list(lines_of(none))
    assert _as_json(none)["arguments"] == []
    assert run(["api", "sforce.opencti.unsubscribe"]) == 0
    assert "  answer: not known\n" in capsys.readouterr().out
