"""Text from files, made safe to print: what a terminal or a Markdown reader would obey is shown instead."""

from __future__ import annotations

from unicodedata import category, east_asian_width

from ctilint.patterns import pattern

TAB = "    "
_PICTURES = 0x2400
_MARKDOWN = pattern(r"([\\`*_{}\[\]#|~!>])")
_TICKS = pattern("`+")


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


def markdown(text: str) -> str:
    """Return ``text`` with everything that Markdown or HTML would obey escaped; nobody is mentioned."""
    shown = _MARKDOWN.sub(r"\\\1", inert(text).replace("&", "&amp;").replace("<", "&lt;"))
    return shown.replace("@", "&#64;").replace("://", ":&#8203;//")


def markdown_code(text: str) -> str:
    """Return ``text`` as a code span of Markdown that it cannot end."""
    shown = inert(text) or " "
    ticks = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"
