"""dropped-screen-pop: a deferred search whose SCREEN_POP_DATA nobody pops."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Literal, Member
from ctilint.understand.model import App
from ctilint.views.answers import answers
from ctilint.views.facts import place_of, problem, views
from ctilint.views.shapes import shape_of

DATA = "SCREEN_POP_DATA"


def check(app: App) -> Iterator[Problem]:
    """Yield each deferred search whose callback never comes to its pop data, or changes them."""
    for view in views(app):
        for call, _, ref, uses in answers(view):
            if call.name != "sforce.opencti.searchAndScreenPop" or not call.call.arguments:
                continue
            shape = shape_of(view, call.script, call.call.arguments[0])
            deferred = shape.get("deferred") if shape is not None else None
            if not (isinstance(deferred, Literal) and deferred.value is True) or uses.unknown:
                continue
            changed = [
                step
                for index in view.family(ref)
                for step in view.index(ref.script).assigned_in.get(index, ())
                if isinstance(step.target, Member) and _inside_data(step.target)
            ]
            if changed:
                yield problem(
                    call,
                    place_of(ref.script, changed[0].target),
                    f"{DATA} is changed here: screenPop wants it as it came",
                    "pass it on untouched",
                    Severity.WARNING,
                )
                continue
            mentioned = any(DATA in path for path, _ in uses.reads)
            handed_on = any(path in {(), ("returnValue",)} for path, _ in uses.escapes) or any(
                path in {(), ("returnValue",)} for path, _ in uses.stored
            )
            if mentioned or DATA in ref.script.text[ref.function.span.start : ref.function.span.end]:
                continue
            # A search whose matches are used is a search, not a pop that got lost.
            matches = handed_on or uses.reads_any("returnValue")
            yield problem(
                call,
                place_of(shape.index.script if shape is not None else call.script, deferred),
                f"a deferred search pops nothing by itself, and nothing here passes {DATA} to screenPop",
                f"call sforce.opencti.screenPop(response.returnValue.{DATA}), or leave deferred out",
                Severity.NOTE if matches else Severity.WARNING,
            )


def _inside_data(target: Member) -> bool:
    at = target.object
    while isinstance(at, Member):
        if at.key == DATA:
            return True
        at = at.object
    return False
