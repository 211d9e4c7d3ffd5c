"""What crosses the frame is copied as the browser copies it: what it cannot copy throws a DataCloneError."""

# ruff: noqa: E501 - a call stands on the line on which it reads best

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import lines

from ctilint.prove.play.seen import Played

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
HELD = {
    "a function": "function done() {}",
    "an arrow": "() => 1",
    "a method deep inside": "{ a: [{ b() {} }] }",
    "a symbol": "Symbol('x')",
    "a node": "document.body",
    "the window": "window",
    "an event": "new Event('click')",
    "a promise": "Promise.resolve(1)",
    "a weak map": "new WeakMap()",
    "a proxy": "new Proxy({}, {})",
    "a revocable proxy": "Proxy.revocable({}, {}).proxy",
    "a socket": "new WebSocket('wss://x.example')",
}
CALLS = {
    "saveLog": "sforce.opencti.saveLog({ value: { Subject: 'Call', extra: HELD } })",
    "runApex": "sforce.opencti.runApex({ apexClass: 'A', methodName: 'b', methodParams: HELD })",
    "searchAndScreenPop": "sforce.opencti.searchAndScreenPop({ searchParams: '1', callType: 'inbound', queryParams: HELD })",
    "screenPop": "sforce.opencti.screenPop({ type: 'url', params: { url: '/', extra: HELD } })",
    "publish": "sforce.opencti.publish({ channelName: 'C__c', message: { extra: HELD } })",
    "setSoftphoneItemLabel": "sforce.opencti.setSoftphoneItemLabel({ label: HELD })",
}
Play = Callable[..., Played]


def script(text: str) -> str:
    return f"{LIBRARY}<script>{text}</script>"


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_what_cannot_be_copied_throws_out_of_the_call(play: Play, held: str) -> None:
    played = play(script(CALLS["saveLog"].replace("HELD", held)))
    (thrown,) = played.of("uncaught")
    assert thrown.text("message").startswith("DataCloneError: Failed to execute 'postMessage' on 'Window': ")
    assert thrown.text("message").endswith(" could not be cloned.")
    assert [record.text("what").partition(" ")[0] for record in played.of("misuse")] == [
        "value.extra.a.0.b" if "deep" in {v: k for k, v in HELD.items()}[held] else "value.extra"
    ]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_call_crosses_the_frame(play: Play, call: str) -> None:
    code = f"try {{ {call.replace('HELD', '() => 1')} }} catch (error) {{ console.log(error.name, error.code) }}"
    played = play(script(code))
    assert lines(played) == ['DataCloneError", 25']
    (seen,) = played.of("misuse")
    assert seen.text("what").endswith("the call throws DataCloneError")


def test_callbacks_and_what_the_library_does_not_send_may_be_functions(play: Play) -> None:
    call = "sforce.opencti.saveLog({ value: { Subject: 'x' }, callback: function (a) { console.log(a.success) }, other: () => 1 })"
    played = play(script(call))
    assert lines(played) == ["true"]
    assert not list(played.of("misuse", "uncaught"))


VALUES = {
    "dates": ("new Date(5)", "made instanceof Date && made.getTime() === 5"),
    "maps": ("new Map([['a', new Set([1])]])", "made.get('a').has(1)"),
    "expressions": ("/a/gi", "made.flags === 'gi'"),
    "errors": ("new TypeError('x')", "made.name === 'TypeError' && made.message === 'x' && made.own === undefined"),
    "circles": ("(() => { const a = {}; a.a = a; return a })()", "made.a === made && made !== value"),
    "bytes": ("new Uint8Array([1, 2])", "made[1] === 2 && made.buffer !== value.buffer"),
    "boxes": ("Object('x')", "typeof made === 'object' && made.length === 1"),
    "classes": ("new (class A { constructor() { this.b = 1 } c() {} })()", "made.b === 1 && made.c === undefined"),
    "getters": ("({ get a() { return 2 } })", "Object.getOwnPropertyDescriptor(made, 'a').value === 2"),
    "holes": ("[1, , 3]", "made.length === 3 && !(1 in made)"),
    "a __proto__ of its own": ("JSON.parse('{\"__proto__\": 1}')", "Object.keys(made)[0] === '__proto__'"),
    "toJSON is not asked": ("({ a: 1, b: { c: 2 } })", "made.b.c === 2"),
}


@pytest.mark.parametrize(("value", "holds"), VALUES.values(), ids=VALUES)
def test_copies_are_what_a_browser_makes(play: Play, value: str, holds: str) -> None:
    code = f"const value = {value}; const made = structuredClone(value); console.log({holds})"
    assert lines(play(script(code))) == ["true"]


@pytest.mark.parametrize(
    "send",
    [
        "parent.postMessage({ a: () => 1 }, '*')",
        "window.postMessage({ a: () => 1 }, '*')",
        "new MessageChannel().port1.postMessage(() => 1)",
        "new BroadcastChannel('x').postMessage({ a: document })",
    ],
)
def test_messages_of_the_page_are_copied_too(play: Play, send: str) -> None:
    code = f"try {{ {send} }} catch (error) {{ console.log(error.name, error instanceof DOMException) }}"
    assert lines(play(script(code))) == ['DataCloneError", true']


def test_a_message_is_what_it_was_when_it_was_sent(play: Play) -> None:
    code = "window.onmessage = (event) => console.log(event.data.a); const o = { a: 1 }; postMessage(o, '*'); o.a = 2;"
    assert lines(play(script(code))) == ["1"]


def test_the_listeners_of_lightning_share_what_they_are_given(play: Play) -> None:
    code = (
        "sforce.opencti.enableClickToDial({ callback() {} });"
        "sforce.opencti.onClickToDial({ listener(call) { call.number = '5' } });"
        "sforce.opencti.onClickToDial({ listener(call) { console.log(call.number) } });"
    )
    assert lines(play(script(code), {"do": "click-to-dial"})) == ["5"]


def test_what_nobody_knows_crosses_as_it_is_shown(play: Play) -> None:
    code = "vendor.connect().then(function (call) { sforce.opencti.saveLog({ value: { Subject: call.name, all: call } }); console.log('sent') })"
    text = f'{LIBRARY}<script src="https://cdn.example/vendor.js"></script><script>{code}</script>'
    played: Any = play(text)
    assert lines(played) == ["sent"]
    assert not list(played.of("misuse", "uncaught"))
