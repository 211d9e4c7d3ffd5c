"""Writes the mode that the code speaks into a call center, as a value or as an entry of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.mends.writing.style import line_indent
from ctilint.patterns import pattern
from ctilint.read.markup.callcenter import Item
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.views.callcenter import MODES, Center, centers

NAME = "reqSalesforceCompatibilityMode"
LABEL = "Salesforce Compatibility Mode"
_WANTED = pattern(r"(?:write|set \w+ to) (\w+)")
BY_HAND = "{}; which of the modes is meant is not known"
ENTRY = "{}; the file has no entries beside which one could be written"
WHY = "which agents use the call center is not in the file"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the first mode that the message offers."""
    wanted = _WANTED.search(found.help)
    center = next((one for one in centers(app) if one.facts.path == found.place.path), None)
    if wanted is None or center is None or wanted[1] not in MODES:
        yield ByHand(BY_HAND.format(found.help))
        return
    setting = center.get(NAME)
    edit = Edit(found.place.path, setting.span, wanted[1]) if setting is not None else _entry(center, wanted[1])
    if edit is None:
        yield ByHand(ENTRY.format(found.help))
        return
    yield Fix(f"set the mode to {wanted[1]}", safe=False, edits=(edit,), why=WHY)


def _entry(center: Center, mode: str) -> Edit | None:
    """Return the edit that adds the entry behind the last one of its section, written like that one."""
    section = next((one for one in center.definition.sections if one.items), None)
    if section is None or center.is_mixed:
        return None
    last = section.items[-1]
    text = center.facts.source.text
    base = line_indent(text, last.span.start)
    line = _line(center, section.items, mode) if center.is_import else _element(text, last, base, mode)
    at = last.span.end
    return Edit(center.facts.path, Span(at, at), f"\n{base}{line}") if line else None


def _line(center: Center, items: tuple[Item, ...], mode: str) -> str:
    orders = [item.sort_order for item in items]
    if not all(order.isascii() and order.isdecimal() for order in orders):
        return ""
    number = max(map(int, orders)) + 1
    quote = center.facts.source.text[items[-1].name_span.end]
    given = (("sortOrder", str(number)), ("name", NAME), ("label", LABEL))
    attributes = " ".join(f"{name}={quote}{value}{quote}" for name, value in given)
    return f"<item {attributes}>{mode}</item>"


def _element(text: str, last: Item, base: str, mode: str) -> str:
    inner = line_indent(text, last.name_span.start)
    if len(inner) <= len(base):
        return f"<items><label>{LABEL}</label><name>{NAME}</name><value>{mode}</value></items>"
    rows = (f"<label>{LABEL}</label>", f"<name>{NAME}</name>", f"<value>{mode}</value>")
    return "<items>" + "".join(f"\n{inner}{row}" for row in rows) + f"\n{base}</items>"
