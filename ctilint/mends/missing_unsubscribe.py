"""Adds the missing end: beside another listener's end, in the component's hook, or on pagehide."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Place, Problem
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.ending import Ends, Said
from ctilint.mends.writing.style import script_at, style_of
from ctilint.read.outlines import outline_of
from ctilint.understand.model import App, Ending, Window
from ctilint.views.facts import views

WRAPPED = "it is registered through a function of the app's own: give that function's caller a way to take it back"
GLOSSARY = "register with the real method first (event-sink-form): what ends it follows from that"
NO_TEXT = "its script is written so that ctilint cannot write into it: call the removal on the way out by hand"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write what takes the registration back where the page or component goes."""
    window, ending = _ending_of(app, found)
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    if facts is None or script is None or ending is None or window is None:
        yield ByHand(NO_TEXT)
        return
    registration = ending.registration
    if registration.call.place != registration.place:
        yield ByHand(WRAPPED)
        return
    if registration.dialect == "event-sink":
        yield ByHand(GLOSSARY)
        return
    outline = outline_of(facts, script)
    view = next((one for one in views(app) if one.window is window), None)
    if outline is None or view is None:
        yield ByHand(NO_TEXT)
        return
    draft = Draft(found.place.path, style_of(app, facts, script), outline.rigid)
    ends = Ends(facts, script, outline, draft, view, ending)
    said = ends.write()
    yield _answer(said, draft, ending)


def _answer(said: Said, draft: Draft, ending: Ending) -> Mend:
    if said.by_hand:
        return ByHand(said.by_hand)
    registration = ending.registration
    doubt = said.doubt
    if not doubt and registration.repeats:
        doubt = f"it is registered more than once: {registration.repeats}"
    why = doubt or "it runs when the page or component goes; nothing changes before that"
    return Fix(said.title, not doubt, draft.edits(), why)


def _ending_of(app: App, found: Problem) -> tuple[Window | None, Ending | None]:
    """Return the registration that stands at a place."""

    def endings() -> dict[Place, tuple[Window, Ending]]:
        known: dict[Place, tuple[Window, Ending]] = {}
        for window in app.windows:
            for ending in window.endings:
                if ending.verdict not in {"ended", "no-removal"}:
                    known.setdefault(ending.registration.place, (window, ending))
        return known

    return app.memory.kept("what is not ended", app.windows, endings).get(found.place, (None, None))
