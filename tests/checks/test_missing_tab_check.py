"""missing-tab-check: which handlers navigate, pop or act without a question, and which questions count."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from said_by import MakeApp, lines, only, related, said

from ctilint.checks.missing_tab_check import check
from ctilint.findings import Evidence, Severity

OPEN = "sforce.console.openPrimaryTab(null, '/500', true);"
POP = "sforce.opencti.screenPop({ type: 'x' });"
NOTHING = "and nothing asked which tab or console this is"


def event(body: str) -> dict[str, str]:
    return {"a.js": f"sforce.console.addEventListener('E', function (r) {{\n{body}\n}});"}


def navigation(body: str) -> dict[str, str]:
    return {"a.js": f"sforce.opencti.onNavigationChange({{ listener: function (p) {{\n{body}\n}} }});"}


def click(body: str) -> dict[str, str]:
    return {"a.js": f"button.onclick = function () {{\n{body}\n}};"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (event(OPEN), f"openPrimaryTab moves the agent's tabs in the handler of E, {NOTHING}"),
        (event("sforce.console.openSubtab(t, '/500', true);"), f"openSubtab moves the agent's tabs in the handler of E, {NOTHING}"),
        (event("sforce.console.closeTab(t);"), f"closeTab moves the agent's tabs in the handler of E, {NOTHING}"),
        (event("sforce.console.focusPrimaryTabById(t);"), f"focusPrimaryTabById moves the agent's tabs in the handler of E, {NOTHING}"),
        (click(OPEN), f"openPrimaryTab moves the agent's tabs in a click handler, {NOTHING}"),
        (navigation(POP), f"screenPop pops a page in the handler of onNavigationChange, {NOTHING}"),
        (navigation("sforce.opencti.searchAndScreenPop({ searchParams: 'x' });"), f"searchAndScreenPop pops a page in the handler of onNavigationChange, {NOTHING}"),
        (navigation("sforce.opencti.saveLog({ value: p });"), f"saveLog writes a log in the handler of onNavigationChange, {NOTHING}"),
        (navigation("sforce.opencti.runApex({ apexClass: 'C', methodParams: 'id=' + p.recordId });"), f"runApex calls Apex in the handler of onNavigationChange, {NOTHING}"),
        (navigation("var x = new XMLHttpRequest(); x.open('GET', '/x?' + p.recordId); x.send();"), f"XMLHttpRequest calls the network in the handler of onNavigationChange, {NOTHING}"),
        (navigation("var log = { Subject: 'Call' }; log.WhatId = p.recordId; sforce.opencti.saveLog({ value: log });"), f"saveLog writes a log in the handler of onNavigationChange, {NOTHING}"),
        (navigation("var action = get('c.save'); action.setParams({ id: p.recordId }); $A.enqueueAction(action);"), f"enqueueAction calls Apex in the handler of onNavigationChange, {NOTHING}"),
        (navigation("fetch('/x?' + p.recordId);"), f"fetch calls the network in the handler of onNavigationChange, {NOTHING}"),
        (navigation("Visualforce.remoting.Manager.invokeAction('C.m', p.recordId, f);"), f"invokeAction calls Apex in the handler of onNavigationChange, {NOTHING}"),
        ({"a.js": f"window.addEventListener('message', function (e) {{\n{POP} }});"}, f"screenPop pops a page in the handler of message, {NOTHING}"),
        ({"a.js": f"sforce.opencti.subscribe({{ channelName: 'C', listener: function (m) {{\n{POP} }} }});"}, f"screenPop pops a page in the handler of C, {NOTHING}"),
        ({"a.js": "sforce.interaction.onFocus(function (r) {\nsforce.interaction.screenPop('/500'); });"}, f"screenPop pops a page in the handler of onFocus, {NOTHING}"),
    ],
)  # fmt: skip
def test_what_acts_without_a_question(make_app: MakeApp, files: dict[str, str], message: str) -> None:
    app = make_app(files)
    assert said(check, app) == [f"a.js:2 {'note' if 'a click handler' in message else '-'} {message}"]
    problem = only(check, app)
    assert problem.evidence is Evidence.MATCHED
    assert not problem.strict_only


@pytest.mark.parametrize(
    "guard",
    [
        "if (!document.hasFocus()) return;",
        "if (document.visibilityState !== 'visible') return;",
        "if (document.hidden) return;",
        "if (r.recordId !== call.recordId) return;",
        "if (call.contactId === r.contactId)",
        "var mine = document.hasFocus();\nif (mine)",
        "if (!(document.hasFocus() && ready)) { return; }",
        "if (!document.hasFocus()) throw new Error('x');",
    ],
)
def test_what_asks_for_the_tab(make_app: MakeApp, guard: str) -> None:
    assert said(check, make_app(event(f"{guard}\n{OPEN}"))) == []


@pytest.mark.parametrize(
    "question",
    [
        "sforce.console.getFocusedPrimaryTabId",
        "sforce.console.getFocusedSubtabId",
        "sforce.console.getEnclosingPrimaryTabId",
        "sforce.console.getEnclosingTabId",
    ],
)
def test_the_answer_of_a_question(make_app: MakeApp, question: str) -> None:
    assert said(check, make_app(event(f"{question}(function (t) {{ {OPEN} }});"))) == []


@pytest.mark.parametrize(
    "body",
    [
        f"workspaceAPI.getFocusedTabInfo().then(function (t) {{ {OPEN} }});",
        f"workspaceAPI.getEnclosingTabId().then((t) => {{ {OPEN} }}).catch(console.error);",
    ],
)
def test_the_continuation_of_a_question(make_app: MakeApp, body: str) -> None:
    assert said(check, make_app(click(body))) == []
    other = body.replace("getFocusedTabInfo", "openTab").replace("getEnclosingTabId", "openTab")
    assert len(said(check, make_app(click(other)))) == 1


def test_a_question_that_was_awaited(make_app: MakeApp) -> None:
    code = "button.onclick = async function () {\nawait workspaceAPI.getFocusedTabInfo();\nOPEN };".replace(
        "OPEN", OPEN
    )
    assert said(check, make_app({"a.js": code})) == []


@pytest.mark.parametrize("question", ["getAppViewInfo", "isSoftphonePanelVisible"])
def test_the_answer_of_a_question_of_lightning(make_app: MakeApp, question: str) -> None:
    body = f"sforce.opencti.{question}({{ callback: function (a) {{ {POP} }} }});"
    assert said(check, make_app(navigation(body))) == []


def test_the_console_alone_is_not_enough_for_an_event(make_app: MakeApp) -> None:
    app = make_app(event(f"if (sforce.console.isInConsole()) {{\n{OPEN} }}"))
    problem = only(check, app)
    assert problem.message == (
        "openPrimaryTab moves the agent's tabs in the handler of E, and only isInConsole was asked, not which tab"
    )
    assert (problem.severity, problem.strict_only) == (Severity.NOTE, True)
    assert lines(check, app) == [3]


def test_the_console_is_enough_for_a_click(make_app: MakeApp) -> None:
    assert said(check, make_app(click(f"if (sforce.console.isInConsole()) {{\n{OPEN} }}"))) == []
    assert said(check, make_app({"a.js": f"if (sforce.console.isInConsole()) {{ {click(OPEN)['a.js']} }}"})) == []


def test_a_flag_that_remembers_the_console(make_app: MakeApp) -> None:
    code = "var inside = false;\nsforce.interaction.isInConsole(function (a) { inside = a.result; });\n"
    assert said(check, make_app({"a.js": code + click(f"if (inside) {{ {OPEN} }}")["a.js"]})) == []
    assert len(said(check, make_app({"a.js": code + click(f"if (other) {{ {OPEN} }}")["a.js"]}))) == 1


def test_a_question_of_the_page_itself(make_app: MakeApp) -> None:
    files = {"a.js": click(f"if (location.search.indexOf('isdtp=vw') > 0) {{ {OPEN} }}")["a.js"]}
    assert said(check, make_app(files)) == []


@pytest.mark.parametrize(
    "files",
    [
        # A click or dial asks for the pop; reading, titles, refreshing and display do not move anything.
        click(POP),
        {"a.js": "sforce.opencti.onClickToDial({ listener: function (p) { sforce.opencti.saveLog({ value: p }); } });"},
        navigation("sforce.opencti.searchAndScreenPop({ deferred: true, searchParams: 'x' });"),
        navigation("document.title = p.recordId; sforce.opencti.setSoftphonePanelLabel({ label: p.recordId });"),
        event("sforce.console.setTabTitle('x'); sforce.console.getFocusedPrimaryTabId(show);"),
        event("sforce.console.refreshPrimaryTabById('1', true);"),
        # No handler, or nothing that reaches it.
        {"a.js": OPEN},
        {"a.html": f"<script>function never() {{ {OPEN} }}</script>"},
        {"a.js": "window.addEventListener('message', function (e) { fetch('/x'); });\nsforce.opencti.refreshView();"},
    ],
)
def test_silence(make_app: MakeApp, files: dict[str, str]) -> None:
    assert said(check, make_app(files)) == []


@pytest.mark.parametrize(
    "files",
    [
        {"a.html": f"<script>if (!sforce.console.isInConsole()) {{ throw new Error('x'); }}\n{click(OPEN)['a.js']}</script>"},
        {"a.html": f"<script>(function () {{ if (!sforce.console.isInConsole()) return;\n{click('go();')['a.js']}\nfunction go() {{ {OPEN} }} }})();</script>"},
        event(f"sforce.console.getEnclosingPrimaryTabId(function (t) {{ if (t.id !== r.message) return; {OPEN} }});"),
        event(f"whenFocused(function () {{ {OPEN} }});\nfunction whenFocused(fn) {{ if (document.hasFocus()) {{ fn(); }} }}"),
    ],
)  # fmt: skip
def test_a_question_that_dominates(make_app: MakeApp, files: dict[str, str]) -> None:
    assert said(check, make_app(files)) == []


def test_a_bookmarklet(make_app: MakeApp) -> None:
    page = "<p>drag this</p>\n<a href=\"javascript:(function(){sforce.console.openPrimaryTab(null,'/500',true);})()\">x</a>"
    assert lines(check, make_app({"a.html": page})) == [2]


def test_the_way_to_the_navigation(make_app: MakeApp) -> None:
    code = f"sforce.console.addEventListener('E', go);\nfunction go(r) {{\nopen(r); }}\nfunction open(r) {{\n{OPEN} }}"
    app = make_app({"a.js": code})
    assert lines(check, app) == [5]
    assert related(check, app) == ["a.js:1 registered here", "a.js:2 the handler", "a.js:3 calls open"]
    assert only(check, app).evidence is Evidence.DERIVED


def test_one_finding_for_one_place(make_app: MakeApp) -> None:
    code = f"sforce.console.addEventListener('E', go);\nsforce.console.addEventListener('F', go);\nbutton.onclick = go;\nfunction go(r) {{\n{OPEN} }}"
    assert lines(check, make_app({"a.js": code})) == [5]


def test_the_handler_that_asks_least_decides(make_app: MakeApp) -> None:
    code = f"sforce.console.addEventListener('E', function (r) {{ if (sforce.console.isInConsole()) go(r); }});\nsforce.console.addEventListener('F', go);\nfunction go(r) {{\n{OPEN} }}"
    assert said(check, make_app({"a.js": code})) == [
        f"a.js:4 - openPrimaryTab moves the agent's tabs in the handler of F, {NOTHING}"
    ]


def test_a_link_of_the_page(make_app: MakeApp) -> None:
    page = f"<a href='javascript:go()'>x</a>\n<script>function go() {{\n{OPEN} }}</script>"
    app = make_app({"a.html": page})
    assert lines(check, app) == [3]
    assert related(check, app) == ["a.html:1 the handler", "a.html:1 calls go"]


def test_a_custom_button(make_app: MakeApp) -> None:
    text = (
        '<?xml version="1.0"?>\n<WebLink xmlns="http://soap.sforce.com/2006/04/metadata">\n<linkType>javascript</linkType>'
        f"<openType>onClickJavaScript</openType><url>\n{OPEN}</url></WebLink>"
    )
    app = make_app({"force-app/webLinks/Open.webLink-meta.xml": text})
    assert [item.partition(" ")[0] for item in said(check, app)] == ["force-app/webLinks/Open.webLink-meta.xml:4"]


@pytest.mark.parametrize(
    "body",
    [
        "$.get('/queue', show);",
        "sforce.opencti.runApex({ apexClass: 'C', methodParams: 'user=' + user });",
        "var x = new XMLHttpRequest(); x.open('GET', '/queue'); x.send();",
        "var log = { Subject: 'Call' }; log.WhatId = current; other.WhatId = p.recordId; sforce.opencti.saveLog({ value: log });",
    ],
)
def test_what_is_done_with_nothing_of_the_event_is_silent(make_app: MakeApp, body: str) -> None:
    assert said(check, make_app(navigation(body))) == []


@pytest.mark.parametrize(
    "body",
    [
        "ask().then(function (id) { sforce.console.openSubtab(id, '/500', true); });",
        "(async () => { const id = await ask(); sforce.console.openSubtab(id, '/500', true); })();",
    ],
)
def test_a_question_in_a_promise(make_app: MakeApp, body: str) -> None:
    ask = "function ask() { return new Promise(function (done) { sforce.console.getFocusedPrimaryTabId(function (r) { done(r.id); }); }); }"
    assert said(check, make_app({"a.js": f"{click(body)['a.js']}\n{ask}"})) == []
    silent = ask.replace("getFocusedPrimaryTabId(", "fireEvent('E', '', ")
    assert lines(check, make_app({"a.js": f"{click(body)['a.js']}\n{silent}"})) == [2]


@pytest.mark.parametrize(
    "code",
    [
        "var m = (function () {\nfunction a() { OPEN }\nreturn { b: a }; })(); button.onclick = function () { m.b(); };",
        "(function () {\nfunction a() { OPEN }\nwindow.b = a; })(); button.onclick = function () { b(); };",
        "var m = {};\nfunction a() { OPEN }\nm.b = a; m.c = m.b; button.onclick = function () { m.c(); };",
        "function P() { this.b = a; }\nfunction a() { OPEN }\nvar p = new P(); button.onclick = function () { p.b(); };",
        "(function ($) {\nfunction a() { OPEN }\n$.fn.opening = function () { $(this).click(function () { a(); }); }; })(jQuery); $('.row').opening();",
    ],
)
def test_what_is_known_under_another_name(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.html": f"<script>{code.replace('OPEN', OPEN)}</script>"})) == [2]


@pytest.mark.parametrize(
    "code",
    [
        "function call(api) { return new Promise(function (done) { api(done); }); }\nbutton.onclick = async function () { const t = await call(sforce.console.getFocusedPrimaryTabId); sforce.console.openSubtab(t.id, '/500', true); };",
        "function ask() { var d = $.Deferred(); sforce.console.getFocusedPrimaryTabId(function (r) { d.resolve(r.id); }); return d.promise(); }\nbutton.onclick = function () { ask().done(function (id) { sforce.console.openSubtab(id, '/500', true); }); };",
        "function ask() { return $.Deferred(function (d) { sforce.console.getFocusedPrimaryTabId(d.resolve); }).promise(); }\nbutton.onclick = function () { ask().then(function (r) { sforce.console.openSubtab(r.id, '/500', true); }); };",
    ],
)
def test_a_question_that_is_put_by_another_function(make_app: MakeApp, code: str) -> None:
    assert said(check, make_app({"a.js": code})) == []
    assert len(said(check, make_app({"a.js": code.replace("getFocusedPrimaryTabId", "generateConsoleUrl")}))) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<a ng-click='open()'>x</a><script>angular.module('x').controller('C', function ($scope) {\n$scope.open = function () { OPEN }; });</script>",
        "<a data-bind='click: open'>x</a><script>function Model() {\nthis.open = function () { OPEN }; } ko.applyBindings(new Model());</script>",
        "<a v-on:click='open'>x</a><script>new Vue({ methods: {\nopen: function () { OPEN } } });</script>",
        "<a (click)='open($event)'>x</a><script>var page = {\nopen: function () { OPEN } };</script>",
        "<a id='a'>x</a><script>dojo.connect(dojo.byId('a'), 'onclick', function () {\nOPEN });</script>",
        "<a id='a'>x</a><script>var table = { click: function () {\nOPEN } }; Object.keys(table).forEach(function (k) { a.addEventListener(k, table[k]); });</script>",
    ],
)
def test_what_templates_and_tables_lead_to(make_app: MakeApp, markup: str) -> None:
    app = make_app({"a.html": markup.replace("OPEN", OPEN)})
    assert said(check, app) == [f"a.html:2 note openPrimaryTab moves the agent's tabs in a click handler, {NOTHING}"]


def test_what_the_agents_own_dial_asks_for_is_silent(make_app: MakeApp) -> None:
    dial = {"a.js": f"sforce.opencti.onClickToDial({{ listener: function (p) {{\n{POP}\n}} }});"}
    assert said(check, make_app(dial)) == []
    moves = {"a.js": f"sforce.opencti.onClickToDial({{ listener: function (p) {{\n{OPEN}\n}} }});"}
    assert said(check, make_app(moves)) == [
        f"a.js:2 - openPrimaryTab moves the agent's tabs in the handler of onClickToDial, {NOTHING}"
    ]


def test_what_no_template_calls(make_app: MakeApp) -> None:
    code = f"<a ng-if='open' data-name='open'>x</a><script>var page = {{ open: function () {{ {OPEN} }} }};</script>"
    assert said(check, make_app({"a.html": code})) == []


@pytest.mark.parametrize(
    "body",
    [
        "sforce.console.openPrimaryTab.call(sforce.console, null, '/500', true);",
        "sforce.console.openPrimaryTab.apply(sforce.console, [null, '/500', true]);",
        "sforce.console.openPrimaryTab.apply(sforce.console, given);",
        "const open = sforce.console.openPrimaryTab.bind(sforce.console); open(null, '/500', true);",
        "sforce.console.openPrimaryTab.bind(sforce.console, null)('/500', true);",
    ],
)
def test_a_method_called_through_call_apply_or_bind(make_app: MakeApp, body: str) -> None:
    assert said(check, make_app(event(body))) == [
        f"a.js:2 - openPrimaryTab moves the agent's tabs in the handler of E, {NOTHING}"
    ]
    asked = f"if (!sforce.console.isInConsole.call(sforce.console)) return; sforce.console.getFocusedPrimaryTabId.call(null, function (t) {{ {body} }});"
    assert said(check, make_app(event(asked))) == []


@pytest.mark.parametrize(
    "guard",
    [
        "if (e.origin !== location.origin) return;",
        "if (e.origin !== window.location.origin) { return; }",
        "var own = location.protocol + '//' + location.host; if (e.origin !== own) return;",
        "var own = e.origin === self.location.origin; if (!own) return;",
    ],
)
def test_where_a_message_comes_from_asks_for_no_console(make_app: MakeApp, guard: str) -> None:
    files = {"a.js": f"window.addEventListener('message', function (e) {{\n{guard}\n{POP} }});"}
    assert said(check, make_app(files)) == [f"a.js:3 - screenPop pops a page in the handler of message, {NOTHING}"]


def test_a_page_that_knows_its_console_by_its_address(make_app: MakeApp) -> None:
    assert said(check, make_app(click(f"if (location.search.indexOf('isdtp=vw') < 0) return; {OPEN}"))) == []


def test_a_field_of_the_event_is_no_flag(make_app: MakeApp) -> None:
    asked = "sforce.console.getFocusedPrimaryTabId(function (r) { state.id = r.id; });\n"
    listen = "window.addEventListener('message', function (e) { var m = e.data;\nif ({}.id) {{ {} }} }});"
    assert lines(check, make_app({"a.js": asked + listen.replace("{ var", "{{ var").format("m", POP)})) == [3]
    assert lines(check, make_app({"a.js": asked + listen.replace("{ var", "{{ var").format("state", POP)})) == []
