"""What is known of a function that gets answers or events: what it does with its parameter, and of which call."""

from __future__ import annotations

from ctilint.read.facts import AssignStep, Call, Member
from ctilint.records import dataclass, field
from ctilint.rulebook.entries import ApiEntry
from ctilint.understand.model import ApiCall
from ctilint.understand.program.refs import FunctionRef

Path = tuple[str, ...]


@dataclass(slots=True)
class Uses:
    """``reads`` are member paths from the parameter on, each with its member; ``parsed`` what is given to a parser.

    ``checked``: paths that a condition mentions; ``escapes``: the parameter (or a part: the path) is handed to
    another function whole. ``unknown``: the parameter is given another value, so nothing is sure.
    """

    reads: list[tuple[Path, Member]] = field(default_factory=list)
    parsed: list[tuple[Path, Call]] = field(default_factory=list)
    checked: set[Path] = field(default_factory=set)
    escapes: list[tuple[Path, Call]] = field(default_factory=list)
    stored: list[tuple[Path, AssignStep]] = field(default_factory=list)
    typed: set[Path] = field(default_factory=set)
    unknown: bool = False
    missing: bool = False

    def first(self, *keys: str) -> list[tuple[Path, Member]]:
        """Return the reads whose first key is one of ``keys``, only the shortest."""
        return [(path, member) for path, member in self.reads if len(path) == 1 and path[0] in keys]

    def reads_any(self, *keys: str) -> bool:
        """Say whether one of ``keys`` is read from the parameter itself."""
        return any(path and path[0] in keys for path, _ in self.reads)


Found = tuple[ApiCall, ApiEntry, FunctionRef, Uses]
