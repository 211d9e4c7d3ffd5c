"""Text of ours as Markdown: what must not be read as markup is escaped, what another reader of Markdown needs is added.

The rule book is written in the Markdown that GitHub reads; the site's reader wants an empty line above a list and takes
one word behind the fence of a block of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ctilint.patterns import pattern
from ctilint.rulebook.pages import SUFFIXES, split_marks

_FENCE = pattern(r"^(`{3,})\s*(.*?)\s*$")
_LIST = pattern(r"^(?:[*+-]|\d+\.) ")
_CODE = pattern(r"(`[^`]+`)")
_MARKUP = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "|": "&#124;",
    "*": "&#42;",
    "_": "&#95;",
    "[": "&#91;",
    "{": "&#123;",
    "`": "&#96;",
}
# The names by which the site's highlighter knows the languages of examples that it has no name of its own for.
_LANGUAGES = {"visualforce": "html", "aura": "html", "mjs": "js", "vue": "html", "svelte": "html"}


def plain(text: str) -> str:
    """Return ``text`` so that it is read as text, in a paragraph or a cell; what stands in backquotes stays code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(code(part[1:-1]) if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join(_MARKUP.get(char, char) for char in text)


def code(text: str) -> str:
    """Return ``text`` as code inside a line or a cell, in HTML: a bar or a backquote may stand in it."""
    return f"<code>{_escaped(text)}</code>" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; the cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def block(language: str, text: str, title: str = "", marked: Sequence[int] = ()) -> Iterator[str]:
    """Yield a block of code; ``marked`` are the numbers of the lines that stand out."""
    known = _LANGUAGES.get(language, language) or "text"
    words = [known]
    if title:
        words.append(f'title="{title}"')
    if marked:
        words.append(f'hl_lines="{" ".join(map(str, marked))}"')
    yield f"```{' '.join(words)}"
    yield from text.rstrip("\n").split("\n")
    yield "```"
    yield ""


def fitted(text: str, *, examples: bool = False) -> str:
    """Return Markdown as the site's reader wants it.

    With ``examples`` the marks of a rule page's blocks (``// error: message``) become lines that stand out, and a list
    below the block of what is said of them.
    """
    made: list[str] = []
    held: list[str] | None = None
    fence = info = ""
    for line in text.splitlines():
        if held is not None:
            if line.rstrip() == fence:
                made.extend(_fitted_block(info, "\n".join(held), examples=examples))
                held = None
            else:
                held.append(line)
            continue
        opened = _FENCE.match(line)
        if opened is not None:
            fence, info, held = opened[1], opened[2], []
            continue
        above = made[-1] if made else ""
        inside = _LIST.match(above) or above.startswith("  ")
        if _LIST.match(line) and above.strip() and not inside:
            made.append("")
        made.append(line)
    return "\n".join(made).strip() + "\n"


def _fitted_block(info: str, text: str, *, examples: bool) -> Iterator[str]:
    language, *names = info.split() or [""]
    name = " ".join(word for word in names if word != "fixed")
    title = " ".join(filter(None, (name, "mended" if "fixed" in names else "")))
    if not examples or language not in SUFFIXES:
        yield from block(language, text, title)
        return
    shown, expected = split_marks(name, text)
    yield from block(language, shown, title, sorted({one.line for one in expected}))
    for one in expected:
        yield f"* line {one.line}, **{one.severity.value}**: {plain(one.message)}"
    if expected:
        yield ""
