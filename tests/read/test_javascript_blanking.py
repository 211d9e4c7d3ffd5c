import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.javascript.blanking import blank
from ctilint.read.strict import syntax_error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let a: string = b", "let a         = b"),
        ("let a!: string", "let a         "),
        ("f<T>(x!)", "f   (x )"),
        ("x = y as any", "x = y       "),
        ("x = y satisfies Y", "x = y            "),
        ("x = <any>y", "x =      y"),
        ("function f<T>(this: X, a?: T): a is T {}", "function f   (         a    )         {}"),
        ("function f(this: X) {}", "function f(       ) {}"),
        ("function f(a): asserts a is T {}", "function f(a)                 {}"),
        ("function f(a: string): void; function f(a) {}", "                             function f(a) {}"),
        ("class A<T> extends B<T> implements C {}", "class A    extends B                 {}"),
        (
            "abstract class A { abstract f(): void; abstract g; }",
            "         class A {                   ;           ; }",
        ),
        ("class A { private readonly x!: string = 1 }", "class A {                  x          = 1 }"),
        ("class A { declare x: string; y?: 1 }", "class A {                  ; y     }"),
        ("class A { m?(): void {} override n() {} }", "class A { m ()       {}          n() {} }"),
        ("class A { [key: string]: any }", "class A {                    }"),
        (
            "class A { constructor(private x: T, readonly y) {} }",
            "class A { constructor(        x   ,          y) {} }",
        ),
        ("interface I { a: 1 }", " " * 20),
        ("type T = 1", " " * 10),
        ("declare const q: 1", " " * 18),
        ("export interface I {}", " " * 21),
        ("export declare const q: 1", " " * 25),
        ("export as namespace F", " " * 21),
        ("import type { A } from 'b'", " " * 26),
        ("import { type A, B } from 'b'", "import {         B } from 'b'"),
        ("export type { A } from 'b'", " " * 26),
        ("export { type A, B }", "export {         B }"),
        ("const f = async (a): Promise<\nT> => a", "const f = async (a)              => a"),
    ],
)
def test_types_become_spaces(text: str, expected: str) -> None:
    plain = blank(text, "typescript")
    assert plain.text == expected
    assert len(plain.text) == len(text)
    assert plain.obstacle == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A { @api x; @wire(f, {\n}) y }", "class A {      x;               y }"),
        ("@a.b class C {}", "     class C {}"),
        (
            "export default class A { @api get x() { return '@' } }",
            "export default class A {      get x() { return '@' } }",
        ),
        ("f('@')", "f('@')"),
        ("f(a)", "f(a)"),
    ],
)
def test_decorators_become_spaces(text: str, expected: str) -> None:
    assert blank(text).text == expected


@pytest.mark.parametrize(
    ("text", "obstacle", "at"),
    [
        ("a(); enum E { A }", "an enum", 5),
        ("namespace N {}", "a namespace", 0),
        ("module N {}", "a namespace", 0),
        ("import X = A.B", "an import alias", 0),
        ("import x = require('x')", "`import = require()`", 7),
        ("export = a", "`export =`", 0),
        ("class A { accessor x = 1 }", "an accessor field", 10),
    ],
)
def test_what_cannot_be_blanked_is_named(text: str, obstacle: str, at: int) -> None:
    plain = blank(text, "typescript")
    assert (plain.text, plain.obstacle, plain.at) == (text, obstacle, at)


def test_jsx_is_noticed() -> None:
    assert blank("x = <A b={c as D}/>", "tsx").jsx
    assert blank("x = <A></A>").jsx
    assert not blank("x = 1 /> 2").jsx


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("type State = 'a';\nconst b = 1;\nexport { State, b };\n", True),
        ("interface State { a: string }\nexport { State };\n", True),
        ("export { State };\nexport interface State {}\nclass Other {}\nexport { Other };\n", True),
        ("type State = 'a';\nexport { State, missing };\n", False),
        ("type Both = 'a';\nconst Both = 1;\nexport { Both };\n", True),
    ],
)
def test_a_type_may_be_exported_by_its_name(text: str, accepted: bool) -> None:
    assert (syntax_error(text, language="typescript") is None) is accepted
    plain = blank(text, "typescript").text
    assert len(plain) == len(text)
    assert ("Both }" in plain) is ("Both" in text)


PIECES = [
    "class A {",
    "}",
    "@d ",
    "x",
    ": string",
    "é",
    "😀",
    "\n",
    " as any",
    "<T>",
    "(",
    ")",
    ";",
    "=",
    "import type ",
    "?",
    "!",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(["javascript", "typescript", "tsx"]))
def test_offsets_stay(text: str, language: str) -> None:
    plain = blank(text, language)
    assert len(plain.text) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, plain.text, strict=True))
