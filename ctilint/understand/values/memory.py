"""How far a question is followed, what was cut, and the answers that are remembered."""

from __future__ import annotations

from ctilint.read.facts import Call, Value
from ctilint.records import dataclass, field
from ctilint.understand.program.targets import Arr, Caller, Frame, Obj, Target

DEPTH = 40
FUEL = 1500
NESTED = 6
FRAMES = 3
WHOLE = 1 << 30
CANDIDATES = 24
# What can be more things than this is a table of texts, not a choice of functions.
ALTERNATIVES = 48
PARENTS = 8


@dataclass(slots=True)
class Limits:
    """Where the question being answered stands, and whether something was cut off on the way.

    ``depth``: how many questions led to this one (at most ``DEPTH``). ``nested``: how many members of members are
    being asked for (``NESTED``). ``fuel``: how many questions the first one may still lead to (``FUEL``). ``lowest``:
    the depth of the earliest question that a circle led back to, ``WHOLE`` when nothing was cut short; up to there
    answers are right only for the moment. ``busy`` holds the questions being answered with their depths, ``paths`` and
    ``exporting`` the window names and exports: what leads back to one is cut.
    """

    depth: int = 0
    nested: int = 0
    fuel: int = FUEL
    lowest: int = WHOLE
    busy: dict[object, int] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)
    exporting: set[tuple[int, str]] = field(default_factory=set)

    def cut(self) -> None:
        """Note that something was left out, and nobody knows where: the answer is right for the first question only."""
        self.lowest = 0


@dataclass(slots=True)
class Memory:
    """What was answered and made, by the identity of what was asked (values, frames and functions have one object).

    ``asked`` holds the values whose identities are keys, ``passing`` the answers that are right for the first
    question only. ``tuples`` and ``made`` are what was made for a question and must be the same the next time.
    ``plain``, ``maps`` and ``map_values`` outlive the answers: calls of the App are compared with them by identity.
    """

    answers: dict[object, tuple[Target, ...]] = field(default_factory=dict)
    asked: list[Value] = field(default_factory=list)
    passing: dict[object, tuple[tuple[Target, ...], int]] = field(default_factory=dict)
    callers: dict[int, list[Caller]] = field(default_factory=dict)
    frames: dict[tuple[int, int, int], Frame] = field(default_factory=dict)
    tuples: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    made: dict[tuple[int, str], Arr] = field(default_factory=dict)
    plain: dict[int, Call] = field(default_factory=dict)
    maps: dict[int, Obj] = field(default_factory=dict)
    map_values: set[int] = field(default_factory=set)

    def forget(self) -> None:
        """Forget the answers given so far: a large tree has hundreds of windows, and their answers outweigh them."""
        for held in (self.answers, self.callers, self.frames, self.tuples, self.made):
            held.clear()
        self.asked.clear()
