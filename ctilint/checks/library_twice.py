"""library-twice: one page loads the same library more than once."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Library
from ctilint.understand.model import App, Load
from ctilint.understand.words import LoadForm
from ctilint.views.facts import View, views
from ctilint.views.loads import FILES

TAGS: frozenset[LoadForm] = frozenset({"script tag", "apex:includeScript"})
LISTENING: frozenset[Library] = frozenset({"opencti", "interaction", "integration"})


def check(app: App) -> Iterator[Problem]:
    """Yield each load after the first of the same library in one window."""
    for view in views(app):
        first: dict[str, Load] = {}
        for load in view.window.loads:
            if load.form not in TAGS or load.library not in LISTENING or _chosen(view, load):
                continue
            known = first.setdefault(load.library, load)
            same_include = known.form == load.form == "apex:includeScript" and known.address == load.address
            if known is load or known.place == load.place or same_include:
                continue
            yield _problem(known, load)


def _problem(known: Load, load: Load) -> Problem:
    name = FILES[load.library].rpartition("/")[2]
    versions = "" if known.version == load.version else f", as {known.version or '?'} and as {load.version or '?'}"
    return Problem(
        load.place,
        f"{name} is loaded twice{versions}: listeners of the first copy run beside those of the second",
        "keep one of the two",
        related=(Place(known.place.path, known.place.span, "loaded here first"),),
    )


def _chosen(view: View, load: Load) -> bool:
    """Say whether a template or a ``rendered`` attribute decides whether this load is there."""
    facts = view.app.files[load.place.path]
    for element in facts.elements:
        if element.span.start <= load.place.span.start <= element.span.end:
            at = element
            while True:
                if at.get("rendered") is not None or at.tag.lower() in {"aura:if", "template"}:
                    return True
                if at.parent < 0:
                    break
                at = facts.elements[at.parent]
    return any(
        mask.span.start < load.place.span.start and (" if" in mask.text.lower() or "else" in mask.text.lower())
        for mask in facts.masks
        if mask.text.startswith(("<%", "<?", "{%"))
    )
