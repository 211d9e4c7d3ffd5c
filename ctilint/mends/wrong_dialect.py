"""Calls the method of the library that the call names, where its counterpart takes what is given there."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import ByHand, Fix, Mend, Problem
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.style import script_at, style_of
from ctilint.patterns import pattern
from ctilint.read.facts import Call, CallStep, FileFacts, FunctionValue, Member, Name, Object, Script, Value
from ctilint.read.outlines import outline_of
from ctilint.read.source import Span
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import find
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of

_TARGET = pattern(r"call (sforce\.[\w.]+)\Z")
_NAMESPACE = pattern(r", not to (sforce\.\w+): ")
BY_HAND = "{}; its arguments and answer differ"
WHY = "the payload or answer has other fields there, so the function that gets it has to be read"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Write the counterpart's name, and its argument in the form that it takes."""
    target, namespace = _TARGET.match(found.help), _NAMESPACE.search(found.message)
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    call = _call_at(script, found.place.span) if script is not None else None
    entry = find(target[1]) if target is not None else None
    edits = None
    if facts is not None and script is not None and call is not None and entry is not None and namespace is not None:
        edits = _written(app, facts, script, call, entry, namespace[1])
    if edits is None:
        yield ByHand(BY_HAND.format(found.help))
        return
    yield Fix(f"call {entry.name if entry is not None else ''}", safe=False, edits=edits.edits(), why=WHY)


def _written(app: App, facts: FileFacts, script: Script, call: Call, entry: ApiEntry, namespace: str) -> Draft | None:
    """Return the edits; None where the counterpart stands elsewhere or takes something else."""
    rest = entry.name.removeprefix(f"{namespace}.")
    root = _root(facts, call, namespace)
    if rest == entry.name or root is None:
        return None
    outline = outline_of(facts, script)
    draft = Draft(facts.path, style_of(app, facts, script), outline.rigid if outline is not None else ())
    draft.replace(Span(root, call.callee.span.end), f".{rest}")
    given = call.arguments
    if entry.style == "object":
        return draft if _as_object(draft, entry, given) else None
    if entry.style == "positional" and _fits(entry, given):
        return draft
    return None


def _root(facts: FileFacts, call: Call, namespace: str) -> int | None:
    """Return where the library's own name ends in the callee, however the code calls it."""
    at: Value = call.callee
    keys: list[str] = []
    while isinstance(at, Member) and at.key is not None and not at.optional:
        if facts.source.cut(at.span).replace(" ", "") == namespace:
            return at.span.end
        keys.append(at.key)
        at = at.object
    # An alias of the library (``cti.getPageInfo``): what stands before the first of the method's keys.
    return at.span.end if isinstance(at, Name) and len(keys) == 1 else None


def _as_object(draft: Draft, entry: ApiEntry, given: tuple[Value, ...]) -> bool:
    """Write the one argument as an object; False where it is more than a function or a fitting object."""
    names = {item.name for item in entry.arguments}
    needed = {item.name for item in entry.arguments if item.required}
    if len(given) == 1 and isinstance(given[0], Object):
        keys = {item.key for item in given[0].entries}
        return keys <= names and needed <= keys
    role = entry.listener or entry.callback
    if not given:
        return not needed
    if len(given) != 1 or not role or needed - {role} or not isinstance(given[0], FunctionValue | Name | Member):
        return False
    draft.insert(given[0].span.start, f"{{ {role}: ")
    draft.insert(given[0].span.end, " }")
    return True


def _fits(entry: ApiEntry, given: tuple[Value, ...]) -> bool:
    """Say whether a method that takes its arguments by place takes just the function that is given."""
    role = entry.listener or entry.callback
    return role == "0" and len(given) == 1 and isinstance(given[0], FunctionValue | Name | Member)


def _call_at(script: Script, key: Span) -> Call | None:
    for function in script.functions:
        for step in steps_of(function.body):
            if isinstance(step, CallStep) and isinstance(step.call.callee, Member) and step.call.callee.key_span == key:
                return step.call
    return None
