"""Behaviour that the emitted test leaves out, against a small Salesforce of these tests' own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from ctilint.emit import plan, render

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")

PAGE = """
const said = [];
const hosts = {};
const heard = [];
const lists = {};
const answer = (callback, value) => callback && setTimeout(() => callback(value), 1);
const ok = (more) => Object.assign({ success: true, errors: null, returnValue: null }, more);
globalThis.window = {
  parent: {},
  location: { search: '?sfdcIframeOrigin=x' },
  addEventListener: (type, listener) => (hosts[type] = hosts[type] || new Set()).add(listener),
  removeEventListener: (type, listener) => hosts[type] && hosts[type].delete(listener),
};
globalThis.document = { visibilityState: 'visible' };
const listen = (name) => (given) => { (lists[name] = lists[name] || []).push(given.listener || given); };
const lightning = {
  onClickToDial: listen('dial'),
  onNavigationChange: listen('navigation'),
  enableClickToDial: (a) => { heard.push('on'); answer(a.callback, ok()); },
  disableClickToDial: (a) => { heard.push('off'); answer(a.callback, ok()); },
  getAppViewInfo: (a) => answer(a.callback, ok({ returnValue: { recordId: '001A00000000001AAA' } })),
  subscribe: (a) => { listen('message')(a); answer(a.callback, ok({ subscription: 'S1' })); },
  unsubscribe: (a) => { heard.push('end ' + a.subscription); answer(a.callback, ok()); },
};
const fire = (name, payload) => (lists[name] || []).forEach((one) => one(payload));
const wait = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));
const load = () => { new Function(text)(); return window.ctiSubscriptions; };
const report = (what, problem) => said.push(what + ': ' + (problem && problem.message || JSON.stringify(problem)));
"""


def play(tmp_path: Path, scenario: str, **given: object) -> object:
    """Run ``scenario`` with a module of the form script in place; return what it hands to ``done``."""
    assert NODE is not None
    module = render(plan(form="script", **given)).module  # type: ignore[arg-type]
    script = tmp_path / "scenario.mjs"
    end = "const done = (value) => { console.log('\\n=> ' + JSON.stringify(value)); process.exit(0); };"
    script.write_text(f"const text = {json.dumps(module)};\n{PAGE}\n{end}\n{scenario}", "utf-8")
    ran = subprocess.run([NODE, script], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    result: object = json.loads(ran.stdout.rpartition("=> ")[2])
    return result


def test_it_starts_by_itself_and_waits_for_a_library_that_comes_late(tmp_path: Path) -> None:
    scenario = """
    load();
    await wait();
    window.sforce = { opencti: lightning };
    await wait(120);
    done([lists.dial.length, lists.navigation.length, heard]);
    """
    assert play(tmp_path, scenario) == [1, 1, ["on"]]


def test_the_file_loaded_twice_registers_once(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    const first = load();
    const second = load();
    await wait(80);
    done([first === second, lists.dial.length, heard]);
    """
    assert play(tmp_path, scenario) == [True, 1, ["on"]]


def test_stop_before_the_library_came_ends_the_wait_for_good(tmp_path: Path) -> None:
    scenario = """
    const cti = load();
    const started = cti.start({ report });
    cti.stop();
    await started;
    window.sforce = { opencti: lightning };
    await wait(120);
    done([Object.keys(lists), heard, said, hosts.pagehide.size]);
    """
    assert play(tmp_path, scenario) == [[], [], [], 0]


def test_a_subscription_that_is_answered_after_stop_is_ended(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    const cti = load();
    await cti.start({ report });
    cti.stop();
    await wait();
    done([heard, said]);
    """
    assert play(tmp_path, scenario, channels=["Calls__c"]) == [["on", "off", "end S1"], []]


def test_a_step_of_stopping_that_fails_does_not_keep_the_others_from_being_done(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    lightning.disableClickToDial = () => { throw new Error('gone'); };
    const cti = load();
    await cti.start({ report });
    await wait();
    cti.stop();
    done([heard, said]);
    """
    expected = [["on", "end S1"], ["switching click-to-dial off: gone"]]
    assert play(tmp_path, scenario, channels=["Calls__c"]) == expected


def test_the_record_of_the_active_call_and_a_page_without_a_record_concern_the_softphone(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    const cti = load();
    const got = [];
    cti.handlers.onNavigationChange = (payload) => got.push(payload.recordId || payload.url);
    await cti.start({ report });
    cti.setActiveCall('001A00000000002');
    fire('navigation', { recordId: '001A00000000002AAA' });
    fire('navigation', { url: '/lightning/o/Contact/list' });
    await wait(60);
    cti.setActiveCall(null);
    fire('navigation', { recordId: '001A00000000002AAA' });
    await wait(60);
    done([got, said]);
    """
    assert play(tmp_path, scenario) == [["001A00000000002AAA", "/lightning/o/Contact/list"], []]


def test_a_record_that_is_neither_in_view_nor_in_the_call_is_left_alone(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    const cti = load();
    const got = [];
    cti.handlers.onNavigationChange = (payload) => got.push(payload.recordId);
    await cti.start({ report });
    fire('navigation', { recordId: '001A00000000002AAA' });
    fire('navigation', { recordId: '001A00000000001AAA' });
    await wait(60);
    done([got, said]);
    """
    assert play(tmp_path, scenario) == [["001A00000000001AAA"], []]


def test_an_answer_that_never_comes_does_not_hold_up_the_events_behind_it(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    lightning.getAppViewInfo = () => {};
    const cti = load();
    const got = [];
    cti.handlers.onNavigationChange = () => got.push('navigation');
    cti.handlers.onClickToDial = (payload) => got.push(payload.number);
    await cti.start({ report });
    fire('navigation', { recordId: '001A00000000002AAA' });
    fire('dial', { number: 123 });
    await wait(2100);
    done([got, said]);
    """
    said = ["navigation change: asking for the page in view took longer than 2 s"]
    assert play(tmp_path, scenario) == [["123"], said]


def test_a_handler_that_rejects_is_reported_and_so_is_a_bad_payload(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { opencti: lightning };
    const cti = load();
    cti.handlers.onClickToDial = async () => { throw new Error('busy'); };
    await cti.start({ report });
    fire('dial', undefined);
    fire('dial', { number: 1 });
    await wait(60);
    done(said.map((line) => line.slice(0, 24)));
    """
    assert play(tmp_path, scenario) == ["click-to-dial: no number", "click-to-dial: busy"]


def test_outside_a_softphone_it_says_so(tmp_path: Path) -> None:
    scenario = """
    window.parent = window;
    window.location.search = '';
    const cti = load();
    cti.start().catch((problem) => done(problem.message));
    """
    assert "outside a softphone" in str(play(tmp_path, scenario))


def test_classic_that_never_answers_was_started_outside_a_softphone(tmp_path: Path) -> None:
    scenario = """
    const interaction = { cti: {}, isInConsole() {}, onFocus: () => heard.push('focus') };
    window.sforce = { interaction };
    const cti = load();
    cti.start({ wait: 50, report }).catch((problem) => done([heard, problem.message]));
    """
    asked = "the answer to asking for the console (was the page started outside a softphone?)"
    said = f"{asked} took longer than 0.05 s"
    assert play(tmp_path, scenario, dialects=["classic"], events=["onFocus"]) == [["focus"], said]


def test_the_console_toolkit_outside_a_console_says_so(tmp_path: Path) -> None:
    scenario = """
    window.sforce = { console: { isInConsole: () => false } };
    const cti = load();
    cti.start({ wait: 50 }).catch((problem) => done(problem.message));
    """
    assert play(tmp_path, scenario, dialects=["console"]) == "this page is not in a console"


CONSOLE = """
const tabs = { enclosing: 'T1', focused: 'T1' };
window.sforce = { console: {
  isInConsole: () => true,
  addEventListener: (type, listener) => { (lists[type] = lists[type] || []).push(listener); },
  removeEventListener: (type, listener) => { lists[type] = lists[type].filter((one) => one !== listener); },
  getEnclosingPrimaryTabId: (callback) => answer(callback, { success: true, id: tabs.enclosing }),
  getFocusedPrimaryTabId: (callback) => answer(callback, { success: true, id: tabs.focused }),
} };
const cti = load();
const got = [];
cti.handlers.onAcmeRing = (payload) => got.push(payload);
await cti.start({ report });
"""


def test_a_component_acts_only_while_its_tab_is_in_front(tmp_path: Path) -> None:
    scenario = f"""{CONSOLE}
    fire('acme:ring', {{ message: '{{"n":1}}' }});
    await wait();
    tabs.focused = 'T2';
    fire('acme:ring', {{ message: '{{"n":2}}' }});
    await wait();
    tabs.enclosing = '';
    fire('acme:ring', {{ message: 'plain' }});
    await wait();
    cti.stop();
    done([got, said, lists['acme:ring'].length]);
    """
    given = {"dialects": ["console"], "events": ["acme:ring"]}
    assert play(tmp_path, scenario, **given) == [[{"n": 1}, {"message": "plain"}], [], 0]


SINK = """
lightning.onNavigationChange = listen('navigation');
window.sforce = { opencti: lightning };
const cti = load();
"""


def test_the_event_sink_form_is_fulfilled_with_real_calls(tmp_path: Path) -> None:
    scenario = f"""{SINK}
    const got = [];
    const mine = (payload) => got.push(payload.number);
    await cti.start({{ report }});
    cti.subscribe({{ eventType: onClickToDial, listener: mine, callback: (a) => got.push(a.success) }});
    cti.subscribe({{ eventType: 'onClickToDial', listener: mine }});
    fire('dial', {{ number: '1' }});
    await wait();
    cti.unsubscribe({{ eventType: window.onClickToDial, listener: mine }});
    fire('dial', {{ number: '2' }});
    await wait();
    cti.unsubscribe({{ eventType: 'onClickToDial' }});
    await wait();
    done([got, lists.dial.length, heard]);
    """.replace("eventType: onClickToDial", "eventType: window.onClickToDial")
    assert play(tmp_path, scenario, dialects=["event-sink"]) == [[True, "1"], 1, ["on", "off"]]


def test_where_salesforce_has_no_status_event_it_says_so_once(tmp_path: Path) -> None:
    scenario = f"""{SINK}
    await cti.start({{ report }});
    await cti.start({{ report }});
    await wait();
    done(said.length === 1 && /no event for it outside a console/.test(said[0]));
    """
    assert play(tmp_path, scenario, dialects=["event-sink"]) is True


def test_the_telephone_systems_own_status_event_can_be_joined(tmp_path: Path) -> None:
    scenario = f"""{SINK}
    const got = [];
    let tell;
    let ended = 0;
    cti.handlers.onAgentStatusChange = (payload) => got.push(payload.statusName);
    await cti.start({{ report, agentStatus: (listener) => {{ tell = listener; return () => {{ ended += 1; }}; }} }});
    tell({{ statusName: 'Available' }});
    await wait();
    cti.stop();
    cti.stop();
    done([got, ended, said]);
    """
    assert play(tmp_path, scenario, dialects=["event-sink"]) == [["Available"], 1, []]


def test_an_unknown_event_sink_is_refused_with_what_is_there(tmp_path: Path) -> None:
    scenario = f"""{SINK}
    const tried = (work) => {{ try {{ work(); return ''; }} catch (problem) {{ return problem.message; }} }};
    done([
      tried(() => cti.subscribe({{ eventType: 'onDoorbell', listener() {{}} }})),
      tried(() => cti.subscribe({{ eventType: 'toString', listener() {{}} }})),
      tried(() => cti.subscribe({{ eventType: 'onClickToDial', listener: 'x' }})),
      tried(() => cti.unsubscribe({{ eventType: 'onDoorbell' }})),
    ]);
    """
    expected = "expected onClickToDial, onNavigationChange, onAgentStatusChange"
    assert play(tmp_path, scenario, dialects=["event-sink"]) == [
        f"no event onDoorbell: {expected}",
        f"no event toString: {expected}",
        "the listener of onClickToDial must be a function",
        f"no event onDoorbell: {expected}",
    ]
