"""The questions of an assessment: what the code says to each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from ctilint.assess.gathered.estate import Files, matching, read, words_in
from ctilint.assess.gathered.mentions import Mentions, owner_of
from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.model import (
    Answer,
    Apex,
    CallCenterFile,
    Library,
    Line,
    Named,
    Spot,
    WrittenField,
)
from ctilint.read.source import Source, Span
from ctilint.records import dataclass
from ctilint.rulebook.voice import Question, questions

ANSWERED, PARTLY, OPEN = "answered", "partly answered", "open"
_NEEDS = {
    "code": "code of a softphone",
    "callcenter": "a call center definition",
    "metadata": "Salesforce metadata",
    "server": "Lambda code, templates or contact flows",
}
_METADATA = ("*-meta.xml", "sfdx-project.json", "package.xml", "*.object", "*.cls")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that signals look at."""

    lines: tuple[Line, ...]
    libraries: tuple[Library, ...]
    call_centers: tuple[CallCenterFile, ...]
    mentions: Mentions
    apex: tuple[Apex, ...]
    fields: tuple[WrittenField, ...]
    channels: tuple[Named, ...]
    flows: tuple[Named, ...]
    server: Mapping[str, list[tuple[str, Spot]]]
    has_server: bool
    paths: tuple[str, ...]
    texts: tuple[Source, ...]
    spots: Spots
    files: Files | None = None


def answers_for(inputs: Inputs) -> tuple[Answer, ...]:
    """Return the questions in their order, each with status, evidence and what is missing."""
    return tuple(_answer(question, inputs) for question in questions())


def evidence_of(signals: Iterable[str], inputs: Inputs) -> tuple[Named, ...]:
    """Return what ``signals`` find, each name once with all its places."""
    return _joined(named for signal in signals for named in _found(signal, inputs))


def _answer(question: Question, inputs: Inputs) -> Answer:
    evidence = tuple(named for signal in question.signals for named in _found(signal, inputs))
    missing = tuple(_NEEDS[need] for need in question.needs if not _has(need, inputs))
    status = _status(question, evidence=bool(evidence), missing=bool(missing))
    text = question.answer if evidence or question.static == "none" else _nothing(missing)
    return Answer(
        question.id,
        question.area,
        question.question,
        status,
        question.severity,
        text,
        _joined(evidence),
        question.decide,
        missing,
        question.unverified if evidence else (),
        question.sources,
    )


def _status(question: Question, *, evidence: bool, missing: bool) -> str:
    if question.static == "none":
        return OPEN
    if question.static == "partial":
        return PARTLY if evidence else OPEN
    if missing:
        return PARTLY if evidence else OPEN
    return ANSWERED


def _nothing(missing: tuple[str, ...]) -> str:
    if missing:
        return f"Not among the paths: {' and '.join(missing)}."
    return "Nothing of the kind was found."


def _has(need: str, inputs: Inputs) -> bool:
    if need == "code":
        return any(line.dialect != "callcenter" for line in inputs.lines)
    if need == "callcenter":
        return bool(inputs.call_centers)
    if need == "metadata":
        return any(matching(inputs.paths, pattern) for pattern in _METADATA)
    return inputs.has_server


def _joined(evidence: Iterable[Named]) -> tuple[Named, ...]:
    table: dict[str, list[Spot]] = {}
    notes: dict[str, str] = {}
    for one in evidence:
        table.setdefault(one.name, []).extend(one.spots)
        notes[one.name] = notes.get(one.name) or one.note
    return tuple(Named(name, distinct(spots), notes[name]) for name, spots in table.items())


def _found(signal: str, inputs: Inputs) -> Iterator[Named]:
    kind, _, pattern = signal.partition(":")
    yield from _SIGNALS[kind](pattern, inputs)


def _loads(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for one in inputs.libraries:
        if fnmatchcase(one.library, pattern):
            yield Named(f"{one.library} {one.version}".strip(), (one.spot, *one.more))


def _symbols(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for line in inputs.lines:
        if fnmatchcase(line.symbol.removeprefix("voice:"), pattern) or _same(line.symbol, pattern):
            yield Named(line.symbol, tuple(use.spot for use in line.uses))


def _same(symbol: str, pattern: str) -> bool:
    return symbol.partition("[")[0] == pattern


def _items(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for center in inputs.call_centers:
        for item in center.items:
            if item.name == pattern:
                yield Named(item.name, (item.spot,), item.value)


def _values(pattern: str, inputs: Inputs) -> Iterator[Named]:
    name, _, value = pattern.partition("=")
    for center in inputs.call_centers:
        for item in center.items:
            if item.name == name and item.value.strip().lower() == value.lower():
                yield Named(f"{name} = {item.value.strip()}", (item.spot,))


def _table(name: str) -> Callable[[str, Inputs], Iterator[Named]]:
    def look(pattern: str, inputs: Inputs) -> Iterator[Named]:
        table: Mapping[str, list[Spot]] = getattr(inputs.mentions, name)
        for key in sorted(table):
            if fnmatchcase(key, pattern):
                yield Named(key, distinct(table[key]))

    return look


def _hosts(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for host in sorted(inputs.mentions.hosts):
        if fnmatchcase(host, pattern) and owner_of(host) != "Salesforce":
            yield Named(host, distinct(inputs.mentions.hosts[host]))


def _apex(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for one in inputs.apex:
        if fnmatchcase(one.name, pattern):
            yield Named(one.name, one.calls, "Apex")


def _fields(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for one in inputs.fields:
        name = f"{one.object}.{one.name}"
        if fnmatchcase(name, pattern):
            yield Named(name, one.spots, "field")


def _channels(pattern: str, inputs: Inputs) -> Iterator[Named]:
    yield from (one for one in inputs.channels if fnmatchcase(one.name, pattern))


def _flows(pattern: str, inputs: Inputs) -> Iterator[Named]:
    yield from (one for one in inputs.flows if fnmatchcase(one.name, pattern))


def _files(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for path in matching(inputs.paths, pattern):
        yield Named(path.rpartition("/")[2], (Spot(path, 1),), "file")


def _texts(pattern: str, inputs: Inputs) -> Iterator[Named]:
    glob, _, wanted = pattern.partition("=")
    if inputs.files is None:
        return
    for path in matching(inputs.paths, glob):
        source = read(inputs.files, path)
        match = re.search(wanted, source.text) if source is not None else None
        if source is not None and match is not None:
            inputs.spots.add(source)
            spot = inputs.spots.at(path, Span(match.start(), match.end()))
            yield Named(path.rpartition("/")[2], (spot,), "file")


def _words(pattern: str, inputs: Inputs) -> Iterator[Named]:
    found = words_in(inputs.texts, pattern, inputs.spots)
    if found:
        yield Named(pattern, found, "mentioned")


def _server(pattern: str, inputs: Inputs) -> Iterator[Named]:
    for text, spot in inputs.server.get(pattern, ()):
        yield Named(f"{pattern}: {text}" if text else pattern, (spot,), "server side")


_SIGNALS: Mapping[str, Callable[[str, Inputs], Iterator[Named]]] = {
    "load": _loads,
    "symbol": _symbols,
    "item": _items,
    "value": _values,
    "path": _table("paths"),
    "import": _table("imports"),
    "host": _hosts,
    "apex": _apex,
    "field": _fields,
    "channel": _channels,
    "flow": _flows,
    "file": _files,
    "text": _texts,
    "word": _words,
    "server": _server,
}
