"""What one call or loop does by itself."""

from __future__ import annotations

import pytest
from app_of import effects, window_of

from ctilint.read.facts import Call, Loop
from ctilint.understand.effects.payload import Payload
from ctilint.understand.effects.traits import Traits
from ctilint.understand.program.index import ScriptIndex, steps_of

LOOP = "loop of Salesforce calls"


def traits(code: str) -> tuple[Traits, ScriptIndex]:
    window = window_of(f"{code}\nsforce.opencti.refreshView();")
    resolver = window.resolver
    assert resolver is not None
    return Traits(resolver, Payload(resolver)), resolver.program.indexes[0]


def first_call(index: ScriptIndex, key: str) -> Call:
    return index.called[key][0]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while (Date.now() < end) {}", "busy wait"),
        ("while (new Date().getTime() - start < 500) { tick(); }", "busy wait"),
        ("for (; performance.now() < end; ) {}", "busy wait"),
        ("do { var now = Date.now(); } while (now - start < 500);", "busy wait"),
        ("while (busy) { tick(); }", ""),
        ("for (var i = 0; i < 1e7; i++) { if (new Date().getTime() - start > 500) { break; } }", "busy wait"),
        ("while (true) { if (Date.now() > end) break; }", "busy wait"),
        ("for (;;) { if (Date.now() > end) { break; } }", "busy wait"),
        ("for (var i = 0; i < rows.length; i++) { work(rows[i]); if (Date.now() > end) { break; } }", ""),
        ("while (!ready) {}", "busy wait"),
        ("for (const x of p) { if (x) { sforce.console.focusSubtabById(x); return; } }", ""),
        ("for (const x of p) { if (x) { if (y) { sforce.console.focusSubtabById(x); } break; } }", ""),
        ("for (const x of p) { if (x) { sforce.console.focusSubtabById(x); continue; } }", LOOP),
        ("for (const x of p) for (const y of x) { sforce.console.closeTab(y); if (y) break; }", LOOP),
        ("while (this.state.name == 'busy');", "busy wait"),
        ("while (!next()) {}", ""),
        ("while (node.next) {}", ""),
        ("for (;;) { tick(); }", ""),
        ("for (var i = 0; i < 10; i++) { sforce.opencti.saveLog(x); }", ""),
        ("for (var i = 0; i < all.length; i++) { sforce.opencti.saveLog(all[i]); }", "loop of Salesforce calls"),
        ("for (const one of all) { sforce.console.setTabTitle(one); }", "loop of Salesforce calls"),
        ("for (const one of all) { sforce.console.isInConsole(); }", ""),
        ("for (const key in all) { sforce.connection.query(key); }", "loop of Salesforce calls"),
        ("for (const one of all) { JSON.parse(one); }", "loop that parses"),
        ("for (const one of all) { $.parseJSON(one); }", "loop that parses"),
        ("for (const one of all) { row.innerHTML += one; }", "loop of DOM writes"),
        ("for (const one of all) { row.textContent = one; }", "loop of DOM writes"),
        ("for (const one of all) { document.body.appendChild(one); }", "loop of DOM writes"),
        ("for (const one of all) { $('#list').append(one); }", "loop of DOM writes"),
        ("for (const one of all) { parts.append(one); }", ""),
        ("for (const one of ['a', 'b']) { JSON.parse(one); }", ""),
        ("var names = ['a', 'b'];\nfor (var i = 0; i < names.length; i++) { JSON.parse(names[i]); }", ""),
        ("for (const one of all) { for (const two of one.all) { JSON.parse(two); } }", "loop that parses"),
        ("for (const one of all) { sum += one; }", ""),
    ],
)  # fmt: skip
def test_slow_loops(code: str, reason: str) -> None:
    found, index = traits(code)
    loop = next(step for step in steps_of(index.script.functions[0].body) if isinstance(step, Loop))
    assert found.slow(index, loop, None) == reason


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("sforce.connection.query('q');", True),
        ("sforce.connection.query('q', function (r) {});", False),
        ("sforce.connection.query('q', done);\nfunction done(r) {}", False),
        ("sforce.connection.query('q', unknown);", False),
        ("sforce.connection.query('q', { onSuccess: f, onFailure: g });", False),
        ("sforce.connection.update([o]);", True),
        ("sforce.apex.execute('C', 'm', { a: 1 });", True),
        ("sforce.apex.execute('C', 'm', { a: 1 }, { onSuccess: f });", False),
        ("sforce.opencti.runApex({ apexClass: 'C' });", False),
        ("sforce.connection.noSuchMethod('q');", False),
    ],
)
def test_calls_of_the_ajax_toolkit_that_wait(code: str, waits: bool) -> None:
    found, index = traits(code)
    call = index.calls[0]
    assert found.synchronous(index, call, found.path_of(index, call, None), None) is waits


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("$.ajax({ async: false });", True),
        ("$.ajax('/x', { async: false });", True),
        ("var o = { async: false };\n$.ajax(o);", True),
        ("$.ajax({ async: false, dataType: 'jsonp' });", False),
        ("$.ajax({ async: false, dataType: 'json' });", True),
        ("$.ajax({ async: true });", False),
        ("$.ajax({ async: quick });", False),
        ("$.ajax({});", False),
        ("$.ajax();", False),
    ],
)
def test_requests_that_wait(code: str, waits: bool) -> None:
    found, index = traits(code)
    assert found.ajax_sync(index, first_call(index, "ajax"), None) is waits


@pytest.mark.parametrize(
    ("code", "only_looks"),
    [
        ("sforce.opencti.searchAndScreenPop({ deferred: true });", True),
        ("var o = { deferred: true };\nsforce.opencti.searchAndScreenPop(o);", True),
        ("sforce.opencti.searchAndScreenPop({ deferred: false });", False),
        ("sforce.opencti.searchAndScreenPop({ deferred: late });", False),
        ("sforce.opencti.searchAndScreenPop({});", False),
        ("sforce.opencti.screenPop({ deferred: true });", False),
    ],
)
def test_a_search_that_pops_nothing(code: str, only_looks: bool) -> None:
    found, index = traits(code)
    call = index.calls[0]
    assert found.deferred(index, call, found.path_of(index, call, None), None) is only_looks


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("a.then(f);", False),
        ("a.then(f).catch(g);", True),
        ("a.then(f, g);", True),
        ("a.then(f).then(h).catch(g);", True),
        ("a.then(f).finally(h);", False),
        ("a.then(f).finally(h).catch(g);", True),
        ("a.then(f); b.catch(g);", False),
        ("a.then(f)" + ".then(h)" * 30 + ".catch(g);", False),
    ],
)
def test_a_chain_that_ends_in_catch(code: str, caught: bool) -> None:
    found, index = traits(code)
    assert found.caught(index, first_call(index, "then")) is caught


HARMLESS = [
    "console.log(r);",
    "Math.max(1, 2);",
    "localStorage.setItem('a', r.b);",
    "document.createElement('p').appendChild(x);",
    "$('#a').addClass('b').find('c').text(r.message);",
    "document.body.classList.add('x');",
    "element.addEventListener('click', f);",
    "clearTimeout(t);",
    "logger.info(r);",
    "this.log(r);",
    "list.push(r);",
    "$(document.body).trigger('x');",
    "new Thing(r);",
    "encodeURIComponent(r.message);",
    "new Date().toLocaleTimeString();",
    "[1, 2].includes(x);",
    "[].slice.call(list);",
    "Array.prototype.slice.call(arguments);",
]
RISKY = [
    ("phone.dial(r.message);", "phone.dial"),
    ("work(r);", "work"),
    ("$.parseJSON(r.message);", "$.parseJSON"),
    ("r.message.split(',');", "r.message.split"),
    ("store.update(r);", "store.update"),
    ("api.get(r);", "api.get"),
    ("phone.call(r.message);", "phone.call"),
    ("work.apply(null, r);", "work.apply"),
]


@pytest.mark.parametrize("body", HARMLESS)
def test_what_only_shows_and_logs_cannot_throw(body: str) -> None:
    assert effects(f"sforce.console.addEventListener('E', function (r) {{ {body} }});", "throws", event="E") == []


@pytest.mark.parametrize(("body", "name"), RISKY)
def test_what_can_throw(body: str, name: str) -> None:
    assert effects(f"sforce.console.addEventListener('E', function (r) {{ {body} }});", "throws", event="E") == [name]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("var row = document.getElementById('row'); row.update(r);", []),
        ("var row = $('#row'); row.find('td').update(r);", []),
        ("var made = { a: 1 }; made.update(r);", []),
        ("var all = [1]; all.update(r);", []),
        ("document.update(r);", []),
        ("this.rows.update(r);", []),
        ("var row = other; row.update(r);", ["row.update"]),
        ("var hosts = ['a', 'b']; hosts.includes(place);", []),
        ("var hosts = ['a']; hosts = other; hosts.includes(place);", ["hosts.includes"]),
    ],
)
def test_what_is_part_of_the_page(body: str, names: list[str]) -> None:
    assert effects(f"sforce.console.addEventListener('E', function (r) {{ {body} }});", "throws", event="E") == names


def test_a_set_of_the_app_that_shows() -> None:
    more = "var list = document.getElementById('list');\nvar store = makeStore();"
    code = f"sforce.console.addEventListener('E', function (r) {{ list.update(r); store.update(r); }});\n{more}"
    assert effects(code, "throws", event="E") == ["store.update"]


@pytest.mark.parametrize(
    "made",
    [
        "var kit = jQuery.noConflict(); go(kit);",
        "var kit = window.jQuery; go(kit);",
        "(function (kit) { go(kit); })(jQuery);",
    ],
)
def test_jquery_is_known_by_what_a_name_was_given(made: str) -> None:
    handler = "function (r) { kit('#number').val(r.message); }"
    code = made.replace("go(kit)", f"sforce.console.addEventListener('E', {handler})")
    assert effects(code, "throws", event="E") == []


def test_an_unknown_function_is_not_jquery() -> None:
    code = "sforce.console.addEventListener('E', function (r) { kit('#number').val(r.message); });"
    assert effects(code, "throws", event="E") != []
