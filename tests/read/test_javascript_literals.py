from math import inf

import pytest

from ctilint.read.javascript.literals import number, number_key, unescape


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0b", 0.0), ("0XFF", 255.0), ("5.", 5.0), ("1e3", 1000.0), ("08.5", 8.5), ("0x" + "f" * 400, inf), ("", 0.0)],
)
def test_number(text: str, expected: float) -> None:
    assert number(text) == expected


def test_number_keys_are_those_of_the_object() -> None:
    assert [number_key(text) for text in ("1", "0x10", "1.5", "1e999")] == ["1", "16", "1.5", "Infinity"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\b\\f\\v\\t\\r", "\b\f\v\t\r"),
        ("\\\r\nx", "x"),
        ("\\\u2028x", "x"),
        ("\\101", "A"),
        ("\\ud83d", "\ud83d"),
        ("\\", "\\"),
    ],
)
def test_unescape(text: str, expected: str) -> None:
    assert unescape(text) == expected
