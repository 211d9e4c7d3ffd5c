import io
import zipfile

import pytest

from ctilint.read.files import archive
from ctilint.read.files.archive import is_archive, member_path, members, split_path

WANTED = frozenset({".js", ".html"})


def packed(files, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, content in files:
            file.writestr(name, content)
    return stream.getvalue()


def read(data):
    refused = []
    return list(members(data, WANTED, refused)), refused


def test_wanted_members_come_in_the_order_of_their_names():
    data = packed([("b/z.JS", "2"), ("a.png", "x"), ("a.html", "1"), ("folder/", ""), ("js", "no suffix")])
    assert is_archive(data)
    assert read(data) == ([("a.html", b"1"), ("b/z.JS", b"2")], [])


def test_paths_of_members_go_both_ways():
    assert member_path("r/a.resource", "js/b.js") == "r/a.resource!/js/b.js"
    assert split_path("r/a.resource!/js/b.js") == ("r/a.resource", "js/b.js")
    assert split_path("r/a.js") == ("r/a.js", "")


def test_a_member_that_unpacks_to_too_much_is_refused():
    data = packed([("bomb.js", b"0" * 3_000_000), ("ok.js", b"1")])
    found, refused = read(data)
    assert found == [("ok.js", b"1")]
    ((name, reason),) = refused
    assert name == "bomb.js"
    assert reason.startswith("larger than ")


def test_limits_hold_for_each_member_their_sum_and_their_number(monkeypatch):
    data = packed([(f"{name}.js", name * 40) for name in "abc"], zipfile.ZIP_STORED)
    monkeypatch.setattr(archive, "TOTAL_BYTES", 90)
    assert read(data)[1] == [("c.js", "larger than 10 bytes when unpacked")]
    monkeypatch.setattr(archive, "MEMBER_BYTES", 30)
    assert [name for name, _ in read(data)[1]] == ["a.js", "b.js", "c.js"]
    monkeypatch.setattr(archive, "MEMBERS", 1)
    assert read(data)[1][0] == ("", "3 members; the first 1 are read")


@pytest.mark.parametrize("cut", [4, 30, 60])
def test_a_broken_archive_is_said(cut):
    found, refused = read(packed([("a.js", "a" * 100)])[:cut])
    assert found == []
    assert [name for name, _ in refused] == [""]
    assert refused[0][1].startswith("broken archive: ")


def test_a_broken_member_leaves_the_others():
    data = bytearray(packed([("a.js", "hello"), ("b.js", "world")], zipfile.ZIP_STORED))
    data[data.index(b"hello")] = ord("j")
    found, refused = read(bytes(data))
    assert found == [("b.js", b"world")]
    assert [name for name, _ in refused] == ["a.js"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_whose_compression_is_broken_leaves_the_others(compression):
    data = bytearray(packed([("a.js", "".join(map(chr, range(40, 120)))), ("b.js", "x")], compression))
    start = 30 + len("a.js")
    data[start + 4 : start + 14] = b"\xff" * 10
    found, refused = read(bytes(data))
    assert found == [("b.js", b"x")]
    ((name, reason),) = refused
    assert name == "a.js"
    assert reason.startswith("broken member: ")


def test_a_member_without_a_name_is_passed_by():
    assert read(packed([("x", "hello"), ("b.js", "1")]).replace(b"x", b"\0")) == ([("b.js", b"1")], [])


def test_an_encrypted_member_is_said_to_be_one():
    data = bytearray(packed([("a.js", "hello"), ("b.js", "world")]))
    data[data.index(b"PK\1\2") + 8] |= archive.ENCRYPTED
    assert read(bytes(data)) == ([("b.js", b"world")], [("a.js", "encrypted")])


def test_a_name_that_stands_twice_is_read_once():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("a.js", "1"), ("a.js", "2")])
    assert len(read(data)[0]) == 1
