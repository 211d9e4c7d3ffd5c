"""What a value was given: the expression behind a name, the class that an object was made of, a constant's member."""

from __future__ import annotations

from ctilint.read.facts import AssignStep, Await, Call, Member, Name, Script, Value
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import api, constant
from ctilint.views.facts import View

NAMES = 5
"""How many names in a row are followed; more stand in generated code only."""


def origin(view: View, script: Script, value: Value) -> tuple[Script, Value]:
    """Return the expression that ``value`` holds: a name that is given a value once is followed to it."""
    for _ in range(NAMES):
        if isinstance(value, Await):
            value = value.value
            continue
        step = _only_step(view, script, value)
        if step is None:
            break
        script, value = step
    return script, value


def _only_step(view: View, script: Script, value: Value) -> tuple[Script, Value] | None:
    index = view.index(script)
    found: list[tuple[Script, AssignStep]] = []
    if isinstance(value, Name):
        scope = index.scope_of(value)
        if scope < 0:
            found = [(home.script, step) for home, step in view.program.paths.get(value.name, ())]
        elif index.script.scopes[scope].bindings[value.name].kind not in {"parameter", "catch", "import"}:
            found = [(script, step) for step in index.bound.get((scope, value.name), ())]
    if len(found) != 1 or found[0][1].operator != "=" or found[0][1].declares == "import":
        return None
    home, step = found[0]
    return home, step.value


def class_of(view: View, script: Script, value: Value) -> str:
    """Return the class of the connector base that ``value`` was made of with ``new``, or ''."""
    home, given = origin(view, script, value)
    if not isinstance(given, Call) or not given.new:
        return ""
    path = view.resolver.path(home, given.callee)
    return path.removeprefix("scv.") if path.startswith("scv.") else ""


def is_a(name: str, wanted: str, dialect: str) -> bool:
    """Say whether the class ``name`` is ``wanted`` or one below it."""
    table = api(dialect)
    while name and name != wanted:
        entry = table.get(name)
        name = entry.extends if entry is not None else ""
    return bool(name)


def member_of(view: View, script: Script, value: Value) -> tuple[ApiEntry, str] | None:
    """Return the constant of a library and the member of it that ``value`` reads, or None."""
    home, given = origin(view, script, value)
    if not isinstance(given, Member):
        return None
    return constant(view.resolver.path(home, given))
