"""What is known about the libraries that a window loads."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place
from ctilint.read.facts import Library, Literal, Template, Value
from ctilint.read.source import Span
from ctilint.understand.model import Load
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import View

SALESFORCE: frozenset[Library] = frozenset({"opencti", "interaction", "integration", "ajax", "apex"})
LIBRARY_OF = {
    "lightning": "opencti",
    "classic": "interaction",
    "console": "integration",
    "ajax": "ajax",
    "streams": "streams",
}
FILES = {
    "opencti": "lightning/opencti_min.js",
    "interaction": "interaction.js",
    "integration": "integration.js",
    "ajax": "connection.js",
    "apex": "apex.js",
    "streams": "the script of Streams",
}
ADDRESSES = ("/support/api/", "/support/console/", "/soap/ajax/")


def loads_of(view: View, library: str) -> list[Load]:
    """Return the loads of ``library`` in a window."""
    return [load for load in view.window.loads if load.library == library]


def versions(view: View, library: str) -> list[int]:
    """Return the version numbers under which a window loads ``library``; none when one of them is not known."""
    found = []
    for load in loads_of(view, library):
        if not load.version:
            return []
        found.append(int(float(load.version)))
    return found


def addresses(view: View) -> tuple[tuple[str, Place], ...]:
    """Return every address of a Salesforce library in the window's markup and code, whole, with where it stands."""
    if view.addresses is None:
        view.addresses = tuple(_addresses(view))
    return view.addresses


def _addresses(view: View) -> Iterator[tuple[str, Place]]:
    for path in view.window.files:
        facts = view.app.files[path]
        for include in facts.includes:
            if include.kind not in {"component", "frame", "page"} and _is_address(include.target):
                yield include.target, Place(path, include.span)
    for index in view.program.indexes:
        for value in _addressing(index):
            for text in view.resolver.texts(index.script, value):
                if _is_address(text):
                    yield text, Place(index.script.path, value.span)


@of_script
def _addressing(index: ScriptIndex) -> tuple[Literal | Template, ...]:
    """Return the texts of a script that may be an address, none of them a part of another."""
    inner = {id(part) for value, _ in index.texts if isinstance(value, Template) for part in value.parts}
    return tuple(value for value, _ in index.texts if id(value) not in inner and _promising(value))


def _is_address(text: str) -> bool:
    return any(start in text for start in ADDRESSES)


def _promising(value: Value) -> bool:
    parts = value.parts if isinstance(value, Template) else (value,)
    return any(
        isinstance(part, Literal)
        and isinstance(part.value, str)
        and ("/support/" in part.value or "/soap/" in part.value)
        for part in parts
    )


def narrowed(view: View, place: Place, text: str) -> Place:
    """Return where ``text`` stands inside ``place``, or ``place`` when it is not written there."""
    written = view.app.files[place.path].source.cut(place.span)
    at = written.find(text)
    if at < 0:
        return place
    return Place(place.path, Span(place.span.start + at, place.span.start + at + len(text)))
