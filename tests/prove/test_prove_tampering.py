"""A page cannot silence the recorder: whatever it does to the language, its fault is seen at its line."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import pytest
from conftest import page_of

from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.outcome import judged
from ctilint.prove.play.sandbox import Sandbox
from ctilint.prove.play.scenarios import BUILT_IN
from ctilint.prove.play.seen import Reader

TAMPERING = {
    "generators that end at once": "var g = Object.getPrototypeOf(function* () {}).prototype; g.next = function () { return { done: true }; };",
    "generators that throw": "Object.getPrototypeOf(function* () {}).prototype.next = function () { throw 1; };",
    "arrays that iterate as empty": "Array.prototype[Symbol.iterator] = function () { return { next: function () { return { done: true }; } }; };",
    "no iterator at all": "delete Array.prototype[Symbol.iterator];",
    "the iterator of arrays": "Object.getPrototypeOf([][Symbol.iterator]()).next = function () { return { done: true }; };",
    "the iterator of maps": "Object.getPrototypeOf(new Map().entries()).next = function () { throw 2; };",
    "toJSON on Object": "Object.prototype.toJSON = function () { return null; };",
    "toJSON that throws": "Object.defineProperty(Object.prototype, 'toJSON', { value: function () { throw 3; } });",
    "toJSON on String and Array": "String.prototype.toJSON = Array.prototype.toJSON = function () { return ''; };",
    "apply": "Function.prototype.apply = function () {};",
    "call": "Function.prototype.call = function () {};",
    "bind": "Function.prototype.bind = function () { return function () {}; };",
    "no stack": "Error.stackTraceLimit = 0;",
    "a stack of its own": "Error.prepareStackTrace = function () { return 'nothing'; };",
    "a stack by definition": "Object.defineProperty(Error, 'stackTraceLimit', { get: function () { return 0; }, set: function () {} });",
    "no captured stack": "Error.captureStackTrace = function () {};",
    "a line that is no number": "Object.defineProperty(Function.prototype, 'lineNumber', { get: function () { return '\\u00b2'; } });",
    "a column that is no number": "Object.defineProperty(Function.prototype, 'columnNumber', { value: '\\u0663' });",
    "JSON": "JSON.stringify = function () { return '{}'; }; JSON.parse = function () { return {}; };",
    "no JSON": "JSON = undefined;",
    "push": "Array.prototype.push = function () { return 0; };",
    "filter and map": "Array.prototype.filter = Array.prototype.map = function () { return []; };",
    "find and some": "Array.prototype.find = Array.prototype.findIndex = Array.prototype.some = function () {};",
    "slice and splice": "Array.prototype.slice = Array.prototype.splice = Array.prototype.concat = function () { return []; };",
    "index setters": "Object.defineProperty(Array.prototype, '0', { set: function () {}, get: function () { return 1; }, configurable: false });",
    "text": "String.prototype.startsWith = String.prototype.endsWith = String.prototype.split = String.prototype.replace = function () { return ''; };",
    "slices of text": "String.prototype.slice = String.prototype.indexOf = null;",
    "Object": "Object.keys = Object.assign = Object.create = function () { return {}; };",
    "definitions": "Object.defineProperty = Reflect.defineProperty = function () { throw 4; };",
    "a getter on every object": "Object.prototype.get = function () { return 1; }; Object.prototype.value = 7;",
    "names of ours": "var Object, Array, Map, WeakMap, Set, Error, Proxy, Symbol; Array = Map = WeakMap = Set = Error = Proxy = function () { return {}; };",
    "Reflect": "Reflect.apply = Reflect.construct = Reflect.ownKeys = function () {};",
    "no Reflect": "Reflect = null;",
    "maps": "Map.prototype.get = Map.prototype.set = Map.prototype.has = WeakMap.prototype.get = WeakMap.prototype.set = function () {};",
    "sets": "Set.prototype.has = Set.prototype.add = WeakSet.prototype.has = function () { return false; };",
    "promises": "Promise.prototype.then = function () { return this; }; Promise.resolve = function () { return {}; };",
    "regular expressions": "RegExp.prototype.exec = RegExp.prototype.test = function () { return null; };",
    "mathematics": "Math.max = Math.min = Math.floor = function () { return NaN; };",
    "the console and timers": "console.log = console.error = setTimeout = setInterval = addEventListener = function () {};",
    "its own counter": "try { __ctilint.e = null; __ctilint.n = NaN; } catch (e) {} try { __ctilint = null; } catch (e) {}",
    "frozen after it was changed": "Array.prototype.push = function () {}; Array.prototype[Symbol.iterator] = function () { throw 5; }; Object.freeze(Array.prototype); Object.freeze(Object.prototype);",
    "what it cannot take back": "Object.defineProperty(Array.prototype, 'push', { value: function () {}, configurable: false, writable: false });",
    "an error handler that swallows": "window.onerror = function () { return true; }; addEventListener('error', function (e) { e.stopImmediatePropagation(); e.preventDefault(); }, true);",
    "no window": "try { globalThis = {}; } catch (e) {} window = self = document = null;",
}
LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
FAULT = (
    "sforce.opencti.onClickToDial({ listener: function (payload) {\n"
    "  payload.number.none.x;\n"
    "} });\n"
    "sforce.opencti.enableClickToDial();"
)


def test_there_are_forty_of_them() -> None:
    assert len(TAMPERING) >= 40


@pytest.mark.parametrize("name", TAMPERING)
@pytest.mark.parametrize("together", [True, False], ids=["one script", "two scripts"])
def test_the_fault_is_seen(sandbox: Sandbox, name: str, together: bool) -> None:
    between = ";\n" if together else "</script><script>\n"
    page = page_of(f"{LIBRARY}<script>{TAMPERING[name]}{between}{FAULT}</script>")
    scenario = next(one for one in BUILT_IN if one.name == "click-to-dial")
    run = judged(scenario, Reader(page.places).read(sandbox.run(job_for(page, scenario, Options()))), {})
    assert run.outcome is Outcome.FAILED
    assert [problem.kind for problem in run.problems if problem.level == "error"] == ["threw"]
    (problem,) = [problem for problem in run.problems if problem.kind == "threw"]
    assert "'none'" in problem.message or "'x'" in problem.message
    assert problem.spot is not None
    assert problem.spot.line == 3
    (register,) = run.played.of("register")
    assert (register.spot.line, register.handler.line) == (2, 2)
