import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.markup.tags import ATTRIBUTES_PER_TAG, tokens

RAW = frozenset({"script", "style", "textarea"})


def read(text, raw=RAW):
    return list(tokens(text, raw))


def opened(text):
    (token,) = [token for token in read(text) if token.kind == "open"]
    return [(raw.name, text[raw.value_start : raw.value_end]) for raw in token.attributes], token.empty


def bodies(text):
    return [text[slice(*token.body)] for token in read(text) if token.body is not None]


@pytest.mark.parametrize(
    ("text", "attributes", "empty"),
    [
        ('<a href="x">', [("href", "x")], False),
        ("<A HREF='x' b>", [("HREF", "x"), ("b", "")], False),
        ("<a href=x/y id=z>", [("href", "x/y"), ("id", "z")], False),
        ('<a x="a > b" y=\'c " d\'/>', [("x", "a > b"), ("y", 'c " d')], True),
        ("<a b=c/>", [("b", "c/")], False),
        ("<a b/>", [("b", "")], True),
        ("<a b={c d}/>", [("b", "{c d}")], True),
        ("<a b={c d={e>", [("b", "{c"), ("d", "{e")], False),
        ("<a\n  b = 'c'\n\td='e'\n>", [("b", "c"), ("d", "e")], False),
        ('<a b="c"d="e">', [("b", "c"), ("d", "e")], False),
        ('<a ""=b c>', [("b", ""), ("c", "")], False),
        ("<a b= >", [("b", "")], False),
        ("<a @click='f' :x='y' #z>", [("@click", "f"), (":x", "y"), ("#z", "")], False),
        ("<c:phone rec:ord='1'>", [("rec:ord", "1")], False),
        ('<a b="never>', [("b", "")], False),
    ],
)
def test_attributes_of_every_form(text, attributes, empty):
    assert opened(text)[1] == empty
    assert opened(text)[0][: len(attributes)] == attributes


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("<script>a</script>", ["a"]),
        ("<SCRIPT>a</ScRiPt >b<script>c</script\n>", ["a", "c"]),
        ("<script>a = '<b>' < c</script>", ["a = '<b>' < c"]),
        ("<script>never", ["never"]),
        ("<script src=x></script>", [""]),
        ("<script src='x'/><script>b</script>", ["b"]),
        ("<script>'<\\/script>'</script>", ["'<\\/script>'"]),
        ("<script><!-- a //--></script>", ["<!-- a //-->"]),
        ("<script><!-- '<script>x</script>' --></script>", ["<!-- '<script>x</script>' -->"]),
        ("<script><!-- '<script>' </script>b", ["<!-- '<script>' "]),
        ("<style>a{}</style><textarea><script>x</script></textarea>", ["a{}", "<script>x</script>"]),
        ("<script>a</scripts></script>", ["a</scripts>"]),
    ],
)
def test_raw_bodies_end_where_a_browser_ends_them(text, inside):
    assert bodies(text) == inside


def test_the_kinds_of_pieces():
    text = "a<!-- b --><![CDATA[c]]><!doctype d><?e?><f>g</f></>1 < 2"
    assert [(token.kind, text[token.start : token.end]) for token in read(text)] == [
        ("text", "a"),
        ("comment", "<!-- b -->"),
        ("cdata", "<![CDATA[c]]>"),
        ("open", "<f>"),
        ("text", "g"),
        ("close", "</f>"),
        ("text", "</>1 < 2"),
    ]
    assert [text[slice(*token.inner)] for token in read(text) if token.kind in {"comment", "cdata"}] == [" b ", "c"]


def test_what_is_not_closed_ends_with_the_text():
    assert [token.kind for token in read("a<!-- b <script>")] == ["text", "comment"]
    assert [token.kind for token in read("a<![CDATA[ b")] == ["text", "cdata"]
    assert [token.kind for token in read("a<b c='d'")] == ["text"]


def test_attributes_beyond_the_limit_are_left_out():
    text = f"<a {'b ' * (ATTRIBUTES_PER_TAG + 5)}>c"
    (tag, text_token) = read(text)
    assert len(tag.attributes) == ATTRIBUTES_PER_TAG
    assert text[text_token.start :] == "c"


parts = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            "</",
            "/>",
            "a",
            "script",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "=",
            '"',
            "'",
            " ",
            "\n",
            "<![CDATA[",
            "]]>",
        ]
    )
)


@pytest.mark.parametrize("text", ["><a", '><a b=">', "></a><b c='>"])
def test_reading_never_goes_back_from_a_tag_that_does_not_end(text):
    assert len(read(text)) <= 3


@given(parts.map("".join))
def test_pieces_never_overlap_and_stay_inside_the_text(text):
    at = 0
    for token in read(text):
        assert at <= token.start < token.end <= len(text)
        at = token.end
        for raw in token.attributes:
            assert token.start < raw.start <= raw.value_start <= raw.value_end <= raw.end <= token.end
        if token.body is not None:
            assert token.body[0] == token.end <= token.body[1] <= len(text)
            at = token.body[1]


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<a x=",
        '<a x="',
        "<a x='\"",
        "</a ",
        "<!--",
        "<![CDATA[",
        "<script>",
        "<script><!--<script></script>",
        "<",
    ],
)
def test_hostile_text_takes_linear_time(unit):
    text = unit * (2_000_000 // len(unit))
    begin = time.process_time()
    for _ in tokens(text, RAW):
        pass
    assert time.process_time() - begin < 8
