"""The words that all floors share: Problem, Finding, Severity, Evidence, Grade, Fix, ByHand, Edit, Place."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ctilint.records import dataclass, field

if TYPE_CHECKING:
    from ctilint.read.source import Span


class Severity(StrEnum):
    """How bad a finding is; ``error`` throws or can never work, ``warning`` loses something, ``note`` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Return 2 for error, 1 for warning, 0 for note."""
        return {"error": 2, "warning": 1, "note": 0}[self.value]

    def lower(self) -> Severity:
        """Return the next lower severity; a note stays a note."""
        return Severity.WARNING if self is Severity.ERROR else Severity.NOTE


class Evidence(StrEnum):
    """How a finding is known.

    The text says so, it was followed through names and files, it was seen when code that nothing called was called
    with stand-ins, or it was seen when the app ran.
    """

    MATCHED = "matched"
    DERIVED = "derived"
    EXPLORED = "explored"
    PROVED = "proved"


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one file; ``message`` says what stands there when the place is a related one."""

    path: str
    span: Span
    message: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``span`` of ``path`` by ``text``."""

    path: str
    span: Span
    text: str


class Grade(StrEnum):
    """How far a mend can be trusted: applied by ``--fix``, with a look only, or done by a person."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend one problem; a ``safe`` fix changes nothing but what it is meant to change.

    ``why`` is one sentence that says why it has its grade; '' for what the rule's page says of all its mends. ``proof``
    says what a run before and after showed, or why none did. ``obstacle`` is why it must not be applied: a run showed
    it to change more than it is meant to.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    why: str = ""
    proof: str = ""
    obstacle: str = ""

    @property
    def grade(self) -> Grade:
        """Return safe or unsafe."""
        return Grade.SAFE if self.safe else Grade.UNSAFE


@dataclass(frozen=True, slots=True)
class ByHand:
    """No mend is offered for a problem; ``why`` is one sentence that says what to do, and why a person has to."""

    why: str


Mend = Fix | ByHand


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields: one place where a person must act, and why.

    ``message`` is lower case and names the thing; ``help`` says what to do. ``severity`` None means the page's.
    ``related`` runs in order from the registration to the cause. ``strict_only`` problems (what could not be
    resolved) are shown under ``--strict`` only. ``by_hand`` says what a person has to do where there is no fix.
    """

    place: Place
    message: str
    help: str = ""
    severity: Severity | None = None
    evidence: Evidence = Evidence.MATCHED
    related: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    strict_only: bool = False
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place with lines and columns (from 1, columns in code points; the end is exclusive)."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that was judged: rule, final severity, resolved locations, fingerprint.

    ``apart``: it stands in pages that use the AJAX Toolkit and hold no telephony; those come last in every report.
    """

    rule: str
    severity: Severity
    evidence: Evidence
    message: str
    help: str
    location: Location
    place: Place
    related: tuple[Location, ...] = ()
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    match_key: str = ""
    proof: str = field(default="", compare=False)
    apart: bool = field(default=False, compare=False)
    allowed: str = field(default="", compare=False)
    by_hand: str = ""

    @property
    def grade(self) -> Grade:
        """Return the best grade of its fixes, by hand when it has none that may be applied."""
        if any(fix.safe for fix in self.fixes):
            return Grade.SAFE
        return Grade.UNSAFE if any(not fix.obstacle for fix in self.fixes) else Grade.BY_HAND
