"""missing-unsubscribe: which registrations stand, and the words for each way in which one does."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from said_by import MakeApp, lines, only, related, said

from ctilint.checks.missing_unsubscribe import check
from ctilint.findings import Evidence

START = "sforce.console.addEventListener('E', go);\nfunction go(r) {}\n"
STOP = "sforce.console.removeEventListener('E', go);"
NEVER = "the listener for E is never removed: "


def page(code: str) -> dict[str, str]:
    return {"a.html": f"<script>\n{code}\n</script>"}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (START, NEVER + "nothing calls removeEventListener for it"),
        (f"{START}function stop() {{ {STOP} }}", NEVER + "nothing reaches the call of removeEventListener"),
        (f"start();\nfunction start() {{\n{STOP} sforce.console.addEventListener('E', go); }}\nfunction go() {{}}", NEVER + "removeEventListener runs only before it"),
        (f"{START}onpagehide = () => sforce.console.removeEventListener('E', () => {{}});", NEVER + "removeEventListener passes another function"),
        ("sforce.opencti.enableClickToDial();", "click-to-dial is never switched off: nothing calls disableClickToDial"),
        ("sforce.interaction.cti.enableClickToDial(f);", "click-to-dial is never switched off: nothing calls disableClickToDial"),
        ("sforce.opencti.enableClickToDial();\nfunction off() { sforce.opencti.disableClickToDial(); }", "click-to-dial is never switched off: nothing reaches the call of disableClickToDial"),
        ("on();\nfunction on() { sforce.opencti.disableClickToDial(); sforce.opencti.enableClickToDial(); }", "click-to-dial stays on: disableClickToDial runs only before it"),
        ("sforce.opencti.subscribe({ channelName: 'C', listener: f });", "the listener for C is never removed: nothing calls unsubscribe for it"),
        ("sforce.opencti.subscribe({ eventType: onClickToDial, listener: f });", "the listener for onClickToDial is never removed: nothing calls unsubscribe for it"),
        ("sforce.console.addEventListener(nameOf(x), f);", "the listener registered with addEventListener is never removed: nothing calls removeEventListener for it"),
        ("for (const n of ['A', 'B']) sforce.console.addEventListener(n, f);", "the listener for A, B is never removed: nothing calls removeEventListener for it"),
        ("sforce.console.addPushNotificationListener(['Case'], f);", "the listener registered with addPushNotificationListener is never removed: nothing calls removePushNotificationListener for it"),
    ],
)  # fmt: skip
def test_the_words(make_app: MakeApp, code: str, message: str) -> None:
    assert only(check, make_app(page(code))).message == message


@pytest.mark.parametrize(
    "code",
    [
        f"{START}window.addEventListener('pagehide', () => {{ {STOP} }});",
        f"{START}document.getElementById('logout').onclick = () => {{ {STOP} }};",
        "sforce.opencti.onNavigationChange({ listener: f });",
        "sforce.console.onFocusedSubtab(f);",
        "sforce.interaction.onFocus(f);",
        "sforce.opencti.enableClickToDial();\n$('#status').change(() => sforce.opencti.disableClickToDial());",
        "function never() { sforce.console.addEventListener('E', f); }",
        "connect.contact(function (contact) { contact.onEnded(f); });",
        "window.addEventListener('message', (e) => sforce.opencti.refreshView());",
        "mine.addEventListener('E', f);\nsforce.opencti.refreshView();",
    ],
)
def test_silence(make_app: MakeApp, code: str) -> None:
    assert said(check, make_app(page(code))) == []


def test_the_places_of_a_finding(make_app: MakeApp) -> None:
    code = f"function listen(name, fn) {{\nsforce.console.addEventListener(name, fn); }}\nlisten('E', go);\nfunction go(r) {{}}\nfunction stop() {{\n{STOP} }}"
    app = make_app(page(code))
    assert lines(check, app) == [4]
    assert related(check, app) == [
        "a.html:5 the handler",
        "a.html:3 registered through this call",
        "a.html:7 the removal that does not count",
    ]
    problem = only(check, app)
    assert problem.evidence is Evidence.DERIVED
    assert problem.help == "keep the function in a name and call removeEventListener with it on pagehide"
    assert problem.severity is None


def test_matched_where_the_text_says_so(make_app: MakeApp) -> None:
    assert only(check, make_app(page(START))).evidence is Evidence.MATCHED
    alias = START.replace("sforce.console", "c").replace("c.", "var c = sforce.console;\nc.", 1)
    assert only(check, make_app(page(alias))).evidence is Evidence.DERIVED


def test_click_to_dial_speaks_once_a_file_where_it_is_switched_on(make_app: MakeApp) -> None:
    code = "sforce.opencti.onClickToDial({ listener: f });\nsforce.opencti.onClickToDial({ listener: g });\nsforce.opencti.enableClickToDial();\nsforce.opencti.enableClickToDial();"
    assert lines(check, make_app(page(code))) == [4]


def test_click_to_dial_without_its_switch_speaks_at_the_listener(make_app: MakeApp) -> None:
    code = "sforce.opencti.onClickToDial({ listener: f });\nsforce.opencti.onClickToDial({ listener: g });"
    assert lines(check, make_app(page(code))) == [2]


def test_click_to_dial_switched_on_in_another_file(make_app: MakeApp) -> None:
    files = {
        "a.html": "<script src='on.js'></script><script src='listen.js'></script>",
        "on.js": "sforce.opencti.enableClickToDial();",
        "listen.js": "sforce.opencti.onClickToDial({ listener: f });",
    }
    app = make_app(files)
    assert [item.split()[0] for item in said(check, app)] == ["on.js:1"]


def test_one_window_that_leaves_it_standing_is_enough_and_one_finding(make_app: MakeApp) -> None:
    script = {"phone.js": START}
    with_end = f"<script src='phone.js'></script><script>onpagehide = () => {{ {STOP} }};</script>"
    without = "<script src='phone.js'></script><script>sforce.opencti.refreshView();</script>"
    assert lines(check, make_app({"a.html": with_end, "b.html": without, "c.html": without, **script})) == [1]
    # The folder is the same: the pages are written over.
    assert lines(check, make_app({"a.html": with_end, "b.html": with_end, "c.html": with_end, **script})) == []


COMPONENT = "import {{ LightningElement }} from 'lwc';\nexport default class P extends LightningElement {{\nconnectedCallback() {{\nsforce.console.addEventListener('E', this.go); }}\n{}\ngo = (r) => {{}}; }}"


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("", NEVER + "nothing calls removeEventListener for it"),
        ("stop() { sforce.console.removeEventListener('E', this.go); }", "the listener for E outlives its component: removeEventListener is not called when the component goes"),
        ("disconnectedCallback() { sforce.console.removeEventListener('E', this.go); }", ""),
    ],
)  # fmt: skip
def test_a_component(make_app: MakeApp, method: str, message: str) -> None:
    files = {
        "force-app/lwc/p/p.js": COMPONENT.format(method),
        "force-app/lwc/p/p.html": "<template><button onclick={stop}></button></template>",
    }
    app = make_app(files)
    assert said(check, app) == ([f"force-app/lwc/p/p.js:4 - {message}"] if message else [])
    if message:
        assert only(check, app).help == (
            "call removeEventListener with the same function in the component's own hook (disconnectedCallback, destroy)"
        )


COMPONENT_OF_STREAMS = (
    "import {{ LightningElement }} from 'lwc';\nexport default class P extends LightningElement {{\n{}\n}}"
)


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ("connectedCallback() { connect.contact((c) => { c.onEnded(() => show(c)); }); }", [3]),
        ("more() {\nconnect.contact((c) => { c.onEnded(() => show(c)); }); }", [4]),
        ("connectedCallback() { this.sub = connect.agent((a) => show(a)); } disconnectedCallback() { this.sub.unsubscribe(); }", []),
        ("connectedCallback() { connect.agent((a) => show(a)); } disconnectedCallback() { connect.core.terminate(); }", []),
        ("connectedCallback() { connect.agent((a) => show(a)); } disconnectedCallback() { connect.core.getEventBus().unsubscribeAll(); }", []),
        ("connectedCallback() { this.sub = connect.agent((a) => show(a));\nconnect.contact((c) => show(c)); } disconnectedCallback() { this.sub.unsubscribe(); }", [4]),
        ("connectedCallback() { this.all = [connect.agent((a) => show(a))]; } disconnectedCallback() { this.all.forEach((one) => one.unsubscribe()); }", []),
        ("wired(a) {\na.onStateChange(() => {\nconnect.contact((c) => show(c)); }); } connectedCallback() {\nconnect.agent(this.wired); }", [5, 6]),
    ],
)  # fmt: skip
def test_streams_count_in_a_component_that_leaves_a_listener_behind(
    make_app: MakeApp, methods: str, expected: list[int]
) -> None:
    files = {
        "force-app/lwc/p/p.html": "<template><button onclick={more}></button></template>",
        "force-app/lwc/p/p.js": COMPONENT_OF_STREAMS.format(methods),
    }
    assert lines(check, make_app(files)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "if (on) { sforce.interaction.cti.disableClickToDial(done); } else { sforce.interaction.cti.enableClickToDial(done); }",
        "if (on) { sforce.interaction.cti.disableClickToDial(done); return; } sforce.interaction.cti.enableClickToDial(done);",
        "try { if (on) { if (sure) { sforce.interaction.cti.disableClickToDial(done); } } else { sforce.interaction.cti.enableClickToDial(done); } } catch (e) {}",
        "if (on) { if (!sure) { sforce.interaction.cti.disableClickToDial(done); } else { sforce.interaction.cti.enableClickToDial(done); } }",
    ],
)
def test_a_switch_that_is_turned_either_way(make_app: MakeApp, body: str) -> None:
    toggle = f"<button onclick='toggle()'></button><script>function toggle() {{ {body} }}</script>"
    assert said(check, make_app({"a.html": toggle})) == []


@pytest.mark.parametrize(
    "body",
    [
        "sforce.interaction.cti.disableClickToDial();\nif (on) { sforce.interaction.cti.enableClickToDial(); }",
        "if (on) { sforce.interaction.cti.disableClickToDial(); }\nsforce.interaction.cti.enableClickToDial();",
        "if (on) { sforce.interaction.cti.disableClickToDial();\nsforce.interaction.cti.enableClickToDial(); }",
    ],
)
def test_a_switch_that_is_only_turned_on(make_app: MakeApp, body: str) -> None:
    app = make_app({"a.html": f"<button onclick='go()'></button><script>function go() {{ {body} }}</script>"})
    assert said(check, app) == ["a.html:2 - click-to-dial stays on: disableClickToDial runs only before it"]


@pytest.mark.parametrize(
    "code",
    [
        "sforce.interaction.cti.disableClickToDial();\nphone.on('ready', function () {\nsforce.interaction.cti.enableClickToDial(); });",
        "$(function () { sforce.interaction.cti.disableClickToDial();\n$.get('/number', function () {\nsforce.interaction.cti.enableClickToDial(); }); });",
    ],
)
def test_switched_off_only_while_the_page_loads(make_app: MakeApp, code: str) -> None:
    app = make_app({"a.html": f"<script>{code}</script>"})
    assert said(check, app) == ["a.html:3 - click-to-dial stays on: disableClickToDial runs only before it"]


@pytest.mark.parametrize(
    "code",
    [
        "on();\noff();\nfunction on() { sforce.opencti.enableClickToDial(); }\nfunction off() { sforce.opencti.disableClickToDial(); }",
        "sforce.opencti.enableClickToDial();\nsforce.opencti.disableClickToDial();",
    ],
)
def test_switched_on_and_off_while_the_page_loads(make_app: MakeApp, code: str) -> None:
    assert said(check, make_app({"a.html": f"<script>{code}</script>"})) == []


@pytest.mark.parametrize(
    "make",
    [
        "function button(id, run) { document.getElementById(id).onclick = run; }\nbutton('out', function () { OFF });",
        "function button(id, run) { return new Y.Button({ on: { click: run } }); }\nbutton('out', function () { OFF });",
        "function button(options) { $(options.at).click(options.run); }\nbutton({ at: '#out', run: function () { OFF } });",
        "function button(id, run) { $(id).click(run); }\nfunction off() { OFF }\nbutton('#out', off);",
    ],
)
def test_a_control_that_a_function_of_the_page_makes(make_app: MakeApp, make: str) -> None:
    code = make.replace("OFF", "sforce.opencti.disableClickToDial();")
    page = f"<script>sforce.opencti.enableClickToDial();\n{code}</script>"
    assert said(check, make_app({"a.html": page})) == []


def test_components_of_a_package_belong_together(make_app: MakeApp) -> None:
    files = {
        "pages/phone.page": "<apex:page><apex:includeLightning/><script>$Lightning.use('ns:out', function () { $Lightning.createComponent('ns:phone', {}, 'x'); });\nsforce.opencti.enableClickToDial();</script></apex:page>",
        "aura/phone/phone.cmp": "<aura:component><button onclick='{!c.out}'/></aura:component>",
        "aura/phone/phoneController.js": "({ out: function () { sforce.opencti.disableClickToDial(); } })",
    }
    assert said(check, make_app(files)) == []


def test_a_table_of_events_and_handlers(make_app: MakeApp) -> None:
    table = "var map = { A: onA, B: onB };\nfunction onA(r) {}\nfunction onB(r) {}\n"
    start = "for (var k in map) { sforce.console.addEventListener(k, map[k]); }\n"
    stop = "$(window).unload(function () { for (var k in map) { sforce.console.removeEventListener(k, map[k]); } });"
    assert said(check, make_app(page(table + start + stop))) == []
    message = "the listener for A, B is never removed: nothing calls removeEventListener for it"
    assert said(check, make_app(page(table + start))) == [f"a.html:5 - {message}"]


def test_a_toolkit_that_the_template_names(make_app: MakeApp) -> None:
    files = {
        "lwc/v/v.html": "<template><lightning-service-cloud-voice-toolkit-api lwc:ref='toolkit'></lightning-service-cloud-voice-toolkit-api></template>",
        "lwc/v/v.js": "import { LightningElement } from 'lwc';\nexport default class V extends LightningElement {\nrenderedCallback() {\nthis.refs.toolkit.addEventListener('callstarted', this.go); this.refs.other.addEventListener('callended', this.go); }\ngo() {}\n}",
    }
    assert lines(check, make_app(files)) == [4]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("(function (global, factory) { typeof exports === 'object' ? factory(exports) : factory(global.Cti = {}); })(this, function (exports) {\nfunction start() { sforce.console.addEventListener('E', go); }\nfunction go(r) {}\nexports.start = start; });", [2]),
        ("!function (e, t) { 'object' == typeof exports ? t(exports) : t(e.Cti = {}); }(this, function (e) {\ne.start = function () { sforce.console.addEventListener('E', go); };\nfunction go(r) {} });", [2]),
        ("(function (global, factory) { factory(exports, {}); })(this, function (exports, own) {\nown.start = function () { sforce.console.addEventListener('E', go); };\nfunction go(r) {} });", []),
    ],
)  # fmt: skip
def test_what_a_universal_module_gives_away_is_reached(make_app: MakeApp, code: str, expected: list[int]) -> None:
    assert lines(check, make_app({"cti.js": code})) == expected


def test_what_is_registered_and_removed_through_call(make_app: MakeApp) -> None:
    start = "sforce.console.addEventListener.call(sforce.console, 'E', go);\nfunction go(r) {}\n"
    stop = "window.addEventListener('pagehide', function () { sforce.console.removeEventListener.apply(sforce.console, ['E', go]); });"
    assert lines(check, make_app({"a.js": start})) == [1]
    assert lines(check, make_app({"a.js": start + stop})) == []
    other = "window.addEventListener('pagehide', function () { sforce.console.removeEventListener.apply(sforce.console, ['F', go]); });"
    assert lines(check, make_app({"a.js": start + other})) == [1]
    arms = "function toggle() { if (on) { sforce.opencti.disableClickToDial.call(null); } else { sforce.opencti.enableClickToDial.call(null); } }\nbutton.onclick = toggle;"
    assert lines(check, make_app({"a.js": arms})) == []


SERVICE = """class Service {{
  constructor() {{ this.bound = function (r) {{ show(r); }}; }}
  start() {{ {start} }}
  listen() {{ sforce.console.addEventListener('E', this.bound); }}
  quiet() {{ sforce.console.removeEventListener('E', this.bound); }}
}}
new Service().start();
"""


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        ("this.quiet(); this.listen();", "removeEventListener runs only before it"),
        ("if (this.on) { this.quiet(); } this.listen();", "removeEventListener runs only before it"),
        ("this.quiet(); this.listen(); window.addEventListener('pagehide', () => this.quiet());", ""),
        ("this.listen(); this.quiet();", ""),
        ("if (this.on) { this.quiet(); } else { this.listen(); }", ""),
        ("this.quiet(); this.listen(); off.onclick = () => this.quiet();", ""),
    ],
)
def test_a_removal_that_only_makes_room_for_its_listener(make_app: MakeApp, start: str, verdict: str) -> None:
    script = SERVICE.format(start=start)
    said_of_page = said(check, make_app({"a.html": '<script src="a.js"></script>', "a.js": script}))
    assert [line.rpartition(": ")[2] for line in said_of_page] == ([verdict] if verdict else [])


def test_where_no_page_is_known_other_code_may_end_what_a_service_began(make_app: MakeApp) -> None:
    script = SERVICE.format(start="this.quiet(); this.listen();")
    assert said(check, make_app({"a.js": "export " + script})) == []


@pytest.mark.parametrize(
    ("uses", "speaks"),
    [
        ("useEffect(() => { refresh(); }, [agent]);", True),
        ("useEffect(() => { if (agent) { later(() => refresh()); } }, [agent]);", True),
        ("useMemo(() => refresh, []);", False),
        ("", False),
    ],
)
def test_what_an_effect_of_a_component_calls_by_name_is_the_components(
    make_app: MakeApp, uses: str, *, speaks: bool
) -> None:
    hook = "const refresh = useCallback(() => { connect.contact((c) => show(c)); }, []);"
    text = f"export function Panel({{ agent }}) {{\n{hook}\n{uses}\n}}"
    assert bool(said(check, make_app({"a.jsx": text}))) is speaks


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("connect.core.initCCP(panel, {});\nconnect.contact((c) => show(c));", []),
        ("start();\nconnect.contact((c) => show(c));", []),
        ("if (first) { connect.core.initCCP(panel, {});\nconnect.contact((c) => show(c)); }", []),
        ("if (first) { connect.core.initCCP(panel, {}); }\nconnect.contact((c) => show(c));", [2]),
        ("connect.contact((c) => show(c));", [1]),
    ],
)
def test_what_starts_the_softphone_adds_its_listeners_once(make_app: MakeApp, body: str, expected: list[int]) -> None:
    start = "\nfunction start() { connect.core.initCCP(panel, {}); }"
    page = "<button onclick='go()'></button><script src='phone.js'></script>"
    app = make_app({"a.html": page, "phone.js": f"function go() {{ {body} }}{start}"})
    assert lines(check, app) == expected
