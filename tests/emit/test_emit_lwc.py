"""A component emitted from an app: filled from it, silent under check and prove, right with Salesforce's stubs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import emitted_skeletons as skeletons
import pytest

from ctilint.cli import run
from ctilint.emit.voice.bridge import bridges_of
from ctilint.emit.voice.component import ASKED, WORK
from ctilint.emit.voice.lwc import apex_name, component_name, lwc
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.rulebook.skeletons import parts
from ctilint.rulebook.tables import api
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
WANTED = (
    "@salesforce/sfdx-lwc-jest@7",
    "typescript@5",
    "eslint@9",
    "@eslint/js@9",
    "@salesforce/eslint-config-lwc@4",
)
APPS = {
    "moved": FIXTURES / "moved-softphone" / "old",
    "desk": FIXTURES / "estate" / "desk",
    "streams": FIXTURES / "connect-streams-softphone",
}
BUSY = """
function toggleMute() { pbx.mute(); }
function blindTransfer(n) { pbx.move(n); } function pauseRecording() { pbx.rec(0); }
function resumeRecording() { pbx.rec(1); } function swapCalls() { pbx.swap(); }
function conferenceCall() { pbx.join(); } function sendDTMF(d) { pbx.d(d); }
function hang_up() { pbx.end(); } function answer() { pbx.take(); } function wrapUp() { pbx.done(); }
function holdCall() { pbx.hold(); } function resumeCall() { pbx.unhold(); }
sforce.console.addEventListener("desk:note", function noted(result) { show(result.message); });
sforce.console.cti.onCallBegin(function begun(result) { sforce.console.fireEvent("desk:call", "{}"); });
sforce.opencti.onClickToDial({ listener: function clicked(payload) { pbx.call(payload.number); } });
"""


def app_of(name):
    return skeletons.app_of(name, APPS, BUSY)


def write(folder, name, *, typescript=False):
    skeletons.put(folder, lwc(app_of(name), name, typescript=typescript).files)


def node(folder, *command):
    return skeletons.node(folder, *command, patience=240)


@pytest.fixture(scope="session")
def packages(npm_install):
    return npm_install("ctilint-test-lwc", WANTED)


@pytest.fixture
def emitted(packages):
    """Write a component beside the installed packages; return its folder."""
    with skeletons.beside(packages, write, linked=True) as emit:
        yield emit


def results(folder):
    """Return the name of each test of the component and how it ended."""
    out = folder / "said.json"
    node(folder, "node_modules/.bin/sfdx-lwc-jest", "--", "--json", f"--outputFile={out}")
    return {
        one["title"]: one["status"]
        for file in json.loads(out.read_text("utf-8"))["testResults"]
        for one in file["assertionResults"]
    }


@pytest.mark.parametrize(
    ("name", "typescript", "rows"),
    [("moved", False, 11), ("busy", True, 21), ("desk", True, 10)],
)
def test_the_emitted_test_passes_with_salesforces_stubs(emitted, name, typescript, rows):
    folder = emitted(name, typescript=typescript)
    if typescript:
        assert node(folder, "node_modules/.bin/tsc") == (0, "")
    found = results(folder)
    assert set(found.values()) == {"passed"}
    assert len(found) == rows


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        ("if (this.toolkit || !toolkit) {", "if (!toolkit) {", "each event is listened to once"),
        ('toolkit.removeEventListener("callended", this.callEnded);', "", "what was added is taken back"),
        ('removeEventListener("callended", this.callEnded)', 'removeEventListener("callended", () => {})', "what was"),
        ("unsubscribe(this.larchCallSubscription);", "", "channels are left"),
        ("this.sendLarchCall({ type: event.type", "void ({ type: event.type", "a call that starts is told"),
        ("this.problem = error instanceof", "this.state = error instanceof", "Accept"),
        ('this.toolkit.addEventListener("callended", this.callEnded);', "", "callended is shown"),
    ],
)
def test_the_emitted_test_finds_what_is_broken(emitted, before, after, row):
    folder = emitted("moved")
    skeletons.break_in(next(folder.glob("force-app/main/default/lwc/*/*.js")), before, after)
    assert any(title.startswith(row) and status == "failed" for title, status in results(folder).items())


@pytest.mark.parametrize("name", ["moved", "desk", "busy"])
def test_eslints_recommended_rules_and_those_for_components_are_silent(emitted, name):
    folder = emitted(name)
    (folder / "eslint.config.mjs").write_text(
        'import js from "@eslint/js"; import lwc from "@salesforce/eslint-config-lwc/recommended.js";\n'
        "export default [js.configs.recommended, ...lwc];\n",
        "utf-8",
    )
    assert node(folder, "node_modules/.bin/eslint", "force-app") == (0, "")


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize("name", ["moved", "desk", "streams", "busy"])
def test_check_is_silent_on_what_is_emitted(tmp_path, monkeypatch, name, typescript):
    write(tmp_path, name, typescript=typescript)
    monkeypatch.chdir(tmp_path)
    app = build_app(Tree(["."]), Settings())
    assert judge(app, Settings()).findings == ()
    heard = {one.event for window in app.windows for one in window.registrations if one.dialect == "voice"}
    assert {"callstarted", "callconnected", "callended"} <= heard


@pytest.mark.parametrize("name", ["moved", "busy"])
def test_prove_runs_what_is_emitted_and_finds_nothing(tmp_path, monkeypatch, capsys, name):
    write(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    assert run(["prove", "."]) == 0
    assert "1 window: 1 run, 0 partly run, 0 not run" in capsys.readouterr().out


def test_handlers_stand_at_their_listeners_and_work_at_its_methods():
    files = lwc(app_of("busy"), "busy").files
    text = files["force-app/main/default/lwc/busyPanel/busyPanel.js"]
    begun = text.index("  // Old app, begun (busy.js:9; calls sforce.console.cti.onCallBegin):\n")
    assert text.index("/** A call comes in or is dialled. */") < begun < text.index("  callStarted = (event) => {")
    assert "toggleMute (busy.js:2; by its name)" in text
    assert "  sendDeskCall(message) {\n    publish(this.context, DESK_CALL, message);\n" in text
    assert "      this.sendDeskCall({ type: event.type, callId: event.detail.callId });\n" in text
    channel = ET.fromstring(files["force-app/main/default/messageChannels/DeskCall.messageChannel-meta.xml"])
    assert channel.tag == "{http://soap.sforce.com/2006/04/metadata}LightningMessageChannel"
    assert "| `sforce.opencti.onClickToDial` | Implement dial" in files["NEEDS.md"]


def test_only_a_function_that_told_a_channel_tells_it():
    text = lwc(app_of("desk"), "desk").files["force-app/main/default/lwc/deskPanel/deskPanel.js"]
    assert text.count("this.sendSoftphone(") == 1
    assert "this.sendEstateReady(" not in text
    assert "EstateReady.messageChannel-meta.xml" in " ".join(lwc(app_of("desk"), "desk").files)


def test_the_metadata_names_the_capability_and_the_page():
    files = lwc(app_of("moved"), "moved").files
    found = ET.fromstring(files["force-app/main/default/lwc/movedPanel/movedPanel.js-meta.xml"])
    space = "{http://soap.sforce.com/2006/04/metadata}"
    assert [one.text for one in found.iter(f"{space}capability")] == ["lightning__ServiceCloudVoiceToolkitApi"]
    assert [one.text for one in found.iter(f"{space}object")] == ["VoiceCall"]


def test_custom_fields_and_apex_of_the_app_are_there():
    text = lwc(app_of("moved"), "moved").files["force-app/main/default/lwc/movedPanel/movedPanel.js"]
    assert "{ Id: this.recordId, Larch_Queue__c: values.Larch_Queue__c }" in text
    assert 'import larchLookupFindCaller from "@salesforce/apex/LarchLookup.findCaller";' in text
    assert "  larchLookupFindCaller(number) {\n    return larchLookupFindCaller({ number });\n" in text


@pytest.mark.parametrize("hostile", ["*/ alert(1); /*", "@LISTENERS@ @: string@", "${process.exit(1)}"])
def test_what_the_old_app_says_stays_in_comments(hostile):
    text = 'sforce.console.cti.onCallEnd(function (r) { pbx("HOSTILE", r); });\n'
    code = []
    for said in (hostile, "x"):
        app = build_app_from_text("a.js", text.replace("HOSTILE", said).encode(), Settings())
        made = lwc(app, said).files
        script = next(body for path, body in made.items() if path.endswith("Panel.js"))
        code.append([line for line in script.splitlines() if not line.lstrip().startswith(("//", "*", "export"))])
    assert code[0] == code[1]


@pytest.mark.parametrize(
    ("given", "name"), [("desk", "deskPanel"), ("My App", "myAppPanel"), ("7-up", "app7UpPanel"), ("…", "appPanel")]
)
def test_a_component_has_a_name_that_the_platform_takes(given, name):
    assert component_name(given) == name


def test_names_of_apex_methods_and_channels_are_names_in_code():
    assert apex_name("LarchLookup.findCaller") == "larchLookupFindCaller"
    assert apex_name("ns__Lookup.find") == "nsLookupFind"
    text = b"""sforce.console.fireEvent('a:b', '');
    sforce.console.fireEvent('a-b', ''); sforce.console.fireEvent('1', '');
    sforce.opencti.publish({ channelName: 'ns__Desk_Call__c', message: {} }); sforce.console.fireEvent(x + y, '');"""
    found = bridges_of(build_app_from_text("a.js", text, Settings()))
    assert [(one.api, one.constant, bool(one.metadata)) for one in found] == [
        ("AB__c", "AB", True),
        ("AB2__c", "AB2", True),
        ("ns__Desk_Call__c", "DESK_CALL", False),
    ]


def test_the_table_of_parts_and_the_bodies_agree():
    rows = parts("lwc")
    known = set(api("voice"))
    assert {row.event for row in rows if row.event} <= known
    assert {f"VoiceToolkit#{row.call}" for row in rows if row.call} <= known
    assert {row.call for row in rows if row.call} == set(ASKED)
    assert {row.name for row in rows if not row.call and not row.event} == set(WORK)


def test_the_command_writes_a_project(tmp_path, monkeypatch, capsys):
    shutil.copytree(APPS["moved"], tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--voice", "lwc", "--from", "old", "-o", "new"]) == 0
    assert "ctilint: filled from the app: callStarted, accept, hangUp, turned, open, log\n" in capsys.readouterr().err
    assert (tmp_path / "new/force-app/main/default/lwc/oldPanel/__tests__/oldPanel.test.js").exists()
    assert run(["emit", "--voice", "lwc", "--from", "old", "-o", "new"]) == 0
