"""A report as sections of paragraphs, lists and tables, whatever it is printed as."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from ctilint.assess.model import Spot
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code or a name that stands in code."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A word of a fixed list: ``kind`` is category, effort, confidence, status, verdict or severity."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """Lines of files; a report shows the first ``shown`` and says how many there are."""

    spots: tuple[Spot, ...]
    shown: int = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Several names in a row, each as code."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cites:
    """Short names of sources, each a link to the list of sources."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A number of a heat map; ``level`` is 1 (least) to 4."""

    value: Decimal
    level: int


Cell = str | int | Decimal | Code | Tag | Places | Names | Cites | Heat


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``number`` is set right.

    ``part`` is its place in a wide table: key, where and meta (drawn together), text (a column of its own), mark
    (drawn together at the end).
    """

    title: str
    number: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``name`` is its file name as CSV, ``total`` its last row. ``anchors`` give rows an address.

    ``folded`` tables are closed at first; ``wide`` ones have more columns than a page, which draws some together.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] = ()
    anchors: tuple[str, ...] = ()
    folded: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """The old call, which the app makes ``uses`` times, beside the new code; ``afters`` are labels with code."""

    symbol: str
    uses: int
    before: str
    afters: tuple[tuple[str, str], ...]
    note: str
    where: Places
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What becomes of a symbol that the app uses ``uses`` times, in words: for those whose row carries no example."""

    symbol: str
    uses: int
    text: str
    where: Places


Block = Table | Paragraph | Bullets | Pair | Words


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report with a heading of ``level`` 2 or 3; ``chart`` names a drawing that an HTML report puts in."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    chart: str = ""


def plain(cell: Cell) -> str:
    """Return a cell as text."""
    match cell:
        case Code() | Tag():
            return cell.text
        case Places():
            return "; ".join(f"{spot.path}:{spot.line}" for spot in cell.spots)
        case Names() | Cites():
            return ", ".join(cell.names)
        case Decimal():
            return points(cell)
        case Heat():
            return points(cell.value)
        case _:
            return str(cell)


def points(value: Decimal) -> str:
    """Return ``value`` without trailing zeros."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def rounded(value: Decimal) -> str:
    """Return ``value`` as whole points, for sentences: an estimate has no second decimal. What is not 0 is never 0."""
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    return "1" if value and not whole else str(whole)


def columns(*titles: str) -> tuple[Column, ...]:
    """Return columns; a title that starts with ``#`` is a column of numbers."""
    return tuple(Column(title.removeprefix("#"), title.startswith("#")) for title in titles)


def parted(titles: tuple[Column, ...], parts: str) -> tuple[Column, ...]:
    """Return ``titles`` with their places in a wide table, written as words."""
    return tuple(Column(column.title, column.number, part) for column, part in zip(titles, parts.split(), strict=True))


def several(number: int, one: str, many: str = "") -> str:
    """Return ``1 page``, ``2 pages``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def only(blocks: Sequence[Block | None]) -> tuple[Block, ...]:
    """Return the blocks that are there."""
    return tuple(block for block in blocks if block is not None)
