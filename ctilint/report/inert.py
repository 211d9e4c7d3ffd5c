"""Text from files, made safe to print: what a terminal would obey is shown instead."""

from __future__ import annotations

from unicodedata import category, east_asian_width

TAB = "    "
_PICTURES = 0x2400


def inert(text: str) -> str:
    """Return ``text`` on one line with every control, direction and surrogate character made visible."""
    return text if text.isascii() and text.isprintable() else "".join(map(visible, text))


def visible(char: str) -> str:
    """Return what to print for ``char``: itself, spaces for a tab, a picture for a control, else its number."""
    if char == "\t":
        return TAB
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    if category(char) == "Zs":
        return " "
    return f"<U+{code:04X}>"


def cells(text: str) -> int:
    """Return how many terminal cells ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in {"Mn", "Me"} else 2 if east_asian_width(c) in "WF" else 1 for c in text)
