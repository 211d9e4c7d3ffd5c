"""Offsets: every span of a fact is an offset of the file, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.facts import Call, CallStep, Mask, Script, ScriptKind
from ctilint.read.javascript import lower
from ctilint.read.source import OffsetMap, Source, Span

PIECES = [
    "a",
    "bé",
    "x.y",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    ",",
    ".",
    "=",
    "=>",
    "+",
    "&&",
    "?",
    ":",
    "'t😀'",
    "`a${",
    "}`",
    "function f",
    "class A",
    "extends",
    "if (a)",
    "else",
    "for (;;)",
    "try",
    "catch (e)",
    "return",
    "await ",
    "async ",
    "let ",
    "var ",
    "...",
    "new ",
    "// c\n",
    "/* é */",
    "\n",
    " ",
    "1",
    "@d ",
    "import ",
    "export ",
    "<b>",
    "</b>",
    "#p",
    "switch (a) {case 1:",
    "default",
    "static ",
    "get ",
    "?.",
    "!",
    "as any",
    ": string",
    "enum E",
    "😀",
    "\u2028",
]
LANGUAGES = st.sampled_from(["javascript", "typescript", "tsx"])


def spans(it: object) -> list[Span]:
    """Return every span that a fact holds, however deep."""
    found: list[Span] = []
    seen: set[int] = set()
    todo = [it]
    while todo:
        at = todo.pop()
        if isinstance(at, Span):
            found.append(at)
        elif isinstance(at, tuple | list):
            todo.extend(at)
        elif isinstance(at, dict):
            todo.extend(at.values())
        elif hasattr(type(at), "__match_args__") and id(at) not in seen:
            seen.add(id(at))
            todo.extend(getattr(at, name) for name in type(at).__match_args__)
    return found


def calls(script: Script) -> list[Call]:
    found = []
    for function in script.functions:
        todo = [function.body]
        while todo:
            for step in todo.pop().steps:
                if isinstance(step, CallStep):
                    found.append(step.call)
                todo += [
                    inner
                    for name in ("then", "otherwise", "body", "handler", "finalizer")
                    if (inner := getattr(step, name, None)) is not None
                ]
    return found


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), LANGUAGES)
def test_anything_is_lowered_and_every_span_is_inside(text: str, language: str) -> None:
    script = lower(text, path="a.js", kind=ScriptKind.FILE, language=language)
    assert len(spans(script)) >= 5 * len(script.functions)
    for span in spans(script):
        assert 0 <= span.start <= span.end <= len(text)
    for call in calls(script):
        assert script.functions[call.function].index == call.function
    for function in script.functions:
        assert -1 <= function.parent < max(1, function.index)
        assert 0 <= function.scope < len(script.scopes)
    assert [function.index for function in script.functions] == list(range(len(script.functions)))


WORDS = st.text(alphabet="abé😀ßц漢\u2028 ", max_size=8)
PATHS = st.lists(st.sampled_from(["a", "énd", "on", "漢"]), min_size=1, max_size=4).map(".".join)


@given(st.lists(st.tuples(WORDS, PATHS, WORDS), max_size=6), st.sampled_from(["\n", "\r\n", ";"]))
def test_a_call_starts_with_its_callee(parts: list[tuple[str, str, str]], end: str) -> None:
    text = "".join(f"/*{before}*/ {path}('{inside}'){end}" for before, path, inside in parts)
    script = lower(text, path="a.js", kind=ScriptKind.FILE)
    source = Source("a.js", text.encode(), text)
    found = calls(script)
    assert [source.cut(call.callee.span) for call in found] == [path for _, path, _ in parts]
    for call in found:
        assert source.cut(call.span).startswith(source.cut(call.callee.span))
    assert [call.arguments[0].value for call in found] == [inside for _, _, inside in parts]
    assert [comment.text for comment in script.comments] == [f"/*{before}*/" for before, _, _ in parts]


@given(st.lists(st.sampled_from(["f(1)", "é.g('<ü')", "a && h(b)", "x = y < z", "😀", " "]), max_size=6))
def test_spans_lead_through_an_offset_map(parts: list[str]) -> None:
    text = ";".join(parts)
    entities = {"&": "&amp;", "<": "&lt;", "'": "&#39;"}
    file = "<a onclick='"
    pieces = [(0, len(file))]
    for index, char in enumerate(text):
        file += entities.get(char, char)
        if char in entities:
            pieces.append((index + 1, len(file)))
    offsets = OffsetMap(tuple(pieces))
    file += "'>"
    script = lower(text, path="a.html", kind=ScriptKind.ATTRIBUTE, offsets=offsets, attribute="onclick", element=3)
    plain = lower(text, path="a.js", kind=ScriptKind.FILE)
    assert script.text == text
    assert len(spans(script)) == len(spans(plain))
    for here, there in zip(calls(script), calls(plain), strict=True):
        written = text[there.span.start : there.span.end]
        assert file[here.span.start : here.span.end] == "".join(entities.get(char, char) for char in written)
    assert [span for span in spans(script) if not 12 <= span.start <= span.end <= len(file) - 2] == []


def test_a_script_says_where_it_stands() -> None:
    mask = Mask("{!a}", Span(15, 19))
    script = lower(
        "f()",
        path="p.page",
        kind=ScriptKind.ATTRIBUTE,
        offsets=OffsetMap(((0, 100),)),
        masks=(mask,),
        attribute="onclick",
        element=7,
    )
    assert (script.path, script.kind, script.attribute, script.element) == ("p.page", "attribute", "onclick", 7)
    assert script.masks == (mask,)
    assert script.span == Span(100, 103)
    assert script.functions[0].span == Span(100, 103)
    given_span = lower("f()", path="p", kind=ScriptKind.INLINE, span=Span(90, 110), offsets=OffsetMap(((0, 100),)))
    assert given_span.span == Span(90, 110)
    assert given_span.functions[0].body.steps[0].span == Span(100, 103)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a // b", ["// b"]),
        ("'// no' /* yes\n*/ /x\\//", ["/* yes\n*/"]),
        ("`// no ${ /* yes */ a } // no`", ["/* yes */"]),
        ("x = /a/// b", ["// b"]),
        ("<!-- a\nb()\n--> c", ["<!-- a", "--> c"]),
        ("#!/usr/bin/env node\n// a", ["// a"]),
        ("f(/* a */ b, // c\n d)", ["/* a */", "// c"]),
        ("x = 'http://a' // b", ["// b"]),
    ],
)
def test_comments(text: str, expected: list[str]) -> None:
    script = lower(text, path="a.js", kind=ScriptKind.FILE)
    assert [comment.text for comment in script.comments] == expected
    assert [text[comment.span.start : comment.span.end] for comment in script.comments] == expected


def test_comments_between_the_parts_of_an_expression_change_nothing() -> None:
    with_comments = lower(
        "/*1*/a/*2*/./*3*/b/*4*/(/*5*/c/*6*/?/*7*/d/*8*/:/*9*/e/*10*/)/*11*/;if/*12*/(x)/*13*/y();"
        "for(/*14*/let i/*15*/=0/*16*/;i<1;/*17*/i++)/*18*/z();({/*19*/k/*20*/:/*21*/1,/*22*/m/*23*/(){}});"
        "class/*24*/A/*25*/{/*26*/x/*27*/=/*28*/1}",
        path="a",
        kind=ScriptKind.FILE,
    )
    without = lower(
        "a.b(c?d:e);if(x)y();for(let i=0;i<1;i++)z();({k:1,m(){}});class A{x=1}", path="a", kind=ScriptKind.FILE
    )
    from javascript_notation import steps

    for here, there in zip(with_comments.functions, without.functions, strict=True):
        assert steps(here.body) == steps(there.body)
    assert len(with_comments.comments) == 28
