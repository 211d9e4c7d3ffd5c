"""Keeps Python that would overflow the parser's stack away from it: the parser recurses without a limit of its own."""

from __future__ import annotations

import re

from ctilint.patterns import pattern

DEEPEST = 100
"""Brackets inside one another."""
LONGEST = 700
"""Operators, calls and members of one expression."""
MOST_ELIF = 1500
LARGEST = 2_000_000

TEXT = pattern(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"
    r"|\"(?:\\.|[^\\\"\r\n])*\"|'(?:\\.|[^\\'\r\n])*'",
    re.DOTALL,
)
"""A string literal without its prefix."""
_TOKEN = pattern(
    r"(?P<comment>\#[^\r\n]*)"
    r"|(?P<text>(?P<prefix>(?:\b[rRbBuUfFtT]{1,2})?)(?:"
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"
    r"|\"(?:\\.|[^\\\"\r\n])*\"|'(?:\\.|[^\\'\r\n])*'))"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,;])|(?P<line>\r\n?|\n)"
    r"|(?P<chain>\b(?:not|and|or|in|is|lambda|if|else|await|for)\b|\*\*|//|<<|>>|[-+*/%@~.|&^])"
    r"|(?P<elif>\belif\b)",
    re.DOTALL,
)


def too_deep(code: str) -> tuple[str, int] | None:
    """Return why ``code`` is not given to the parser and where, or None when it may be."""
    if len(code) > LARGEST:
        return f"Python of more than {LARGEST} characters", 0
    counts = [0]
    total = elifs = 0
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        if kind == "comment":
            continue
        if kind == "line":
            if len(counts) == 1:
                total, counts = 0, [0]
        elif kind == "comma":
            total -= counts[-1]
            counts[-1] = 0
        elif kind == "close":
            if len(counts) > 1:
                total -= counts.pop()
        elif kind == "elif":
            elifs += 1
        else:
            counts[-1] += 1
            total += 1
            if kind == "open":
                counts.append(0)
            elif token["text"] is not None and set(token["prefix"].lower()) & {"f", "t"}:
                inside = too_deep(token[0].lstrip("fFrRtTbB").strip("\"'"))
                if inside is not None:
                    return inside[0], token.start()
        if len(counts) > DEEPEST:
            return "brackets nested too deep to be read", token.start()
        if total > LONGEST or elifs > MOST_ELIF:
            return "an expression too long to be read", token.start()
    return None
