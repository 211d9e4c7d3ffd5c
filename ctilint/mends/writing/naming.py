"""Names for what a mend has to name: free in the script, spoken after the event."""

from __future__ import annotations

from ctilint.mends.writing.style import Style
from ctilint.patterns import pattern
from ctilint.read.facts import Call, Literal, Member, Name, Script, Template, This, Value
from ctilint.understand.program.index import within

_WORD = pattern(r"[A-Za-z0-9]+")
_MOST = 3


def name_for(style: Style, start: str, event: str) -> str:
    """Return ``start`` with the words of ``event`` (``onCaseChanged``), unlike every name that the script has."""
    words = [word for word in _WORD.findall(event.split("|", maxsplit=1)[0]) if not word.isdigit()][-_MOST:]
    stem = start + "".join(word[0].upper() + (word[1:] if not word.isupper() else word[1:].lower()) for word in words)
    stem = f"{start}Event" if not words and event == "" and start == "on" else stem
    taken = style.names
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def is_stable(value: Value) -> bool:
    """Say whether ``value`` is the same object each time it is written: a name, ``this.name``, ``a.b``."""
    while isinstance(value, Member) and value.key is not None:
        value = value.object
    return isinstance(value, Name | This)


def is_plain(value: Value) -> bool:
    """Say whether writing ``value`` again gives the same: no call, nothing made anew."""
    calls = any(isinstance(item, Call) for item in within(value))
    return not calls and (isinstance(value, Literal | Template) or is_stable(value))


def roots(value: Value) -> frozenset[str]:
    """Return the names that ``value`` begins with, ``this`` for a member of it."""
    found = set()
    for item in within(value):
        if isinstance(item, Name):
            found.add(item.name)
        elif isinstance(item, This):
            found.add("this")
    return frozenset(found)


def local_names(script: Script, value: Value) -> frozenset[str]:
    """Return the names in ``value`` that a function of the script binds: nothing outside that function sees them."""
    found = set()
    for item in within(value):
        if isinstance(item, Name):
            binding = script.lookup(item)
            if binding is not None and binding.function != 0:
                found.add(item.name)
    return frozenset(found)
