"""Gives a registration the function that is plainly its listener: under another key, called, or named in a text."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.mends.writing.style import script_at
from ctilint.patterns import pattern
from ctilint.read.facts import Script
from ctilint.read.source import Span
from ctilint.understand.model import App

_KEY = pattern(r" takes the function as (\w+), not as (\S+?):")
_TEXT = pattern(r"[\"'`]([A-Za-z_$][\w$]*)[\"'`]\Z")
_EMPTY_CALL = pattern(r"\(\s*\)\Z")
_SHORTHAND = pattern(r"\s*[,}]")
BY_HAND = "{}; which function is to run is not known"
WHY = "the registration does nothing today and works from then on"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the function where the method takes it."""
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    if facts is None or script is None:
        yield ByHand(BY_HAND.format(found.help))
        return
    path, span = found.place.path, found.place.span
    text = facts.source.cut(span)
    key, named, called = _KEY.search(found.message), _TEXT.match(text), _EMPTY_CALL.search(text)
    if key is not None and text.strip("\"'") == key[2]:
        shorthand = _SHORTHAND.match(facts.source.text, span.end) is not None
        written = f"{key[1]}: {text}" if shorthand else key[1]
        yield Fix(f"rename the key to {key[1]}", safe=False, edits=(Edit(path, span, written),), why=WHY)
    elif named is not None and _is_function(script, named[1]):
        yield Fix(f"pass the function {named[1]}", safe=False, edits=(Edit(path, span, named[1]),), why=WHY)
    elif called is not None and found.help == "leave the parentheses out":
        edit = Edit(path, Span(span.start + called.start(), span.end), "")
        yield Fix("pass the function, do not call it", safe=False, edits=(edit,), why=WHY)
    else:
        yield ByHand(BY_HAND.format(found.help))


def _is_function(script: Script, name: str) -> bool:
    """Say whether the script declares a function of that name for all of its code."""
    bound = script.scopes[0].bindings.get(name)
    return bound is not None and any(one.kind == "declaration" and one.name == name for one in script.functions)
