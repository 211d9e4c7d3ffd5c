"""Whole calls: the vendor's side rings, answers, holds and ends; what the app does on the way is seen."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest

from ctilint.prove import Options, WindowRun, as_text, prove_app
from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.outcome import ScenarioRun
from ctilint.prove.play.scenarios import BUILT_IN

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
STREAMS = '<script src="https://cdn.example/connect-streams-min.js"></script>'
CALLS = ("inbound-call", "outbound-call", "transfer", "agent-states", "two-softphones", "session-end")
LOG = "sforce.opencti.saveLog({ value: { Subject: 'Call' }, callback() {} });"
POP = "sforce.opencti.searchAndScreenPop({ searchParams: '+1', callType: 'inbound', callback() {} });"


def played(make_app: Any, name: str, files: dict[str, str]) -> ScenarioRun:
    chosen = tuple(one for one in BUILT_IN if one.name == name)
    (run,) = prove_app(make_app(files), Options(scenarios=chosen))
    (one,) = run.scenarios
    assert not one.played.limit
    return one


def page(code: str, more: str = "") -> dict[str, str]:
    return {"index.html": f"{LIBRARY}{more}<script>{code}</script>"}


def calls(one: ScenarioRun) -> list[tuple[str, str]]:
    """Return what was called, each with the action of its step."""
    return [(one.scenario.steps[record.step]["do"], record.text("name")) for record in one.played.of("call")]


def said(one: ScenarioRun) -> list[tuple[str, str]]:
    return [
        (one.scenario.steps[record.step]["do"], record.text("value").replace('"', ""))
        for record in one.played.of("console")
    ]


STREAMS_APP = f"""
let current = null;
connect.agent(function (agent) {{
  agent.onStateChange(function (change) {{ console.log(change.oldState, change.newState); }});
  sforce.opencti.onClickToDial({{ listener: function (call) {{ agent.connect(connect.Endpoint.byPhoneNumber(call.number), {{ success() {{}}, failure() {{}} }}); }} }});
  console.log(agent.getContacts().length);
}});
connect.contact(function (contact) {{
  current = contact;
  console.log(contact.getStatus().type, contact.getConnections().length, contact.isInbound());
  if (contact.isInbound()) {{ {POP} }}
  contact.onConnected(function (one) {{ console.log(one.getStatus().type); }});
  contact.onRefresh(function (one) {{ const part = one.getAgentConnection(); if (part && part.isOnHold()) {{ console.log('held'); }} if (one.getThirdPartyConnections().length) {{ console.log('joined'); }} }});
  contact.onEnded(function () {{ {LOG} }});
}});
sforce.opencti.enableClickToDial({{ callback() {{}} }});
"""


def test_a_call_of_streams_goes_from_ring_to_log(make_app: Any) -> None:
    one = played(make_app, "inbound-call", page(STREAMS_APP, STREAMS))
    assert one.passed
    deeds = [(step, name) for step, name in calls(one) if step != "start"]
    assert deeds == [("ring", "sforce.opencti.searchAndScreenPop"), ("hang-up", "sforce.opencti.saveLog")]
    assert said(one) == [
        ("start", "0"),
        ("ring", "connecting, 1, true"),
        ("accept", "connected"),
        ("accept", "Offline, Busy"),
        ("hold", "held"),
        ("hang-up", "Busy, AfterCallWork"),
        ("wrap-up", "AfterCallWork, Available"),
    ]


def test_a_call_that_is_dialled_goes_from_click_to_log(make_app: Any) -> None:
    one = played(make_app, "outbound-call", page(STREAMS_APP, STREAMS))
    assert one.passed
    deeds = [(step, name) for step, name in calls(one) if step != "start"]
    assert deeds == [("click-to-dial", "Agent#connect"), ("hang-up", "sforce.opencti.saveLog")]
    assert ("click-to-dial", "connecting, 1, false") in said(one)
    assert ("accept", "connected") in said(one)


def test_a_transfer_is_seen_and_played_only_where_the_app_has_it(make_app: Any) -> None:
    one = played(make_app, "transfer", page(STREAMS_APP, STREAMS))
    assert one.passed
    assert ("transfer", "joined") in said(one)
    without = "connect.contact(function (contact) { contact.onEnded(function () {}); });"
    one = played(make_app, "transfer", page(without, STREAMS))
    assert one.outcome is Outcome.NOTHING


def test_what_the_agent_presses_moves_the_call_on_once(make_app: Any) -> None:
    buttons = '<button onclick="current.accept()">Accept</button><input type="button" value="Hold" onclick="current.getAgentConnection().hold()"><button title="Hang up" onclick="current.getAgentConnection().destroy()"></button>'
    one = played(make_app, "inbound-call", page(STREAMS_APP, STREAMS + buttons))
    assert one.passed
    deeds = [(step, name) for step, name in calls(one) if step not in {"start", "ring"}]
    assert deeds == [
        ("accept", "Contact#accept"),
        ("hold", "BaseConnection#hold"),
        ("hang-up", "BaseConnection#destroy"),
        ("hang-up", "sforce.opencti.saveLog"),
    ]
    assert said(one).count(("accept", "connected")) == 1


def test_the_state_of_the_agent_changes(make_app: Any) -> None:
    one = played(make_app, "agent-states", page(STREAMS_APP, STREAMS))
    assert one.passed
    assert [text for step, text in said(one) if step == "agent-state"] == [
        "Offline, Available",
        "Available, Break",
        "Break, Offline",
    ]


VENDORS = {
    "a stand-in that names its events": f"const sdk = new Vendor.Softphone(); sdk.on('incomingCall', function () {{ {POP} }}); sdk.on('callEnded', function () {{ {LOG} }});",
    "an object of callbacks": f"Vendor.init({{ onCallRinging: function () {{ {POP} }}, onHangup: function () {{ {LOG} }} }});",
    "one event for all, told apart by a field": f"Vendor.subscribe('calls', function (m) {{ if (m.call.state === 'RINGING') {{ {POP} }} else if (m.call.state === 'ENDED') {{ {LOG} }} }});",
    "a socket": f"const s = new WebSocket('wss://v.example'); s.onmessage = function (e) {{ const m = JSON.parse(e.data); switch (m.type) {{ case 'ringing': {POP} break; case 'hangup': {LOG} break; }} }};",
    "a message": f"window.addEventListener('message', function (e) {{ if (e.data.event === 'call_incoming') {{ {POP} }} if ('call_ended' === e.data.event) {{ {LOG} }} }});",
}


@pytest.mark.parametrize("code", VENDORS.values(), ids=VENDORS)
def test_a_vendor_nobody_knows_is_driven_by_what_the_app_listens_to(make_app: Any, code: str) -> None:
    one = played(make_app, "inbound-call", page(code, '<script src="https://cdn.example/vendor.js"></script>'))
    assert one.passed, one.problems
    assert calls(one) == [("ring", "sforce.opencti.searchAndScreenPop"), ("hang-up", "sforce.opencti.saveLog")]


def test_a_connector_is_asked_what_the_base_asks(make_app: Any) -> None:
    methods = "".join(
        f"{name}() {{ console.log('{name}'); return Promise.resolve({{}}); }} "
        for name in ("acceptCall", "hold", "resume", "endCall", "wrapUpCall", "dial", "conference", "addParticipant")
    )
    code = f"import {{ initializeConnector, VendorConnector, TelephonyConnector }} from 'scv-connector-base'; class T extends TelephonyConnector {{ {methods} getActiveCalls() {{ return Promise.resolve({{}}); }} }} class V extends VendorConnector {{ init() {{ return Promise.resolve({{}}); }} getTelephonyConnector() {{ return Promise.resolve(new T()); }} }} initializeConnector(new V());"
    one = played(make_app, "inbound-call", {"main.js": code})
    assert [(step, text) for step, text in said(one) if step != "start"] == [
        ("accept", "acceptCall"),
        ("hold", "hold"),
        ("resume", "resume"),
        ("hang-up", "endCall"),
        ("wrap-up", "wrapUpCall"),
    ]
    one = played(make_app, "transfer", {"main.js": code})
    assert [text for _, text in said(one)][1:3] == ["addParticipant", "conference"]


def test_the_console_hears_a_call_begin_and_end(make_app: Any) -> None:
    code = "sforce.console.cti.onCallBegin(function (r) { console.log(r.id); }); sforce.console.cti.onCallEnd(function (r) { console.log(r.duration); }); sforce.console.cti.onCallLogSaved(function (r) { console.log(r.id); });"
    text = f'<script src="/support/console/60.0/integration.js"></script><script>{code}</script>'
    one = played(make_app, "inbound-call", {"index.html": text})
    assert said(one) == [("ring", "call-1"), ("hang-up", "65"), ("wrap-up", "call-1")]


TABS = f"""
const channel = new BroadcastChannel('phones');
channel.onmessage = function (e) {{ console.log('heard', e.data.who); }};
window.addEventListener('storage', function (e) {{ console.log('stored', e.key, e.newValue); }});
const mine = localStorage.getItem('leader') ? 'second' : 'first';
localStorage.setItem('leader', mine);
channel.postMessage({{ who: mine }});
sessionStorage.setItem('own', (sessionStorage.getItem('own') || '') + mine);
console.log(sessionStorage.getItem('own'));
connect.contact(function (contact) {{ IF {POP} }});
"""


def test_two_tabs_share_storage_and_channels_and_each_acts(make_app: Any) -> None:
    one = played(make_app, "two-softphones", page(TABS.replace("IF", ""), STREAMS))
    assert one.passed
    assert said(one) == [
        ("start", "first"),
        ("second-softphone", "stored, leader, second"),
        ("second-softphone", "heard, second"),
        ("second-softphone", "second"),
    ]
    assert [problem.message for problem in one.problems] == [
        "both tabs called sforce.opencti.searchAndScreenPop for the same call: nothing lets one of them do it"
    ]
    assert "in the second tab, event connect.contact" in as_text((window(one),), verbose=True)


def test_a_tab_that_leads_acts_alone(make_app: Any) -> None:
    one = played(make_app, "two-softphones", page(TABS.replace("IF", "if (mine === 'first')"), STREAMS))
    assert [record.fields.get("tab") for record in one.played.of("call") if record.step] == [None]
    assert not one.problems


def window(one: ScenarioRun) -> WindowRun:
    from ctilint.understand.model import Window

    class Root:
        root, kind = "index.html", "page"

    shown: Window = Root()  # type: ignore[assignment]
    return WindowRun(shown, "run", (), (one,))


def test_a_session_that_ends_is_told_and_the_org_refuses(make_app: Any) -> None:
    code = """
    connect.core.onAuthFail(function () { console.log('auth'); });
    const s = new WebSocket('wss://v.example'); s.onclose = function (e) { console.log('closed', e.code); };
    connect.contact(function (contact) { contact.onEnded(function () {
      sforce.opencti.saveLog({ value: { Subject: 'x' }, callback(a) { console.log(a.success); } });
      fetch('/log').then(function (r) { console.log(r.status, r.statusText); }); }); });"""
    one = played(make_app, "session-end", page(code, STREAMS))
    assert one.passed
    assert sorted(said(one)) == [
        ("end-session", "auth"),
        ("end-session", "closed, 4001"),
        ("hang-up", "401, Unauthorized"),
        ("hang-up", "false"),
    ]


def test_an_app_that_fails_without_a_session_is_told(make_app: Any) -> None:
    code = "connect.contact(function (contact) { contact.onEnded(function () { sforce.opencti.saveLog({ value: { Subject: 'x' }, callback(a) { console.log(a.returnValue.recordId); } }); }); });"
    one = played(make_app, "session-end", page(code, STREAMS))
    assert one.outcome is Outcome.FAILED
    (problem,) = one.problems
    assert (problem.kind, one.scenario.steps[problem.step]["do"]) == ("threw", "hang-up")


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("connect.agent(function (agent) { console.log(agent.getContacts()[0].getContactId()); });", ["threw"]),
        ("connect.agent(function (agent) { const all = agent.getContacts(); console.log(all.length); });", []),
        ("connect.contact(function (c) { console.log(c.getInitialConnection().getAddress()); });", ["threw", "threw"]),
        (
            "connect.contact(function (c) { const i = c.getInitialConnection(); console.log(i && i.getAddress()); });",
            [],
        ),
        (
            "sforce.opencti.onClickToDial({ listener() { sforce.opencti.getAppViewInfo({ callback(a) { console.log(a.returnValue.recordId.slice(0, 3)); } }); } });",
            ["threw"],
        ),
    ],
)
def test_empty_answers_are_among_the_gaps(make_app: Any, code: str, kinds: list[str]) -> None:
    one = played(make_app, "gaps", page(code, STREAMS))
    assert sorted({(problem.kind, problem.step) for problem in one.problems if problem.kind == "threw"}) == sorted(
        {(problem.kind, problem.step) for problem in one.problems}
    )
    assert bool(one.problems) is bool(kinds)
    assert one.passed is not bool(kinds)


@pytest.mark.parametrize("name", CALLS)
def test_a_page_that_no_vendor_reaches_has_no_call_to_play(make_app: Any, name: str) -> None:
    one = played(make_app, name, page("sforce.opencti.onNavigationChange({ listener() {} });"))
    assert one.outcome is Outcome.NOTHING
