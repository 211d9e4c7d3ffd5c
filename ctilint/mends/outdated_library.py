"""Raises the version in the address of a library, where the tables say what that changes."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Edit, Fix, Mend, Problem
from ctilint.patterns import pattern
from ctilint.read.facts import AssignStep, Literal, Name
from ctilint.read.source import Span
from ctilint.rulebook.releases import releases
from ctilint.understand.model import ApiCall, App, Load
from ctilint.understand.program.index import steps_of

_NUMBER = pattern(r"([\"'`]?)(\d+(?:\.\d+)?)\1\Z")
_WORD = pattern(r"[A-Za-z_$][\w$]*")
_EMPTY = pattern(r"/(?:api|console|ajax)/([A-Za-z_]{0,10}(?:\.\w{1,4})?)(?=/)")
DIALECTS = {
    "opencti": frozenset({"lightning", "event-sink"}),
    "interaction": frozenset({"classic"}),
    "integration": frozenset({"console"}),
}
COPY = "it is a copy of the library in the app: put the file of the newer version in its place, and test"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the newest version; safe where no method that the windows use differs between the two."""
    loads = [load for load in app.loads if load.place == found.place]
    facts = app.files.get(found.place.path)
    newest = releases().newest
    if not loads or facts is None or (loads[0].version and int(float(loads[0].version)) > newest):
        yield ByHand("check that the release is out in every org that loads the page; there is nothing to write")
        return
    if facts.vendored is not None:
        yield ByHand(COPY)
        return
    written = facts.source.cut(found.place.span)
    if not loads[0].version:
        yield from _first_version(found, written, newest)
        return
    span = _number(app, loads[0], found.place.span, written)
    if span is None:
        yield ByHand(f"write {newest}.0 into the address, and test; the version is put together from several parts")
        return
    calls = [call for window in app.windows if any(load in loads for load in window.loads) for call in window.calls]
    obstacle, doubt = _judged(loads, calls, newest)
    if obstacle:
        yield ByHand(obstacle)
        return
    if facts.source.text[span.start - 1 : span.start] != "/":
        doubt = doubt or "the version stands apart from the address, and other code may read it"
    new = f"{newest}.0" if "." in facts.source.cut(span) else str(newest)
    why = doubt or f"no method that the page uses differs between {loads[0].version} and {newest}.0"
    yield Fix(f"load {newest}.0", not doubt, (Edit(found.place.path, span, new),), why)


def _number(app: App, load: Load, span: Span, written: str) -> Span | None:
    """Return where the version stands: at the place itself, or in the one value of a name that the place reads."""
    match = _NUMBER.match(written)
    if match is not None:
        return Span(span.start + match.start(2), span.start + match.end(2))
    words = set(_WORD.findall(written))
    source = app.files[load.place.path].source
    found = {
        step.value.span
        for script in app.files[load.place.path].scripts
        for function in script.functions
        for step in steps_of(function.body)
        if isinstance(step, AssignStep)
        and isinstance(step.target, Name)
        and isinstance(step.value, Literal)
        and step.target.name in words
        and step.value.value == load.version
    }
    if len(found) != 1:
        return None
    at = found.pop()
    match = _NUMBER.match(source.cut(at))
    return Span(at.start + match.start(2), at.start + match.end(2)) if match is not None else None


def _first_version(found: Problem, written: str, newest: int) -> Iterator[Mend]:
    match = _EMPTY.search(written)
    if match is None and "/" not in written:
        span = found.place.span
    elif match is not None:
        span = Span(found.place.span.start + match.start(1), found.place.span.start + match.end(1))
    else:
        yield ByHand(f"write {newest}.0 into the address; it is put together from several parts")
        return
    why = "for which version the code was written stands nowhere"
    yield Fix(f"load {newest}.0", safe=False, edits=(Edit(found.place.path, span, f"{newest}.0"),), why=why)


def _judged(loads: list[Load], calls: list[ApiCall], newest: int) -> tuple[str, str]:
    """Return what forbids the newer version, and what makes it doubtful; '' for neither."""
    doubt = ""
    for load in loads:
        number = int(float(load.version or "0"))
        dialects = DIALECTS.get(load.library)
        if dialects is None:
            doubt = "its calls are requests to the platform, whose records and limits differ from version to version"
            continue
        for call in (one for one in calls if one.dialect in dialects):
            entry = call.entry
            if entry is None:
                doubt = doubt or f"no table knows {call.written}"
                continue
            for changed in entry.changed:
                if number < int(float(changed)) <= newest:
                    return f"{call.written} takes other arguments from {changed} on: change its calls first", ""
            if entry.removed and number <= int(float(entry.removed)) < newest:
                return f"{call.written} is gone after {entry.removed}: replace its calls first", ""
            if entry.confidence == "U":
                doubt = doubt or f"what is known of {call.written} is unverified"
    return "", doubt
