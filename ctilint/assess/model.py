"""What an assessment says: frozen records, the smallest first. ``whole`` beside this module puts them together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ctilint.records import dataclass, field
from ctilint.rulebook.entries import VoiceRow


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A line of a file; ``text`` is that line, trimmed."""

    path: str
    line: int
    column: int = 1
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One function of the app, as much of it as is its own: functions inside it are pieces of their own.

    ``key`` is a digest of its text, so that equal code elsewhere, also in another app, is the same piece. ``steps`` are
    calls, assignments, returns and the like; ``branches`` are conditions, loops and ``try``; ``salesforce`` and
    ``vendor`` are calls of a table's API and of the network or another window; ``screens`` are reads and writes of the
    page; ``state`` are names outside the function that it writes. ``lines`` are those of its own text; all are counts.
    """

    key: str
    name: str
    spot: Spot
    lines: int
    steps: int = 0
    branches: int = 0
    salesforce: int = 0
    vendor: int = 0
    screens: int = 0
    state: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """One distinct use: the same code in the same function elsewhere is a copy of it.

    ``key`` is what makes it distinct, also between apps. ``written`` is how the code spells the symbol. ``behind`` is
    the app's own code that the use runs, or that makes what it is given; ``live`` is False where nothing in the files
    runs the use itself.
    """

    symbol: str
    spot: Spot
    function: str
    written: str
    evidence: str
    key: tuple[str, ...]
    copies: tuple[Spot, ...] = ()
    behind: tuple[Piece, ...] = ()
    live: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """Code of the app that no symbol of the map stands for, and that leads to one: who starts it, and its pieces."""

    label: str
    area: str
    starts: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the mapping table: a symbol, its row of the map, and where it is used.

    ``known`` is False when the row is that of a family of last resort: no replacement is known then, and ``reason``
    says why. ``row`` is None for a name that no table has.
    """

    symbol: str
    dialect: str
    row: VoiceRow | None
    uses: tuple[Use, ...]
    known: bool = True
    reason: str = ""

    @property
    def copies(self) -> int:
        """Return how many copies the uses have together."""
        return sum(len(use.copies) for use in self.uses)


@dataclass(frozen=True, slots=True)
class Addend:
    """One row of the effort table, in points.

    ``first`` and ``further`` are what the replacement of the calls costs; ``size`` is what the code behind them weighs
    (``pieces``, each counted in one row only), ``rebuilt`` the share of it that has to be written anew. ``likely`` is
    ``first + further + size * rebuilt``; ``low`` and ``high`` are ``likely`` times the factors of the doubt.
    ``elsewhere`` are pieces that stand behind this row too and are counted in another; ``dead`` are uses that nothing
    runs and that cost nothing.
    """

    label: str
    area: str
    category: str
    effort: str
    confidence: str
    uses: int
    first: Decimal
    further: Decimal
    low: Decimal
    likely: Decimal
    high: Decimal
    kind: str = "symbol"
    row: str = ""
    size: Decimal = Decimal(0)
    rebuilt: Decimal = Decimal(0)
    pieces: tuple[Piece, ...] = ()
    elsewhere: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """A sum of points: low, likely, high."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __add__(self, other: Band) -> Band:
        return Band(self.low + other.low, self.likely + other.likely, self.high + other.high)


NOTHING = Band(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Effort:
    """The effort for one target: every addend, and the totals that they add up to."""

    target: str
    addends: tuple[Addend, ...]
    total: Band
    by_area: Mapping[str, Band]
    by_category: Mapping[str, Band]
    by_phase: Mapping[str, Band]


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is loaded. ``status``: retired, leaving, past-support, supported, newer, unknown."""

    library: str
    dialect: str
    version: str
    address: str
    form: str
    status: str
    says: str
    spot: Spot
    more: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A window: a page with what runs in it, and how many registrations and removals its code makes."""

    root: str
    kind: str
    files: tuple[str, ...]
    libraries: tuple[str, ...]
    symbols: tuple[str, ...]
    registrations: int
    removals: int


@dataclass(frozen=True, slots=True)
class Listener:
    """A registration: which event, in which page, how it ends."""

    symbol: str
    event: str
    spot: Spot
    handlers: tuple[str, ...]
    ending: str


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name that was found in places: a host, a settings key, a channel, a component, a signal."""

    name: str
    spots: tuple[Spot, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Apex:
    """An Apex method that the softphone reaches; ``declared`` is where the class declares it, if it was found."""

    name: str
    calls: tuple[Spot, ...]
    declared: Spot | None = None
    signature: str = ""
    parameters: tuple[str, ...] = ()
    found: str = "not among the paths"
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field that the softphone writes; ``to`` is what takes its place on VoiceCall."""

    object: str
    name: str
    to: str
    note: str
    certain: bool
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class CallCenterItem:
    """An item of a call center definition with its row of the map."""

    name: str
    section: str
    value: str
    spot: Spot
    row: VoiceRow


@dataclass(frozen=True, slots=True)
class CallCenterFile:
    """A call center definition; ``is_voice`` when it already is a Voice contact center."""

    path: str
    name: str
    form: str
    is_voice: bool
    mode: str
    items: tuple[CallCenterItem, ...]


@dataclass(frozen=True, slots=True)
class ServerPart:
    """A Lambda function or contact flow: keep, replace, remove, decide or change; ``effort`` is a class.

    ``rebuilt`` is the class where the instance is a new one, '' when that makes no difference.
    """

    name: str
    kind: str
    verdict: str
    by: str
    spot: Spot
    sources: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    effort: str = ""
    rebuilt: str = ""

    def effort_for(self, target: str) -> str:
        """Return the class for ``target``: a new instance has nothing that could be changed in its place."""
        return self.rebuilt if self.rebuilt and target == "amazon-connect" else self.effort


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what the code says to it. ``status``: answered, partly answered, open."""

    id: str
    area: str
    question: str
    status: str
    severity: str
    answer: str
    evidence: tuple[Named, ...]
    decide: str
    missing: tuple[str, ...]
    unverified: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_for_people(self) -> bool:
        """Say whether somebody has to decide: not when code has answered that there is nothing of the kind."""
        return bool(self.decide) and (bool(self.evidence) or self.status != "answered")


@dataclass(frozen=True, slots=True)
class Fill:
    """A method of a connector and the functions of the app that would fill it.

    ``functions`` are names with their places, their note the call that shows it, or that the name does.
    """

    method: str
    owner: str
    required: bool
    does: str
    result: str
    sends: str
    capability: str
    functions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class GuidePoint:
    """One point of Salesforce's migration guide with what the code says. ``status`` as in ``Answer``."""

    id: str
    phase: str
    title: str
    status: str
    says: str
    evidence: tuple[Named, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision for people: each side with what in the app speaks for it."""

    id: str
    question: str
    sides: tuple[tuple[str, tuple[Named, ...]], ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A phase of the plan. ``start`` and ``end`` are days (YYYY-MM-DD), '' where they hang on the size of the work."""

    phase: str
    title: str
    start: str
    end: str
    points: tuple[tuple[str, Band], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A date of the timeline. ``day`` is YYYY-MM-DD, or '' when only the ``season`` is announced."""

    day: str
    season: str
    title: str
    certain: bool
    note: str
    sources: tuple[str, ...]
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A feature without counterpart, and the symbols that used it."""

    what: str
    symbols: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Unverified:
    """A statement that no source confirms, and what it hangs on."""

    statement: str
    about: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundRule:
    """How often (``count``) a rule of ``ctilint check`` spoke, and where first."""

    rule: str
    severity: str
    count: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class NotSeen:
    """What was not looked at: a path and why, or a kind of input that was not there."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """How points become days, and only by the user's own figures.

    ``rate`` is days per point; ``rows`` are the finished pieces (name, points, days) it was fitted to, none when it was
    simply given; ``spread`` is the standard deviation of the residuals as a share of the fitted days.
    """

    rate: Decimal
    origin: str
    rows: tuple[tuple[str, Decimal, Decimal], ...] = ()
    spread: Decimal = Decimal(0)
