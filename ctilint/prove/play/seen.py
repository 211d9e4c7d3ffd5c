"""What was seen: records of the sandbox with their places in the files, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ctilint.prove.page.calls import CallIndex
from ctilint.prove.page.marks import Mark
from ctilint.prove.page.places import Places
from ctilint.records import dataclass

_HUGE = 1e15
#: Records whose stack is that of a call: the innermost place is where the call begins.
_CALLS = frozenset({"register", "unregister", "call", "misuse", "blocked", "left"})
_FRAME = re.compile(r"(?:\(|at )<(?:input|eval)>:([0-9]{1,9}):([0-9]{1,9})\)?")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_URL_FRAME = re.compile(r"\(?(https?://[^\s()]+?):([0-9]{1,9}):([0-9]{1,9})\)?(?:\n|$)")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A line and column (from 1) of a file of the app."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened. ``frames`` are the app's own, innermost first; ``handler`` is where a function begins.

    ``step`` is the number of the scenario's step in which it happened, from 0. ``cause`` is the number of the event
    that led to it, 0 for what the page does by itself.
    """

    kind: str
    step: int
    cause: int
    fields: Mapping[str, Any]
    frames: tuple[Spot, ...] = ()
    handler: Spot | None = None

    def text(self, name: str) -> str:
        """Return a field as text, or ''."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else str(value)

    def number(self, name: str) -> int:
        """Return a field as a whole number, or 0."""
        value = self.fields.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _HUGE:
            return 0
        return int(value)

    @property
    def spot(self) -> Spot | None:
        """Return where in the app it happened, if it is known."""
        return self.frames[0] if self.frames else None

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles of the method that was called."""
        return frozenset(self.text("roles").split())


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario that was played: its records in order, and how it ended (``limit`` '' when it came to its end).

    ``limit_step`` is the number of the step in which the limit was met, -1 for none; ``own``: the app itself ran into
    it. ``entered`` are the functions and blocks that ran.
    """

    records: tuple[Record, ...]
    limit: str = ""
    limit_step: int = -1
    own: bool = False
    entered: frozenset[Mark] = frozenset()

    def of(self, *kinds: str) -> Iterator[Record]:
        """Yield the records of these kinds."""
        return (record for record in self.records if record.kind in kinds)


class Reader:
    """Turns raw records into Records, with places of the app's files instead of lines of the engine."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._calls = CallIndex()
        self._known: dict[str, tuple[Spot, ...]] = {}

    def read(self, raw: Sequence[Mapping[str, Any]]) -> Played:
        """Return everything that was played in one scenario."""
        records: list[Record] = []
        limit, limit_step, own = "", -1, False
        entered: set[Mark] = set()
        for item in raw:
            record = self._record(item)
            if record.kind == "limit" and not limit:
                limit, limit_step, own = record.text("what"), record.step, record.fields.get("own") is True
                limit += f" at {record.spot}" if record.spot is not None else ""
            elif record.kind == "dropped" and not limit:
                limit, limit_step = (
                    f"{record.text('count')} calls and events were not kept: it made too many",
                    record.step,
                )
            elif record.kind == "entered":
                entered.update(self._places.marks.named(record.text("marks").split()))
                continue
            records.append(record)
        return Played(tuple(records), limit, limit_step, own, frozenset(entered))

    def _record(self, item: Mapping[str, Any]) -> Record:
        stack = item.get("stack")
        handler = item.get("handler")
        fields = {
            key: value for key, value in item.items() if key not in {"kind", "step", "cause", "now", "stack", "handler"}
        }
        return Record(
            item["kind"],
            item["step"],
            _whole(item.get("cause")),
            fields,
            (self._called(stack, fields) if item["kind"] in _CALLS else self.frames(stack))
            if isinstance(stack, str)
            else (),
            self._handler(handler) if isinstance(handler, str) else None,
        )

    def _called(self, stack: str, fields: Mapping[str, Any]) -> tuple[Spot, ...]:
        """Return the frames of a stack; the innermost is where the call of ``name`` begins, however long it is."""
        frames = self.frames(stack)
        name = fields.get("name")
        if not frames or not isinstance(name, str):
            return frames
        for line, column in _FRAME.findall(stack) or [match[1:] for match in _URL_FRAME.findall(stack)]:
            placed = self._places.find(int(line))
            if placed is not None and placed.script is not None:
                start = self._calls.start(placed.script, placed.offset(int(line), int(column)), name)
                return (Spot(placed.source.path, *placed.source.position(start)), *frames[1:])
        return frames

    def frames(self, stack: str) -> tuple[Spot, ...]:
        """Return the places of the app in a stack, innermost first."""
        known = self._known.get(stack)
        if known is None:
            found = [self._spot(int(line), int(column)) for line, column in _FRAME.findall(stack)]
            found.extend(self._served(url, int(line), int(column)) for url, line, column in _URL_FRAME.findall(stack))
            known = tuple(spot for spot in found if spot is not None)
            self._known[stack] = known
        return known

    def _handler(self, text: str) -> Spot | None:
        line, _, column = text.partition(":")
        return self._spot(int(line), int(column)) if _NUMBER.match(line) and _NUMBER.match(column) else None

    def _spot(self, line: int, column: int) -> Spot | None:
        placed = self._places.find(line)
        return None if placed is None else Spot(placed.source.path, *placed.position(line, column))

    def _served(self, url: str, line: int, column: int) -> Spot | None:
        """Return the place of a frame of a browser: its lines are those of the sandbox, whatever the address."""
        return self._spot(line, column) if url.startswith("http://127.0.0.1:") else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
