import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.source import OffsetMap, Source, Span, UnreadableSourceError, decode

TEXT = "sforce.opencti\r\n// Stra\u00dfe \U0001f4de\r\nx\n"


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (TEXT.encode(), "utf-8", b""),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", b"\xef\xbb\xbf"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", b"\xff\xfe"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", b"\xfe\xff"),
        (TEXT.encode("utf-16-le"), "utf-16-le", b""),
        (TEXT.encode("utf-16-be"), "utf-16-be", b""),
    ],
)
def test_every_encoding_gives_the_same_text_and_goes_back_to_the_same_bytes(data, encoding, bom):
    source = decode("a.js", data)
    assert (source.text, source.encoding, source.bom) == (TEXT, encoding, bom)
    assert source.encode(source.text) == data


def test_what_is_no_utf8_is_read_as_latin1():
    source = decode("a.js", b"caf\xe9 \x85")
    assert (source.text, source.encoding) == ("caf\u00e9 \x85", "latin-1")
    assert source.encode(source.text) == b"caf\xe9 \x85"
    with pytest.raises(UnicodeEncodeError):
        source.encode("\u20ac")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"ab\0c", "binary data: a zero byte at offset 2"),
        (b"\xff\xfea", "the byte order mark says UTF-16, but offset 2 is no UTF-16"),
        (b"\xef\xbb\xbfab\xff", "the byte order mark says UTF-8, but offset 5 is no UTF-8"),
        (b"\xff\xfea\0\0\0", "binary data: a zero character at offset 1"),
    ],
)
def test_what_is_no_text_is_refused_with_the_place(data, reason):
    with pytest.raises(UnreadableSourceError) as caught:
        decode("a.js", data)
    assert str(caught.value) == reason


def test_lines_and_columns_count_code_points_and_every_kind_of_line_end():
    source = Source("a.js", b"", "a\U0001f4deb\r\ncd\re\n")
    assert source.position(2) == (1, 3)
    assert source.position(5) == (2, 1)
    assert source.position(8) == (3, 1)
    assert [source.line(number) for number in range(6)] == ["", "a\U0001f4deb", "cd", "e", "", ""]
    assert source.cut(Span(5, 7)) == "cd"


def test_an_offset_map_runs_in_step_between_its_pieces():
    offsets = OffsetMap(((0, 10), (3, 17), (5, 30)))
    assert [offsets.to_file(at) for at in (0, 2, 3, 4, 5, 9)] == [10, 12, 17, 18, 30, 34]


def test_a_shifted_map_maps_the_rest_of_the_piece():
    offsets = OffsetMap(((0, 10), (3, 17), (5, 30)))
    for start in range(7):
        shifted = offsets.shifted(start)
        assert [shifted.to_file(at) for at in range(6)] == [offsets.to_file(start + at) for at in range(6)]


@given(st.text())
def test_text_goes_out_and_comes_back(text):
    data = text.encode("utf-8", "surrogatepass")
    try:
        source = decode("a.js", data)
    except UnreadableSourceError:
        assert "\0" in text or text.startswith("\ufeff")
        return
    assert source.encode(source.text) == data
