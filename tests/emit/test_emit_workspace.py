"""A workspace app emitted from an app: filled from it, silent under check and prove, right with Amazon's packages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import emitted_skeletons as skeletons
import pytest

from ctilint.cli import run
from ctilint.emit.voice.workspace import class_name, workspace
from ctilint.emit.voice.workspace_bodies import CONTROLS, CORE, EVENTS, TESTS
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.rulebook.skeletons import parts
from ctilint.rulebook.tables import api
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
APPS = {"moved": FIXTURES / "moved-softphone" / "old", "streams": FIXTURES / "connect-streams-softphone"}
BUSY = """
function blindTransfer(n) { pbx.move(n); } function conferenceCall() { pbx.join(); }
function setState(s) { pbx.status(s); } function hang_up() { pbx.end(); } function answer() { pbx.take(); }
function rejectCall() { pbx.no(); } function wrapUp() { pbx.done(); }
function holdCall() { pbx.hold(); } function resumeCall() { pbx.unhold(); }
connect.contact(function (contact) {
  contact.onConnecting(function rings() {
    show(contact.getAttributes(), contact.getQueue(), contact.getActiveInitialConnection());
  });
  contact.onPending(function waits(c) { show(c); }); contact.onMissed(function missed(c) { show(c); });
  contact.onError(function broken(c) { show(c); });
});
connect.agent(function (agent) {
  agent.onStateChange(function turned(s) { show(s); }); agent.onEnqueuedNextState(function next(a) { show(a); });
  agent.onWebSocketConnectionLost(function lost() { show("lost"); });
});
sforce.opencti.onClickToDial({ listener: function clicked(payload) { pbx.call(payload.number); } });
"""


def app_of(name):
    return skeletons.app_of(name, APPS, BUSY)


def write(folder, name, *, typescript=False):
    skeletons.put(folder, workspace(app_of(name), name, typescript=typescript).files)


@pytest.fixture(scope="session")
def packages(npm_install):
    return npm_install("ctilint-test-workspace", skeletons.WORKSPACE_PACKAGES, CORE)


@pytest.fixture
def emitted(packages):
    """Write an app beside the installed packages; return its folder."""
    with skeletons.beside(packages, write) as emit:
        yield emit


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize(("name", "rows"), [("moved", 11), ("streams", 10), ("busy", 29)])
def test_the_contract_holds_on_amazons_packages(emitted, packages, name, rows, typescript):
    folder = emitted(name, typescript=typescript)
    if typescript:
        assert skeletons.node(folder, packages / "node_modules" / ".bin" / "tsc") == (0, "")
    code, said = skeletons.node(folder, "node", "--test", "--test-reporter=tap", "workspace.test.mjs")
    assert code == 0, said[-3000:]
    assert len(re.findall(r"^ok ", said, re.MULTILINE)) == rows


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        ("this.contacts.offConnected(this.connected);", "", "when the app goes"),
        ("this.contacts.offConnected(this.connected);", "this.contacts.offConnected(() => {});", "when the app goes"),
        ("this.contacts.onCleared(this.cleared);", "", "each topic is listened to once"),
        ("this.contactId = event.contactId;", "", "accept"),
        ("await this.contacts.accept(this.current());", "this.contacts.accept(this.current());", "accept"),
        ("      this.failed(error);\n    }\n  };", "    }\n  };", "an event that lacks"),
    ],
)
def test_the_contract_finds_what_is_broken(emitted, before, after, row):
    folder = emitted("moved")
    skeletons.break_in(folder / "workspace.js", before, after)
    refused, said = skeletons.refuses(folder, "workspace.test.mjs", row)
    assert refused, said


@pytest.mark.parametrize("name", ["moved", "busy"])
def test_eslints_recommended_rules_are_silent(emitted, packages, name):
    folder = emitted(name)
    (folder / "eslint.config.mjs").write_text(skeletons.RECOMMENDED, "utf-8")
    assert skeletons.node(folder, packages / "node_modules" / ".bin" / "eslint", ".") == (0, "")


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize("name", ["moved", "streams", "busy"])
def test_check_is_silent_on_what_is_emitted_and_knows_its_listeners(tmp_path, monkeypatch, name, typescript):
    write(tmp_path, name, typescript=typescript)
    monkeypatch.chdir(tmp_path)
    app = build_app(Tree(["."]), Settings())
    assert judge(app, Settings()).findings == ()
    heard = {one.call.name for window in app.windows for one in window.registrations}
    assert {"ContactClient#onConnecting", "ContactClient#onConnected", "ContactClient#onCleared"} <= heard


@pytest.mark.parametrize("name", ["moved", "busy"])
def test_prove_finds_nothing_in_what_is_emitted(tmp_path, monkeypatch, capsys, name):
    write(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    assert run(["prove", "."]) == 0
    assert " 0 failed" in capsys.readouterr().out


def test_handlers_stand_at_their_listeners_and_controls_at_their_methods():
    text = workspace(app_of("busy"), "busy").files["workspace.js"]
    rings = text.index("  // Old app, rings (busy.js:7; calls Contact#onConnecting):\n")
    assert text.index("/** A contact rings at the agent's, or is dialled. */") < rings
    assert rings < text.index("  connecting = async (event) => {")
    assert "rejectCall (busy.js:4; by its name)" in text
    assert text.index("// Old app, clicked (busy.js:") < text.index("  async dial(number) {")
    assert "this.voice.getInitialCustomerPhoneNumber(this.current())" in text


def test_a_name_that_says_that_something_was_done_does_nothing():
    text = workspace(app_of("streams"), "streams").files["workspace.js"]
    assert "Old app, answered" not in text
    assert "async accept()" not in text


def test_the_list_says_what_salesforce_does_no_more():
    text = workspace(app_of("moved"), "moved").files["NEEDS.md"]
    assert "# What the workspace app of moved needs" in text
    assert "| `sforce.opencti.saveLog` | " in text


@pytest.mark.parametrize(("given", "name"), [("desk", "DeskWorkspace"), ("7 up", "App7UpWorkspace")])
def test_the_class_has_a_name(given, name):
    assert class_name(given) == name


@pytest.mark.parametrize("hostile", ["*/ alert(1); /*", "@LISTENERS@ @: string@", "${process.exit(1)}"])
def test_what_the_old_app_says_stays_in_comments(hostile):
    text = 'sforce.console.cti.onCallEnd(function (r) { pbx("HOSTILE", r); });\n'
    code = []
    for said in (hostile, "x"):
        app = build_app_from_text("a.js", text.replace("HOSTILE", said).encode(), Settings())
        script = workspace(app, said).files["workspace.js"]
        code.append([line for line in script.splitlines() if not line.lstrip().startswith(("//", "*", "export"))])
    assert code[0] == code[1]


def test_the_table_of_parts_and_the_bodies_agree():
    rows = parts("workspace")
    known = set(api("connect-sdk"))
    assert {row.event for row in rows if row.event} <= known
    assert {row.off for row in rows if row.event} <= known
    assert {row.call for row in rows if row.call} <= known
    assert {row.name for row in rows if row.event} == set(EVENTS)
    assert {row.name for row in rows if row.call} == set(CONTROLS) == set(TESTS)


def test_the_command_writes_an_app(tmp_path, monkeypatch, capsys):
    shutil.copytree(APPS["streams"], tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    assert run(["emit", "--voice", "agent-workspace", "--from", "old", "-o", "new"]) == 0
    assert "ctilint: filled from the app: connected, afterWork, stateChanged, dial\n" in capsys.readouterr().err
    assert run(["emit", "--voice", "agent-workspace", "--from", "old", "-o", "new", "--typescript"]) == 0
