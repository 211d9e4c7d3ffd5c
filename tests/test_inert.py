from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctilint.inert import cells, inert


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert inert("a\x1b[31mb\x07\r\n\x7f") == "a␛[31mb␇␍␊␡"
    assert inert("a\tb\u00a0c") == "a    b c"
    assert inert("x\u202ey\u2066z\ud800") == "x<U+202E>y<U+2066>z<U+D800>"
    assert inert("été 電話 👩") == "été 電話 👩"


@given(st.text())
def test_nothing_but_printable_text_comes_out(text: str) -> None:
    assert inert(text).isprintable()


def test_cells() -> None:
    assert (cells("abc"), cells("電話"), cells("e\u0301")) == (3, 4, 1)
