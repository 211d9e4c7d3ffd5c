"""Text that another language fills in -> text of the same length that the parsers can read.

A mask becomes a made-up identifier (``m___``) when it writes something, and spaces when it only steers. Both fit
inside a string too, and neither holds a quote, so that an attribute or a string never ends at a mask's own quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Flag, auto

from ctilint.patterns import pattern
from ctilint.read.facts import Mask
from ctilint.read.source import Span


class Syntax(Flag):
    """The template syntaxes that a file can hold."""

    NONE = 0
    MERGE = auto()
    """``{!field}`` of Visualforce, Aura and metadata."""
    ONCE = auto()
    """``{#v.value}`` of Aura."""
    PERCENT = auto()
    """``<%= value %>`` of erb, jsp, aspx."""
    RUBY = auto()
    """With PERCENT: ``<%-`` and ``<%#`` write nothing."""
    PHP = auto()
    """``<?php ... ?>``."""
    CURLY = auto()
    """``{{ value }}``, ``{% tag %}`` and ``{# note #}`` of Jinja, Liquid, Handlebars."""


_LONGEST = 20_000
_STEP = pattern(r"[^{}'\"]*+(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[{}])", re.DOTALL)
_OPENERS = {
    Syntax.MERGE: r"\{!",
    Syntax.ONCE: r"\{#",
    Syntax.PERCENT: r"<%",
    Syntax.PHP: r"<\?(?!xml)",
    Syntax.CURLY: r"\{\{\{|\{[{%#]",
}
_STATEMENT = pattern(r"((?:^|[;{}])[ \t]*+m_+)_(?!\w)", re.MULTILINE)
_COMMENT_SIGN = pattern(r"^([ \t]*+)(<!--|-->)", re.MULTILINE)
_CURLY_ENDS = {"{{{": "}}}", "{{": "}}", "{%": "%}", "{#": "#}"}
_REQUIRE = pattern(r"\{!\s*+REQUIRESCRIPT\b", re.IGNORECASE)
_ECHO = pattern(r"<\?=|\b(?:echo|print|printf|_e|json_encode|var_export)\b")
_SERVER_TAG = pattern(
    r"</?(?:apex|c|chatter|flow|ideas|knowledge|liveAgent|messaging|site|social|support|topics|wave|analytics):"
    r"([A-Za-z]\w*+)(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>"
)
_CONFLICT = pattern(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?(?=\r?$)", re.MULTILINE)


def mask(text: str, syntax: Syntax) -> tuple[str, tuple[Mask, ...]]:
    """Return ``text`` with the template syntax replaced, at the same length, and what was replaced, in order."""
    if not syntax or not any(sign in text for sign in ("{", "<%", "<?")):
        return text, ()
    openers = re.compile("|".join(pattern for flag, pattern in _OPENERS.items() if flag in syntax))
    closers = _Closers(text)
    parts: list[str] = []
    masks: list[Mask] = []
    done = at = 0
    while (opener := openers.search(text, at)) is not None:
        start = opener.start()
        end = closers.end(opener, syntax)
        if not end:
            if closers.exhausted(syntax):
                break
            at = opener.end()
            continue
        masks.append(Mask(text[start:end], Span(start, end)))
        parts += (text[done:start], _stand_in(text[start:end], syntax))
        done = at = end
    return ("".join([*parts, text[done:]]) if masks else text), tuple(masks)


def mask_server_tags(text: str) -> tuple[str, tuple[Mask, ...]]:
    """Return a Visualforce script with the ``<apex:...>`` tags inside it replaced, at the same length, and the tags."""
    if ":" not in text or "<" not in text:
        return text, ()
    found = tuple(Mask(tag.group(), Span(*tag.span())) for tag in _SERVER_TAG.finditer(text))
    return (_SERVER_TAG.sub(_tag_stand_in, text) if found else text), found


def mask_comment_signs(text: str) -> str:
    """Return a script with ``<!--``, ``-->``, ``<![CDATA[`` and ``]]>`` around its code made harmless, same length."""
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", " " * 9).replace("]]>", "   ")
    if "<!--" in text or "-->" in text:
        text = _COMMENT_SIGN.sub(lambda found: f"{found[1]}//{' ' * (len(found[2]) - 2)}", text)
    return text


def mask_comments(text: str) -> str:
    """Return a script with ``<!-- ... -->`` blanked, at the same length: Visualforce leaves them out of the page."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += (text[done:start], " " * (end + 3 - start))
        done = end + 3
    return "".join([*parts, text[done:]])


def mask_conflicts(text: str) -> tuple[str, Span | None]:
    """Return ``text`` with the marker lines of a merge conflict blanked, and where the first one stands."""
    if "<<<<<<<" not in text or ">>>>>>>" not in text:
        return text, None
    first = _CONFLICT.search(text)
    if first is None or not first.group().startswith("<"):
        return text, None
    return _CONFLICT.sub(lambda match: " " * len(match.group()), text), Span(*first.span())


def within(masks: tuple[Mask, ...], span: Span) -> tuple[Mask, ...]:
    """Return the masks that lie inside ``span``."""
    first = bisect_left(masks, span.start, key=lambda item: item.span.start)
    last = bisect_left(masks, span.end, key=lambda item: item.span.start)
    return masks[first:last]


def end_statements(text: str) -> str:
    """Return ``text`` with each stand-in that begins a statement ended by ``;``, at the same length."""
    return _STATEMENT.sub(r"\1;", text)


class _Closers:
    """Finds where masks end, looking at each part of the text a fixed number of times, whatever stands in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._next: dict[str, int] = {}
        self._strict_from = 0

    def end(self, opener: re.Match[str], syntax: Syntax) -> int:
        """Return the end of the mask that ``opener`` begins, 0 when it has none."""
        sign = opener.group()
        if sign == "<?":
            return self._after("?>", opener.end()) or len(self.text)
        if sign == "<%":
            closer = "--%>" if self.text.startswith("--", opener.end()) else "%>"
            return self._after(closer, opener.end())
        if sign in _CURLY_ENDS and Syntax.CURLY in syntax:
            return self._near(_CURLY_ENDS[sign], opener.end())
        return self._expression_end(opener.end())

    def exhausted(self, syntax: Syntax) -> bool:
        """Say whether no merge field of ``syntax`` can end any more, and nothing else can begin."""
        return syntax in Syntax.MERGE | Syntax.ONCE and self._next.get("}", 0) > len(self.text)

    def _after(self, closer: str, at: int) -> int:
        found = self._next.get(closer, -1)
        if found < at:
            found = self.text.find(closer, at)
            found = len(self.text) + 1 if found < 0 else found
            self._next[closer] = found
        return found + len(closer) if found <= len(self.text) else 0

    def _near(self, closer: str, at: int) -> int:
        end = self._after(closer, at)
        return end if end <= at + _LONGEST else 0

    def _expression_end(self, start: int) -> int:
        """Return the end of the merge field whose inside begins at ``start``.

        Braces nest and quotes hide them. Where that leads nowhere, and up to the place it was tried to, the first
        closing brace ends the field.
        """
        if start >= self._strict_from:
            depth = 1
            at = start
            limit = min(len(self.text), start + _LONGEST)
            while (step := _STEP.match(self.text, at, limit)) is not None:
                at = step.end()
                last = self.text[at - 1]
                depth += (last == "{") - (last == "}")
                if not depth:
                    return at
            self._strict_from = limit
        return self._near("}", start)


def _stand_in(masked: str, syntax: Syntax) -> str:
    size = len(masked)
    return "m" + "_" * (size - 1) if _writes(masked, syntax) else " " * size


def _writes(masked: str, syntax: Syntax) -> bool:
    if masked.startswith("<%"):
        return masked[2:3] in (("=", ":") if Syntax.RUBY in syntax else ("=", ":", "-", "#")) and masked[2:4] != "--"
    if masked.startswith("<?"):
        return _ECHO.search(masked) is not None
    if _REQUIRE.match(masked) is not None:
        return False
    return not (Syntax.CURLY in syntax and masked.startswith(("{%", "{#")))


def _tag_stand_in(match: re.Match[str]) -> str:
    size = len(match.group())
    writes = match.group(1).startswith("output") and not match.group().startswith("</")
    return "m" + "_" * (size - 1) if writes else " " * size
