"""Hostile scripts end at a limit that is reported, within their budget, and the host goes on."""

# ruff: noqa: E501, ISC004 - a page stands on the lines on which it reads best

from __future__ import annotations

import time

import pytest
from conftest import page_of

from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.sandbox import Limits, Sandbox
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Reader

SECONDS, WALL = 0.3, 8
# What each script does, and words of how it must end ('' where the page merely fails as it would in a browser).
HOSTILE = {
    "endless loop": ("for (;;) {}", "without end"),
    "endless loop that catches": (
        "while (true) { try { for (;;) {} } catch (e) {} finally { for (;;) {} } }",
        "without end",
    ),
    "catastrophic regex": ("/^(a+)+$/.test('a'.repeat(40) + '!')", "without end"),
    "indexOf on a huge string": ("var s = 'a'.repeat(4e7); s.indexOf('a'.repeat(3e4) + 'b')", "still running"),
    "join of a huge array": ("var a = []; a.length = 4e8; a.join('xx')", "still running"),
    "deep JSON": ("JSON.parse('['.repeat(1e7))", ""),
    "deep value to JSON": ("var a = []; for (var i = 0; i < 1e6; i++) { a = [a]; } JSON.stringify(a)", ""),
    "memory bomb": ("var a = []; for (;;) a.push(new Array(1e5).fill(1))", "memory"),
    "buffers": ("var a = []; for (;;) a.push(new ArrayBuffer(1e8))", "memory"),
    "microtask flood": ("function f() { Promise.resolve().then(f); Promise.resolve().then(f); } f()", ""),
    "timer flood": ("function f() { setTimeout(f, 0); setTimeout(f, 0); } f()", "tasks"),
    "deep recursion": ("function f() { f(); } f()", ""),
    "recursion through toString": ("var o = {}; o.toString = function () { return '' + o; }; '' + o", ""),
    "prototype tricks": (
        "Object.prototype.toJSON = function () { throw 1; }; Array.prototype.push = function () { throw 2; };"
        " String.prototype.slice = null; Function.prototype.call = null; JSON.stringify = function () { for (;;) {} };"
        " Object.defineProperty(Array.prototype, '0', { set: function () { for (;;) {} } });"
        " sforce.opencti.onClickToDial({ listener: function () {} })",
        "",
    ),
    "huge string": ("var s = 'x'; for (;;) s += s", "string"),
    "console flood": ("for (;;) console.log('x'.repeat(10000))", "without end"),
    "document flood": ("for (;;) document.body.appendChild(document.createElement('div'))", "without end"),
    "stack that never ends": (
        "Error.prepareStackTrace = function () { for (;;) {} }; sforce.opencti.refreshView()",
        "",
    ),
    "proxy": (
        "var p = new Proxy({}, { get: function () { return p; }, ownKeys: function () { for (;;) {} } }); console.log(p)",
        "without end",
    ),
    "an error that cannot be shown": ("throw { get message() { for (;;) {} } }", ""),
}
CALM = "sforce.opencti.getAppViewInfo({ callback: function () { console.log('calm'); } })"


def played(sandbox: Sandbox, script: str) -> Played:
    page = page_of(f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>\n{script}\n</script>')
    scenario = Scenario("t", "t", ({"do": "start"}, {"do": "click-to-dial"}), {}, {})
    return Reader(page.places).read(sandbox.run(job_for(page, scenario, Options())))


@pytest.fixture(scope="module")
def small() -> Sandbox:
    limits = Limits(seconds=SECONDS, wall=WALL, memory=48 << 20, process=512)
    with Sandbox(limits) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_script_ends_and_the_host_goes_on(small: Sandbox, name: str) -> None:
    script, words = HOSTILE[name]
    began = time.monotonic()
    seen = played(small, script)
    assert time.monotonic() - began < WALL + 3
    if words:
        assert words in seen.limit, seen.limit
    after = played(small, CALM)
    assert after.limit == ""
    assert [record.text("value") for record in after.of("console")] == ['"calm"']


def test_a_limit_names_the_function(small: Sandbox) -> None:
    assert "without end at page.html:2:" in played(small, "function spin() { for (;;) {} }\n  spin();").limit


def test_there_is_no_file_network_or_process(small: Sandbox) -> None:
    seen = played(
        small,
        "console.log([typeof process, typeof require, typeof std, typeof os, typeof Deno].join());"
        " Function('return this')().constructor.constructor('return this')();"
        " import('/etc/hostname').then(function () { console.log('read'); }, function () { console.log('refused'); });"
        " import('os').then(function () { console.log('loaded'); }, function () { console.log('refused'); });",
    )
    said = [record.text("value").strip('"') for record in seen.of("console")]
    assert said == ["undefined,undefined,undefined,undefined,undefined", "refused", "refused"]


def test_records_are_kept_within_bounds() -> None:
    with Sandbox(Limits(seconds=2, wall=10, records=100)) as sandbox:
        seen = played(sandbox, "for (var i = 0; i < 5000; i++) fetch('/' + i)")
    assert len(list(seen.of("request"))) < 101
    assert sum(record.number("count") for record in seen.of("dropped")) > 4_000
    assert "calls and events were not kept" in seen.limit
    assert not seen.own


def test_a_child_that_is_killed_is_started_again(small: Sandbox) -> None:
    assert played(small, CALM).limit == ""
    child = small._child
    assert child is not None
    child.kill()
    child.wait()
    assert played(small, CALM).limit == ""
