"""What running a handler does: guards, promises, callbacks, questions and loops, and how far a walk goes."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import sys
import time

import pytest
from app_of import app_of, effects, handler, handlers, line, short, window_of

from ctilint.findings import Evidence
from ctilint.settings import Settings


def on(body: str, more: str = "") -> str:
    """Return a handler of a Console event with ``body``."""
    return f"sforce.console.addEventListener('E', function (r) {{\n{body}\n}});\n{more}"


def throws(body: str, more: str = "") -> list[str]:
    return effects(on(body, more), "throws", event="E")


WORK = "JSON.parse(r.message);"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (WORK, ["JSON.parse"]),
        (f"try {{ {WORK} }} catch (e) {{ log(e); }}", ["JSON.parse guarded"]),
        (f"try {{ {WORK} }} catch {{ log(); }}", ["JSON.parse guarded"]),
        (f"try {{ {WORK} }} catch (e) {{}}", ["JSON.parse empty"]),
        (f"try {{ {WORK} }} catch (e) {{ /* nothing */ }}", ["JSON.parse empty"]),
        (f"try {{ {WORK} }} finally {{ log(); }}", ["JSON.parse"]),
        (f"try {{ {WORK} }} catch (e) {{}} finally {{ log(); }}", ["JSON.parse empty"]),
        (f"try {{ log(); }} catch (e) {{ log(e); }}\n{WORK}", ["JSON.parse"]),
        (f"try {{}} catch (e) {{ log(e); }}\n{WORK}", ["JSON.parse"]),
        (f"try {{ return; }} finally {{ return; }}\n{WORK}", []),
        (f"for (const x of r.all) {{ if (x) continue; break; }}\n{WORK}", ["JSON.parse"]),
        (f"if (r.a) {{ return; }} else {{ throw new Error('x'); }}\n{WORK}", ["throw"]),
        (f"try {{ log(); }} catch (e) {{ {WORK} }}", ["JSON.parse"]),
        (f"try {{ log(); }} catch (e) {{ log(e); }} finally {{ {WORK} }}", ["JSON.parse"]),
        (f"try {{ try {{ {WORK} }} catch (e) {{}} }} catch (e) {{ log(e); }}", ["JSON.parse guarded"]),
        (f"try {{ try {{ {WORK} }} finally {{ log(); }} }} catch (e) {{ log(e); }}", ["JSON.parse guarded"]),
        (f"if (r.ok) {{ try {{ {WORK} }} catch (e) {{ log(e); }} }} else {{ {WORK} }}", ["JSON.parse guarded", "JSON.parse"]),
        (f"try {{ {WORK} }} catch (e) {{ show(e); sforce.opencti.setSoftphonePanelLabel({{}}); }}", ["JSON.parse guarded", "show guarded", "sforce.opencti.setSoftphonePanelLabel guarded"]),
        ("throw new Error('x');", ["throw"]),
        ("try { throw new Error('x'); } catch (e) { log(e); }", ["throw guarded"]),
        ("new URL(r.message);", ["new URL"]),
        ("new URL('https://example.com');", []),
        ("r.message.data.id;", ["r.message.data", "r.message.data.id"]),
        ("r.message;", []),
        ("r?.message?.data?.id;", []),
        ("r.message.trim();", ["r.message.trim"]),
        ("r.message?.trim();", []),
        ("decodeURIComponent(r.message); $.parseJSON(r.message); eval(r.message);", ["decodeURIComponent", "$.parseJSON", "eval"]),
        ("unknown(r);", ["unknown"]),
        ("sforce.opencti.refreshView();", ["sforce.opencti.refreshView"]),
        # Only log, show, copy, stringify.
        ("console.log(JSON.stringify(r)); document.getElementById('x').textContent = r.message;", []),
        ("$('#x').text(r.message).show(); last = Object.assign({}, r); localStorage.setItem('x', r.message);", []),
        ("setTimeout(function () {}, 10); alert('x');", []),
    ],
)  # fmt: skip
def test_what_can_throw_and_what_guards(body: str, expected: list[str]) -> None:
    assert throws(body) == expected


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("work(r);", "function work(x) { JSON.parse(x); }", ["JSON.parse"]),
        ("work(r);", "function work(x) { try { JSON.parse(x); } catch (e) { log(e); } }", ["JSON.parse guarded"]),
        ("try { work(r); } catch (e) { log(e); }", "function work(x) { JSON.parse(x); }", ["JSON.parse guarded"]),
        ("work(r);", "const work = (x) => deeper(x);\nconst deeper = (x) => JSON.parse(x);", ["JSON.parse"]),
        ("new Work(r);", "class Work { constructor(x) { JSON.parse(x); } }", ["JSON.parse"]),
        ("work.call(null, r);", "function work(x) { JSON.parse(x); }", ["JSON.parse"]),
        ("work.apply(null, [r]);", "function work(x) { JSON.parse(x); }", ["JSON.parse"]),
        ("[r].forEach(function (x) { JSON.parse(x); });", "", ["JSON.parse"]),
        ("try { [r].map((x) => JSON.parse(x)); } catch (e) { log(e); }", "", ["JSON.parse guarded"]),
    ],
)
def test_a_call_is_followed_with_its_guard(body: str, more: str, expected: list[str]) -> None:
    assert throws(body, more) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A try around what starts later guards nothing.
        (f"try {{ setTimeout(function () {{ {WORK} }}, 1); }} catch (e) {{ log(e); }}", ["JSON.parse later"]),
        (f"setTimeout(function () {{ try {{ {WORK} }} catch (e) {{ log(e); }} }}, 1);", ["JSON.parse guarded later"]),
        (f"wait().then(function () {{ {WORK} }});", ["JSON.parse later"]),
        (f"wait().then(function () {{ {WORK} }}).catch(log);", ["JSON.parse guarded later"]),
        (f"wait().then(function () {{ {WORK} }}).then(log).catch(log);", ["JSON.parse guarded later"]),
        (f"wait().then(function () {{ {WORK} }}).finally(log);", ["JSON.parse later"]),
        (f"wait().then(function () {{ {WORK} }}, log);", ["JSON.parse guarded later"]),
        (f"Promise.resolve().then(function () {{ {WORK} }}).catch(log);", ["JSON.parse guarded later"]),
        (f"$.get('/x', function (answer) {{ {WORK} }});", ["$.get", "JSON.parse later answer"]),
        (f"sforce.opencti.getAppViewInfo({{ callback: function () {{ {WORK} }} }});", ["sforce.opencti.getAppViewInfo", "JSON.parse later answer asked=tab"]),
    ],
)  # fmt: skip
def test_what_runs_later_has_its_own_guard(body: str, expected: list[str]) -> None:
    assert throws(body, "function wait() {}") == expected


def test_async_handlers() -> None:
    code = "sforce.console.addEventListener('E', async function (r) {\nawait wait();\nJSON.parse(r.message);\n});\nfunction wait() {}"
    assert effects(code, "throws") == ["JSON.parse later"]
    code = code.replace(
        "await wait();\nJSON.parse(r.message);", "try { await wait(); JSON.parse(r.message); } catch (e) { log(e); }"
    )
    assert effects(code, "throws") == ["JSON.parse guarded later"]


def test_a_try_around_the_registration_guards_nothing() -> None:
    code = f"try {{ {on(WORK)} }} catch (e) {{ log(e); }}"
    assert effects(code, "throws", event="E") == ["JSON.parse"]


def test_a_wrapper_that_guards() -> None:
    guarded = "function safe(fn) { return function (x) { try { return fn(x); } catch (e) { log(e); } }; }\n"
    bare = "function plain(fn) { return function (x) { return fn(x); }; }\n"
    body = f"(function (r) {{ {WORK} }}));"
    assert effects(f"{guarded}sforce.console.addEventListener('E', safe{body}", "throws") == ["JSON.parse guarded"]
    assert effects(f"{bare}sforce.console.addEventListener('E', plain{body}", "throws") == ["JSON.parse"]


def test_a_guard_of_the_users_own() -> None:
    code = "sforce.console.addEventListener('E', function (r) { protectedly(function () { JSON.parse(r.x); }); work(r); });\nfunction protectedly(fn) { fn(); }\nfunction work(x) { JSON.parse(x); }"
    app = app_of(code, Settings(guards=("protectedly",)))
    done = [short(effect) for item in app.windows[0].handlers for effect in item.effects if effect.kind == "throws"]
    assert done == ["JSON.parse guarded", "JSON.parse"]


def test_nested_options_hold_callbacks() -> None:
    assert effects(on("grid({ on: { click: function () { alert(1); } } });"), "blocks", event="E") == [
        "alert later answer"
    ]


def asked(body: str, more: str = "") -> list[str]:
    return effects(on(body, more), "navigates", event="E")


OPEN = "sforce.console.openPrimaryTab(null, '/500', true);"
FREE = ["sforce.console.openPrimaryTab"]
TAB = ["sforce.console.openPrimaryTab asked=tab"]
CONSOLE = ["sforce.console.openPrimaryTab asked=console"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (OPEN, FREE),
        (f"if (sforce.console.isInConsole()) {{ {OPEN} }}", CONSOLE),
        (f"if (sforce.console.isInConsole()) {OPEN}", CONSOLE),
        (f"sforce.console.isInConsole() && {OPEN}", CONSOLE),
        (f"if (!sforce.console.isInConsole()) return;\n{OPEN}", CONSOLE),
        (f"if (!sforce.console.isInConsole()) {{ log(); }} else {{ {OPEN} }}", CONSOLE),
        (f"if (!sforce.console.isInConsole()) throw new Error();\n{OPEN}", CONSOLE),
        (f"if (sforce.console.isInConsole()) {{ log(); }}\n{OPEN}", FREE),
        (f"if (document.hasFocus()) {{ {OPEN} }}", TAB),
        (f"if (document.hidden) return;\n{OPEN}", TAB),
        (f"if (document.visibilityState !== 'visible') return;\n{OPEN}", TAB),
        (f"if (sforce.console.isInConsole() && document.hasFocus()) {{ {OPEN} }}", TAB),
        (f"if (sforce.console.isInConsole()) {{ if (document.hasFocus()) {{ {OPEN} }} }}", TAB),
        (f"if (r.other) return;\n{OPEN}", FREE),
        (f"while (document.hasFocus()) {{ {OPEN} }}", TAB),
        (f"try {{ if (!document.hasFocus()) return; {OPEN} }} catch (e) {{ log(e); }}", ["sforce.console.openPrimaryTab guarded asked=tab"]),
        (f"switch (document.visibilityState) {{ case 'visible': {OPEN} break; default: }}", TAB),
        (f"sforce.console.getFocusedPrimaryTabId(function (t) {{ {OPEN} }});", ["sforce.console.openPrimaryTab later answer asked=tab"]),
        (f"var mine = document.hasFocus();\nif (mine) {{ {OPEN} }}", TAB),
    ],
)  # fmt: skip
def test_what_is_asked_before(body: str, expected: list[str]) -> None:
    assert asked(body) == expected


def test_a_question_in_a_function_of_the_app() -> None:
    more = "function mine() { return document.hasFocus(); }\nfunction show() { sforce.console.openPrimaryTab(null, '/500', true); }"
    assert asked(f"if (mine()) {{ {OPEN} }}", more) == TAB
    assert asked("if (document.hasFocus()) { show(); }", more) == TAB
    assert asked("show();", more) == FREE


def test_a_question_that_dominates_the_registration() -> None:
    code = f"if (sforce.console.isInConsole()) {{ {on(OPEN)} }}"
    assert effects(code, "navigates", event="E") == CONSOLE
    code = f"(function () {{ if (!sforce.console.isInConsole()) return;\n{on(OPEN)} }})();"
    assert effects(code, "navigates", event="E") == CONSOLE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("alert('x');", ["alert"]),
        ("window.confirm('x');", ["confirm"]),
        ("my.alert('x');", []),
        ("request.setAsync(false);", ["setAsync(false)"]),
        ("request.setAsync(true);", []),
        ("for (const a of r.items) { for (const b of a.items) { sum(b); row.innerHTML = b; } }", ["loop of DOM writes", "loop of DOM writes"]),
        ("var x = new XMLHttpRequest(); x.open('GET', '/x', false);", ["synchronous XMLHttpRequest"]),
        ("var x = new XMLHttpRequest(); x.open('GET', '/x', true);", []),
        ("var x = new XMLHttpRequest(); x.open('GET', '/x');", []),
        ("$.ajax({ url: '/x', async: false });", ["synchronous $.ajax"]),
        ("var o = { url: '/x', async: false };\n$.ajax(o);", ["synchronous $.ajax"]),
        ("$.ajax({ url: '/x', async: false, dataType: 'jsonp' });", []),
        ("$.ajax({ url: '/x', async: true });", []),
        ("sforce.connection.query('select Id from Case');", ["sforce.connection.query"]),
        ("sforce.connection.query('select Id from Case', function (x) {});", []),
        ("sforce.connection.query('select Id from Case', { onSuccess: f, onFailure: g });", []),
        ("sforce.connection.query('select Id from Case', done);", []),
        ("sforce.apex.execute('C', 'm', {});", ["sforce.apex.execute"]),
        ("sforce.apex.execute('C', 'm', {}, function (x) {});", []),
        ("var t = Date.now(); while (Date.now() - t < 500) {}", ["busy wait"]),
        ("var t = new Date().getTime(), n; do { n = new Date().getTime(); } while (n - t < 500);", ["busy wait"]),
        ("for (var i = 0; i < r.items.length; i++) { sforce.opencti.saveLog(r.items[i]); }", ["loop of Salesforce calls"]),
        ("for (const item of r.items) { JSON.parse(item); }", ["loop that parses"]),
        ("for (const item of r.items) { document.getElementById(item.id).innerHTML = item.text; }", ["loop of DOM writes"]),
        ("for (const item of r.items) { list.appendChild(item); }", []),
        ("for (const item of r.items) { document.body.appendChild(item); }", ["loop of DOM writes"]),
        ("for (const a of r.items) { for (const b of a.items) { JSON.parse(b); } }", ["loop that parses", "loop that parses"]),
        ("for (var i = 0; i < 3; i++) { JSON.parse(r.message); }", []),
        ("for (const name of ['a', 'b']) { sforce.opencti.saveLog(name); }", []),
        ("for (const item of r.items) { sum += item; }", []),
        ("setTimeout(function () { alert('x'); }, 1);", ["alert later"]),
        ("Visualforce.remoting.Manager.invokeAction('C.m', function (x) { alert(x); });", ["alert later answer"]),
        ("sforce.opencti.runApex({ callback: function (x) { alert(x); } });", ["alert later answer"]),
    ],
)  # fmt: skip
def test_what_blocks(body: str, expected: list[str]) -> None:
    assert effects(on(body), "blocks", event="E") == expected


def test_the_trace_runs_from_the_handler_to_the_cause() -> None:
    code = on("one(r);", "function one(x) {\ntwo(x);\n}\nfunction two(x) { alert(x); }")
    app = app_of(code)
    [effect] = [item for item in handler(app.windows[0], "E").effects if item.kind == "blocks"]
    assert [(line(app, place), place.message) for place in effect.trace] == [(2, "calls one"), (5, "calls two")]
    assert effect.evidence is Evidence.DERIVED
    [direct] = [item for item in handler(window_of(on("alert(1);")), "E").effects if item.kind == "blocks"]
    assert (direct.trace, direct.evidence) == ((), Evidence.MATCHED)


EMITTERS = {
    "node": "const bus = new EventEmitter();\nbus.on('call', work);",
    "jquery": "var bus = $(document);\nbus.on('call', work);",
    "own": "const all = {};\nconst bus = { on(name, fn) { (all[name] = all[name] || []).push(fn); }, emit(name, x) { all[name].forEach((fn) => fn(x)); }, trigger(name, x) { this.emit(name, x); } };\nbus.on('call', work);",
    "class": "class Bus { constructor() { this.all = {}; }\non(name, fn) { (this.all[name] ||= []).push(fn); }\nemit(name, x) { for (const fn of this.all[name] || []) fn(x); } }\nconst bus = new Bus();\nbus.on('call', work);",
}


@pytest.mark.parametrize("name", EMITTERS)
def test_an_event_that_the_app_sends_to_itself(name: str) -> None:
    send = "trigger" if name == "jquery" else "emit"
    more = f"{EMITTERS[name]}\nfunction work(x) {{ alert(x); }}"
    assert effects(on(f"bus.{send}('call', r);", more), "blocks", event="E") == ["alert"]
    assert effects(on(f"bus.{send}('other', r);", more), "blocks", event="E") == []


@pytest.mark.parametrize(
    "code",
    [
        # A loader that is wrapped in a promise, a chain of window.onload, a ready function, a timer that waits for the library.
        "function load() { return new Promise((ok) => { var s = document.createElement('script'); s.onload = ok; add(s); }); }\nload().then(function () { REG });",
        "var old = window.onload;\nwindow.onload = function () { if (old) old(); REG };",
        "$(document).ready(start);\nfunction start() { REG }",
        "var timer = setInterval(function () { if (window.sforce) { clearInterval(timer); start(); } }, 50);\nfunction start() { REG }",
        "require(['/support/api/60.0/lightning/opencti_min.js'], function () { REG });",
        "document.addEventListener('DOMContentLoaded', () => { start(); });\nconst start = async () => { await later(); REG };",
        "(async () => { await import('./nothing.js'); REG })();",
        "jQuery(function ($) { REG });",
    ],
)
def test_a_registration_that_comes_late(code: str) -> None:
    files = {"a.html": f"<script>{code.replace('REG', on('alert(1);'))}</script>"}
    assert effects(files, "blocks", event="E") == ["alert"]
    [registration] = window_of(files).registrations
    assert (registration.reached, registration.repeats) == (True, "")


def test_an_action_function_that_script_calls() -> None:
    page = (
        "<apex:page><apex:form><apex:actionFunction name='save' oncomplete='alert(1)'/></apex:form>"
        f"<script>{on('save(r.message);')}</script></apex:page>"
    )
    assert effects({"a.page": page}, "blocks", event="E") == ["alert later answer"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("window.addEventListener('message', go);", ("message", "message", "go")),
        ("window.onmessage = go;", ("message", "message", "go")),
        ("addEventListener('message', go);", ("message", "message", "go")),
        ("$(window).on('message', go);", ("message", "message", "go")),
        ("socket.on('message', go);", ("vendor", "message", "go")),
        ("socket.onmessage = go;", ("vendor", "message", "go")),
        ("device.on('incoming', tidy(go));", ("vendor", "incoming", "go")),
        ("device.on('incoming', { answered: go });", ("vendor", "answered", "go")),
        ("device.on('incoming', go);", ("vendor", "incoming", "go")),
        ("button.addEventListener('click', go);", ("dom", "click", "go")),
        ("button.onclick = go;", ("dom", "click", "go")),
        ("$('#x').click(go);", ("dom", "click", "go")),
        ("$('#x').on('click.phone', go);", ("dom", "click", "go")),
        ("$(document).ready(go);", ("dom", "ready", "go")),
        ("$(function go() { sforce.opencti.refreshView(); });", ("dom", "ready", "go")),
        ("window.onload = go;", ("dom", "load", "go")),
        ("document.addEventListener('DOMContentLoaded', go);", ("dom", "DOMContentLoaded", "go")),
    ],
)
def test_handlers_of_other_events(code: str, expected: tuple[str, str, str]) -> None:
    more = "" if "refreshView" in code else "\nfunction go(e) { sforce.opencti.refreshView(); }"
    assert handlers(window_of(code + more)) == [expected]


@pytest.mark.parametrize("name", ["on", "once", "only", "online", "onCase"])
def test_a_name_that_begins_like_an_event(name: str) -> None:
    code = f"sforce.console.addEventListener('E', {name});\nfunction {name}(r) {{}}"
    assert handlers(window_of(code)) == [("salesforce", "E", name)]


def test_handlers_that_reach_no_api_are_not_kept() -> None:
    window = window_of("button.onclick = go;\nfunction go() { alert(1); }\nsforce.opencti.refreshView();")
    assert handlers(window) == []


def test_an_element_of_jsx() -> None:
    code = "export const B = () => <a onClick={() => go()}>x</a>;\nfunction go() { sforce.opencti.refreshView(); }"
    assert handlers(window_of({"b.jsx": code})) == [("dom", "click", "onClick")]


def test_an_event_attribute_that_code_writes_as_text() -> None:
    code = "list.innerHTML = '<a onclick=\"go(1)\">x</a>';\nfunction go(n) { sforce.opencti.refreshView(); }"
    assert handlers(window_of(code)) == [("dom", "click", "go")]


# Hostile input: every walk and every question ends.


def chain(size: int) -> str:
    return (
        "".join(f"function f{at}(x) {{ f{at + 1}(x); }}\n" for at in range(size))
        + f"function f{size}(x) {{ alert(x); }}"
    )


HOSTILE = {
    "deep blocks": on("if (r) {" * 300 + "alert(1);" + "}" * 300),
    "deep calls": on("f(" * 300 + "r" + ")" * 300),
    "deep members": on("r" + ".a" * 1500 + ";"),
    "deep ternary": on("var x = " + "r ? 1 : " * 1000 + "2;"),
    "deep functions": on("(function () {" * 200 + "alert(1);" + "})();" * 200),
    "long chain of then": on("p" + ".then(f)" * 4000 + ";"),
    "long chain of plus": on("var x = " + " + ".join(["'a'", "r"] * 1000) + ";"),
    "long chain of or": on("var x = " + " || ".join(["r.a"] * 500) + ";"),
    "long call chain": on("f0(r);", chain(400)),
    "itself": on("a = a.b; a = a.b; a.c(r);", "var a = a.b;\na = a.b;"),
    "returns itself": on("f().g();", "function f() { return f(); }"),
    "returns each other": on("f(r);", "function f(x) { return g(x); }\nfunction g(x) { return f(x); }"),
    "alias circle": on("a(r);", "var a = b, b = c, c = a;"),
    "class circle": on("new A().go(r);", "class A extends B {}\nclass B extends A {}"),
    "prototype circle": on(
        "new A().go(r);", "function A() {}\nA.prototype = new A();\nA.prototype.go = A.prototype.go;"
    ),
    "huge switch": on(
        "switch (r.x) {" + "".join(f"case {at}: work(r, {at}); break;" for at in range(1500)) + "}",
        "function work(x, n) { JSON.parse(x); }",
    ),
    "all call all": on(
        "f0(r);",
        "".join(f"function f{at}(x) {{ " + " ".join(f"f{to}(x);" for to in range(25)) + " }\n" for at in range(25)),
    ),
    "many callers": on(
        "f(r);", "function f(x) { x(); }\n" + "".join(f"f(function () {{ f({at}); }});\n" for at in range(400))
    ),
    "templates": on(
        "var z = a;",
        "var a = "
        + " + ".join(["b"] * 20)
        + ";\nvar b = x ? '1' : '2';\nload('/support/api/' + "
        + " + ".join(["b"] * 20)
        + " + '/interaction.js');",
    ),
    "wrapper tower": on("1;")
    + "sforce.console.onFocusedSubtab("
    + "w(" * 100
    + "g"
    + ")" * 100
    + ");\nfunction w(fn) { return function (x) { fn(x); }; }\nfunction g(x) { alert(x); }",
    "try tower": on("try {" * 150 + "alert(1);" + "} catch (e) { log(e); }" * 150),
    "switch tower": on("".join(f"switch (x{at}) {{ case 1:\n" for at in range(60)) + "alert(1);" + "}" * 60),
    "template tower": on("x = " + "`${" * 80 + "a" + "}`" * 80 + ";"),
    "thousands of functions": on(
        "f1(r);", "".join(f"function f{at}(x) {{ return f{at * 7 % 4000}(x); }}\n" for at in range(4000))
    ),
    "emitters that answer each other": on(
        "bus.emit('a', r);", "bus.on('a', () => bus.emit('b'));\nbus.on('b', () => bus.emit('a'));"
    ),
    "spread of itself": on("go(o);", "var o = { ...o, ...o };\nfunction go(x) { x.a(); }"),
    "getter of itself": on("o.a();", "var o = { get a() { return o.a; } };"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_ends_soon(name: str) -> None:
    start = time.process_time()
    app = app_of(HOSTILE[name])
    # A tracer (coverage) makes every line dearer.
    assert time.process_time() - start < (2 if sys.gettrace() is None else 10)
    assert [item.event for window in app.windows for item in window.registrations if item.event.startswith("E")] == [
        "E"
    ]
