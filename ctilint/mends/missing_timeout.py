"""Gives a network call of the server side a timeout."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.mends.writing.python import call_around
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App

_LIMIT = pattern(r"below ([\d.]+) s")
CONNECT, READ = 3.0, 10.0
WHY = "an answer that takes longer is an exception then"
BY_HAND = "pass timeout=(connect, read); the call is written so that nothing can be put into it"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Put ``timeout=`` behind the last argument: what a contact flow waits, less a part for the rest."""
    facts = app.files.get(found.place.path)
    call = call_around(facts.source.text, found.place.span) if facts is not None else None
    if facts is None or call is None or call.spread:
        yield BYHAND
        return
    match = _LIMIT.search(found.help)
    limit = float(match[1]) if match is not None else 0.0
    connect, read = (CONNECT, READ) if not limit else (1.0, max(limit - 1.5, 0.5))
    written = facts.source.cut(found.place.span)
    text = facts.source.text
    value = f"({connect:g}, {read:g})" if _takes_two(written, text) else f"{read:g}"
    if "timeout" in call.given:
        edit = Edit(found.place.path, call.given["timeout"], value)
        yield Fix(f"pass timeout={value}", safe=False, edits=(edit,), why=WHY)
        return
    last = len(text[: call.end - 1].rstrip())
    comma = "" if text[last - 1] in ",(" else ", "
    edit = Edit(found.place.path, Span(last, last), f"{comma or (' ' if text[last - 1] == ',' else '')}timeout={value}")
    yield Fix(f"pass timeout={value}", safe=False, edits=(edit,), why=WHY)


def _takes_two(name: str, text: str) -> bool:
    """Say whether the library of ``name`` takes a pair: ``requests`` and its sessions do."""
    root = name.split(".", 1)[0].strip()
    return root == "requests" or pattern(rf"\b{root}\s*=\s*requests\.").search(text) is not None


BYHAND = ByHand(BY_HAND)
