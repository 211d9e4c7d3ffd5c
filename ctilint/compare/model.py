"""What a comparison says: capabilities of the old app, each with its fate in the new one."""

from __future__ import annotations

from enum import StrEnum

from ctilint.assess.model import Spot
from ctilint.records import dataclass


class Fate(StrEnum):
    """What became of a capability."""

    PRESENT = "present"
    CHANGED = "changed"
    MISSING = "missing"
    GIVEN_UP = "given up"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that the old app does. ``kind``: hears, calls, pops, logs, controls, Apex, fields, channels, reaches.

    ``id`` is ``kind:name``, as a file of reasons names it. ``signs`` are what would show it in the new app.
    """

    kind: str
    name: str
    title: str
    spots: tuple[Spot, ...]
    signs: tuple[str, ...]
    weaker: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the capability's name in a file of reasons."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Sign:
    """What the new app shows: ``name`` as in ``rules/voice/moved.toml``; ``evidence`` is matched, derived or proved."""

    name: str
    spot: Spot
    evidence: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What the functions of one capability were seen to do when both apps were run, in words."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Say whether both did the same."""
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class Row:
    """A capability with its fate: the signs that show it, or the reason why it was given up.

    ``pair`` is what both sides were seen to do; None where neither was run, or was seen to do anything.
    """

    capability: Capability
    fate: Fate
    signs: tuple[Sign, ...] = ()
    reason: str = ""
    pair: Pair | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison; ``unused`` are reasons for what is there all the same, or was never there.

    ``ran`` says of each side how many of its windows were run; empty when they were only read.
    """

    old: str
    new: str
    rows: tuple[Row, ...]
    unused: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()

    def count(self, fate: Fate) -> int:
        """Return how many capabilities met ``fate``."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def complete(self) -> bool:
        """Say whether nothing is missing without a reason."""
        return self.count(Fate.MISSING) == 0
