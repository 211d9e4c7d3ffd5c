"""Small questions about calls, conditions and loops as they are written."""

from __future__ import annotations

import pytest

from ctilint.read.document import read_document
from ctilint.read.facts import Call, Loop, Member, Value
from ctilint.understand.program.index import ScriptIndex, index_script, steps_of
from ctilint.understand.program.spelling import (
    is_busy_wait,
    is_false,
    is_short,
    last_key,
    less_asked,
    more_asked,
    stream_of,
    without_first,
    written,
)


def index_of(code: str) -> ScriptIndex:
    return index_script(read_document("a.js", code.encode()).scripts[0])


def value_of(code: str) -> Value:
    return index_of(f"x = {code};").paths["x"][0].value


def call_of(code: str) -> Call:
    value = value_of(code)
    assert isinstance(value, Call)
    return value


def loop_of(code: str) -> Loop:
    [loop] = [step for step in steps_of(index_of(code).script.functions[0].body) if isinstance(step, Loop)]
    return loop


@pytest.mark.parametrize(
    ("code", "key"),
    [("f()", "f"), ("a.b.c()", "c"), ("a[b]()", ""), ("a['b']()", "b"), ("f()()", ""), ("new A.B()", "B")],
)
def test_the_last_part_of_a_name(code: str, key: str) -> None:
    assert last_key(call_of(code)) == key


@pytest.mark.parametrize(
    ("code", "false"),
    [("false", True), ("true", False), ("0", False), ("a", False), ("!1", True), ("!0", False), ("!a", False)],
)
def test_the_literal_false(code: str, false: bool) -> None:
    assert is_false(value_of(code)) is false


@pytest.mark.parametrize("one", ["", "console", "tab"])
@pytest.mark.parametrize("other", ["", "console", "tab"])
def test_the_stronger_and_the_weaker_answer(one: str, other: str) -> None:
    order = ["", "console", "tab"]
    assert more_asked(one, other) == max(one, other, key=order.index)
    assert less_asked(one, other) == min(one, other, key=order.index)


def test_a_call_without_its_first_argument() -> None:
    call = call_of("f(a, b)")
    assert without_first(call).arguments == call.arguments[1:]
    assert without_first(call_of("f()")).arguments == ()


@pytest.mark.parametrize(
    ("code", "short"), [("i < 10", True), ("i < all.length", False), ("all", False), ("i !== 0", True)]
)
def test_a_bound_written_in_the_code(code: str, short: bool) -> None:
    assert is_short(value_of(code)) is short


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("while (Date.now() < end) {}", True),
        ("while (+new Date() < end) { n++; }", True),
        ("for (; clock.getTime() < end; ) {}", True),
        ("do { now = Date.now(); } while (now < end);", True),
        ("do { other = Date.now(); } while (now < end);", False),
        ("while (now < end) { a(); b(); c(); d(); now = Date.now(); }", False),
        ("while (next()) { work(); }", False),
        ("while (i < n) { i++; }", False),
        ("while (true) { work(); }", False),
        ("for (;;) { work(); }", False),
        ("for (const x of all) { work(x); }", False),
    ],
)
def test_a_loop_that_only_watches_the_clock(code: str, waits: bool) -> None:
    assert is_busy_wait(loop_of(code)) is waits


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("a", "a"),
        ("a.b.c", "a.b.c"),
        ("this.a", "this.a"),
        ("this", "this"),
        ("a().b", "a(…).b"),
        ("a.b().c().d", "a.b(…).c(…).d"),
        ("a[b].c", "a[…].c"),
        ("a[0].c", "a[0].c"),
        ("new Date().getTime", "new Date(…).getTime"),
        ("(a || b).c", "(…).c"),
        ("function () {}", "a function"),
        ("a || b", "a function"),
    ],
)
def test_how_a_value_is_written(code: str, text: str) -> None:
    assert written(index_of(""), value_of(code)) == text


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("this.dials.pipe(f).subscribe(g)", "next of dials"),
        ("dials.asObservable().subscribe(g)", "next of dials"),
        # A minifier's names say nothing.
        ("e.subscribe(g)", ""),
        ("f().subscribe(g)", ""),
    ],
)
def test_a_stream_is_known_by_the_name_it_has(code: str, name: str) -> None:
    (call,) = index_of(code).called["subscribe"]
    assert isinstance(call.callee, Member)
    assert stream_of(call.callee.object) == name
