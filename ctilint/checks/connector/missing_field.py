"""missing-field: a connector's method reads on in a part of the call that need not be there."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import Block, Member, Step, Try, Value
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api
from ctilint.understand.model import App
from ctilint.understand.program.index import blocks_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.connectors import connector_methods
from ctilint.views.facts import View, views
from ctilint.views.found import Path, Uses
from ctilint.views.uses import uses_of

CONNECTORS = ("TelephonyConnector#", "VendorConnector#")


def check(app: App) -> Iterator[Problem]:
    """Yield each member that is read of a field which the class of the argument does not require."""
    seen: set[Place] = set()
    for view in views(app):
        for ref in {id(item): item for item in connector_methods(view)}.values():
            entry = _row(ref)
            for position, argument in enumerate(entry.arguments if entry is not None else ()):
                fields = _optional(argument.instance)
                if fields and position < len(ref.function.parameters):
                    for found in _of(view, ref, position, fields, argument.instance):
                        if found.place not in seen:
                            seen.add(found.place)
                            yield found


def _row(ref: FunctionRef) -> ApiEntry | None:
    table = api("connector")
    return next((table[owner + ref.name] for owner in CONNECTORS if owner + ref.name in table), None)


def _optional(name: str) -> frozenset[str]:
    """Return the fields that an object of a class may lack."""
    entry = api("connector").get(name)
    return frozenset(item.name for item in entry.arguments if not item.required) if entry is not None else frozenset()


def _of(view: View, ref: FunctionRef, position: int, fields: frozenset[str], name: str) -> Iterator[Problem]:
    uses: Uses = uses_of(view, ref, position)
    if uses.unknown or uses.missing:
        return
    guarded = {id(value) for value in _guarded(ref.function.body)}
    for path, member in uses.reads:
        held = member.object
        if len(path) != 2 or path[0] not in fields or member.optional or id(member) in guarded:
            continue
        if _is_asked(path[:1], uses) or (isinstance(held, Member) and held.optional):
            continue
        yield Problem(
            Place(ref.script.path, member.span),
            f"{ref.name} reads {path[0]}.{path[1]} of the {name}, and {path[0]} need not be there: it throws, and the "
            "agent sees a failure",
            f"ask for it first: {path[0]}?.{path[1]}",
            evidence=Evidence.MATCHED,
        )


def _is_asked(path: Path, uses: Uses) -> bool:
    """Say whether a condition, or a default, asks for the field anywhere in the method."""
    return path in uses.checked or path in uses.typed


def _guarded(block: Block) -> Iterator[Value]:
    """Yield what stands in a try that a catch ends, and what a default stands beside (``a.b || c``)."""
    for step in block.steps:
        if isinstance(step, Try) and step.handler is not None and not step.handler_empty:
            yield from _all(step.body)
        for inner in blocks_of(step):
            yield from _guarded(inner)


def _all(block: Block) -> Iterator[Value]:
    todo: list[Step] = list(block.steps)
    while todo:
        step = todo.pop()
        for value in values_of(step):
            yield from within(value)
        todo.extend(inner for nested in blocks_of(step) for inner in nested.steps)
