"""Both apps of the finished migration are run: what was seen is proved, outcomes stand side by side."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ctilint.cli import run
from ctilint.compare import compare
from ctilint.compare.model import Fate, Pair
from ctilint.compare.played import effect, played, signs_of_record
from ctilint.prove.play.seen import Record
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

PAIR = Path(__file__).parents[2] / "fixtures" / "moved-softphone"
ANSWERED = "POST pbx.larch.example/v2/calls/*/answer"
ENDED = "POST pbx.larch.example/v2/calls/*/end"


@pytest.fixture
def here(tmp_path, monkeypatch):
    shutil.copytree(PAIR, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared():
    apps = [build_app(Tree([path]), Settings()) for path in ("old", "new")]
    found = compare(apps[0], apps[1], Tree(["new"]), (), ("old", "new"))
    return played(apps[0], apps[1], found)


@pytest.mark.usefixtures("here")
def test_what_was_seen_is_proved_and_outcomes_stand_side_by_side():
    found = compared()
    assert found.ran == (
        "1 windows: 1 run, 0 partly run, 0 not run",
        "2 windows: 2 run, 0 partly run, 0 not run",
    )
    evidence = {row.capability.id: {sign.evidence for sign in row.signs} for row in found.rows}
    assert {name for name, kinds in evidence.items() if kinds == {"proved"}} == {
        "hears:sforce.opencti.onClickToDial",
        "hears:the telephony platform",
        "controls:acceptCall",
        "controls:endCall",
        "calls:sforce.opencti.disableClickToDial",
        "logs:sforce.opencti.saveLog",
        "pops:sforce.opencti.screenPop[SOBJECT]",
        "Apex:LarchLookup.findCaller",
        "fields:Task.CallDurationInSeconds",
        "fields:Task.WhoId",
        "channels:LarchCall__c",
        "reaches:pbx.larch.example",
    }
    pairs = {row.capability.id: row.pair for row in found.rows if row.pair is not None}
    dialled = ("POST pbx.larch.example/v2/calls",)
    assert pairs["hears:sforce.opencti.onClickToDial"] == Pair(dialled, dialled)
    assert pairs["controls:acceptCall"] == Pair((ANSWERED,), (ANSWERED,))
    assert pairs["controls:endCall"] == Pair((ENDED, "writes the log of the call"), (ENDED,))
    assert [pairs[name].same for name in ("controls:acceptCall", "controls:endCall")] == [True, False]


@pytest.mark.parametrize(
    ("before", "after", "name", "pair", "fate"),
    [
        (
            "await ask(`/calls/${call.callId}/answer`, {});",
            "",
            "controls:acceptCall",
            Pair((ANSWERED,), ()),
            Fate.CHANGED,
        ),
        (
            "`/calls/${call.callId}/end`",
            "`/calls/${call.callId}/hold`",
            "controls:endCall",
            Pair((ENDED, "writes the log of the call"), ("POST pbx.larch.example/v2/calls/*/hold",)),
            Fate.PRESENT,
        ),
    ],
)
def test_a_method_that_does_something_else_is_seen(here, before, after, name, pair, fate):
    path = here / "new/connector/vendor.js"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    (row,) = [row for row in compared().rows if row.capability.id == name]
    assert (row.pair, row.fate) == (pair, fate)


def record(kind, **fields):
    return Record(kind, 1, 1, fields)


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (record("request", form="an Apex method", url="A.b"), "asks Apex A.b"),
        (
            record("request", method="GET", url="https://a.example/v2/calls/c-17/end?x=1"),
            "GET a.example/v2/calls/*/end",
        ),
        (record("request", method="GET", url="calls/text"), "GET calls/*"),
        (record("call", name="publishEvent", value='{eventType: "HANGUP", payload: {}}'), "tells Salesforce HANGUP"),
        (record("call", name="publishEvent", value="given"), "tells Salesforce something"),
        (record("call", name="lightning/messageService.publish", value="{}"), "sends a message"),
        (record("call", name="lightning/uiRecordApi.updateRecord", value="{}"), "writes the log of the call"),
        (record("call", name="lightning/other.thing", value="{}"), ""),
        (
            record("call", name="sforce.opencti.runApex", value='{apexClass: "A", methodName: "b"}'),
            "asks Apex A.b",
        ),
        (record("call", name="sforce.opencti.screenPop", value="{}"), "opens a record or page"),
        (record("call", name="sforce.opencti.getAppViewInfo", value="{}"), ""),
        (record("navigate", what="NavigationMixin"), "opens a record or page"),
        (record("event", name="click"), ""),
    ],
)
def test_an_effect_in_words(one, what):
    assert effect(one) == what


@pytest.mark.parametrize(
    ("one", "signs"),
    [
        (record("handler", name="TelephonyConnector#dial"), {"method:dial", "same:TelephonyConnector#dial"}),
        (
            record("handler", name="VoiceToolkit#addEventListener", event="callEnded"),
            {"hears:callended", "same:VoiceToolkit#addEventListener"},
        ),
        (record("register", name="lightning/messageService.subscribe", event="A__c"), {"channel:A__c"}),
        (record("navigate", what="NavigationMixin"), {"import:lightning/navigation#NavigationMixin"}),
        (record("request", form="fetch", url="https://a.example/x"), {"host:a.example"}),
        (record("request", form="an Apex method", url="A.b"), {"apex:A.b"}),
        (
            record("call", name="workspace#openTab", value="{recordId: 1}"),
            {
                "same:workspace#openTab",
                "import:lightning/platformWorkspaceApi#openTab",
                "key:recordId",
                "field:recordId",
            },
        ),
        (
            record("call", name="publishEvent", value='{eventType: "HANGUP"}'),
            {"same:publishEvent", "event:HANGUP", "key:eventType", "field:eventType"},
        ),
    ],
)
def test_the_signs_of_a_record(one, signs):
    assert set(signs_of_record(one)) == signs


def test_the_command_runs_both_and_says_so_in_every_form(here, capsys):
    arguments = ["compare", "old", "new", "--reasons", "given-up.toml", "--prove"]
    assert run([*arguments, "-o", "a.json", "-o", "a.md", "-o", "a.html"]) == 0
    data = json.loads((here / "a.json").read_text("utf-8"))
    seen = {one["id"]: one["seen"] for one in data["capabilities"]}
    assert seen["controls:acceptCall"] == {"old": [ANSWERED], "new": [ANSWERED], "same": True}
    assert seen["reaches:pbx.larch.example"] is None
    assert len(data["ran"]) == 2
    assert "| `controls:endCall` | " in (here / "a.md").read_text("utf-8").partition("## Both apps were run")[2]
    page = (here / "a.html").read_text("utf-8")
    assert "<h2>Both apps were run</h2>" in page
    assert "<td>not the same</td>" in page
    HTMLParser().feed(page)
    capsys.readouterr()
    assert run(arguments) == 0
    assert f"            seen: both did: {ANSWERED}\n" in capsys.readouterr().out


def test_an_app_that_is_only_read_says_nothing_of_running(here, capsys):
    assert run(["compare", "old", "new", "--reasons", "given-up.toml", "--format", "markdown"]) == 0
    assert "Both apps were run" not in capsys.readouterr().out
    assert here.exists()
