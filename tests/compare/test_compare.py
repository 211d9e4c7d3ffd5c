"""A finished migration against its old app: all is there; what is taken out is found, and only that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ctilint.compare import compare
from ctilint.compare.model import Comparison, Fate
from ctilint.compare.new import signs_of
from ctilint.compare.old import capabilities_of
from ctilint.compare.reasons import Reason
from ctilint.read.files.discover import Tree
from ctilint.rulebook.moved import SIGNS, moved
from ctilint.settings import Settings
from ctilint.understand import build_app

PAIR = Path(__file__).parents[2] / "fixtures" / "moved-softphone"
GIVEN_UP = (Reason("fields:Task.Subject", "a VoiceCall has a name of its own"),)


@pytest.fixture
def pair(tmp_path, monkeypatch):
    shutil.copytree(PAIR, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(old="old", new="new", reasons=GIVEN_UP) -> Comparison:
    apps = [build_app(Tree([path]), Settings()) for path in (old, new)]
    return compare(apps[0], apps[1], Tree([new]), reasons, (old, new))


def missing(found: Comparison) -> set[str]:
    return {row.capability.id for row in found.rows if row.fate is Fate.MISSING}


def cut(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert text.count(before) >= 1, before
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


VENDOR = "new/connector/vendor.js"
NOTES = "new/force-app/lwc/callNotes/callNotes.js"

# What is taken out of the new app, and the capabilities that are missing then.
REMOVALS = {
    "click-to-dial": (
        VENDOR,
        [("async dial(contact) {", "async unused(contact) {")],
        {"hears:sforce.opencti.onClickToDial"},
    ),
    "the record that is looked at": (
        "new/force-app/lwc/recordWatch/recordWatch.js",
        [("@wire(CurrentPageReference)", "")],
        {"hears:sforce.opencti.onNavigationChange"},
    ),
    "the log": (
        NOTES,
        [("await updateRecord({", "this.kept = ({")],
        {"logs:sforce.opencti.saveLog"},
    ),
    "the search": (
        "new/force-app/flows/LarchInbound.flow-meta.xml",
        [("recordLookups", "decisions")],
        {"pops:sforce.opencti.searchAndScreenPop"},
    ),
    "logging out": (
        VENDOR,
        [("async logout() {", "async leave() {")],
        {"calls:sforce.opencti.disableClickToDial"},
    ),
    "the screen pop": (
        NOTES,
        [
            ("extends NavigationMixin(LightningElement)", "extends LightningElement"),
            ("this[NavigationMixin.Navigate]", "show"),
        ],
        {"pops:sforce.opencti.screenPop[SOBJECT]"},
    ),
    "taking a call": (VENDOR, [("async acceptCall(call) {", "async take(call) {")], {"controls:acceptCall"}),
    "ending a call": (
        VENDOR,
        [("async endCall(call) {\n", 'async endCall(call) {\n    throw new Error("Not implemented");\n')],
        # What stands behind the throw never runs, so the field that it wrote is gone too.
        {"controls:endCall", "fields:Task.Larch_Queue__c"},
    ),
    "Apex": (
        NOTES,
        [("await findCaller({ number: event.detail.phoneNumber })", "null")],
        {"Apex:LarchLookup.findCaller"},
    ),
    "a field": (NOTES, [("CallDurationInSeconds:", "Length__c:")], {"fields:Task.CallDurationInSeconds"}),
    "a custom field": (VENDOR, [("Larch_Queue__c", "queue")], {"fields:Task.Larch_Queue__c"}),
    "who the call is about": (NOTES, [("RelatedRecordId: this.recordId,", "")], {"fields:Task.WhoId"}),
    "the channel": (NOTES, [("@salesforce/messageChannel/LarchCall__c", "c/channels")], {"channels:LarchCall__c"}),
    "the platform": (VENDOR, [("https://pbx.larch.example/v2", "/pbx")], {"reaches:pbx.larch.example"}),
    "calls that come in": (
        VENDOR,
        [("publishEvent({ eventType: Constants.VOICE_EVENT_TYPE.CALL_STARTED, payload:", "this.note({ payload:")],
        {"hears:the telephony platform"},
    ),
}


def test_a_finished_migration_has_everything(pair):
    found = compared()
    assert missing(found) == set()
    assert found.complete
    assert found.count(Fate.PRESENT) == 15
    assert found.count(Fate.GIVEN_UP) == 1
    assert len(found.rows) == 16
    assert all(sign.evidence in {"derived", "matched"} for row in found.rows for sign in row.signs)


@pytest.mark.parametrize("what", REMOVALS)
def test_a_capability_that_is_taken_out_is_found_and_only_that(pair, what):
    path, edits, expected = REMOVALS[what]
    cut(pair / path, *edits)
    found = compared()
    fates = {row.capability.id: row.fate for row in found.rows if row.fate not in {Fate.PRESENT, Fate.GIVEN_UP}}
    if what == "Apex":
        # the class is still there: the capability has changed
        assert fates == {"Apex:LarchLookup.findCaller": Fate.CHANGED}
    else:
        assert fates == dict.fromkeys(expected, Fate.MISSING)


def test_apex_is_missing_when_the_class_is_gone_too(pair):
    cut(pair / NOTES, ("await findCaller({ number: event.detail.phoneNumber })", "null"))
    (pair / "new/force-app/classes/LarchLookup.cls").unlink()
    assert missing(compared()) == {"Apex:LarchLookup.findCaller"}


@pytest.mark.parametrize("app", ["old", "new"])
def test_an_app_has_everything_that_it_has(pair, app):
    found = compared(app, app, ())
    assert missing(found) == set()
    assert found.count(Fate.CHANGED) == 0


def test_an_app_on_voice_asks_for_nothing(pair):
    assert capabilities_of(build_app(Tree(["new"]), Settings())) == ()


def test_code_that_nothing_runs_is_no_capability(pair):
    page = pair / "old/index.html"
    cut(
        page,
        ('<script src="softphone.js"></script>', "<script>function a() { sforce.opencti.refreshView(); }</script>"),
    )
    (pair / "old/softphone.js").unlink()
    assert capabilities_of(build_app(Tree(["old"]), Settings())) == ()


def test_without_a_reason_it_is_missing_and_a_reason_for_what_is_there_is_unused(pair):
    assert missing(compared(reasons=())) == {"fields:Task.Subject"}
    found = compared(reasons=(*GIVEN_UP, Reason("controls:endCall", "why"), Reason("nothing:*", "why")))
    assert found.unused == ("controls:endCall", "nothing:*")


def test_salesforces_own_connector_does_the_controls_of_amazon_connect(pair):
    shutil.rmtree(pair / "new/connector")
    (pair / "new/Larch.xml").write_text(
        '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="g">'
        '<item sortOrder="0" name="reqInternalName" label="n">Larch</item>'
        '<item sortOrder="1" name="reqVendorInfoApiName" label="v">c__AMAZON_CONNECT</item></section></callCenter>',
        "utf-8",
    )
    found = {row.capability.id: row.fate for row in compared().rows}
    assert found["controls:acceptCall"] is Fate.PRESENT
    assert found["hears:sforce.opencti.onClickToDial"] is Fate.PRESENT
    assert found["reaches:pbx.larch.example"] is Fate.MISSING


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("import a from '@salesforce/apex/A.b'; a();", True),
        ("import a from '@salesforce/apex/A.b'; // a()", False),
        ("import a from '@salesforce/apex/A.b'; class X { @wire(a) got; } export default X;", True),
        ("import a from '@salesforce/apex/A.b';", False),
    ],
)
def test_an_import_counts_where_its_name_is_used(tmp_path, monkeypatch, text, shown):
    (tmp_path / "panel.js").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = signs_of(build_app(Tree(["."]), Settings()), Tree(["."]))
    assert ("apex:A.b" in found) is shown


def test_an_app_of_the_agent_workspace_has_what_was_emitted_for_it(tmp_path, monkeypatch):
    from ctilint.emit.voice import skeleton

    streams = PAIR.parent / "connect-streams-softphone"
    old = build_app(Tree([str(streams)]), Settings())
    (tmp_path / "new").mkdir()
    for name, text in skeleton("agent-workspace", old, "streams").files.items():
        (tmp_path / "new" / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = compare(old, build_app(Tree(["new"]), Settings()), Tree(["new"]), (), ("old", "new"))
    present = {row.capability.id for row in found.rows if row.fate is Fate.PRESENT}
    assert {
        "hears:Contact#onConnected",
        "hears:Contact#onEnded",
        "hears:Agent#onStateChange",
        "hears:connect.contact",
        "hears:sforce.opencti.onClickToDial",
    } <= present
    assert "hears:Contact#onEnded" not in {row.capability.id for row in _without(old, "onCleared", "onStartingAcw")}


def _without(old, *listeners):
    """Return the rows that are present when lines with ``listeners`` are taken out of the new app."""
    path = Path("new/workspace.js")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not any(f".{one}(" in line for one in listeners)), "utf-8")
    found = compare(old, build_app(Tree(["new"]), Settings()), Tree(["new"]), (), ("old", "new"))
    return [row for row in found.rows if row.fate is Fate.PRESENT]


def test_what_is_emitted_is_no_finished_migration(tmp_path, monkeypatch):
    from ctilint.compare.played import played
    from ctilint.emit.voice import skeleton

    monkeypatch.chdir(PAIR)
    old = build_app(Tree(["old"]), Settings())
    for kind in ("connector", "lwc"):
        for name, text in skeleton(kind, old, "larch").files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
    new = build_app(Tree([str(tmp_path)]), Settings())
    found = played(old, new, compare(old, new, Tree([str(tmp_path)]), (), ("old", "new")))
    fates = {row.capability.id: row.fate for row in found.rows}
    assert {name for name, fate in fates.items() if fate is Fate.CHANGED} == {
        "hears:sforce.opencti.onClickToDial",
        "controls:acceptCall",
        "controls:endCall",
    }
    assert fates["reaches:pbx.larch.example"] is Fate.MISSING
    assert fates["channels:LarchCall__c"] is Fate.PRESENT


def test_rows_name_signs_that_are_known():
    for row in moved():
        assert row.by
        assert {sign.partition(":")[0] for sign in row.by} <= set(SIGNS)
