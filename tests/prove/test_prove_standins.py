"""What the app does not bring: it bears everything, is listed, and never makes a scenario fail."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest
from conftest import lines

from ctilint.prove import Options, prove_app
from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.outcome import WindowRun
from ctilint.prove.play.scenarios import BUILT_IN, Scenario

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
CDN = '<script src="https://cdn.example/vendor.js"></script>'
ON_DIAL = "sforce.opencti.enableClickToDial(); sforce.opencti.onClickToDial({ listener: function (p) { %s } });"


def run_of(make_app: Any, files: dict[str, str], root: str, **options: Any) -> WindowRun:
    return next(run for run in prove_app(make_app(files), Options(**options)) if run.window.root == root)


@pytest.mark.parametrize(
    "script",
    [
        "Vendor.start({ key: 1 }).then(function () { console.log('on'); });",
        "new Vendor.Phone('id').on('ready', function () {}); console.log('on');",
        "for (var one of Vendor.list()) { console.log('never'); } console.log('on');",
        "(async function () { await Vendor.login(); console.log('on'); })();",
        "class Mine extends Vendor.Base { constructor() { super(); this.x = 1; } go() { this.ask(); console.log('on'); } } new Mine().go();",
        "JSON.parse(Vendor.text()); Object.keys(Vendor.all); console.log('on');",
        "'' + Vendor.number; Vendor.count * 2; Vendor.a.b.c = 1; delete Vendor.a; console.log('on');",
        "Vendor.setup(function () { Vendor.login(function () { console.log('on'); }); });",
        "require(['jquery', 'app'], function ($, app) { $('#a').hide(); console.log('on'); });",
    ],
)
def test_a_stand_in_bears_what_is_done_with_it(play: Any, script: str) -> None:
    loader = "var require = Loader.require;" if script.startswith("require") else ""
    played = play(f"{CDN}{LIBRARY}<script>{loader}{script}</script>")
    assert [record.text("message") for record in played.of("uncaught", "rejected")] == []
    assert lines(played) == ["on"]


def test_a_stand_in_is_listed(play: Any) -> None:
    played = play(f"{CDN}{LIBRARY}<script>Vendor.start(); Other.x;</script>")
    assert [record.text("what") for record in played.of("stand-in")] == ["Vendor", "Other"]


def test_without_a_missing_script_a_missing_name_is_an_error(play: Any) -> None:
    (error,) = play(f"{LIBRARY}<script>Vendor.start();</script>").of("uncaught")
    assert error.text("message") == "ReferenceError: 'Vendor' is not defined" or "Vendor is not defined" in error.text(
        "message"
    )


def test_what_the_app_brings_is_no_stand_in(play: Any) -> None:
    played = play(
        f"{CDN}{LIBRARY}<script>window.Vendor = {{ start: function () {{ return 7; }} }}; console.log(Vendor.start());</script>"
    )
    assert lines(played) == ["7"]


def test_a_failure_that_a_stand_in_caused_is_not_run(make_app: Any) -> None:
    script = ON_DIAL % "Vendor.list()[0].x; throw new Error(Vendor.last);"
    run = run_of(make_app, {"a.html": f"{CDN}{LIBRARY}<script>{script}</script>"}, "a.html", scenarios=BUILT_IN[:1])
    assert run.scenarios[0].outcome is Outcome.NOT_RUN
    assert "a stand-in for Vendor may have caused it" in run.scenarios[0].reason
    script = ON_DIAL % "Vendor.list();\n p.number.none.x;"
    run = run_of(make_app, {"a.html": f"{CDN}{LIBRARY}<script>{script}</script>"}, "a.html", scenarios=BUILT_IN[:1])
    assert run.scenarios[0].outcome is Outcome.FAILED


def test_the_vendors_events_reach_the_app(make_app: Any) -> None:
    script = "Vendor.on('ringing', function ring(call) { sforce.opencti.screenPop({ type: 'sobject', params: { recordId: '1' } }); });"
    run = run_of(make_app, {"a.html": f"{CDN}{LIBRARY}<script>{script}</script>"}, "a.html")
    tabs = next(one for one in run.scenarios if one.scenario.name == "two-tabs")
    assert "sforce.opencti.screenPop" in [record.text("name") for record in tabs.played.of("call")]


def test_packages_and_jsx_run(make_app: Any) -> None:
    files = {
        "main.jsx": "import React, { useEffect, useState } from 'react';\nimport { createRoot } from 'react-dom/client';\n"
        "function Phone({ title }) {\n  const [on, setOn] = useState(false);\n"
        "  useEffect(() => {\n    sforce.opencti.onClickToDial({ listener: () => setOn(true) });\n  }, []);\n"
        '  return <div className="a">{title}<b/></div>;\n}\n'
        "createRoot(document.getElementById('root')).render(<Phone title=\"x\" />);\n"
    }
    run = run_of(make_app, files, "main.jsx", scenarios=BUILT_IN[:1])
    (register,) = run.scenarios[0].played.of("register")
    assert (register.text("name"), register.spot.line) == ("sforce.opencti.onClickToDial", 6)
    assert "react was replaced by a small stand-in for React" in run.notes
    assert run.status == "run"


def test_enums_and_parameter_properties_run(make_app: Any) -> None:
    code = (
        "enum Kind { A, B = 'dial' }\n"
        "class Phone {\n  constructor(private kind: Kind, readonly n = 2) { console.log(this.kind, this.n, Kind.A); }\n}\n"
        "new Phone(Kind.B);\nsforce.opencti.enableClickToDial();\n"
    )
    run = run_of(make_app, {"a.ts": code}, "a.ts", scenarios=BUILT_IN[:1])
    assert lines(run.scenarios[0].played) == ['dial", 2, 0']


CONNECTOR = """import { initializeConnector, Constants, publishEvent, VendorConnector, TelephonyConnector, InitResult, CallResult } from 'scv-connector-base';
class Tel extends TelephonyConnector {
  acceptCall(call) { return Promise.resolve(new CallResult({ call })); }
  async dial(contact) { publishEvent({ eventType: Constants.VOICE_EVENT_TYPE.CALL_STARTED, payload: contact.phoneNumber }); return new CallResult({}); }
}
class Conn extends VendorConnector {
  init(config) { this.tel = new Tel(); return Promise.resolve(new InitResult({ isSilentLogin: true })); }
  getTelephonyConnector() { return Promise.resolve(this.tel); }
  setAgentStatus(status) { return Promise.resolve({ success: true }); }
}
initializeConnector(new Conn());
"""


def test_a_right_connector_passes(make_app: Any) -> None:
    run = run_of(make_app, {"connector.js": CONNECTOR}, "connector.js")
    assert run.status == "run"
    assert {one.outcome for one in run.scenarios} == {Outcome.PASSED, Outcome.NOTHING}
    tabs = next(one for one in run.scenarios if one.scenario.name == "two-tabs")
    ran = [record.text("name") for record in tabs.played.of("handler")]
    assert ran[:3] == [
        "VendorConnector#init",
        "VendorConnector#getTelephonyConnector",
        "VendorConnector#setAgentStatus",
    ]
    assert "TelephonyConnector#dial" in ran
    assert "publishEvent" in [record.text("name") for record in tabs.played.of("call")]


def test_a_connector_that_fails_is_seen(make_app: Any) -> None:
    wrong = CONNECTOR.replace("async dial(contact) {", "async dial(contact) { contact.none.x;")
    run = run_of(make_app, {"connector.js": wrong}, "connector.js")
    tabs = next(one for one in run.scenarios if one.scenario.name == "two-tabs")
    assert tabs.outcome is Outcome.FAILED
    assert any("dial threw TypeError" in problem.message for problem in tabs.problems)


def test_the_stand_in_for_jquery_takes_the_place_of_what_was_only_offered(make_app: Any) -> None:
    page = (
        '<p id="a">x</p><script src="js/none.js"></script><script src="js/jquery.min.js"></script>'
        f"{LIBRARY}<script>(function (q) {{ q.fn.mine = 1; }})(window.jQuery);"
        " $(function () { $('#a').text('y'); console.log($('#a').text()); sforce.opencti.onClickToDial({ listener: function () {} }); });</script>"
    )
    run = run_of(make_app, {"a.html": page}, "a.html", scenarios=BUILT_IN[:1])
    assert lines(run.scenarios[0].played) == ["y"]
    assert [one.made for one in run.known] == ["scenario"]


def test_a_script_whose_page_is_not_known_may_ask_its_own_element(make_app: Any) -> None:
    text = "var id = document.currentScript.getAttribute('data-id');\n"
    text += "sforce.opencti.onClickToDial({ listener: function () {} });"
    run = run_of(make_app, {"a.js": text}, "a.js", scenarios=BUILT_IN[:1])
    assert [(one.spot.line, one.made) for one in run.known] == [(2, "scenario")]


def test_a_script_that_is_not_there_may_add_to_the_namespace_of_streams(make_app: Any) -> None:
    page = (
        "<script src='connect-streams-min.js'></script><script src='amazon-connect-chat.js'></script><script>\n"
        "connect.ChatSession.setGlobalConfig({ region: connect.ChatSession.Region.US });\n"
        "connect.agent(function (agent) { agent.onRefresh(function () {}); });</script>"
    )
    run = run_of(make_app, {"a.html": page}, "a.html", scenarios=BUILT_IN[:1])
    assert {one.made for one in run.known} == {"scenario"}
    without = page.replace("<script src='amazon-connect-chat.js'></script>", "")
    run = run_of(make_app, {"a.html": without}, "a.html", scenarios=BUILT_IN[:1])
    assert [record.spot.line for record in run.scenarios[0].played.of("uncaught")] == [2]


def test_the_call_center_has_the_fields_that_the_app_asks_for(make_app: Any) -> None:
    script = (
        "sforce.opencti.getCallCenterSettings({ callback: function (r) { var all = r.returnValue;"
        " console.log(JSON.parse(all['/reqOwn/reqFormat']), parseInt(all['/reqOwn/reqWidth']), all['/reqGeneralInfo/reqUseApi']); } });"
    )
    run = run_of(make_app, {"a.html": f"{LIBRARY}<script>{script}</script>"}, "a.html", scenarios=BUILT_IN[:1])
    assert lines(run.scenarios[0].played) == ['1, 1, "true']


@pytest.mark.parametrize(("first", "wanted"), [("Vendor.on('pick', take);", "not run"), ("take();", "failed")])
def test_what_a_stand_in_left_behind_is_no_failure_of_the_app(make_app: Any, first: str, wanted: str) -> None:
    code = (
        "let chosen = { id: 1 }; function take(event) { chosen = { a: 1 }[event]; show(); }"
        "function show() { console.log(chosen.id); }"
        "sforce.opencti.enableClickToDial(); sforce.opencti.onClickToDial({ listener: show });"
    )
    page = f'{LIBRARY}<script src="https://cdn.example/v.js"></script><script>{code}{first}</script>'
    chosen = Scenario("t", "t", ({"do": "start"}, {"do": "vendor"}, {"do": "click-to-dial"}), {}, {})
    (run,) = prove_app(make_app({"a.html": page}), Options(scenarios=(chosen,)))
    assert str(run.scenarios[0].outcome) == wanted
