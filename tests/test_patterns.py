from __future__ import annotations

import re

import pytest

from ctilint.patterns import pattern


def test_an_expression_is_compiled_at_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or real(text, flags))
    word = pattern(r"\w+", re.IGNORECASE)
    assert repr(word) == r"pattern('\\w+')"
    assert compiled == []
    assert word.findall("a b") == ["a", "b"]
    assert word.match("x y", 2).group() == "y"
    assert compiled == [r"\w+"]


def test_it_answers_like_the_compiled_one() -> None:
    late = pattern(rb"(?P<n>\d)(x)?", re.DOTALL)
    assert late.groups == 2
    assert late.groupindex == {"n": 1}
    assert late.pattern == rb"(?P<n>\d)(x)?"
    assert late.flags == re.compile(rb"\d", re.DOTALL).flags
    assert late.sub(b"-", b"a1x2") == b"a--"
    assert [found.start() for found in late.finditer(b"1 2")] == [0, 2]
    assert late.fullmatch(b"1x") is not None
    assert late.search(b"") is None
    assert late.split(b"a1b") == [b"a", b"1", None, b"b"]
    assert late.subn(b"", b"1")[1] == 1


def test_a_broken_expression_says_so_at_first_use() -> None:
    with pytest.raises(re.error):
        pattern("(").match("")


def test_what_it_has_not_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = pattern("a").nothing
    with pytest.raises(AttributeError):
        _ = pattern("a").__deepcopy__
