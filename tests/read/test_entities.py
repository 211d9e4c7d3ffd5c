import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.markup.entities import compose, decode_percent, decode_references, unescape
from ctilint.read.source import OffsetMap


@pytest.mark.parametrize(
    ("text", "html", "xml"),
    [
        ("a &amp;&amp; b", "a && b", "a && b"),
        ("&lt;&gt;&quot;&apos;", "<>\"'", "<>\"'"),
        ("&#39;&#x27;&#X27;", "'''", "''&#X27;"),
        ("&copy; &nbsp;", "\u00a9 \u00a0", "&copy; &nbsp;"),
        ("?a=1&copy=2&amp b", "?a=1&copy=2& b", "?a=1&copy=2&amp b"),
        ("&unknown; && &;", "&unknown; && &;", "&unknown; && &;"),
        ("&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"),
    ],
)
def test_references_are_decoded_as_the_language_says(text, html, xml):
    assert unescape(text, xml=False) == html
    assert unescape(text, xml=True) == xml


def test_each_decoded_character_knows_where_it_stood():
    text, offsets = decode_references("a &amp;&amp; b", 100, xml=True)
    assert text == "a && b"
    assert [offsets.to_file(at) for at in range(len(text) + 1)] == [100, 101, 102, 107, 112, 113, 114]


def test_percent_escapes_are_decoded_over_an_older_map():
    text, first = decode_references("f(%22&amp;%22)", 10, xml=False)
    decoded, offsets = decode_percent(text, first)
    assert decoded == 'f("&")'
    assert [offsets.to_file(at) for at in range(len(decoded) + 1)] == [10, 11, 12, 15, 20, 23, 24]


def test_percent_escapes_that_are_no_text_stay():
    assert decode_percent("a%ff%C3%A9", OffsetMap())[0] == "a%ff%C3%A9"
    assert decode_percent("100%", OffsetMap())[0] == "100%"


plain = st.text(alphabet="ab'();", max_size=4)
pieces = st.lists(st.tuples(plain, st.sampled_from(["&amp;", "&lt;", "&#39;", "&quot;"])), max_size=6)


@given(pieces, st.integers(0, 50))
def test_what_was_no_reference_maps_to_itself(parts, start):
    raw = "".join(text + reference for text, reference in parts)
    decoded, offsets = decode_references(raw, start, xml=True)
    for at, char in enumerate(decoded):
        origin = offsets.to_file(at) - start
        assert raw[origin] in {char, "&"}
        if raw[origin] == "&":
            assert unescape(raw[origin : raw.index(";", origin) + 1], xml=True) == char


@given(pieces, pieces)
def test_composed_maps_say_what_the_two_say_one_after_the_other(first, second):
    inner = decode_references("".join(text + sign for text, sign in first), 0, xml=True)[1]
    outer = decode_references("".join(text + sign for text, sign in second), 7, xml=True)[1]
    both = compose(inner, outer)
    for at in range(40):
        assert both.to_file(at) == outer.to_file(inner.to_file(at))
