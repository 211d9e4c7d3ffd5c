"""Both apps are run: which signs were seen, and what each side did for the same capability.

The scenarios are those of ``ctilint prove``: the same click on a number, the same ring, the same buttons on both sides.
What a side does is what the functions of a capability were seen to do, through whatever they call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from ctilint.assess.gathered.spots import Spots
from ctilint.compare.model import Capability, Comparison, Fate, Pair, Row, Sign
from ctilint.prove import Options, WindowRun, prove_app
from ctilint.prove.play.seen import Record
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.rulebook.moved import moved, moved_row
from ctilint.understand.model import App

PROVED = "proved"
_EVENT = re.compile(r'\{eventType: "(\w+)"')
_APEX = re.compile(r'apexClass: "([\w.]+)", methodName: "(\w+)"')
_KEY = re.compile(r"([A-Za-z_]\w*): ")
_CONNECTOR = ("TelephonyConnector#", "VendorConnector#")
_TOOLKIT = ("VoiceToolkit#addEventListener", "AuraVoiceToolkit#")
_NAVIGATES = "import:lightning/navigation#NavigationMixin"
# A part of an address that names one thing: digits, or the values that the simulation hands out.
_ONE = re.compile(r"(?<=/)(?:[^/]*\d[^/]*|text)(?=/|$)")
_VERSION = re.compile(r"v?\d+(?:\.\d+)?\Z", re.IGNORECASE)
Lines = tuple[str, int, int]
"""A path, and the first and last line of a function in it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One app that was run: the signs that were seen, and each effect with the places that led to it."""

    status: str
    seen: frozenset[str]
    effects: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    def did(self, functions: Iterable[Lines]) -> tuple[str, ...]:
        """Return what ``functions`` were seen to do, each once, in order of the words."""
        wanted = tuple(functions)
        found = {
            what
            for what, frames in self.effects
            if any(path == own and first <= line <= last for path, line in frames for own, first, last in wanted)
        }
        return tuple(sorted(found))


def played(old: App, new: App, found: Comparison, options: Options | None = None) -> Comparison:
    """Return ``found`` with what running both apps showed: signs that were seen are proved, outcomes are paired."""
    before, after = (ran(app, options or Options()) for app in (old, new))
    bodies = (Bodies(old), Bodies(new))
    rows = tuple(_row(row, before, after, bodies) for row in found.rows)
    return Comparison(found.old, found.new, rows, found.unused, (before.status, after.status))


def ran(app: App, options: Options) -> Ran:
    """Run ``app`` and return what was seen."""
    runs = prove_app(app, options)
    records = [record for run in runs for record in _records(run)]
    effects = {(what, _frames(record)): None for record in records if (what := effect(record))}
    counts = [f"{sum(run.status == status for run in runs)} {status}" for status in ("run", "partly run", "not run")]
    seen = frozenset(sign for record in records for sign in signs_of_record(record))
    return Ran(f"{len(runs)} windows: {', '.join(counts)}", seen, tuple(effects))


def _records(run: WindowRun) -> Iterator[Record]:
    for one in (*run.scenarios, *((run.explored,) if run.explored is not None else ())):
        yield from one.played.records


def _frames(record: Record) -> tuple[tuple[str, int], ...]:
    return tuple((frame.path, frame.line) for frame in record.frames)


def effect(record: Record) -> str:
    """Return in words what a record did to the world outside the page; '' for what stays inside.

    Parts of addresses that name one thing read as ``*``, and calls of both sides that are one row of
    ``rules/voice/moved.toml`` read alike.
    """
    if record.kind == "request":
        if record.text("form") == "an Apex method":
            return f"asks Apex {record.text('url')}"
        return f"{record.text('method')} {_address(record.text('url'))}"
    if record.kind == "navigate":
        return _title(_NAVIGATES) or "navigates"
    if record.kind != "call":
        return ""
    name = record.text("name")
    apex = _APEX.search(record.text("value")) if name.endswith(".runApex") else None
    if apex is not None:
        return f"asks Apex {apex[1]}.{apex[2]}"
    if name == "publishEvent":
        event = _EVENT.search(record.text("value"))
        return f"tells Salesforce {event[1]}" if event is not None else "tells Salesforce something"
    if name.endswith((".publish", ".fireEvent")):
        return "sends a message"
    module, dot, imported = name.rpartition(".")
    if module.startswith("lightning/") and dot:
        return _title(f"import:{module}#{imported}")
    row = moved_row(name)
    return row.title if row is not None and row.kind in {"pops", "logs"} else ""


def _title(sign: str) -> str:
    """Return the words of the row of the move that ``sign`` shows, for what is popped or logged."""
    rows = (row for row in moved() if row.kind in {"pops", "logs"} and any(fnmatchcase(sign, by) for by in row.by))
    return next((row.title for row in rows), "")


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = _ONE.sub(lambda match: match[0] if _VERSION.match(match[0]) else "*", parts.path)
    return f"{parts.netloc}{path}" if parts.netloc else path


def signs_of_record(record: Record) -> Iterator[str]:
    """Yield the signs (``rules/voice/moved.toml``) that a record shows to be true."""
    name, kind = record.text("name"), record.kind
    if kind == "handler" and name.startswith(_CONNECTOR):
        yield f"method:{name.partition('#')[2]}"
    elif kind == "handler" and name.startswith(_TOOLKIT):
        yield f"hears:{record.text('event').lower()}"
    elif kind == "register" and name.endswith((".subscribe", ".addEventListener")) and record.text("event"):
        yield f"channel:{record.text('event')}"
    elif kind == "navigate":
        yield _NAVIGATES
    elif kind == "request":
        yield f"apex:{record.text('url')}" if record.text("form") == "an Apex method" else _host(record.text("url"))
    if kind == "handler":
        yield f"same:{name}"
    if kind == "call":
        yield from _of_call(name, record.text("value"))


def _of_call(name: str, value: str) -> Iterator[str]:
    yield f"same:{name}"
    module, dot, imported = name.rpartition(".")
    if module.startswith("lightning/") and dot:
        yield f"import:{module}#{imported}"
    elif name.startswith("workspace#"):
        yield f"import:lightning/platformWorkspaceApi#{name.partition('#')[2]}"
    event = _EVENT.search(value) if name == "publishEvent" else None
    if event is not None:
        yield f"event:{event[1]}"
    for key in _KEY.findall(value):
        yield f"key:{key}"
        yield f"field:{key}"


def _host(url: str) -> str:
    return f"host:{urlsplit(url).hostname or ''}"


class Bodies:
    """The functions of an app by the places that capabilities and signs name."""

    def __init__(self, app: App) -> None:
        spots = Spots(app.files)
        self._handlers: dict[tuple[str, int, int], list[Lines]] = {}
        self._functions: dict[tuple[str, int, int], Lines] = {}
        self._all: list[Lines] = []

        def lines(path: str, span: Span) -> Lines:
            first = spots.at(path, span).line
            return path, first, spots.at(path, Span(max(span.start, span.end - 1), span.end)).line

        for path, facts in app.files.items():
            for script in facts.scripts:
                for function in script.functions[1:]:
                    own = lines(path, function.span)
                    self._all.append(own)
                    for span in (function.span, function.name_span):
                        at = spots.at(path, span)
                        self._functions.setdefault((path, at.line, at.column), own)
        for window in app.windows:
            for one in window.registrations:
                at = spots.of(one.place)
                for handler in one.handlers:
                    place = handler.function.place
                    self._handlers.setdefault((at.path, at.line, at.column), []).append(lines(place.path, place.span))

    def of(self, capability: Capability) -> tuple[Lines, ...]:
        """Return the functions of a capability: its registrations' handlers, and functions that stand at its places."""
        return tuple(one for spot in capability.spots for one in self._at((spot.path, spot.line, spot.column)))

    def behind(self, sign: Sign) -> tuple[Lines, ...]:
        """Return the functions behind a sign; for an event that is published, the function around the call."""
        spot = sign.spot
        found = tuple(self._at((spot.path, spot.line, spot.column)))
        if found or not sign.name.startswith("event:"):
            return found
        around = [one for one in self._all if one[0] == spot.path and one[1] <= spot.line <= one[2]]
        return tuple(sorted(around, key=lambda one: one[2] - one[1])[:1])

    def _at(self, key: tuple[str, int, int]) -> Iterator[Lines]:
        yield from self._handlers.get(key, ())
        own = self._functions.get(key)
        if own is not None:
            yield own


def _row(row: Row, before: Ran, after: Ran, bodies: tuple[Bodies, Bodies]) -> Row:
    signs = tuple(Sign(one.name, one.spot, PROVED) if _is_seen(one.name, after.seen) else one for one in row.signs)
    old = before.did(bodies[0].of(row.capability))
    new = after.did(lines for one in row.signs for lines in bodies[1].behind(one))
    pair = Pair(old, new) if old or new else None
    # A method that ran and did nothing of what the old one did is a stub, whatever its name says.
    is_stub = row.fate is Fate.PRESENT and bool(old) and not new and any(one.evidence == PROVED for one in signs)
    return Row(row.capability, Fate.CHANGED if is_stub else row.fate, signs, row.reason, pair)


def _is_seen(name: str, seen: frozenset[str]) -> bool:
    """Say whether a sign was seen; a variant (``screenPop[SOBJECT]``) is, where its method was."""
    return name in seen or name.partition("[")[0] in seen
