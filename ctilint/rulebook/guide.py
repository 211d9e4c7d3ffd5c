"""``rules/voice/guide.toml`` and ``connector.toml``: Salesforce's migration guide, a connector's methods, decisions."""

from __future__ import annotations

from functools import cache
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.location import read_table

CALLS, MAPPING, FIELDS, OUTSIDE, METHODS, SIGNALS, PEOPLE = (
    "calls",
    "mapping",
    "fields",
    "outside",
    "methods",
    "signals",
    "people",
)
ANSWERED_BY = (CALLS, MAPPING, FIELDS, OUTSIDE, METHODS, SIGNALS, PEOPLE)


@dataclass(frozen=True, slots=True)
class ConnectorMethod:
    """A method that ``scv-connector-base`` calls. ``owner`` is telephony or vendor; ``sends`` the event made of it.

    ``symbols`` are calls of an app that do the same work, ``words`` a pattern of names of such functions.
    """

    name: str
    owner: str
    required: bool
    does: str
    result: str = ""
    sends: str = ""
    capability: str = ""
    symbols: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class GuideItem:
    """One point of the guide; ``by`` says what answers it (one of ``ANSWERED_BY``)."""

    id: str
    phase: str
    title: str
    by: str
    sources: tuple[str, ...]
    static: str = "full"
    signals: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a decision, and what in an app speaks for it."""

    name: str
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision for people with its sides."""

    id: str
    question: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A repository to start from: for which targets, and what in an app speaks against it."""

    name: str
    targets: tuple[str, ...]
    fits: str
    fits_not: str
    against: tuple[str, ...]
    sources: tuple[str, ...]


@cache
def connector_methods() -> tuple[ConnectorMethod, ...]:
    """Return the methods of a connector in the order in which a connector is written."""
    rows: list[dict[str, Any]] = read_table("voice", "connector.toml")["method"]  # type: ignore[assignment]
    return tuple(ConnectorMethod(**{**row, "symbols": tuple(row.get("symbols", ()))}) for row in rows)


@cache
def guide_items() -> tuple[GuideItem, ...]:
    """Return the points of the guide in its order."""
    rows: list[dict[str, Any]] = read_table("voice", "guide.toml")["item"]  # type: ignore[assignment]
    lists = ("sources", "signals", "methods")
    return tuple(GuideItem(**{**row, **{key: tuple(row[key]) for key in lists if key in row}}) for row in rows)


@cache
def choices() -> tuple[Choice, ...]:
    """Return the decisions with their sides."""
    rows: list[dict[str, Any]] = read_table("voice", "guide.toml")["choice"]  # type: ignore[assignment]
    return tuple(
        Choice(
            row["id"],
            row["question"],
            tuple(Side(side["name"], tuple(side["signals"])) for side in row["side"]),
        )
        for row in rows
    )


@cache
def starts() -> tuple[Start, ...]:
    """Return the repositories that a migration can start from."""
    rows: list[dict[str, Any]] = read_table("voice", "guide.toml")["start"]  # type: ignore[assignment]
    return tuple(
        Start(**{**row, **{key: tuple(row[key]) for key in ("targets", "against", "sources")}}) for row in rows
    )
