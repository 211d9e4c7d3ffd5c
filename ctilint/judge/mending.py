"""What becomes of a problem's mends before anybody sees them: each finding ends with a fix or with a sentence."""

from __future__ import annotations

from ctilint.findings import Edit, Fix, Place, Problem
from ctilint.judge.fitting import fitted
from ctilint.judge.rules import Mending
from ctilint.read.facts import FileFacts, Mask
from ctilint.read.source import Span
from ctilint.records import replace
from ctilint.rulebook.pages import head
from ctilint.understand.model import App

IN_ARCHIVE = "it lies in an archive, which ctilint does not write: mend the file that the archive was made of"
UNPARSED = "its script does not parse, and no mend is tried in such text: mend that first"
FILLED_IN = "text that another language fills in stands where the mend would go: {}"


# The rules whose mends are for just such scripts.
OF_SYNTAX = frozenset({"typographic-quote", "unreadable-source"})


def with_mends(rule: str, problem: Problem, mend: Mending | None, app: App) -> Problem:
    """Return ``problem`` with the fixes that can be offered, or with what a person has to do and why.

    A fix is offered where it can be written: not in an archive, and not over text that another language fills in.
    """
    asked = tuple(mend(app, problem)) if mend is not None and not problem.fixes else problem.fixes
    fixes = []
    why = problem.by_hand
    for answer in asked:
        if isinstance(answer, Fix):
            obstacle = obstacle_of(answer, app, problem) or ("" if rule in OF_SYNTAX else _unparsed(answer, app))
            if not obstacle:
                fixes.append(fitted(replace(answer, why=answer.why or head(rule).mend), app.files))
            why = why or obstacle
        else:
            why = why or answer.why
    if fixes:
        return replace(problem, fixes=tuple(fixes), by_hand="")
    return replace(problem, fixes=(), by_hand=why or _sentence(rule, problem))


def _unparsed(fix: Fix, app: App) -> str:
    """Return why nothing is written into a script that does not parse, '' where all parse."""
    broken = any(
        script.problem is not None and script.span.start <= edit.span.start and edit.span.end <= script.span.end
        for edit in fix.edits
        for script in app.files[edit.path].scripts
    )
    return UNPARSED if broken else ""


def _sentence(rule: str, problem: Problem) -> str:
    """Return what the rule's page says of problems that no mend fits."""
    said = head(rule)
    if said.fix == "by hand" or not problem.help:
        return said.mend
    return f"{problem.help}; no mend fits what is written here"


def obstacle_of(fix: Fix, app: App, problem: Problem) -> str:
    """Return why ``fix`` cannot be written, or ''."""
    for edit in fix.edits:
        facts = app.files.get(edit.path)
        if facts is None or "!/" in edit.path:
            return IN_ARCHIVE
        if fills_in(edit, facts, problem.place):
            return FILLED_IN.format(problem.help or "mend it by hand")
    return ""


def fills_in(edit: Edit, facts: FileFacts, place: Place) -> bool:
    """Say whether ``edit`` touches what another language fills in.

    What is wrong inside such text (an old version in ``{!REQUIRESCRIPT(...)}``) is mended at that very place.
    """
    if edit.path == place.path and _holds(place.span, edit.span) and edit.text.replace(".", "").isdigit():
        return any(touch(edit.span, mask.span) and not _holds(mask.span, place.span) for mask in masks_of(facts))
    return any(touch(edit.span, mask.span) for mask in masks_of(facts))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def masks_of(facts: FileFacts) -> tuple[Mask, ...]:
    """Return what other languages fill in, in the file and in its scripts."""
    return (*facts.masks, *(mask for script in facts.scripts for mask in script.masks))


def touch(one: Span, other: Span) -> bool:
    """Say whether two edits overlap; two insertions at one place do, an insertion at the edge of a span does not."""
    if one == other:
        return True
    return one.start < other.end and other.start < one.end
