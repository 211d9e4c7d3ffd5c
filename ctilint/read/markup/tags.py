"""Markup text -> tags, comments and raw bodies with their offsets. Knows the syntax of tags, not their meaning.

Every part of the text is looked at a fixed number of times, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.records import dataclass

ATTRIBUTES_PER_TAG = 2_000

_NAME = pattern(r"[A-Za-z_][^\s/>\"'<=]*+")
_ATTRIBUTE = pattern(
    r"[\s/]*+(?:(?P<name>[^\s\"'>/=][^\s>/=\"']*+)(?:\s*+=\s*+"
    r"(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>\{[^{}<>]*+\}|[^\s\"'>][^\s>]*+))?)?|(?P<junk>[\"'=]))"
)
_TAG_END = pattern(r"[\s/]*+>")
_SCRIPT_SIGN = pattern(r"<!--|-->|<(/?)script(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawAttribute:
    """An attribute by its offsets; without a value ``value_start == value_end`` at its end."""

    name: str
    start: int
    end: int
    value_start: int
    value_end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of markup. ``kind``: open, close, comment, cdata, text.

    ``inner`` is the content of a comment or CDATA section. A tag that closes itself is ``empty``. The body of a raw
    element (script, style, ...) follows its open token as ``body``, a pair of offsets.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[RawAttribute, ...] = ()
    empty: bool = False
    inner: tuple[int, int] = (0, 0)
    body: tuple[int, int] | None = None


def tokens(text: str, raw: frozenset[str]) -> Iterator[Token]:
    """Yield the pieces of ``text`` in order; elements named in ``raw`` (lower case) hold text, not tags."""
    yield from _Scanner(text, raw).tokens()


class _Scanner:
    def __init__(self, text: str, raw: frozenset[str]) -> None:
        self.text = text
        self.raw = raw
        self._escapes = True

    def tokens(self) -> Iterator[Token]:
        text = self.text
        size = len(text)
        at = done = 0
        while (at := text.find("<", at)) >= 0:
            token = self._token(at)
            if token is None:
                at += 1
                continue
            if done < at:
                yield Token("text", done, at)
            if token.kind != "skip":
                yield token
            at = done = max(token.end, token.body[1] if token.body else 0)
        if done < size:
            yield Token("text", done, size)

    def _token(self, at: int) -> Token | None:
        text = self.text
        following = text[at + 1 : at + 2]
        if following == "!":
            return self._declaration(at)
        if following == "?":
            return self._until(at, ">", "skip", 2)
        if following == "/":
            name = _NAME.match(text, at + 2)
            if name is None:
                return None
            token = self._until(at, ">", "close", 2)
            return Token("close", at, token.end, name.group())
        name = _NAME.match(text, at + 1)
        return self._open(at, name) if name is not None else None

    def _declaration(self, at: int) -> Token:
        if self.text.startswith("<!--", at):
            return self._until(at, "-->", "comment", 4)
        if self.text.startswith("<![CDATA[", at):
            return self._until(at, "]]>", "cdata", 9)
        return self._until(at, ">", "skip", 2)

    def _until(self, at: int, closer: str, kind: str, opening: int) -> Token:
        found = self.text.find(closer, at + opening)
        inner_end = found if found >= 0 else len(self.text)
        end = found + len(closer) if found >= 0 else len(self.text)
        return Token(kind, at, end, inner=(min(at + opening, inner_end), inner_end))

    def _open(self, at: int, name: re.Match[str]) -> Token:
        text = self.text
        if text.find(">", name.end()) < 0:
            return Token("skip", at, len(text))
        attributes: list[RawAttribute] = []
        end = name.end()
        while (closing := _TAG_END.match(text, end)) is None:
            if len(attributes) >= ATTRIBUTES_PER_TAG or (found := _ATTRIBUTE.match(text, end)) is None:
                end = text.find(">", end)
                closing = _TAG_END.match(text, end) if end >= 0 else None
                break
            end = found.end()
            if found["name"] is not None:
                attributes.append(_attribute(found))
        stop = closing.end() if closing is not None else len(text)
        empty = text.endswith("/>", 0, stop) and not (
            attributes and not attributes[-1].quoted and attributes[-1].value_end == stop - 1
        )
        token = Token("open", at, stop, name.group(), tuple(attributes), empty)
        lower = token.name.lower()
        if empty or lower not in self.raw:
            return token
        return Token("open", at, stop, token.name, token.attributes, empty, body=(stop, self._body_end(stop, lower)))

    def _body_end(self, start: int, name: str) -> int:
        if name == "script" and self._escapes:
            end = self._escaped_script_end(start)
            if end is not None:
                return end
            self._escapes = False
        found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(self.text, start)
        return len(self.text) if found is None else found.start()

    def _escaped_script_end(self, start: int) -> int | None:
        """Return the end of a script as browsers see it: ``<!-- <script>`` hides one ``</script>``."""
        state = "data"
        for sign in _SCRIPT_SIGN.finditer(self.text, start):
            text = sign.group()
            if text == "<!--":
                state = "escaped" if state == "data" else state
            elif text == "-->":
                state = "data"
            elif not sign.group(1):
                state = "double" if state == "escaped" else state
            elif state == "double":
                state = "escaped"
            else:
                return sign.start()
        return None


def _attribute(found: re.Match[str]) -> RawAttribute:
    for group in ("double", "single", "bare"):
        if found[group] is not None:
            return RawAttribute(
                found["name"], found.start("name"), found.end(), *found.span(group), quoted=group != "bare"
            )
    return RawAttribute(found["name"], found.start("name"), found.end(), found.end(), found.end(), quoted=False)
