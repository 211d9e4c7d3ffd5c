"""CTI Flows of the AWS CTI Adapter, as they are exported: JSON with ``actions`` that have a ``type``.

An export does not say at which source and event the flow runs; they are read from a record that holds the flow (its
fields name both), or the event from the file's name.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from ctilint.assess.gathered.estate import Files, read
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Spot
from ctilint.read.source import Source, Span
from ctilint.rulebook.voice import voice_rows

_SIGNS = ('"SE_', "CtiScript")
_PREFIX = re.compile(r"^SE_(?:SF|Core|Contact|Agent|CCP|Connect|Chat|Task|Voice)?")
_LETTERS = re.compile(r"[^a-z0-9]")
_NO_BLOCK = frozenset({"SE_Start", "SE_End"})


def flows_of(files: Files | None, spots: Spots) -> dict[str, list[Spot]]:
    """Return the events and blocks of all CTI Flows among ``files``, each with its places.

    A block that no row names stands under its own type with ``?`` in front.
    """
    found: dict[str, list[Spot]] = defaultdict(list)
    for path in files.files() if files is not None else ():
        if path.lower().endswith(".json") and files is not None:
            source = read(files, path)
            if source is not None and any(sign in source.text for sign in _SIGNS):
                spots.add(source)
                for symbol, span in symbols_in(source):
                    found[symbol].append(spots.at(path, span))
    return found


def symbols_in(source: Source) -> Iterator[tuple[str, Span]]:
    """Yield the rows that one export touches, with places."""
    try:
        document = json.loads(source.text)
    except (ValueError, RecursionError):
        return
    blocks = list(_actions(document))
    at: dict[str, int] = defaultdict(int)
    for kind in blocks:
        if kind not in _NO_BLOCK:
            start = source.text.find(f'"{kind}"', at[kind])
            at[kind] = start + 1
            start = max(start, 0)
            yield block_of(kind) or f"?{kind}", Span(start, start + len(kind) + 2)
    for symbol, text in _events(document, source.path if blocks else ""):
        start = max(source.text.find(f'"{text}"'), 0)
        yield symbol, Span(start, start + len(text))


def _actions(document: Any) -> Iterator[str]:
    """Yield the types of the actions; a record may hold a flow as a text."""
    for item in _inside(document):
        if isinstance(item, dict) and isinstance(item.get("actions"), list):
            kinds = (action.get("type") for action in item["actions"] if isinstance(action, dict))
            yield from (kind for kind in kinds if isinstance(kind, str) and (kind.startswith("SE_") or block_of(kind)))
        elif isinstance(item, str) and '"SE_' in item:
            try:
                yield from _actions(json.loads(item))
            except (ValueError, RecursionError):
                continue


def _inside(document: Any) -> Iterator[Any]:
    todo = [document]
    while todo:
        item = todo.pop()
        yield item
        if isinstance(item, dict):
            todo.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            todo.extend(reversed(item))


@cache
def _events_by_name() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the (source, symbol) pairs of each event name."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for symbol, row in voice_rows().items():
        if row.surface == "ctiflow" and row.kind == "event":
            source, _, event = symbol.partition("/")
            found[event].append((source, symbol))
    return {event: tuple(pairs) for event, pairs in found.items()}


def _events(document: Any, path: str) -> Iterator[tuple[str, str]]:
    named = False
    for item in _inside(document):
        if isinstance(item, dict):
            words = {value for value in item.values() if isinstance(value, str) and len(value) < 80}
            for event, pairs in _events_by_name().items():
                for source, symbol in pairs:
                    if source in words and (
                        event in words or (event == "*" and any(w.startswith("on") for w in words))
                    ):
                        named = True
                        yield symbol, event if event != "*" else source
    stem = path.rpartition("/")[2].partition(".")[0]
    pairs = _events_by_name().get(stem, ())
    if not named and len(pairs) == 1:
        yield pairs[0][1], stem


@cache
def block_of(kind: str) -> str:
    """Return the symbol of the block with the id or name ``kind``, or ''."""
    table = _blocks()
    return table.get(kind) or table.get(_bare(_PREFIX.sub("", kind))) or table.get(_bare(kind)) or ""


@cache
def _blocks() -> dict[str, str]:
    table: dict[str, str] = {}
    for symbol, row in voice_rows().items():
        if row.surface == "ctiflow" and row.kind == "block":
            name = symbol.removeprefix("block:")
            table[name] = symbol
            if _bare(name) not in table or not name.endswith("?"):
                table[_bare(name)] = symbol
    for symbol, row in voice_rows().items():
        if row.surface == "ctiflow":
            table.update(dict.fromkeys(row.types, symbol))
    return table


def _bare(name: str) -> str:
    return _LETTERS.sub("", name.lower())
