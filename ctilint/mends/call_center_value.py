"""Writes values that keep the rules of a call center file: the nearest size, a name of letters and digits, orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.patterns import pattern
from ctilint.read.markup.callcenter import Item, Section
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.views.callcenter import Center, centers

LONGEST = 40
FIRST = ("reqInternalName", "reqDisplayName")
_OTHER_SIGNS = pattern(r"[^A-Za-z0-9]+")
_LEAD = pattern(r"^[0-9]+")
_RANGE = pattern(r"takes (\d+) to (\d+)")
_PIXELS = pattern(r"(\d{1,9})(?:\.\d*)?\s*(?:px|pixels?|ms)?\Z", 2)
_ORDER = pattern(r"\bsortOrder\s*=\s*([\"'])([^\"']*)\1")
_NO = frozenset({"false", "no", "off", "0", "n", "f"})
BY_HAND = "{}; what was meant is not known"
NAMED = "a call center that is installed already, and what names it, has to follow"
WHY = "what was meant is not known: this is the nearest that the rule allows"
ORDERED = "the settings are shown in this order"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the nearest value that keeps the rule that is broken."""
    center = next((one for one in centers(app) if one.facts.path == found.place.path), None)
    if center is None:
        yield ByHand(BY_HAND.format(found.help))
        return
    if "sortOrder" in found.message:
        edits = _numbered(center, found.place.span)
        title, why = "number them from 0", ORDERED
    else:
        text = center.facts.source.cut(found.place.span)
        written = _written(found, text)
        edits = (Edit(found.place.path, found.place.span, written),) if written and written != text else ()
        title, why = f"write {written}", NAMED if "internal name" in found.message else WHY
    yield Fix(title, safe=False, edits=edits, why=why) if edits else ByHand(BY_HAND.format(found.help))


def _written(found: Problem, text: str) -> str:
    """Return the value that is written, '' when none is nearest."""
    if "is no internal name" in found.message:
        return _LEAD.sub("", _OTHER_SIGNS.sub("", text))[:LONGEST]
    if "it is true or false" in found.message:
        return "false" if text.strip().lower() in _NO else "true"
    allowed = _RANGE.search(found.message)
    if allowed is not None:
        return str(min(max(int(text), int(allowed[1])), int(allowed[2])))
    number = _PIXELS.match(text.strip())
    return str(int(number[1])) if number is not None else ""


def _numbered(center: Center, place: Span) -> tuple[Edit, ...]:
    """Return the edits that number a section's entries, or the sections, from 0 in the order that they have."""
    sections = center.definition.sections
    if any(section.name_span == place for section in sections):
        return _edits(center, sections)
    section = next((one for one in sections if one.span.start <= place.start and place.end <= one.span.end), None)
    return _edits(center, section.items) if section is not None else ()


def _edits(center: Center, rows: Sequence[Item | Section]) -> tuple[Edit, ...]:
    text = center.facts.source.text
    edits = []
    for number, row in enumerate(sorted(rows, key=_place)):
        head = text[row.span.start : text.index(">", row.span.start)]
        match = _ORDER.search(head)
        if match is None:
            return ()
        if match[2] != str(number):
            at = row.span.start
            edits.append(Edit(center.facts.path, Span(at + match.start(2), at + match.end(2)), str(number)))
    return tuple(edits)


def _place(row: Item | Section) -> tuple[int, int, int]:
    """Return where an entry belongs: the two names first, then by its number, then where it stands."""
    number = int(row.sort_order) if row.sort_order.isascii() and row.sort_order.isdecimal() else 10**9
    first = FIRST.index(row.name) if row.name in FIRST else len(FIRST)
    return first, number, row.span.start
