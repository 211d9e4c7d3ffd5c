"""referrer-as-base: document.referrer put in front of a library's path."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Call, Literal, Member, Name, Template, Value
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import View, views


def check(app: App) -> Iterator[Problem]:
    """Yield each library address that begins with the whole referrer."""
    seen: set[Place] = set()
    for view in views(app):
        for index in view.program.indexes:
            for base in _bases(index):
                place = Place(index.script.path, base.span)
                if _is_referrer(view, index, base) and place not in seen:
                    seen.add(place)
                    yield Problem(
                        place,
                        "document.referrer is put in front of a path: it has a path of its own, and may be empty",
                        "take the origin, and have a fallback: new URL(document.referrer || configured).origin",
                    )


@of_script
def _bases(index: ScriptIndex) -> tuple[Value, ...]:
    """Return what stands in front of the library's path in the addresses that a script puts together."""
    found = []
    for value, _ in index.texts:
        if isinstance(value, Template) and len(value.parts) > 1 and _names_library(value):
            first = value.parts[0]
            found.append(value.parts[1] if isinstance(first, Literal) and first.value == "" else first)
    return tuple(found)


def _names_library(value: Template) -> bool:
    return any(
        isinstance(part, Literal)
        and isinstance(part.value, str)
        and ("/support/" in part.value or "/soap/" in part.value)
        for part in value.parts[1:]
    )


def _is_referrer(view: View, index: ScriptIndex, value: Value) -> bool:
    if isinstance(value, Call):
        return False
    if isinstance(value, Member | Name) and view.resolver.path(index.script, value) == "document.referrer":
        return True
    return isinstance(value, Member) and index.path_of(value) == "document.referrer"
