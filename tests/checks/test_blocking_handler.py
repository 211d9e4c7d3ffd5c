"""blocking-handler: what stops the page, in whose handler, how bad it is and how it was found."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from said_by import MakeApp, lines, only, related, said

from ctilint.checks.blocking_handler import check
from ctilint.findings import Evidence

DIAL = "sforce.opencti.onClickToDial({ listener: function (p) {\n"
CLICK = "button.onclick = function () { sforce.opencti.refreshView();\n"
XHR = "x.open('GET', '/', false);"


def dial(body: str) -> dict[str, str]:
    return {"a.js": f"{DIAL}{body}\n}} }});"}


def click(body: str) -> dict[str, str]:
    return {"a.js": f"{CLICK}{body}\n}};"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("alert(p);", "warning alert() in the handler of onClickToDial stops the page until the agent closes it"),
        ("window.confirm(p);", "warning confirm() in the handler of onClickToDial stops the page until the agent closes it"),
        ("window.showModalDialog('/ask');", "warning showModalDialog() in the handler of onClickToDial stops the page until the agent closes it"),
        ("x.open('GET', '/', !1);", "error the synchronous XMLHttpRequest in the handler of onClickToDial stops the page until the answer comes"),
        ("var wait = false; x.open('GET', '/', wait);", "error the synchronous XMLHttpRequest in the handler of onClickToDial stops the page until the answer comes"),
        ("$.ajax({ url: '/', async: !1 });", "error the synchronous $.ajax in the handler of onClickToDial stops the page until the answer comes"),
        ("prompt(p);", "warning prompt() in the handler of onClickToDial stops the page until the agent closes it"),
        (XHR, "error the synchronous XMLHttpRequest in the handler of onClickToDial stops the page until the answer comes"),
        ("$.ajax({ url: '/', async: false });", "error the synchronous $.ajax in the handler of onClickToDial stops the page until the answer comes"),
        ("sforce.connection.query('q');", "error the synchronous sforce.connection.query in the handler of onClickToDial stops the page until the answer comes"),
        ("sforce.connection.query('q', undefined);", "error the synchronous sforce.connection.query in the handler of onClickToDial stops the page until the answer comes"),
        ("sforce.apex.execute('C', 'm', {});", "error the synchronous sforce.apex.execute in the handler of onClickToDial stops the page until the answer comes"),
        ("var t = Date.now(); while (Date.now() - t < 9) {}", "error the busy wait in the handler of onClickToDial stops the page until it ends"),
        ("for (const x of p.all) JSON.parse(x);", "warning the loop that parses in the handler of onClickToDial stops the page until it ends"),
        ("for (const x of p.all) sforce.opencti.saveLog(x);", "warning the loop of Salesforce calls in the handler of onClickToDial stops the page until it ends"),
        ("for (const x of p.all) list.innerHTML = x;", "warning the loop of DOM writes in the handler of onClickToDial stops the page until it ends"),
        # In a continuation one lower.
        (f"setTimeout(() => {{ {XHR} }});", "warning the synchronous XMLHttpRequest in an answer that the handler of onClickToDial leads to stops the page until the answer comes"),
        ("setTimeout(() => alert(1));", "note alert() in an answer that the handler of onClickToDial leads to stops the page until the agent closes it"),
        ("sforce.opencti.getAppViewInfo({ callback: (a) => alert(a) });", "note alert() in an answer that the handler of onClickToDial leads to stops the page until the agent closes it"),
    ],
)  # fmt: skip
def test_an_event_handler(make_app: MakeApp, body: str, expected: str) -> None:
    assert said(check, make_app(dial(body))) == [f"a.js:2 {expected}"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("alert(1);", "note alert() in a click handler stops the page until the agent closes it"),
        (XHR, "error the synchronous XMLHttpRequest in a click handler stops the page until the answer comes"),
        (
            "sforce.connection.query('q');",
            "error the synchronous sforce.connection.query in a click handler stops the page until the answer comes",
        ),
    ],
)
def test_a_click_that_reaches_the_api(make_app: MakeApp, body: str, expected: str) -> None:
    assert said(check, make_app(click(body))) == [f"a.js:2 {expected}"]


@pytest.mark.parametrize(
    "files",
    [
        dial("$.ajax({ url: '/', async: false, dataType: 'jsonp' });"),
        dial("x.open('GET', '/', true);"),
        dial("var wait = false; wait = true; x.open('GET', '/', wait);"),
        dial("x.open('GET', '/', !0);"),
        dial("fetch('/');"),
        dial("sforce.connection.query('q', function (r) {});"),
        dial("Visualforce.remoting.Manager.invokeAction('C.m', function (r) {});"),
        dial("sforce.opencti.runApex({ apexClass: 'C' });"),
        dial("for (const x of ['a', 'b']) sforce.opencti.saveLog(x);"),
        dial("for (var i = 0; i < 3; i++) JSON.parse(p);"),
        dial("my.alert(1); toast.confirm();"),
        {"a.js": "function alert(x) { document.title = x; }\n" + dial("alert(1);")["a.js"]},
        # Nothing reaches it, or it reaches no Salesforce API.
        {"a.html": "<script>function never() { alert(1); sforce.opencti.refreshView(); }</script>"},
        {"a.js": "button.onclick = function () { alert(1); };\nsforce.opencti.refreshView();"},
        {"a.js": "window.addEventListener('message', function (e) { alert(e.data); });\nsforce.opencti.refreshView();"},
        # It runs while the page starts, or in the answer of a call that no handler makes.
        {"a.js": "alert(1);\nsforce.opencti.refreshView();"},
        {"a.js": "sforce.opencti.getAppViewInfo({ callback: (a) => alert(a) });"},
        {"a.js": "window.onload = function () { for (const x of all) sforce.opencti.saveLog(x); };"},
    ],
)
def test_silence(make_app: MakeApp, files: dict[str, str]) -> None:
    assert said(check, make_app(files)) == []


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("window.addEventListener('message', function (e) {\nBODY });", "the handler of message"),
        ("phone.on('hold', function (e) {\nBODY });", "a hold handler"),
        ("sforce.console.addEventListener('E', function (r) {\nBODY });", "the handler of E"),
        ("sforce.interaction.onFocus(function (r) {\nBODY });", "the handler of onFocus"),
        ("connect.contact(function (c) { c.onEnded(function () {\nBODY }); });", "the handler of onEnded"),
        (
            "for (const n of ['A', 'B']) sforce.console.addEventListener(n, function (r) {\nBODY });",
            "the handler of A, B",
        ),
    ],
)
def test_whose_handler_it_is(make_app: MakeApp, code: str, who: str) -> None:
    app = make_app({"a.js": code.replace("BODY", "alert(1); sforce.opencti.refreshView();")})
    assert said(check, app) == [f"a.js:2 warning alert() in {who} stops the page until the agent closes it"]


def test_a_button_of_the_page(make_app: MakeApp) -> None:
    page = "<a onclick=\"go()\">x</a>\n<script>\nfunction go() {\nsforce.connection.query('q'); }</script>"
    app = make_app({"a.html": page})
    assert lines(check, app) == [4]
    assert related(check, app) == ["a.html:1 the handler", "a.html:1 calls go"]


def test_the_way_to_the_cause(make_app: MakeApp) -> None:
    code = "sforce.opencti.onClickToDial({ listener: dial });\nfunction dial(p) {\none(p); }\nfunction one(p) {\nsetTimeout(function () {\ntwo(p); }); }\nfunction two(p) {\nalert(p); }"
    app = make_app({"a.js": code})
    assert lines(check, app) == [8]
    assert related(check, app) == [
        "a.js:1 registered here",
        "a.js:2 the handler",
        "a.js:3 calls one",
        "a.js:5 hands a function to setTimeout",
        "a.js:6 calls two",
    ]
    problem = only(check, app)
    assert problem.evidence is Evidence.DERIVED
    assert problem.help == "show the message in the page (a toast, a status line) and go on"


def test_one_finding_for_one_place_the_worst(make_app: MakeApp) -> None:
    code = "button.onclick = () => { sforce.opencti.refreshView(); show(1); };\nsforce.opencti.onClickToDial({ listener: show });\nsforce.console.addEventListener('E', show);\nsforce.console.addEventListener('F', (r) => setTimeout(() => show(r)));\nfunction show(p) {\nalert(p); }"
    assert said(check, make_app({"a.js": code})) == [
        "a.js:6 warning alert() in the handler of onClickToDial stops the page until the agent closes it"
    ]


def test_a_script_of_two_pages_has_one_finding(make_app: MakeApp) -> None:
    page = "<script src='phone.js'></script>"
    files = {"a.html": page, "b.html": page, "phone.js": dial(XHR)["a.js"]}
    assert lines(check, make_app(files)) == [2]


@pytest.mark.parametrize(
    ("body", "help_text"),
    [
        ("sforce.connection.query('q');", "pass a callback as the last argument, so that the call is asynchronous"),
        ("while (Date.now() < p.end) {}", "use setTimeout, or await a promise"),
        ("for (const x of p.all) JSON.parse(x);", "hand the work to an async function and yield between rounds"),
        (XHR, "make the request asynchronous (fetch, or open() without false)"),
    ],
)
def test_what_to_do(make_app: MakeApp, body: str, help_text: str) -> None:
    assert only(check, make_app(dial(body))).help == help_text


@pytest.mark.parametrize(
    ("body", "loop"),
    [
        ("p.all.forEach(function (x) { keep(JSON.parse(x)); });", "loop that parses"),
        ("p.all.map((x) => sforce.opencti.saveLog(x));", "loop of Salesforce calls"),
        ("$.each(p.all, function (i, x) { $('#list').append(x); });", "loop of DOM writes"),
        ("_.forEach(p.all, one); function one(x) { keep(JSON.parse(x)); }", "loop that parses"),
        ("Object.keys(p).forEach((k) => { for (const x of p[k]) { box.innerHTML += x; } });", "loop of DOM writes"),
        ("Object.keys(p).forEach((k) => { while (more(k)) { for (const x of p[k]) { box.innerHTML = x; } } });", "loop of DOM writes"),
    ],
)  # fmt: skip
def test_a_loop_written_as_a_method(make_app: MakeApp, body: str, loop: str) -> None:
    where = "in the handler of onClickToDial stops the page until it ends"
    assert f"a.js:2 warning the {loop} {where}" in said(check, make_app(dial(body)))


@pytest.mark.parametrize(
    "body",
    [
        "p.all.forEach((x) => keep(x));",
        "['a', 'b'].forEach((k) => keep(JSON.parse(p[k])));",
        "$.each(['a', 'b'], function (i, k) { keep(JSON.parse(p[k])); });",
        "document.querySelectorAll('.n').forEach((x) => { x.innerHTML = p.number; });",
        "Array.from(document.querySelectorAll('.n')).forEach((x) => { x.innerHTML = p.number; });",
        "const all = document.getElementsByClassName('n'); all.forEach((x) => { x.innerHTML = p.number; });",
        "$('.n').each(function () { document.body.append(p.number); });",
        "$('#list').find('.n').each(function () { document.body.append(p.number); });",
        "'abc'.map((x) => JSON.parse(x));",
        "p.all.filter((x) => JSON.parse(x));",
        "forEach(p.all, (x) => JSON.parse(x));",
    ],
)
def test_a_loop_written_as_a_method_that_is_short_or_light(make_app: MakeApp, body: str) -> None:
    assert said(check, make_app(dial(body))) == []


def test_a_loop_in_the_rounds_of_a_method(make_app: MakeApp) -> None:
    body = "p.all.forEach((x) => { for (const y of x.all) { for (const z of y.all) { keep(JSON.parse(z)); } } });"
    assert len(lines(check, make_app(dial(body.replace("{ for", "{\nfor"))))) == 3


ALERTS = "function ask(p) {\nalert(p); }\n"


@pytest.mark.parametrize(
    "code",
    [
        "const table = new Map([['dial', ask]]);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map([['dial', ask]]);\nsforce.opencti.onClickToDial({ listener: (p) => table.get(p.type)?.(p) });",
        "const table = new Map(Object.entries({ dial: ask }));\nsforce.opencti.onClickToDial({ listener: (p) => { const f = table.get('dial'); if (f) f(p); } });",
        "const table = new WeakMap();\ntable.set('dial', ask);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map();\ntable.set(kind, ask);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map([['E', ask]]);\nfor (const [name, f] of table) sforce.console.addEventListener(name, f);",
        "const table = new Map([['E', ask]]);\ntable.forEach((f, name) => sforce.console.addEventListener(name, f));",
        "class A { table = new Map([['E', ask]]);\nstart() { sforce.opencti.onClickToDial({ listener: (p) => this.table.get('E')(p) }); } }\nnew A().start();",
        "const table = new Map();\ntable.set('dial', (p) => { sforce.opencti.refreshView(); ask(p); });\nwindow.addEventListener('message', (e) => table.get(e.data.kind)(e.data));",
        "const table = new Map([['dial', (p) => { sforce.opencti.refreshView(); ask(p); }]]);\nwindow.addEventListener('message', (e) => table.get(e.data.kind)(e.data));",
    ],
)  # fmt: skip
def test_what_a_map_keeps(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.js": ALERTS + code})) == [2]


@pytest.mark.parametrize(
    "code",
    [
        "const table = new Map([['other', ask], ['dial']]);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map();\ntable.set('other', ask);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map();\nconst held = { table: new Map() };\nheld.table.set('dial', ask);\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = { dial: ask };\nsforce.opencti.onClickToDial({ listener: (p) => table.get('dial')(p) });",
        "const table = new Map([['dial', ask]]);\nsforce.opencti.onClickToDial({ listener: (p) => rows()[0].get('dial')(p) });",
    ],
)
def test_what_a_map_does_not_give(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.js": ALERTS + code})) == []


def test_a_loop_over_a_map_that_is_filled_as_the_page_runs(make_app: MakeApp) -> None:
    loop = "sforce.opencti.onClickToDial({ listener: (p) => {\nfor (const [k, v] of calls) keep(JSON.parse(v)); } });"
    assert lines(check, make_app({"a.js": f"const calls = new Map(); {loop}"})) == [2]
    assert lines(check, make_app({"a.js": f"const calls = new Map([['a', 'b']]); {loop}"})) == []


@pytest.mark.parametrize(
    "code",
    [
        "sforce.opencti.onClickToDial({ listener: (p) => window.dispatchEvent(new CustomEvent('dial', { detail: p })) });\nwindow.addEventListener('dial', ask);",
        "sforce.opencti.onClickToDial({ listener: (p) => document.dispatchEvent(new Event('dial')) });\ndocument.addEventListener('dial', ask);",
        "sforce.opencti.onClickToDial({ listener: (p) => $rootScope.$broadcast('dial', p) });\n$scope.$on('dial', (e, p) => ask(p));",
        "const dials = new Subject();\nsforce.opencti.onClickToDial({ listener: (p) => dials.next(p) });\ndials.subscribe(ask);",
        "class A { constructor() { this.dials = new Subject();\nsforce.opencti.onClickToDial({ listener: (p) => this.dials.next(p) });\nthis.dials.asObservable().pipe(filter(Boolean)).subscribe((p) => ask(p)); } }\nnew A();",
        "const store = new Vuex.Store({ actions: { dial({ commit }, p) { ask(p); } } });\nsforce.opencti.onClickToDial({ listener: (p) => store.dispatch('dial', p) });",
        "const store = { modules: { phone: { mutations: { dial(state, p) { ask(p); } } } } };\nsforce.opencti.onClickToDial({ listener: (p) => store.commit('phone/dial', p) });",
    ],
)  # fmt: skip
def test_an_event_that_the_app_sends_to_itself(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.js": ALERTS + code})) == [2]


@pytest.mark.parametrize(
    "code",
    [
        "sforce.opencti.onClickToDial({ listener: (p) => window.dispatchEvent(new CustomEvent('dial')) });\nwindow.addEventListener('other', ask);",
        "sforce.opencti.onClickToDial({ listener: (p) => window.dispatchEvent(made) });\nwindow.addEventListener('dial', ask);",
        "sforce.opencti.onClickToDial({ listener: (p) => dials.next(p) });\nothers.subscribe(ask);",
        "sforce.opencti.onClickToDial({ listener: (p) => dials.next(p) });\nsubscribe(ask); dials.subscribe();",
        "sforce.opencti.onClickToDial({ listener: (p) => bus.emit('message', p) });\nwindow.addEventListener('message', ask);",
        "const store = { getters: { dial(state) { ask(state); } } };\nsforce.opencti.onClickToDial({ listener: (p) => store.dispatch('dial', p) });",
    ],
)
def test_an_event_that_nobody_here_listens_to(make_app: MakeApp, code: str) -> None:
    assert lines(check, make_app({"a.js": ALERTS + code})) == []


def test_a_loop_over_what_the_browser_is(make_app: MakeApp) -> None:
    assert said(check, make_app(dial("for (const i in navigator) { keep(eval('navigator.' + i)); }"))) == []
    assert len(lines(check, make_app(dial("for (const i in given) { keep(eval('given.' + i)); }")))) == 1
