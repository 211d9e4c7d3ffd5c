"""Bundles of webpack, Browserify and Parcel: the modules of one script, known by their shape."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import app_of, registered, window_of

from ctilint.checks.unguarded_handler import check
from ctilint.understand.values.resolver import Resolver

LISTEN = "sforce.console.addEventListener('A', one);"
ONE = "function one(r) {}"
FOUND = [("sforce.console.addEventListener", "A", ("one",))]
RUN = "var c = {}; function r(id) { var m = c[id]; if (m) return m.exports; m = c[id] = { exports: {} }; t[id].call(m.exports, m, m.exports, r); return m.exports; }"
RUN_4 = "var c = {}; function r(id) { var m = c[id] = { i: id, exports: {} }; t[id](m, m.exports, r); return m.exports; } r.s = 0; return r(0);"
CALLED = "(0, n(1).go)();"

BUNDLES = {
    "assigned": f"(() => {{ var t = {{ 1: (m, e, n) => {{ e.go = function () {{ {LISTEN} }}; {ONE} }}, 0: function (m, e, n) {{ var x = n(1); (0, x.go)(); }} }}; {RUN} r(0); }})();",
    "getters, new": f"(() => {{ var t = {{ 1: (m, e, n) => {{ n.d(e, {{ go: () => f }}); function f() {{ {LISTEN} }} {ONE} }}, 0: (m, e, n) => {{ {CALLED} }} }}; {RUN} r(0); }})();",
    "getters, old": f"!function (t) {{ {RUN_4} }}([function (m, e, n) {{ var x = n(1); Object(x['go'])(); }}, function (m, e, n) {{ n.d(e, 'go', function () {{ return f; }}); function f() {{ {LISTEN} }} {ONE} }}]);",
    "defineProperty": f"(function (t) {{ {RUN_4} }})([function (m, e, n) {{ {CALLED} }}, function (m, e, n) {{ Object.defineProperty(e, 'go', {{ enumerable: true, get: function () {{ return f; }} }}); function f() {{ {LISTEN} }} {ONE} }}]);",
    "value of a property": f"(function (t) {{ {RUN_4} }})([function (m, e, n) {{ {CALLED} }}, function (m, e, n) {{ function f() {{ {LISTEN} }} {ONE} Object.defineProperty(e, 'go', {{ value: f }}); }}]);",
    "paths": f"(() => {{ var t = {{ './src/a.js': (m, e, n) => {{ n('./src/b.js').go(); }}, './src/b.js': (m, e) => {{ m.exports = {{ go: function () {{ {LISTEN} }} }}; {ONE} }} }}; {RUN} r('./src/a.js'); }})();",
    "module.exports.go": f"(() => {{ var t = {{ 0: (m, e, n) => {{ n(1).go(); }}, 1: (m) => {{ m.exports.go = function () {{ {LISTEN} }}; {ONE} }} }}; {RUN} r(0); }})();",
    "a function as a whole": f"(() => {{ var t = {{ 0: (m, e, n) => {{ n(1)(); }}, 1: (m) => {{ m.exports = function () {{ {LISTEN} }}; {ONE} }} }}; {RUN} r(0); }})();",
    "default of a whole": f"(() => {{ var t = {{ 0: (m, e, n) => {{ var x = n(1); x.default(); }}, 1: (m) => {{ m.exports = function () {{ {LISTEN} }}; {ONE} }} }}; {RUN} r(0); }})();",
    "interop": f"(() => {{ var t = {{ 0: (m, e, n) => {{ var x = n(1), y = n.n(x); y().go(); }}, 1: (m, e) => {{ e.go = function () {{ {LISTEN} }}; {ONE} }} }}; {RUN} r(0); }})();",
    "class": f"(() => {{ var t = {{ 0: (m, e, n) => {{ var x = n(1); new x.Cti().go(); }}, 1: (m, e) => {{ class C {{ go() {{ {LISTEN} }} }} {ONE} e.Cti = C; }} }}; {RUN} r(0); }})();",
    "chunk": f"(self.webpackChunk = self.webpackChunk || []).push([[7], {{ 0: (m, e, n) => {{ n(1).go(); }}, 1: (m, e, n) => {{ n.d(e, {{ go: () => f }}); function f() {{ {LISTEN} }} {ONE} }} }}]);",
    "pairs": f"(function e(t, n, r) {{ return e; }})({{ 1: [function (q, m, x) {{ q('./b').go(); }}, {{ './b': 2 }}], 2: [function (q, m, x) {{ x.go = function () {{ {LISTEN} }}; {ONE} }}, {{}}] }}, {{}}, [1]);",
    "pairs, require": f"parcelRequire = (function (m) {{ return m; }})({{ 'ab': [function (require, module, exports) {{ var b = require('./b'); b.go(); }}, {{ './b': 'cd' }}], 'cd': [function (require, module, exports) {{ exports.go = function () {{ {LISTEN} }}; {ONE} }}, {{}}] }}, {{}}, ['ab']);",
}


@pytest.mark.parametrize("code", BUNDLES.values(), ids=BUNDLES)
def test_modules_of_a_bundle_know_each_other(code: str) -> None:
    assert registered(code) == FOUND
    assert all(item.reached for item in window_of(code).registrations)


@pytest.mark.parametrize(
    "code",
    [
        "run({ a: [function (x) {}], b: 2 });",
        "list.push([[1], { a: 1 }]);",
        "list.push([1, {}]);",
        "list.push([[1]]);",
        "run({});",
        "var m = { exports: {} }; table[id](m, m.exports, other);",
        "var m = { exports: {} }; table.go(m, m.exports);",
        "Object.defineProperty(e, 'go', { value: 1 });",
    ],
)
def test_what_is_no_bundle(code: str) -> None:
    window = window_of(f"{code}\nfunction other() {{}}\nsforce.opencti.refreshView();")
    assert isinstance(window.resolver, Resolver)
    assert window.resolver.bundles == {}


def test_a_module_that_another_one_requires_inside_a_function_is_not_its_work() -> None:
    code = f"(() => {{ var t = {{ 0: (m, e, n) => {{ sforce.console.onFocusedSubtab(function () {{ n(1); }}); }}, 1: (m, e) => {{ sforce.opencti.screenPop({{}}); }} }}; {RUN} r(0); }})();"
    [registration] = window_of(code).registrations
    [handler] = registration.handlers
    assert [effect.kind for effect in handler.effects] == []


API = f"{{ go: function () {{ {LISTEN} }} }}"
LOADED = {
    "relative": {"api.js": f"define([], function () {{ {ONE} return {API}; }});", "app.js": "define(['./api'], function (api) { api.go(); });"},
    "from a base address": {"js/sf/api.js": f"define(function () {{ {ONE} return {API}; }});", "js/app.js": "require(['jquery', 'sf/api'], function ($, api) { $('#b').click(function () { api.go(); }); });"},
    "named": {"all.js": f"define('sf/api', [], function () {{ {ONE} return {API}; }}); define('app', ['sf/api'], function (api) {{ api.go(); }}); require(['app']);"},
    "simplified": {"api.js": f"define(function (require, exports, module) {{ {ONE} exports.go = function () {{ {LISTEN} }}; }});", "app.js": "define(function (require) { var api = require('./api'); api.go(); });"},
    "simplified, whole": {"api.js": f"define(function (require, exports, module) {{ {ONE} module.exports = {API}; }});", "app.js": "define(function (require) { require('./api').go(); });"},
    "exports asked for": {"api.js": f"define(['exports'], function (e) {{ {ONE} e.go = function () {{ {LISTEN} }}; }});", "app.js": "requirejs(['./api'], function (api) { api.go(); });"},
    "begun by a page": {"index.html": "<script data-main='js/app' src='js/require.js'></script>", "js/api.js": f"define([], function () {{ {ONE} return {API}; }});", "js/app.js": "require(['api'], function (api) { $('#b').click(function () { api.go(); }); });"},
}  # fmt: skip


@pytest.mark.parametrize("files", LOADED.values(), ids=LOADED)
def test_modules_of_a_loader_know_each_other(files: dict[str, str]) -> None:
    [window] = app_of(dict(files)).windows
    assert registered(dict(files)) == FOUND
    assert all(item.reached for item in window.registrations)


@pytest.mark.parametrize(
    "code",
    [
        "define(['./api', name], factory);",
        "require('x', [1]);",
        "mine.define(['./api'], function (api) {});",
        "function define(list, f) {}\ndefine(['text!./a.html'], function (html) { html.go(); });",
    ],
)
def test_what_no_loader_hands_over(code: str) -> None:
    assert registered({"app.js": f"{code}\nsforce.console.addEventListener('A', one);\n{ONE}"}) == FOUND


def test_jquery_from_a_loader_only_shows() -> None:
    code = "define(['jquery'], function (q) { sforce.console.addEventListener('A', function (r) { q('#a').text(r.message); }); });"
    assert list(check(app_of({"app.js": code}))) == []
