"""Loads the library that the page uses, beside the one that it loads."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.mends.writing.style import line_indent
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.rulebook.releases import releases
from ctilint.understand.model import App

_ADDRESS = pattern(r"load (/support/\S+)")
_ATTRIBUTE = pattern(r"(\bsrc|\bvalue)\s*=\s*([\"'])[^\"']*\2", 2)
BY_HAND = "{}, in the page and before it is used; the other library is loaded by code"
WHY = "the page may be meant for the other library only"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write a load like the one that stands there, of the library that is missing."""
    address = _ADDRESS.search(found.help)
    load = found.related[0] if found.related else None
    facts = app.files.get(load.path) if load is not None else None
    if address is None or load is None or facts is None:
        yield ByHand(BY_HAND.format(found.help))
        return
    text = facts.source.text
    element = next((one for one in facts.elements if one.span.start <= load.span.start < one.span.end), None)
    inner = [one for one in facts.elements if one.span.start <= load.span.start and load.span.end <= one.span.end]
    element = inner[-1] if inner else element
    if element is None or element.tag.lower() not in {"script", "apex:includescript"}:
        yield ByHand(BY_HAND.format(found.help))
        return
    opened = text[element.span.start : text.index(">", load.span.end) + 1]
    new = address[1].replace("NN.0", f"{releases().newest}.0")
    written = _ATTRIBUTE.sub(lambda match: f"{match[1]}={match[2]}{new}{match[2]}", opened, count=1)
    if new not in written:
        yield ByHand(BY_HAND.format(found.help))
        return
    closing = "" if written.rstrip().endswith("/>") else f"</{element.tag}>"
    at = element.span.start
    edit = Edit(load.path, Span(at, at), f"{written}{closing}\n{line_indent(text, at)}")
    yield Fix(f"load {new}", safe=False, edits=(edit,), why=WHY)
