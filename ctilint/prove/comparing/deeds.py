"""What a scenario shows an app to do, as rows that two texts of the app have in common wherever the code stands."""

from __future__ import annotations

from ctilint.patterns import pattern
from ctilint.prove.play.outcome import ScenarioRun
from ctilint.prove.play.seen import Record
from ctilint.records import dataclass

ERRORS = frozenset({"uncaught", "swallowed", "rejected", "skipped"})
DEEDS = ERRORS | {
    "asked",
    "blocked",
    "call",
    "console",
    "dom-listener",
    "handler",
    "load",
    "misuse",
    "navigate",
    "post-message",
    "problem",
    "register",
    "request",
    "script",
    "sent",
    "storage",
    "unregister",
    "vendor",
}
_WORDS = {
    "asked": "asked for",
    "blocked": "stopped the page with",
    "call": "called",
    "console": "logged",
    "dom-listener": "listened to",
    "handler": "ran the listener of",
    "load": "loaded",
    "misuse": "misused",
    "navigate": "went to",
    "post-message": "posted to",
    "register": "registered",
    "rejected": "lost the error of",
    "request": "requested",
    "script": "included",
    "sent": "sent",
    "skipped": "skipped listeners of",
    "storage": "stored",
    "swallowed": "lost the error of",
    "uncaught": "threw in",
    "unregister": "took back",
}
_NAMES = ("name", "what", "url", "form", "to", "level")
_VALUES = ("event", "value", "message", "method", "address", "key", "target", "status", "count")
# A function may have a name of its own now, and the code stands elsewhere.
_FUNCTION = pattern(r"function (?:\(no name\)|(?:bound )?[\w$]*)")
_PLACE = pattern(r":\d+:\d+")
_VERSION = pattern(r"(?<=/)\d+\.\d+(?=/)")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done: of what kind, in which step (from 0), with or to what, and with which values."""

    kind: str
    step: int
    name: str
    value: str = ""

    def __str__(self) -> str:
        value = f" {self.value[:80]}" if self.value else ""
        return f"{_WORDS.get(self.kind, self.kind)} {self.name}{value}"


def bare(deed: Deed) -> Deed:
    """Return a deed without its values: what one listener no longer does, others are given otherwise."""
    return Deed(deed.kind, deed.step, deed.name)


def deeds_of(run: ScenarioRun) -> tuple[Deed, ...]:
    """Return what was done in a scenario, in order."""
    return tuple(_deed(record) for record in run.played.records if record.kind in DEEDS)


def _deed(record: Record) -> Deed:
    name = next((text for field in _NAMES if (text := record.text(field))), "")
    value = " ".join(text for field in _VALUES if (text := record.text(field)) and text != name)
    return Deed(record.kind, record.step, _plain(name), _plain(value))


def _plain(text: str) -> str:
    return _VERSION.sub("NN.0", _PLACE.sub(":", _FUNCTION.sub("function", text)))
