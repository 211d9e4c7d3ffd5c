"""The forms in which markup names another file: components, lists of required scripts, REQUIRESCRIPT."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import FileKind, Mask
from ctilint.read.markup.entities import decode_references
from ctilint.read.source import Span

_PLATFORM = frozenset(
    """analytics apex asp aura auradocs auraadmin aurajstest aurastorage chatter c-lightning clients commerce community
    design dxp einstein embeddedservice experience flexipage flow flowruntime force forcechatter forcecommunity
    forcecontent forceknowledge fuego html ideas interop jsp knowledge lightning lightningcomponentdemo
    lightningcommunity lightningsnapin lightningutil liveagent ltng lwc messaging notes omnichannel one opencti
    processvis report runtime_sales_activities selfservice setup shape site siteforce social slot support svg topics
    ui uicommunity wave wits xlink xml xsl v o w""".split()
)
_REQUIRE_CALL = pattern(
    r"REQUIRESCRIPT\s*+\(\s*+(?:(?P<quote>[\"'])(?P<text>[^\"']*+)(?P=quote)|(?P<expression>[^}]*+))", re.IGNORECASE
)
_JOIN = pattern(r"\s*+\{![^\w]*join\s*\(", re.IGNORECASE)


def component_target(tag: str, kind: FileKind) -> str:
    """Return ``tag`` when it names a component of the app (``c:phone``, ``c-phone``), otherwise ''."""
    if kind is FileKind.LWC_TEMPLATE:
        prefix, sign, _ = tag.partition("-")
        return tag if sign and prefix.lower() not in _PLATFORM else ""
    if kind in {FileKind.VISUALFORCE, FileKind.AURA}:
        prefix, sign, name = tag.partition(":")
        return tag if sign and name and prefix.lower() not in _PLATFORM else ""
    return ""


def pieces_of_require(value: str) -> Iterator[tuple[str, int, int]]:
    """Yield each script of a ``scripts`` attribute of ``ltng:require`` with its offsets in ``value``.

    A list is parted at its commas; ``{!join(',', a, b)}`` is parted into its arguments, each ``{!a}``.
    """
    join = _JOIN.match(value)
    if join is None:
        parts = _parts(value, 0, len(value))
        for start, end in parts if not value.lstrip().startswith("{") else [_trimmed(value, 0, len(value))]:
            yield value[start:end], start, end
        return
    close = value.rfind(")")
    for start, end in list(_parts(value, join.end(), close if close >= join.end() else len(value)))[1:]:
        yield f"{{!{value[start:end]}}}", start, end


def required_scripts(mask: Mask) -> Iterator[tuple[str, Span]]:
    """Yield the address and place of each ``{!REQUIRESCRIPT(...)}`` in a merge field of metadata XML."""
    if "REQUIRESCRIPT" not in mask.text.upper():
        return
    text, offsets = decode_references(mask.text, mask.span.start, xml=True)
    for call in _REQUIRE_CALL.finditer(text):
        group = "text" if call["quote"] else "expression"
        start, end = call.span(group)
        target = call[group].strip()
        if target:
            yield (
                target if call["quote"] else f"{{!{target.removesuffix(')')}}}",
                Span(offsets.to_file(start), offsets.to_file(end)),
            )


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of what stands between commas, those in quotes and brackets excepted."""
    depth = 0
    quote = ""
    begin = start
    for at in range(start, end):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and not depth:
            yield _trimmed(text, begin, at)
            begin = at + 1
    yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
