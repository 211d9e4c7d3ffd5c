"""Text from files, made harmless: what a terminal or a reader's eye would be misled by is shown instead."""

from __future__ import annotations

_PICTURES = 0x2400


def inert(text: str) -> str:
    """Return ``text`` on one line with every control, direction and surrogate character made visible."""
    return text if text.isascii() and text.isprintable() else "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    number = ord(char)
    if char in "\t\n\r\u00a0":
        return " "
    if number < 0x20:
        return chr(_PICTURES + number)
    return f"<U+{number:04X}>"
