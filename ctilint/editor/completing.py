"""What can be written at a place: methods behind a namespace, keys of an argument. The text may be unfinished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.patterns import pattern
from ctilint.records import dataclass
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.tables import DIALECTS, api

_PATH = pattern(r"([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*\??\.)([\w$]*)\Z")
_CALLEE = pattern(r"([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)\s*\Z")
_KEY = pattern(r"(?:[{,]|\A)\s*['\"]?([\w$]*)\Z")
_WRITTEN = pattern(r"([A-Za-z_$][\w$]*)\s*:")
_FAR = 20_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that can be written: ``kind`` is method, argument or value."""

    label: str
    kind: str
    detail: str
    entry: ApiEntry


def proposals(text: str, offset: int, aliases: Mapping[str, str] | None = None) -> Iterator[Proposal]:
    """Yield what fits at ``offset`` of ``text``.

    ``aliases`` maps names of the app to what they stand for (``phone`` to ``sforce.opencti``).
    """
    before = text[max(0, offset - _FAR) : offset]
    path = _PATH.search(before)
    if path is not None:
        yield from _members(_spelled(path[1].rstrip("."), aliases or {}))
        return
    opened = _call_around(before)
    if opened is None or _KEY.search(before[opened[1] :]) is None:
        return
    entry = entry_of(_spelled(opened[0], aliases or {}))
    if entry is not None and entry.style == "object":
        written = set(_WRITTEN.findall(before[opened[1] :]))
        for argument in entry.arguments:
            if argument.name not in written:
                detail = f"{argument.type.replace('|', ' or ')}{', required' if argument.required else ''}"
                yield Proposal(argument.name, "argument", detail, entry)


def entry_of(name: str) -> ApiEntry | None:
    """Return the row that ``name`` calls: the whole path, or a method of a class by its last part."""
    for dialect in DIALECTS:
        found = api(dialect).get(name)
        if found is not None:
            return found
    holder, _, last = name.rpartition(".")
    return next((one for one in _of_classes(holder) if one.name.rpartition("#")[2] == last), None)


def _spelled(path: str, aliases: Mapping[str, str]) -> str:
    plain = path.replace("?.", ".").removeprefix("window.").removeprefix("self.")
    first, dot, rest = plain.partition(".")
    return f"{aliases.get(first, first)}{dot}{rest}"


def _members(holder: str) -> Iterator[Proposal]:
    seen: set[str] = set()
    for dialect in DIALECTS:
        for entry in api(dialect).values():
            if not entry.name.startswith(f"{holder}."):
                continue
            label = entry.name[len(holder) + 1 :].split(".", maxsplit=1)[0]
            if label not in seen:
                seen.add(label)
                whole = entry.name == f"{holder}.{label}"
                yield Proposal(label, "method" if whole else "namespace", entry.summary if whole else dialect, entry)
    for entry in _of_classes(holder):
        label = entry.name.rpartition("#")[2]
        if label not in seen:
            seen.add(label)
            yield Proposal(label, "method", entry.summary, entry)


def _of_classes(holder: str) -> Iterator[ApiEntry]:
    """Yield the methods of the class that a variable is called after (``contact.`` for ``Contact#``)."""
    last = holder.rpartition(".")[2].lower()
    for dialect in DIALECTS:
        for entry in api(dialect).values():
            if "#" in entry.name and entry.name.partition("#")[0].lower() == last:
                yield entry


def _call_around(before: str) -> tuple[str, int] | None:
    """Return the callee of the innermost ``callee({`` that is open at the end, and the offset behind the ``{``."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        char = before[at]
        if char in ")]}":
            depth += 1
        elif char in "([{":
            if depth:
                depth -= 1
                continue
            if char != "{":
                return None
            head = before[:at].rstrip()
            if not head.endswith("("):
                return None
            callee = _CALLEE.search(head[:-1])
            return (callee[1], at + 1) if callee is not None else None
    return None
