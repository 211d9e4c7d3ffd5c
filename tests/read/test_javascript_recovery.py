"""Broken, deep and odd scripts: what can be read is read, and nothing is raised."""

import sys

import pytest
from javascript_notation import program, script, steps, value

from ctilint.read.facts import CallStep, ScriptKind, Unknown
from ctilint.read.javascript import grammar
from ctilint.read.javascript.blanking import blank
from ctilint.read.source import Span


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a();\n}", "unexpected `}`", (5, 6)),
        ("if (a) { b()", "missing `}`", (12, 12)),
        ("f(1 + ; g()", "unexpected `(1 +`", (1, 5)),
        ("x = 'abc", "unexpected `x = 'abc`", (0, 8)),
        ("x = “a”", "unexpected `x = “a”`", (0, 7)),
    ],
)
def test_the_first_problem(text: str, message: str, place: tuple[int, int]) -> None:
    problem = script(text).problem
    assert problem is not None
    assert problem.message == message
    assert (problem.span.start, problem.span.end) == place


def test_a_whole_script_has_no_problem() -> None:
    assert script("a(); // fine").problem is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(1 + ; g()", ["call f(1.0)", "call g()"]),
        ("a.b.on({ k: c() }", ["read a.b", "call c()", "call a.b.on({property k: c()})"]),
        ("f(g(1, h(2)", ["call h(2.0)", "call g(1.0, h(2.0))", "call f(g(1.0, h(2.0)))"]),
        ("a(); } b();", ["call a()", "call b()"]),
        ("a() + ; b()", ["call a()", "call b()"]),
        ("f(g(); h()", ["call g()", "call f(g())", "call h()"]),
    ],
)
def test_calls_in_broken_code(text: str, expected: list[str]) -> None:
    assert program(text) == expected


def test_a_handler_in_an_unclosed_call_is_a_function() -> None:
    lines = program("sforce.opencti.onClickToDial({ listener: function (p) { dial(p.number) }")
    assert "call sforce.opencti.onClickToDial({property listener: F1})" in lines
    assert "  call dial(p.number)" in lines


DEEP = {
    "parentheses": "(" * 5000 + "f()" + ")" * 5000,
    "open parentheses": "(" * 5000,
    "plus": "a" + "+f()" * 20000,
    "mixed operators": "a" + "+f()-b" * 5000,
    "arrays": "[" * 3000 + "f()" + "]" * 3000,
    "members": "a" + ".b" * 20000 + ".f()",
    "calls": "a" + ".f()" * 5000,
    "else if": "if (a) f();" + "else if (a.x()) f();" * 3000,
    "switch": "switch (a) {" + "case 1: f(); break;" * 3000 + "}",
    "blocks": "{" * 3000 + "f()" + "}" * 3000,
    "functions": "(function () {" * 1000 + "f()" + "})()" * 1000,
    "arrows": "a=>" * 3000 + "f()",
    "choices": "a?f():" * 3000 + "c",
    "and": "a&&" * 5000 + "f()",
    "right and": "a&&(b||" * 1000 + "f()" + ")" * 1000,
    "assignments": "a=" * 5000 + "f()",
    "objects": "x=" + "{a:" * 3000 + "f()" + "}" * 3000,
    "unary": "!" * 5000 + "f()",
    "arguments": "f(" * 3000 + ")" * 3000,
    "templates": "`${" * 1000 + "f()" + "}`" * 1000,
    "errors": "f(1 + ;" * 3000,
    "open functions": "function f( { a(; " * 500,
    "elements": "x=" + "<a>" * 1000 + "{f()}" + "</a>" * 1000,
    "patterns": "let " + "{a:" * 1000 + "b" + "}" * 1000 + "=f()",
    "sequences": "a," * 10000 + "f()",
    "awaits": "async()=>{" + "await " * 3000 + "f()}",
    "new": "new " * 2000 + "f()",
    "labels": "".join(f"l{i}:" for i in range(2000)) + "f()",
    "open calls": "f(a, " * 2000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_code_is_read(name: str) -> None:
    lowered = script(DEEP[name])
    assert lowered.functions[0].kind == "script"
    if name not in {"open parentheses", "patterns", "new"}:
        calls = [it for function in lowered.functions for it in _calls(function.body)]
        assert calls


def _calls(block: object) -> list[CallStep]:
    found = []
    todo = [block]
    while todo:
        for step in todo.pop().steps:
            if isinstance(step, CallStep):
                found.append(step)
            todo += [
                inner
                for name in ("then", "otherwise", "body", "handler", "finalizer")
                if (inner := getattr(step, name, None)) is not None
            ]
    return found


def test_every_call_of_a_long_chain_is_kept() -> None:
    lowered = script(DEEP["plus"])
    assert len(_calls(lowered.functions[0].body)) == 20000


def test_calls_past_the_limit_keep_their_path() -> None:
    text = "[" * 400 + "a.b.c(d)" + "]" * 400
    step = script(text).functions[0].body.steps[0]
    assert isinstance(step, CallStep)
    assert text[step.span.start : step.span.end] == "a.b.c(d)"
    assert step.call.callee.key == "c"
    assert step.call.callee.object.key == "b"
    assert step.call.arguments == ()


def test_a_value_past_the_limit_is_unknown() -> None:
    inner = script("x = " + "[" * 400 + "]" * 400).functions[0].body.steps[0].value
    depth = 0
    while not isinstance(inner, Unknown):
        inner = inner.items[0]
        depth += 1
    assert inner.what == "too deep"
    assert depth > 100


def test_little_of_pythons_stack_is_enough() -> None:
    def deeper(levels: int) -> str:
        return deeper(levels - 1) if levels else script(DEEP["functions"]).functions[0].kind

    limit = sys.getrecursionlimit()
    assert deeper(limit - 300) == "script"
    assert deeper(limit - 120) == "script"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00",
        "\ufeff",
        "a\x00b()",
        "\ud800",
        "x = '\ud800'",
        "\u2028",
        "😀",
        "<!--",
        "-->",
        "#!",
        "/*",
        "`${",
        "@",
        "<a",
        "class {",
        "import",
        "export",
    ],
)
@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
def test_odd_text(text: str, language: str) -> None:
    lowered = script(text, language)
    assert lowered.text == text
    assert lowered.functions[0].index == 0


@pytest.mark.parametrize(("bound", "value"), [("SECONDS", -1.0), ("STEPS_PER_CHARACTER", 0.0)])
def test_a_text_that_is_no_program_is_given_up(monkeypatch: pytest.MonkeyPatch, bound: str, value: float) -> None:
    text = "{a" * 50_000
    assert len(script("f();" * 5000).functions[0].body.steps) == 5000
    monkeypatch.setattr(grammar, "STEPS", 0 if bound == "STEPS_PER_CHARACTER" else grammar.STEPS)
    monkeypatch.setattr(grammar, bound, value)
    lowered = script(text)
    assert lowered.problem is not None
    assert lowered.problem.message == "too large and too broken to be read"
    assert lowered.problem.span == Span(0, 0)
    assert lowered.functions[0].body.steps == ()
    assert blank(text, "typescript").obstacle == "a text of this length"
    monkeypatch.undo()
    assert program("f()") == ["call f()"]


@pytest.mark.parametrize("unit", ["{(", '"', "y`", ");", "@", "[0,", "a;"])
def test_a_text_of_any_kind_is_far_from_the_bound(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    monkeypatch.setattr(grammar, "STEPS", 0)
    monkeypatch.setattr(grammar, "STEPS_PER_CHARACTER", grammar.STEPS_PER_CHARACTER / 3)
    assert grammar.parse(unit * 2000, "javascript") is not None


@pytest.mark.parametrize("text", ["// a\n" * 3000 + "f()", "}\n" + "// a\n" * 3000, "f(); /* b */ } // c"])
def test_comments_of_long_and_broken_scripts(text: str) -> None:
    comments = [comment.text for comment in script(text).comments]
    assert comments == (["// a"] * 3000 if "// a" in text else ["/* b */", "// c"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("({ init: function () { a() } }})", "{property init: F1}"),
        ("{ init: function () { a() }, go: function () { b() }, }", "{property init: F1, property go: F2}"),
        ("({ init: function () { a() } ", "{property init: F1}"),
        ("({ init: function () { a() }, go: function () { b( } })", "{property init: F1, property go: F2}"),
    ],
)
def test_a_broken_aura_script_keeps_its_bundle(text: str, expected: str) -> None:
    lowered = script(text, kind=ScriptKind.AURA)
    assert value(lowered.bundle) == expected
    assert steps(lowered.functions[1].body) == ["call a()"]


def test_parts_of_a_broken_class_are_read() -> None:
    lines = program("class A { m() { a() } n() { b() } o( { c() } p() { d() } ")
    assert [line.strip() for line in lines if "call" in line] == ["call a()", "call b()", "call d()"]
