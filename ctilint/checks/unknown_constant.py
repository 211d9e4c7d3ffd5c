"""unknown-constant: a member that a constant of a library does not have is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import Branch, Either, Member, Operation
from ctilint.rulebook.entries import Dialect
from ctilint.rulebook.tables import api, constant
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import CONTRACT, View, views

DIALECTS: tuple[Dialect, ...] = ("streams", "connect-sdk", "connector", "lightning", "classic", "console")
OF_EVERY_OBJECT = frozenset({"hasOwnProperty", "toString", "valueOf", "constructor"})


def check(app: App) -> Iterator[Problem]:
    """Yield each read of a member that no edition of the library has."""
    for view in views(app):
        here = [dialect for dialect in DIALECTS if dialect in view.dialects]
        for index in view.program.indexes:
            if any(_mentioned(index, dialect) for dialect in here):
                yield from _in_script(view, index, here)


@cache
def _constants(dialect: Dialect) -> frozenset[str]:
    """Return the last names of the constants of a library."""
    rows = api(dialect).values()
    return frozenset(row.name.rpartition(".")[2] for row in rows if row.kind == "constant" and "." in row.name)


@of_script
def _mentioned(index: ScriptIndex, dialect: Dialect) -> frozenset[str]:
    """Return which constants of a library the text of a script mentions, by their last names.

    Asked of each library apart: the table of one that no window uses is not read.
    """
    text = index.script.text
    return frozenset(name for name in _constants(dialect) if name in text)


def _in_script(view: View, index: ScriptIndex, here: Sequence[Dialect]) -> Iterator[Problem]:
    judged = [
        call.call.arguments_span
        for call in view.window.calls
        if call.script is index.script and call.dialect in CONTRACT and call.entry is not None
    ]
    asked = _asked(index)
    reads = {id(item): item for dialect in here for item in _reads(index, dialect)}
    for item in reads.values():
        if not any(span.start <= item.span.start and item.span.end <= span.end for span in judged):
            yield from _of(view, index, item, asked)


@of_script
def _reads(index: ScriptIndex, dialect: Dialect) -> tuple[Member, ...]:
    """Return the members that a script reads of what may be a constant of a library."""
    names = _mentioned(index, dialect)
    found: dict[int, Member] = {}
    for function in index.script.functions if names else ():
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Member) and item.key is not None:
                        held = item.object
                        name = held.key if isinstance(held, Member) else getattr(held, "name", "")
                        if name in names:
                            found.setdefault(id(item), item)
    return tuple(found.values())


@of_script
def _asked(index: ScriptIndex) -> frozenset[str]:
    """Return the paths whose being there a condition asks for; comparing them with something asks for nothing."""
    return frozenset(_asked_for(index))


def _asked_for(index: ScriptIndex) -> Iterator[str]:
    for function in index.script.functions:
        for step in steps_of(function.body):
            todo = [step.condition] if isinstance(step, Branch) else []
            while todo:
                item = todo.pop()
                if isinstance(item, Either):
                    todo.extend(item.options)
                elif isinstance(item, Operation) and item.operator in {"!", "typeof"}:
                    todo.extend(item.operands)
                elif isinstance(item, Member):
                    yield index.path_of(item)


def _of(view: View, index: ScriptIndex, item: Member, asked: frozenset[str]) -> Iterator[Problem]:
    path = view.resolver.path(index.script, item)
    found = constant(path)
    if found is None:
        return
    entry, member = found
    if member in entry.values or member in OF_EVERY_OBJECT or entry.name.endswith("EVENT_TYPE"):
        return
    if view.defines(entry.name) or path in asked or path in view.program.paths:
        return
    yield Problem(
        Place(index.script.path, item.key_span),
        f"{entry.name} has no member {member}: it reads as undefined",
        f"its members are {', '.join(entry.values)}",
        evidence=Evidence.MATCHED if index.path_of(item) == path else Evidence.DERIVED,
    )
