"""What never runs is not in the program: the calls that are left are the calls that can run."""

from __future__ import annotations

import pytest

from ctilint.read.facts import CallStep, Mask, Member, Name, ScriptKind
from ctilint.read.javascript import lower
from ctilint.read.source import Span
from ctilint.understand.program.index import steps_of


def calls(text: str, kind: ScriptKind = ScriptKind.FILE) -> list[str]:
    """Return the names of all calls of a script, in order, those in functions after the script's own."""
    script = lower(text, path="a.js", kind=kind)
    found = []
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, CallStep) and isinstance(step.call.callee, Name | Member):
                callee = step.call.callee
                found.append(callee.name if isinstance(callee, Name) else callee.key or "")
    return found


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("return; b();", []),
        ("a(); return b(); c();", ["a", "b"]),
        ("throw a(); b();", ["a"]),
        ("if (x) { return; } b();", ["b"]),
        ("if (x) { return; } else { throw y; } b();", []),
        ("if (x) { return; } else if (z) { return; } else { return; } b();", []),
        ("if (x) { return; } else if (z) { return; } b();", ["b"]),
        ("try { return; } catch (e) { return; } b();", []),
        ("try { return; } catch (e) { a(); } b();", ["a", "b"]),
        ("try { a(); } finally { return; } b();", ["a"]),
        ("for (;;) { break; a(); } b();", ["b"]),
        ("for (var i of x) { if (i) { continue; } else { break; } a(); } b();", ["b"]),
        ("out: { if (x) { break out; } else { break out; } a(); } b();", ["a", "b"]),
        ("out: { break out; } b();", ["b"]),
        ("switch (x) { case 1: return; a(); case 2: b(); break; default: c(); } d();", ["b", "c", "d"]),
        ("while (false) { a(); } b();", ["b"]),
        ("do { a(); } while (false); b();", ["a", "b"]),
        ("later(); return; function later() { a(); }", ["later", "a"]),
    ],
)
def test_code_after_a_jump(body: str, left: list[str]) -> None:
    assert calls(f"function f() {{ {body} }}") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("if (false) { a(); } else { b(); }", ["b"]),
        ("if (0) a(); if ('') b(); if (null) c(); if (1) d(); else e();", ["d"]),
        ("false && a(); true && b(); true || c(); false || d();", ["b", "d"]),
        ("if (!true) { a(); } if (!0) { b(); }", ["b"]),
        ("if (x && false) { a(); } if (x || true) { b(); } else { c(); }", ["b"]),
        ("if (x || false) { a(); }", ["a"]),
        ("x ? a() : b(); true ? c() : d();", ["a", "b", "c"]),
        ("const DEBUG = false; if (DEBUG) { a(); } DEBUG && b(); if (!DEBUG) { c(); }", ["c"]),
        ("function f() { var on = false; if (on) { a(); } }", []),
        ("function f() { var on = false; on = g(); if (on) { a(); } }", ["g", "a"]),
        ("function f() { let n = 0; for (n of x) { if (n) { a(); } } }", ["a"]),
        ("function f() { let n = 0; n++; if (n) { a(); } }", ["a"]),
        ("function f(on) { if (on) { a(); } }", ["a"]),
        ("function f() { var on; on = true; if (on) { a(); } else { b(); } }", ["a", "b"]),
        # Another script may give a name of the window another value.
        ("var DEBUG = false; if (DEBUG) { a(); }", ["a"]),
    ],
)
def test_arms_that_are_decided(text: str, left: list[str]) -> None:
    assert calls(text) == left


def test_a_module_keeps_its_names_to_itself() -> None:
    assert calls("let DEBUG = false; if (DEBUG) { a(); }", ScriptKind.MODULE) == []


def test_nothing_is_left_out_of_a_text_that_is_not_whole() -> None:
    assert "b" in calls("function f() { return; b(); } }} (")


def test_what_is_made_in_dead_code_has_no_calls() -> None:
    assert calls("if (false) later(() => a()); function f() { return; g(function () { b(); }); }") == []
    assert calls("for (; false; next()) { later(() => a()); }") == []


def test_what_a_template_fills_in_decides_nothing() -> None:
    for text, masked in (("if (false) a(); else b();", "false"), ("const on = 'x'; if (on) a(); else b();", "'x'")):
        start = text.index(masked)
        mask = Mask("{!x}", Span(start, start + len(masked)))
        script = lower(text, path="a.js", kind=ScriptKind.MODULE, masks=(mask,))
        names = [
            step.call.callee.name
            for step in steps_of(script.functions[0].body)
            if isinstance(step, CallStep) and isinstance(step.call.callee, Name)
        ]
        assert names == ["a", "b"]
