import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read import strict
from ctilint.read.strict import StrictGateError, SyntaxFault, syntax_error


@pytest.mark.parametrize(
    "text",
    [
        "",
        "var a = 1",
        "#!/usr/bin/env node\na?.b ?? 1n",
        "<!-- a\nwith (a) {}",
        "import a from 'b'; await a",
        "export default class { #x = 1; static { this.#x } }",
        "class A { @api x; @wire(f, {a: 1}) y }",
        "x = <A>{b}</A>",
        "x = " + "[" * 300 + "]" * 300,
    ],
)
def test_valid_text(text: str) -> None:
    assert syntax_error(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a(;", SyntaxFault(1, 3, 2, "Unexpected token ;")),
        ("var a = 1;\r\n\n  }", SyntaxFault(3, 3, 15, "Unexpected token }")),
        ("x = 'é😀' + ;", SyntaxFault(1, 12, 11, "Unexpected token ;")),
        ("let a; let a;", SyntaxFault(1, 12, 11, "Identifier 'a' has already been declared")),
        ("return 1", SyntaxFault(1, 7, 6, "Illegal return statement")),
        ("a => {", SyntaxFault(1, 7, 6, "Unexpected end of input")),
        ("import a from 'b'; a(;", SyntaxFault(1, 22, 21, "Unexpected token ;")),
        ("'use strict'; with (a) {}", SyntaxFault(1, 14, 13, "Strict mode code may not include a with statement")),
    ],
)
def test_faults_in_esprimas_words(text: str, expected: SyntaxFault) -> None:
    assert syntax_error(text) == expected


def test_the_goal_may_be_given() -> None:
    assert syntax_error("import 'a'", module=True) is None
    assert syntax_error("import 'a'", module=False) == SyntaxFault(1, 1, 0, "Unexpected token")
    assert syntax_error("with (a) {}", module=False) is None
    fault = syntax_error("with (a) {}", module=True)
    assert fault is not None
    assert fault.message == "Strict mode code may not include a with statement"


def test_types_are_blanked_first() -> None:
    text = "class A<T> { constructor(private x: T) {} m(this: A, a?: string): asserts a is T { return a! as any } }"
    assert syntax_error(text, language="typescript") is None
    fault = syntax_error(text, language="javascript")
    assert fault is not None
    assert fault.checked
    assert syntax_error("x = <A b={c as any}/>", language="tsx") is None
    assert syntax_error("let é: string = ;", language="typescript") == SyntaxFault(1, 17, 16, "Unexpected token ;")


def test_what_cannot_be_blanked_cannot_be_checked() -> None:
    fault = syntax_error("a();\nenum E { A }", language="typescript")
    assert fault == SyntaxFault(2, 1, 5, "cannot be checked: an enum is not ECMAScript", checked=False)


def test_a_large_text_is_not_checked() -> None:
    assert syntax_error("x" * 400_000) is None
    fault = syntax_error("x" * 400_001)
    assert fault == SyntaxFault(1, 1, 0, "too large to check (more than 400 kB)", checked=False)


@pytest.mark.parametrize("text", ["(" * 3000 + ")" * 3000, "a" + ".b()" * 20000])
def test_deep_text_cannot_be_checked(text: str) -> None:
    limit = sys.getrecursionlimit()
    fault = syntax_error(text)
    assert fault is not None
    assert not fault.checked
    assert fault.message == "cannot be checked: nested too deep"
    assert sys.getrecursionlimit() == limit


def _installed(monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    strict._esprima.cache_clear()
    monkeypatch.setitem(sys.modules, "esprima", module)


def test_another_esprima_in_its_place_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    other = ModuleType("esprima")
    other.version = "4.0.1"
    other.parse = lambda *_: None
    _installed(monkeypatch, other)
    with pytest.raises(StrictGateError) as caught:
        syntax_error("a")
    assert "`esprima` is version 4.0.1" in str(caught.value)
    assert "pip install 'esprima-fork>=5,<6'" in str(caught.value)
    strict._esprima.cache_clear()


def test_a_missing_esprima_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(monkeypatch, None)
    with pytest.raises(StrictGateError, match="not installed"):
        syntax_error("a")
    strict._esprima.cache_clear()


def test_a_failing_parser_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ModuleType("esprima")
    broken.version = "5.0.0"
    broken.Error = type("Error", (Exception,), {})

    def parse(*_: object, **__: object) -> None:
        raise IndexError

    broken.parse = parse
    _installed(monkeypatch, broken)
    fault = syntax_error("a")
    strict._esprima.cache_clear()
    assert fault == SyntaxFault(1, 1, 0, "cannot be checked: the parser failed (IndexError)", checked=False)


@given(
    st.text(alphabet="ab1 (){}[];=.,'\"`$/<>@:\n\ré😀\u2028", max_size=40),
    st.sampled_from(["javascript", "typescript", "tsx"]),
)
def test_any_text_gets_an_answer(text: str, language: str) -> None:
    fault = syntax_error(text, language=language)
    if fault is not None:
        assert 0 <= fault.index <= len(text)
        assert (
            fault.line == len(text[: fault.index].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
            or text[fault.index - 1 : fault.index + 1] == "\r\n"
        )
        assert fault.column >= 1
        assert fault.message
