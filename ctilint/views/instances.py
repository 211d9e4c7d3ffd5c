"""Values that must be made of a class of the connector base, and the events that it knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ctilint.read.facts import Array, Literal, Object, Script, Value
from ctilint.records import dataclass
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.rulebook.tables import about, api
from ctilint.understand.model import ApiCall
from ctilint.views.facts import View
from ctilint.views.shapes import Shape, kind_of, shape_of
from ctilint.views.values import class_of, is_a, origin

WORDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "a boolean",
    "function": "a function",
    "object": "a plain object",
    "array": "a list",
}


GROUPS = frozenset({"VOICE", "SHARED"})


@dataclass(frozen=True, slots=True)
class WrongInstance:
    """A value that is not made of the class it must be of; ``event`` is the event that asks for it, or ''."""

    script: Script
    value: Value
    given: str
    wanted: str
    event: str = ""


@cache
def event_names() -> frozenset[str]:
    """Return every event that some edition of the connector base knows."""
    table = api("connector")
    names = {name for name, entry in table.items() if entry.kind == "event"}
    names.update(about("connector")["earlier_events"])
    for name, entry in table.items():
        if entry.kind == "constant" and name.endswith("EVENT_TYPE"):
            names.update(entry.values)
    return frozenset(names)


def event_name(view: View, script: Script, value: Value) -> str:
    """Return the event that ``value`` names, by its text or as a member of the base's constants, or ''."""
    home, given = origin(view, script, value)
    if isinstance(given, Literal) and isinstance(given.value, str):
        return given.value
    path = view.resolver.path(home, given)
    group, _, name = path.rpartition(".")
    # An edition in between grouped them: Constants.EVENT_TYPE.VOICE.HANGUP.
    return name if path.startswith("scv.Constants.") and "EVENT_TYPE" in group and name not in GROUPS else ""


def wrong_instances(view: View, call: ApiCall, entry: ApiEntry, shape: Shape) -> Iterator[WrongInstance]:
    """Yield each value in the object of a call that is of another class than the library asks for, or of none."""
    for item in entry.arguments:
        wanted, event = _wanted(view, call, item, shape) if item.instance else ("", "")
        value = shape.get(item.name) if wanted else None
        if value is not None:
            yield from _judged(view, shape.index.script, value, wanted, event, item)


def _wanted(view: View, call: ApiCall, item: ApiArgument, shape: Shape) -> tuple[str, str]:
    if not item.instance.startswith("<"):
        return item.instance, ""
    value = shape.get(item.instance.strip("<>"))
    row = api(call.dialect).get(event_name(view, shape.index.script, value)) if value is not None else None
    return (row.values.get("payload", ""), row.name) if row is not None and row.kind == "event" else ("", "")


def _judged(
    view: View, script: Script, value: Value, wanted: str, event: str, item: ApiArgument
) -> Iterator[WrongInstance]:
    home, given = origin(view, script, value)
    if isinstance(given, Array) and "array" in item.type:
        for inner in given.items:
            yield from _judged(view, home, inner, wanted, event, ApiArgument(item.name))
        return
    made = class_of(view, script, value)
    if made:
        if not is_a(made, wanted, "connector"):
            yield WrongInstance(script, value, f"a {made}", wanted, event)
        return
    kind = kind_of(view, script, value)
    if not kind and (isinstance(given, Object) or shape_of(view, script, value) is not None):
        kind = "object"
    if kind in WORDS:
        yield WrongInstance(script, value, WORDS[kind], wanted, event)
