"""What a literal's text means: numbers, strings, escapes, keys."""

from __future__ import annotations

import re
from math import inf

from ctilint.patterns import pattern

_ESCAPE = pattern(
    r"\\(?:u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r\n|[\n\r\u2028\u2029])|(.))",
    re.DOTALL,
)
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_PAIR = pattern("[\ud800-\udbff][\udc00-\udfff]")


def _unescape(match: re.Match[str]) -> str:
    braced, four, two, octal, newline, single = match.groups()
    digits = braced or four or two
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    if octal:
        return chr(int(octal, 8))
    if newline:
        return ""
    return _SINGLE.get(single, single)


def _join(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + ord(pair[1]) - 0xDC00)


def unescape(text: str) -> str:
    """Return the text between the quotes as the program sees it."""
    if "\\" not in text:
        return text
    return _PAIR.sub(_join, _ESCAPE.sub(_unescape, text))


def number(text: str) -> float:
    """Return a numeric literal's value; a BigInt too."""
    digits = text.replace("_", "").rstrip("n").lower()
    try:
        if digits[:2] in {"0x", "0o", "0b"}:
            return float(int(digits, 0))
        if digits[:1] == "0" and digits.isdigit() and not set(digits) & {"8", "9"}:
            return float(int(digits, 8))
        return float(digits)
    except OverflowError:
        return inf
    except ValueError:
        return 0.0


def number_key(text: str) -> str:
    """Return the property key that a numeric literal stands for."""
    value = number(text)
    if value.is_integer():
        return str(int(value))
    return "Infinity" if value == inf else repr(value)
