"""What a page's code takes for given and nobody in the app brings: names of the global object, members it sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ctilint.read.facts import AssignStep, Branch, Call, Literal, Member, Name, Operation, Script
from ctilint.read.source import Span
from ctilint.records import dataclass

#: What a script asks for to learn whether it runs as a module or in a browser; a page has none of it.
#: Salesforce's own name is never anybody else's.
_OTHER_HOSTS = frozenset(
    {
        "sforce",
        "connect",
        "$A",
        "module",
        "exports",
        "require",
        "define",
        "process",
        "global",
        "Buffer",
        "__dirname",
        "__filename",
        "import",
    }
)
MOST_COMPARED = 400
MOST_TEXT = 60
_WINDOWS = frozenset({"window", "self", "globalThis"})
_GLOBAL_OBJECTS = frozenset({"window", "self", "globalThis", "top", "parent", "this"})


@dataclass(frozen=True, slots=True)
class Outside:
    """``names`` are read as globals and set nowhere; ``assigned`` are the members that some code sets.

    ``compared`` are the fields that some code compares with a text, each with that text: what a vendor may send.
    """

    names: tuple[str, ...]
    assigned: tuple[str, ...]
    compared: tuple[tuple[str, str], ...] = ()


def outside(scripts: Sequence[Script]) -> Outside:
    """Return what the scripts of a window take for given."""
    read: set[str] = set()
    guarded: set[str] = set()
    brought: set[str] = set()
    assigned: set[str] = set()
    deep: set[str] = set()
    compared: dict[tuple[str, str], None] = {}
    for script in scripts:
        brought.update(script.scopes[0].bindings if script.scopes else ())
        for item in walk(script):
            if isinstance(item, Name) and not _bound(script, item):
                read.add(item.name)
            elif isinstance(item, Operation) and item.operator == "typeof":
                guarded.update(operand.name for operand in item.operands if isinstance(operand, Name))
            elif isinstance(item, Operation) and item.operator in {"==", "==="}:
                compared.update(dict.fromkeys(_compared(item)))
            elif isinstance(item, Member | Call):
                inner = item.object if isinstance(item, Member) else item.callee
                if isinstance(inner, Member) and isinstance(inner.object, Name) and inner.object.name in _WINDOWS:
                    deep.add(inner.key or "")
            elif isinstance(item, Branch):
                guarded.update(_asked(item.condition))
            elif isinstance(item, AssignStep):
                if isinstance(item.target, Name) and not _bound(script, item.target):
                    brought.add(item.target.name)
                elif isinstance(item.target, Member) and item.target.key:
                    assigned.add(item.target.key)
    deep -= guarded | {""}
    names = (read | deep) - brought - assigned - _OTHER_HOSTS - _GLOBAL_OBJECTS
    wanted = tuple(sorted(names - guarded)) + tuple(sorted(names & guarded))
    return Outside(wanted, tuple(sorted(assigned)), tuple(sorted(compared)[:MOST_COMPARED]))


def _compared(item: Operation) -> Iterator[tuple[str, str]]:
    """Yield the field and the text of ``data.type === "ringing"``, whichever side it stands on."""
    for one, other in (item.operands, item.operands[::-1]) if len(item.operands) == 2 else ():
        key = one.key if isinstance(one, Member) else one.name if isinstance(one, Name) else ""
        if key and isinstance(other, Literal) and isinstance(other.value, str) and 0 < len(other.value) <= MOST_TEXT:
            yield key, other.value


def _asked(condition: Any) -> Iterator[str]:
    """Yield the members of the window whose presence a condition asks for."""
    todo = [condition]
    while todo:
        item = todo.pop()
        if isinstance(item, Member) and isinstance(item.object, Name) and item.object.name in _WINDOWS and item.key:
            yield item.key
        elif isinstance(item, Operation):
            todo.extend(item.operands)


def _bound(script: Script, name: Name) -> bool:
    at = name.scope
    while 0 <= at < len(script.scopes):
        scope = script.scopes[at]
        if name.name in scope.bindings:
            return True
        at = scope.parent
    return False


def walk(script: Script) -> Iterator[Any]:
    """Yield every value and step of a script once."""
    seen: set[int] = set()
    todo: list[Any] = [(function.parameters, function.body) for function in script.functions]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(item)
            continue
        fields = getattr(item, "__struct_fields__", None)
        if fields is None or isinstance(item, Span) or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        todo.extend(getattr(item, field) for field in fields)
