"""unguarded-handler: whose work can throw, what guards it, and what each dialect loses."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from said_by import MakeApp, lines, only, related, said

from ctilint.checks.unguarded_handler import check
from ctilint.findings import Evidence, Severity

WORK = "JSON.parse(p.data);"


def dial(body: str, more: str = "") -> dict[str, str]:
    return {"a.js": f"sforce.opencti.onClickToDial({{\nlistener: function (p) {{\n{body}\n}} }});\n{more}"}


@pytest.mark.parametrize(
    ("registration", "message"),
    [
        ("sforce.opencti.onClickToDial({ listener: go });", "the handler of onClickToDial parses with JSON.parse outside any try: an exception loses the event and skips the other listeners"),
        ("sforce.interaction.cti.onClickToDial(go);", "the handler of onClickToDial parses with JSON.parse outside any try: an exception loses the event and nothing is shown"),
        ("sforce.console.addEventListener('E', go);", "the handler of E parses with JSON.parse outside any try: an exception loses the event"),
        ("sforce.opencti.subscribe({ eventType: onStatus, listener: go });", "the handler of onStatus parses with JSON.parse outside any try: an exception loses the event"),
        ("sforce.opencti.subscribe({ channelName: 'C', listener: go });", "the handler of C parses with JSON.parse outside any try: an exception loses the event and skips the other listeners"),
        ("connect.agent(go);", "the handler of connect.agent parses with JSON.parse outside any try: an exception loses the event"),
        ("window.addEventListener('message', go);", "the handler of message parses with JSON.parse outside any try: an exception loses the message"),
    ],
)  # fmt: skip
def test_each_dialect_in_its_own_words(make_app: MakeApp, registration: str, message: str) -> None:
    app = make_app({"a.js": f"{registration}\nfunction go(p) {{ {WORK} sforce.opencti.refreshView(); }}"})
    assert said(check, app) == [f"a.js:2 - {message}"]


@pytest.mark.parametrize(
    ("body", "risk"),
    [
        (WORK, "parses with JSON.parse outside any try"),
        ("$.parseJSON(p.data);", "parses with $.parseJSON outside any try"),
        ("throw new Error(p);", "throws outside any try"),
        ("sforce.opencti.screenPop(p);", "calls sforce.opencti.screenPop outside any try"),
        ("show(p);", "uses show outside any try"),
        ("last = p.data.number.raw;", "uses p.data.number outside any try"),
        ("last = p.data.trim();", "uses p.data.trim outside any try"),
        (f"try {{ {WORK} }} catch (e) {{}}", "parses with JSON.parse inside a try whose catch is empty"),
        (f"try {{ {WORK} }} catch (e) {{ /* nothing */ }}", "parses with JSON.parse inside a try whose catch is empty"),
        (f"try {{ {WORK} }} finally {{ done = true; }}", "parses with JSON.parse outside any try"),
        (f"try {{ last = p; }} catch (e) {{ console.error(e); }}\n{WORK}", "parses with JSON.parse outside any try"),
        (f"try {{ setTimeout(function () {{ {WORK} }}); }} catch (e) {{ console.error(e); }}", "parses with JSON.parse outside any try"),
        (f"ready.then(function () {{ {WORK} }});", "parses with JSON.parse outside any try"),
    ],
)  # fmt: skip
def test_what_can_throw(make_app: MakeApp, body: str, risk: str) -> None:
    problem = only(check, make_app(dial(body)))
    assert (
        problem.message
        == f"the handler of onClickToDial {risk}: an exception loses the event and skips the other listeners"
    )
    assert problem.help == "wrap the handler's work in try/catch and log the error with the event"
    assert problem.severity is None


def test_matched_where_the_text_says_so(make_app: MakeApp) -> None:
    assert only(check, make_app(dial(WORK))).evidence is Evidence.MATCHED
    assert only(check, make_app(dial(f"ready.then(function () {{ {WORK} }});"))).evidence is Evidence.DERIVED


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"try {{ {WORK} }} catch (e) {{ console.error(e); }}",
        f"try {{ try {{ {WORK} }} catch (e) {{}} }} catch (e) {{ console.error(e); }}",
        f"try {{ {WORK} }} catch (e) {{ showError(e); }}",
        f"try {{ {WORK} }} catch (e) {{ sforce.opencti.setSoftphonePanelLabel({{ label: e.message }}); }}",
        f"Promise.resolve().then(function () {{ {WORK} }}).catch(console.error);",
        f"setTimeout(function () {{ try {{ {WORK} }} catch (e) {{ console.error(e); }} }});",
        f"ready.then(function () {{ {WORK} }}).catch(console.error);",
        f"ready.then(function () {{ {WORK} }}, console.error);",
        "console.log(p.data); localStorage.setItem('x', JSON.stringify(p));",
        "document.getElementById('x').textContent = p.number;",
        "$('#x').text(p.number).show();",
        "last = Object.assign({}, p);",
        "var number = p.number; var data = p && p.data; last = p?.data?.number;",
        "alert('x');",
        f"work(p);\nfunction work(p) {{ try {{ {WORK} }} catch (e) {{ console.error(e); }} }}",
    ],
)
def test_silence(make_app: MakeApp, body: str) -> None:
    assert said(check, make_app(dial(body))) == []


@pytest.mark.parametrize(
    "code",
    [
        f"button.onclick = function (p) {{ {WORK} sforce.opencti.refreshView(); }};",
        f"phone.on('incoming', function (p) {{ {WORK} sforce.opencti.refreshView(); }});",
        f"sforce.opencti.getAppViewInfo({{ callback: function (p) {{ {WORK} }} }});",
        f"window.addEventListener('message', function (p) {{ {WORK} }});\nsforce.opencti.refreshView;",
        f"fetch('/x').then(function (p) {{ {WORK} sforce.opencti.refreshView(); }});",
    ],
)
def test_handlers_that_are_not_salesforces(make_app: MakeApp, code: str) -> None:
    assert said(check, make_app({"a.js": code})) == []


def test_an_answer_is_its_own_business(make_app: MakeApp) -> None:
    body = f"try {{ sforce.opencti.getAppViewInfo({{ callback: function (p) {{ {WORK} }} }}); }} catch (e) {{ console.error(e); }}"
    assert said(check, make_app(dial(body))) == []


def test_a_try_around_the_registration_guards_nothing(make_app: MakeApp) -> None:
    code = f"try {{\n{dial(WORK)['a.js']}\n}} catch (e) {{ console.error(e); }}"
    assert lines(check, make_app({"a.js": code})) == [3]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("try { fn(p); } catch (e) { console.error(e); }", []),
        ("try { fn(p); } catch (e) {}", [1]),
        ("fn(p);", [1]),
    ],
)
def test_a_wrapper(make_app: MakeApp, inside: str, expected: list[int]) -> None:
    code = f"function wrap(fn) {{ return function (p) {{ {inside} }}; }}\nsforce.opencti.onClickToDial({{ listener: wrap(function (p) {{ {WORK} }}) }});"
    assert lines(check, make_app({"a.js": code})) == expected


def test_the_way_to_the_cause(make_app: MakeApp) -> None:
    code = f"sforce.opencti.onClickToDial({{ listener: go }});\nfunction go(p) {{\none(p); }}\nfunction one(p) {{\n{WORK} }}"
    app = make_app({"a.js": code})
    assert lines(check, app) == [2]
    assert related(check, app) == ["a.js:1 registered here", "a.js:3 calls one", "a.js:5 this can throw"]
    assert only(check, app).evidence is Evidence.DERIVED


def test_the_first_risk_speaks(make_app: MakeApp) -> None:
    app = make_app(dial("try { a(p); } catch (e) { console.error(e); }\nb(p);\nc(p);"))
    assert only(check, app).message.startswith("the handler of onClickToDial uses b outside any try")


def test_one_finding_for_one_handler(make_app: MakeApp) -> None:
    code = f"sforce.opencti.onClickToDial({{ listener: go }});\nsforce.console.addEventListener('E', go);\nsforce.console.addEventListener('F', go);\nfunction go(p) {{ {WORK} }}"
    assert lines(check, make_app({"a.js": code})) == [4]


def test_a_handler_that_is_registered_through_another_function(make_app: MakeApp) -> None:
    code = f"function listen(name, fn) {{\nsforce.console.addEventListener(name, fn); }}\nlisten('E', function (p) {{ {WORK} }});"
    app = make_app({"a.js": code})
    assert lines(check, app) == [3]
    assert related(check, app) == [
        "a.js:2 registered here through listen",
        "a.js:3 registered here",
        "a.js:3 this can throw",
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("sforce.opencti.onClickToDial({ listener: handlers.dial });", "sforce.opencti.onClickToDial"),
        ("sforce.console.onFocusedSubtab(made());", "sforce.console.onFocusedSubtab"),
        ("connect.agent(window[name]);", "connect.agent"),
    ],
)
def test_a_handler_that_no_name_leads_to_is_a_note_for_the_strict(make_app: MakeApp, code: str, name: str) -> None:
    problem = only(check, make_app({"a.js": code}))
    assert problem.message == f"the handler given to {name} could not be resolved, so it was not judged"
    assert (problem.severity, problem.strict_only) == (Severity.NOTE, True)


def test_what_was_resolved_or_never_runs_needs_no_note(make_app: MakeApp) -> None:
    code = (
        "sforce.console.onFocusedSubtab(go);\nfunction go() {}\nsforce.opencti.onClickToDial();\n"
        "function never() { sforce.console.onFocusedPrimaryTab(unknown); }\nsforce.opencti.enableClickToDial();"
    )
    assert said(check, make_app({"a.html": f"<script>{code}</script>"})) == []


AWAITER = """var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { return new (P || (P = Promise))(function (resolve, reject) { function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } } function step(result) { result.done ? resolve(result.value) : Promise.resolve(result.value).then(fulfilled); } step((generator = generator.apply(thisArg, _arguments || [])).next()); }); };
"""
STEPPER = """var s = function (thisArg, body) { var f, g; return g = { next: verb(0) }; function verb(n) { return function (v) { return step([n, v]); }; } function step(op) { if (f) throw new TypeError("Generator is already executing."); try { f = 1; op = body.call(thisArg, g); } catch (e) { op = [6, e]; } return op; } };
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"return new Promise(function (resolve) {{ resolve({WORK[:-1]}); }});", [2]),
        (f"return new Promise(function (resolve) {{ resolve({WORK[:-1]}); }}).catch(console.error);", []),
        ("return new Promise(function (resolve, reject) { if (p.number) resolve(p.number); else reject(); });", []),
        (f"ask().then(show).catch(console.error);\nfunction ask() {{ return new Promise(function (resolve) {{ resolve({WORK[:-1]}); }}); }}", []),
        (f"ask().catch(console.error);\nfunction ask() {{ return later(); }}\nasync function later() {{ {WORK} }}", []),
        (f"ask(p);\nfunction ask(p) {{ return new Promise(function (resolve) {{ resolve({WORK[:-1]}); }}); }}", [2]),
        (f"return __awaiter(this, void 0, void 0, function* () {{ {WORK} }});", [2]),
        (f"return __awaiter(this, void 0, void 0, function* () {{ try {{ {WORK} }} catch (e) {{ console.error(e); }} }});", []),
        (f"return __awaiter(this, void 0, void 0, function () {{ return __generator(this, function (_a) {{ {WORK} return [2]; }}); }});", [2]),
        (f"return __awaiter(this, void 0, void 0, function () {{ return __generator(this, function (_a) {{ try {{ {WORK} }} catch (e) {{ console.error(e); }} return [2]; }}); }});", []),
        (f"return regeneratorRuntime.wrap(function (_c) {{ while (1) switch (_c.next) {{ case 0: {WORK} }} }}, this);", [2]),
        (f"return _regeneratorRuntime().wrap(function (_c) {{ {WORK} }}, this);", [2]),
    ],
)  # fmt: skip
def test_what_a_promise_runs_at_once_is_the_handlers_own_work(
    make_app: MakeApp, body: str, expected: list[int]
) -> None:
    assert lines(check, make_app(dial(body))) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [(WORK, [4]), (f"try {{ {WORK} }} catch (e) {{ console.error(e); }}", [])],
)
def test_helpers_of_compilers_under_any_name(make_app: MakeApp, inside: str, expected: list[int]) -> None:
    body = (
        f"return a(this, void 0, void 0, function () {{ return s(this, function (_a) {{ {inside} return [2]; }}); }});"
    )
    code = f"{AWAITER.replace('__awaiter', 'a')}{STEPPER}{dial(body)['a.js']}"
    assert lines(check, make_app({"a.js": code})) == expected


@pytest.mark.parametrize(
    "code",
    [
        f"function P() {{ var self = this;\nself.dial = function (p) {{ {WORK} }};\nself.go = function () {{ sforce.opencti.onClickToDial({{ listener: self.dial }}); }}; }}\nnew P().go();",
        f"function P() {{ var _this = B.call(this) || this;\n_this.dial = function (p) {{ {WORK} }}; return _this; }}\nP.prototype.go = function () {{ sforce.opencti.onClickToDial({{ listener: this.dial }}); }};\nnew P().go();",
    ],
)
def test_members_given_through_a_name_for_this(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.js": code})) == [2]


@pytest.mark.parametrize("ready", ["jQuery(document).ready(", "jQuery("])
def test_the_name_under_which_jquery_hands_itself_on_only_shows(make_app: MakeApp, ready: str) -> None:
    code = f"{ready}function (q) {{ sforce.console.addEventListener('E', function (r) {{ q('#a').text(r.message); }}); }});"
    assert said(check, make_app({"a.js": code})) == []


@pytest.mark.parametrize(
    "code",
    [
        "var how = window.addEventListener ? 'addEventListener' : 'attachEvent', listen = window[how];\nlisten(how == 'attachEvent' ? 'onmessage' : 'message', function (e) {",
        "window[window.addEventListener ? 'addEventListener' : 'attachEvent']('message',\nfunction (e) {",
    ],
)
def test_messages_heard_in_the_old_way(make_app: MakeApp, code: str) -> None:
    app = make_app({"a.js": f"{code} {WORK.replace('p.', 'e.')} sforce.opencti.refreshView(); }});"})
    assert lines(check, app) == [2]


def test_methods_of_a_text_do_not_throw(make_app: MakeApp) -> None:
    for text in ("String(p.number)", "`${p.number}`", "JSON.stringify(p)", "String(p.number).trim()"):
        assert said(check, make_app(dial(f"state.n = {text}.trim().replace(/x/g, '').slice(2);"))) == []
    assert lines(check, make_app(dial("state.n = p.number.trim();"))) == [2]
    assert lines(check, make_app(dial("state.n = String(p.number).match(/x/).index();"))) == [2]


def test_what_a_listener_of_the_page_throws_stays_there(make_app: MakeApp) -> None:
    listens = f"window.addEventListener('dial', (p) => {{ {WORK} }});"
    assert said(check, make_app(dial("window.dispatchEvent(new CustomEvent('dial', { detail: p }));", listens))) == []
    heard = f"bus.on('dial', (p) => {{ {WORK} }});"
    assert lines(check, make_app(dial("bus.emit('dial', p);", heard))) == [2]


def test_the_log_of_streams_is_a_log(make_app: MakeApp) -> None:
    quiet = "connect.contact(function (c) {\nconnect.getLog().info('new');\nc.onEnded(function (x) { connect.getLog().error('ended').withObject(x); }); });"
    assert said(check, make_app({"a.js": quiet})) == []
    loud = "connect.contact(function (c) {\nconnect.getLog().info('new'); phone.dial(c.number); });"
    assert lines(check, make_app({"a.js": loud})) == [1]


LOGGING = """export default function (agent) {
  console.log('agent', agent.getName());
  agent.onRefresh(refreshed);
  agent.onStateChange(changed);
  agent.onWebSocketConnectionLost(refreshed);
  function refreshed(agent) { console.log(agent.getStatus().name); }
  function changed(change) { console.log(change.newState); }
}
"""


def test_what_streams_hands_to_listeners_is_known_through_modules_and_names(make_app: MakeApp) -> None:
    files = {"start.js": "import watch from './agent.js';\nconnect.agent(watch);\n", "agent.js": LOGGING}
    assert said(check, make_app(files)) == []
    lost = LOGGING.replace("agent.getStatus().name", "agent.getConfiguration().routingProfile.queues.first")
    assert lines(check, make_app({**files, "agent.js": lost})) == [6]


@pytest.mark.parametrize(
    ("body", "throws"),
    [
        ("console.log(c.getContactId().toUpperCase());", False),
        ("console.log(c.getType(), c.isInbound(), c.getInitialContactId());", False),
        ("last = c.getAttributes();", False),
        ("last = c.getAttributes().topic;", False),
        ("last = c.getAttributes().topic.value;", True),
        ("last = c.getAttributes().topic?.value;", False),
        ("last = c.getConnections()[0].connectionId;", True),
        ("last = c.getSingleActiveThirdPartyConnection().connectionId;", True),
        ("c.accept();", True),
        ("c.getAgentConnection().destroy();", True),
    ],
)
def test_only_what_an_object_of_streams_holds_is_safe_to_read(make_app: MakeApp, body: str, *, throws: bool) -> None:
    files = {
        "a.js": f"connect.contact(function (contact) {{\n contact.onEnded(ended); }});\nfunction ended(c) {{ {body} }}"
    }
    assert lines(check, make_app(files)) == ([3] if throws else [])
