"""A connector emitted from an app: filled from it, valid, and right against Salesforce's real library.

The library comes from npm into a folder outside the repository; without node and npm, or without a registry, those
tests are skipped and say so.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import emitted_skeletons as skeletons
import pytest

from ctilint.cli import run
from ctilint.emit.voice.connector import BASE, connector
from ctilint.emit.voice.needs import needs_of
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.rulebook.guide import connector_methods
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
APPS = {"moved": FIXTURES / "moved-softphone" / "old", "kiosk": FIXTURES / "estate" / "kiosk"}
BUSY = """
function setState(s) { pbx.status(s); } function toggleMute() { pbx.mute(); }
function blindTransfer(n) { pbx.move(n); } function pauseRecording() { pbx.rec(0); }
function resumeRecording() { pbx.rec(1); } function swapCalls() { pbx.swap(); }
function conferenceCall() { pbx.join(); } function getDirectory() { return pbx.book(); }
function sendDTMF(d) { pbx.d(d); } function hang_up() { pbx.end(); }
function answer() { pbx.take(); } function wrapUp() { pbx.done(); }
sforce.opencti.onClickToDial({ listener: function clicked(payload) { pbx.call(payload.number); } });
"""


def app_of(name):
    return skeletons.app_of(name, APPS, BUSY)


def write(folder, name, *, typescript=False):
    skeletons.put(folder, connector(app_of(name), name, typescript=typescript).files)


@pytest.fixture
def emitted(packages):
    """Write a skeleton beside the installed library; return its folder."""
    with skeletons.beside(packages, write) as emit:
        yield emit


def passed(output):
    return {line.partition(" - ")[2] for line in output.splitlines() if line.startswith("ok ")}


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize(("name", "rows"), [("moved", 15), ("kiosk", 16), ("busy", 21)])
def test_the_contract_holds_on_salesforces_library(emitted, packages, name, rows, typescript):
    folder = emitted(name, typescript=typescript)
    if typescript:
        code, said = skeletons.node(folder, packages / "node_modules" / ".bin" / "tsc")
        assert (code, said) == (0, "")
    code, said = skeletons.node(folder, "node", "--test", "--test-reporter=tap", "connector.test.mjs")
    assert code == 0, said[-3000:]
    assert len(passed(said)) == rows


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        ("return this.held(found, true);", "return {};", "hold and resume"),
        ("|| this.ending.has(found.id)", "", "hang up: one event"),
        ("this.calls.delete(found.callId);", "", "hang up: one event"),
        ("call.callType !== Constants.CALL_TYPE.INBOUND", "false", "outbound"),
        ("enqueueNextState && ", "false && ", "status"),
        ("return new CallResult({ call: found });", "this.connected(found); return { call: found };", "accept"),
        ("await this.platform.start(connectorConfig);", "", "login"),
    ],
)
def test_the_contract_finds_what_is_broken(emitted, before, after, row):
    folder = emitted("moved")
    skeletons.break_in(folder / "connector.js", before, after)
    refused, said = skeletons.refuses(folder, "connector.test.mjs", row)
    assert refused, said


@pytest.mark.parametrize("name", ["moved", "busy"])
def test_eslints_recommended_rules_are_silent(emitted, packages, name):
    folder = emitted(name)
    (folder / "eslint.config.mjs").write_text(skeletons.RECOMMENDED, "utf-8")
    code, said = skeletons.node(folder, packages / "node_modules" / ".bin" / "eslint", ".")
    assert (code, said) == (0, "")


@pytest.mark.parametrize("name", ["moved", "kiosk", "busy"])
def test_check_is_silent_on_what_is_emitted(tmp_path, monkeypatch, name):
    write(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    app = build_app(Tree(["."]), Settings())
    assert judge(app, Settings()).findings == ()


def test_the_old_body_stands_at_its_method_and_capabilities_are_those_of_the_app():
    made = connector(app_of("busy"), "busy")
    text = made.files["connector.js"]
    assert "      hasMute: true,\n      hasRecord: true,\n      hasMerge: true,\n" in text
    at = text.index("  // Old app, clicked (busy.js:8; calls sforce.opencti.onClickToDial):\n")
    assert text.index("async dial(contact)") > at > text.index("async endCall(call)")
    assert "  //   function clicked(payload) { pbx.call(payload.number); }\n" in text
    assert "toggleMute (busy.js:2; by its name)" in text
    moved = connector(app_of("moved"), "moved")
    assert "hasMute: false" in moved.files["connector.js"]
    assert "async mute(" not in moved.files["connector.js"]
    assert "hold" in moved.missing
    assert "dial" in moved.filled


def test_custom_fields_of_the_log_go_with_the_call():
    files = connector(app_of("moved"), "moved").files
    assert "    Larch_Queue__c: found.data?.Larch_Queue__c ?? null,\n" in files["connector.js"]
    assert "additionalFields: additionalFields(found)," in files["connector.js"]
    assert "| `LarchLookup.findCaller` | number |" in files["NEEDS.md"]
    assert json.loads(files["package.json"])["dependencies"] == {"scv-connector-base": BASE}


@pytest.mark.parametrize(
    "hostile",
    [
        "*/ alert(1); /*",
        "@METHODS@ @NAME@ @: string@",
        "line\\u2028alert(1)",
        "`${process.exit(1)}`",
    ],
)
def test_what_the_old_app_says_stays_in_comments(hostile):
    text = f"sforce.opencti.onClickToDial({{ listener: function (p) {{ pbx('{hostile}', p); }} }});\n"
    text = text.replace("\\u2028", "\u2028")
    app = build_app_from_text("a.js", text.encode(), Settings())
    plain = connector(build_app_from_text("a.js", text.replace(hostile, "x").encode(), Settings()), "a").files
    made = connector(app, hostile).files["connector.js"]

    def code(body):
        return [line for line in body.splitlines() if not line.lstrip().startswith(("//", "*"))]

    assert code(made) == code(plain["connector.js"])


def test_methods_that_are_always_written_are_those_the_table_requires():
    from ctilint.emit.voice.bodies import ALWAYS, TELEPHONY, TOGETHER, VENDOR

    offered = {"getAgentConfig", "getVoiceCapabilities", "getActiveCalls"}
    required = {one.name for one in connector_methods() if one.required}
    assert required <= ALWAYS | offered
    assert {name for names in TOGETHER.values() for name in names} <= set(TELEPHONY)
    assert set(VENDOR) <= {one.name for one in connector_methods() if one.owner == "vendor"}


def test_an_app_without_anything_beside_its_code_needs_nothing():
    app = build_app_from_text("a.js", b"sforce.opencti.isSoftphonePanelVisible({});", Settings())
    text = needs_of(app, "a").text
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# What the connector of a needs",
        "## Where the calls of the app went",
    ]
    assert "| `sforce.opencti.isSoftphonePanelVisible` | " in text
    nothing = build_app_from_text("a.js", b"let a = 1;", Settings())
    assert (
        needs_of(nothing, "a").text == "# What the connector of a needs\n\nNothing of the kind was found in the app.\n"
    )


def test_the_list_says_where_each_call_went():
    text = connector(app_of("moved"), "moved").files["NEEDS.md"]
    at = next(line for line in text.splitlines() if line.startswith("| `sforce.opencti.onClickToDial` |"))
    assert at.split(" | ")[1] == "dial"
    pop = next(line for line in text.splitlines() if line.startswith("| `sforce.opencti.searchAndScreenPop` |"))
    assert pop.split(" | ")[1] not in {"dial", ""}


def test_the_events_of_the_platform_stand_where_a_call_rings():
    text = connector(app_of("moved"), "moved").files["connector.js"]
    at = text.index("  // Old app, onmessage (")
    assert text.index("/** Say to Salesforce that a call rings. */") < at < text.index("  rings(found) {")


# The command


def test_a_folder_is_written_once_and_again_where_nothing_was_changed(tmp_path, monkeypatch, capsys):
    shutil.copytree(APPS["moved"], tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--voice", "connector", "--from", "old", "-o", "new"]) == 0
    said = capsys.readouterr().err
    assert "ctilint: filled from the app: acceptCall, endCall, dial, init, logout, handleMessage\n" in said
    assert "ctilint: no function of the app was found for " in said
    assert sorted(os.listdir("new")) == [
        "NEEDS.md", "connector.js", "connector.test.mjs", "contact-center", "main.js", "package.json", "platform.js",
    ]  # fmt: skip
    assert run(["emit", "--voice", "connector", "--from", "old", "-o", "new"]) == 0
    assert "ctilint: left as it is: new/package.json\n" in capsys.readouterr().err
    with open("new/platform.js", "a", encoding="utf-8") as file:
        file.write("// mine\n")
    assert run(["emit", "--voice", "connector", "--from", "old", "-o", "new"]) == 2
    assert "platform.js" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["-o", "new"], "--voice needs --from APP"),
        (["--from", "old"], "--voice needs -o FOLDER"),
        (["--from", "old", "-o", "old/softphone.js"], "'old/softphone.js' is a file"),
        (["--from", "old", "-o", "new", "--dialect", "lightning"], "--voice takes its form from the app"),
    ],
)
def test_a_wrong_call_is_refused(tmp_path, monkeypatch, capsys, more, says):
    shutil.copytree(APPS["moved"], tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--voice", "connector", *more]) == 2
    assert says in capsys.readouterr().err
