"""How text from outside is printed on a terminal."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Return ``text`` on one line, control characters shown and not sent."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in " ".join(text.split()))
