"""method-newer-than-library: the loaded version does not have the method yet, or has it no longer."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Member
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import within
from ctilint.views.facts import View, callee_place, place_of, problem, short, views
from ctilint.views.loads import FILES, LIBRARY_OF, loads_of, versions

FIRST = {"opencti": 38}


def check(app: App) -> Iterator[Problem]:
    """Yield each call of a method that no loaded version of its library has."""
    for view in views(app):
        for call, entry in view.known():
            library = LIBRARY_OF[call.dialect]
            loaded = versions(view, library)
            if not loaded:
                continue
            newest = max(loaded)
            since = max(_number(entry.since), FIRST.get(library, 0))
            gone = bool(entry.removed) and min(loaded) > _number(entry.removed)
            if (newest < since or gone) and view.tests(call.name):
                continue
            if newest < since:
                yield _found(view, call, library, newest, f"{short(call.name)} is new in {since}.0")
            elif gone:
                yield _found(
                    view, call, library, newest, f"{short(call.name)} is gone since {_number(entry.removed) + 1}.0"
                )
            if library == "opencti":
                yield from _constants(view, call, newest)


def _found(view: View, call: ApiCall, library: str, newest: int, what: str) -> Problem:
    load = loads_of(view, library)[0]
    gone = "is gone" in what
    return problem(
        call,
        callee_place(call),
        f"{what}, and the page loads {FILES[library].rpartition('/')[2]} {newest}.0: the call throws",
        _instead(call.entry) if gone else "load a newer version of the library",
        derived=True,
        related=(Place(load.place.path, load.place.span, "loaded here"),),
    )


def _instead(entry: ApiEntry | None) -> str:
    notes = entry.notes if entry is not None else ()
    return next((note.partition(": ")[2] for note in notes if "use " in note), "leave it out")


def _constants(view: View, call: ApiCall, newest: int) -> Iterator[Problem]:
    """Yield the enum members given to the call that the version does not have; undefined is sent for them."""
    index = view.index(call.script)
    table = api("lightning")
    for given in call.call.arguments:
        for value in within(given):
            if not isinstance(value, Member):
                continue
            path = index.path_of(value)
            row = table.get(path) if path.startswith("sforce.opencti.SCREENPOP_TYPE.") else None
            if row is not None and row.since and newest < _number(row.since):
                yield problem(
                    call,
                    place_of(call.script, value),
                    f"{short(path)} is newer than the opencti.js {newest}.0 that the page loads: undefined is sent",
                    f"load {row.seen or row.since} or later",
                    derived=True,
                )


def _number(version: str) -> int:
    return int(float(version)) if version else 0
