from __future__ import annotations

from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span
from ctilint.read.validity import fault_of, language_of, span_of


def facts(name: str, text: str) -> FileFacts:
    return read_document(name, text.encode())


def test_a_valid_script_has_no_fault() -> None:
    one = facts("a.js", "sforce.opencti.x();")
    assert fault_of(one, one.scripts[0]) is None


def test_a_fault_stands_in_the_file() -> None:
    text = "<p>\n</p><script>\nvar a = ;\n</script>"
    one = facts("a.html", text)
    fault = fault_of(one, one.scripts[0])
    assert fault is not None
    assert fault.message == "Unexpected token ;"
    start = text.index(";\n")
    assert span_of(one.scripts[0], fault) == Span(start, start + 1)


def test_decoded_text_has_no_place_of_its_own() -> None:
    one = facts("a.html", '<a onclick="a &amp;&amp; ; sforce.opencti.x()">x</a>')
    fault = fault_of(one, one.scripts[0])
    assert fault is not None
    assert span_of(one.scripts[0], fault) is None


def test_languages() -> None:
    for name, text, language in (
        ("a.ts", "let a: number = 1;", "typescript"),
        ("a.tsx", "let a = <b/>;", "tsx"),
        ("a.js", "a()", "javascript"),
        ("a.vue", '<script lang="ts">let a: number = sforce.opencti.x();</script>', "typescript"),
    ):
        one = facts(name, text)
        assert language_of(one, one.scripts[0]) == language
        assert fault_of(one, one.scripts[0]) is None
