"""lost-this: a method is handed over without its object, and reads ``this``."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import (
    Call,
    ClassValue,
    Entry,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    ScriptKind,
    This,
    Value,
)
from ctilint.rulebook.tables import DIALECTS
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Func
from ctilint.views.facts import View, views

BINDING = frozenset({"bindAll", "autoBind", "autobind", "autoBindMethods", "boundMethods", "bindMethods", "proxy"})
FRAMEWORK = frozenset({"methods", "actions", "computed", "watch", "mutations", "events", "listeners"})
"""Keys under which frameworks keep functions that they bind themselves."""


def check(app: App) -> Iterator[Problem]:
    """Yield each method given as a listener or callback that nothing binds and that reads its object."""
    for view in views(app):
        seen: set[int] = set()
        for call, entry in view.known(*DIALECTS):
            for name in dict.fromkeys((entry.listener, entry.callback)):
                value = view.argument(call, name) if name else None
                for given in _functions(view, call, value):
                    if id(given) not in seen:
                        seen.add(id(given))
                        found = _of(view, call, given)
                        if found is not None:
                            yield found
        for given, call in _of_the_page(view):
            found = _of(view, call, given) if id(given) not in seen else None
            if found is not None:
                seen.add(id(given))
                yield found


def _of_the_page(view: View) -> Iterator[tuple[Member, ApiCall]]:
    """Yield the members given as listeners for messages of the window, in scripts that use a library themselves."""
    using = {id(call.script): call for call in view.sole}
    for index in view.program.indexes:
        for call in index.called.get("addEventListener", ()) if id(index.script) in using else ():
            if len(call.arguments) < 2:
                continue
            event, given = call.arguments[:2]
            if isinstance(event, Literal) and event.value == "message" and isinstance(given, Member):
                yield given, using[id(index.script)]


def _functions(view: View, call: ApiCall, value: Value | None) -> Iterator[Member]:
    """Yield the members given: the argument itself, or the functions in an object of them."""
    if isinstance(value, Member):
        yield value
    elif isinstance(value, Object):
        yield from (entry.value for entry in value.entries if isinstance(entry.value, Member))
    elif isinstance(value, Name):
        index = view.index(call.script)
        scope = index.scope_of(value)
        steps = index.bound.get((scope, value.name), ()) if scope >= 0 else index.paths.get(value.name, ())
        if len(steps) == 1 and isinstance(steps[0].value, Member) and steps[0].declares != "parameter":
            yield steps[0].value


def _of(view: View, call: ApiCall, value: Member) -> Problem | None:
    index = _index_of(view, call, value)
    key = value.key
    if index is None or key is None or not isinstance(value.object, This | Name | Member):
        return None
    funcs = [item for item in view.resolver.targets(index, value, None) if isinstance(item, Func)]
    if len(funcs) != 1:
        return None
    ref = funcs[0].ref
    home = view.index(ref.script)
    owner = home.owners.get(ref.function.index)
    if owner is None or ref.function.kind == "arrow" or owner[1].kind not in {"method", "property"} or owner[1].static:
        return None
    if _is_bound(view, home, owner, key) or (isinstance(value.object, This) and _is_aura(index, home)):
        return None
    read = _reads_this(home, ref)
    if read is None:
        return None
    name = owner[0].name if isinstance(owner[0], ClassValue) and owner[0].name else ""
    return Problem(
        Place(index.script.path, value.span),
        f"{key} is handed over without its object: there this is not "
        f"{'the ' + name if name else 'what it belongs to'}, and reading this.{read.key} throws",
        f"pass a function that keeps it: (...given) => {_written(value)}(...given)",
        evidence=Evidence.DERIVED,
        related=(Place(home.script.path, read.span, "this is read here"),),
    )


def _index_of(view: View, call: ApiCall, value: Member) -> ScriptIndex | None:
    index = view.index(call.script)
    span = index.script.span
    return index if span.start <= value.span.start <= span.end else None


def _is_bound(view: View, home: ScriptIndex, owner: tuple[Object | ClassValue, Entry], key: str) -> bool:
    """Say whether something gives the method its object: an assignment, a decorator, a helper, a framework."""
    holder, entry = owner
    if entry.decorators:
        return True
    if any(isinstance(step.value, Call | FunctionValue | Name) for _, step in view.program.members.get(key, ())):
        return True
    if any(view.program.called.get(name) for name in BINDING):
        return True
    held = home.objects.get(id(holder))
    return held is not None and held[1].key in FRAMEWORK


def _is_aura(index: ScriptIndex, home: ScriptIndex) -> bool:
    """Say whether a bundle's own function is meant, for which ``this`` is the bundle while it runs."""
    return index.script.kind is ScriptKind.AURA and home is not index


def _reads_this(home: ScriptIndex, ref: FunctionRef) -> Member | None:
    """Return the first member that a method reads of its own object, in itself or in an arrow inside it."""
    inside = ref.function.span
    for function in home.script.functions:
        if not inside.start <= function.span.start or not function.span.end <= inside.end:
            continue
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    held = item.object if isinstance(item, Member) and item.key else None
                    if isinstance(item, Member) and isinstance(held, This) and held.function == ref.function.index:
                        return item
    return None


def _written(value: Member) -> str:
    held = value.object
    if isinstance(held, This):
        return f"this.{value.key}"
    return f"{held.name if isinstance(held, Name) else '...'}.{value.key}"
