"""JSX, enums and parameter properties become plain ECMAScript; lines stay where they are."""

from __future__ import annotations

import pytest

from ctilint.read.javascript.blanking import blank
from ctilint.read.javascript.rewriting import rewrites


def rewritten(text: str, language: str = "javascript") -> str:
    plain = blank(text, language, enums=False).text
    pieces, at = [], 0
    for item in rewrites(text, language):
        pieces += (plain[at : item.start], item.text)
        at = item.end
    return "".join((*pieces, plain[at:]))


CASES = {
    "<a/>": '__ctilintElement("a",{})',
    "<A.B c='d' e {...f}>g {h}</A.B>": '__ctilintElement(A.B,{ "c":"d", "e":true, ...f,},"g ",(h),)',
    "<></>": "__ctilintElement(null,{},)",
    "<p>{/* none */}</p>": '__ctilintElement("p",{},/* none */)',
    "<p>a &amp; b</p>": '__ctilintElement("p",{},"a ","&"," b",)',
    "<p><B/>{...c}</p>": '__ctilintElement("p",{},__ctilintElement(B,{}),...c,)',
    "<b:c d-e={<F/>}/>": '__ctilintElement("b:c",{ "d-e":(__ctilintElement(F,{})),})',
}


@pytest.mark.parametrize("text", CASES)
def test_an_element_becomes_a_call(text: str) -> None:
    assert rewritten(f"x = {text};") == f"x = {CASES[text]};"


def test_lines_are_kept() -> None:
    text = "x = <p\n  a='b'\n>\n  one\n  {two}\n</p>;\ny();"
    assert rewritten(text).count("\n") == text.count("\n")
    assert rewritten(text).split("\n")[-1] == "y();"


def test_an_enum_becomes_an_object() -> None:
    assert rewritten("enum A { B, C = 3, 'd-e' = 'f' }", "typescript") == (
        "var A=__ctilintEnum([ [\"B\"], [\"C\",3], ['d-e','f'] ]);"
    )


def test_parameter_properties_are_set_after_super() -> None:
    text = "class A extends B { constructor(private c: D, e: F) { super(e); this.go(); } }"
    assert "super(e);;this.c=c; this.go();" in rewritten(text, "typescript")


@pytest.mark.parametrize(
    "text", ["a < b; c > d; e = '</';", "var enumeration = 1;", "<p>", "const x = <T,>(y: T) => y;"]
)
def test_what_is_none_of_it_stays(text: str) -> None:
    language = "typescript" if "<T,>" in text else "javascript"
    assert len(rewritten(text, language)) >= len(blank(text, language).text.rstrip())


def test_a_class_of_angular_tells_what_it_is_given() -> None:
    text = (
        "@Component({ selector: 'x' })\nexport class A {\n  @Input() agent: Agent; @Output() done = 1;\n"
        "  constructor(private s: Service, t: Map<string, number>, u: { x: 1 }) {}\n}\n@Entity() class B {}\n"
    )
    (told, *_) = rewrites(text, "typescript")
    assert told.text == 'static{__ctilintDecorated(this,"Component",[()=>Service,()=>Map,()=>null],["agent"])}'
    assert text[: told.start].endswith("class A {")
    assert len([item for item in rewrites(text, "typescript") if "Decorated" in item.text]) == 1
