"""The tables of ``rules/voice``: the map to Salesforce Voice, the effort scale, the questions, the plan.

A row of a ``map-*.toml`` names one symbol or several that share its text; an example belongs to the first of them.
A symbol with ``*`` is a family: it answers for what has no row of its own. ``name[variant]`` is one form of a call
(``sforce.opencti.screenPop[URL]``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from ctilint.patterns import pattern
from ctilint.records import dataclass
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.location import read_table

SURFACES = (
    "lightning",
    "classic",
    "console",
    "event-sink",
    "ajax",
    "streams",
    "connect-sdk",
    "voice",
    "ctiflow",
    "callcenter",
)

TARGETS = ("amazon-connect", "amazon-connect-existing", "partner-telephony")

_AMAZON, _PARTNER = "amazon-connect", "partner-telephony"
_CONNECTION = pattern(r"^(?:Voice|Chat|Task|Email)Connection#")


@dataclass(frozen=True, slots=True)
class Target:
    """One model of Salesforce Voice; ``column`` is the column of the map that answers for it."""

    name: str
    title: str
    short: str
    column: str
    instance: str
    reuses_instance: str
    means: str
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that has to happen before some symbols can be migrated; its effort is counted once."""

    name: str
    title: str
    short: str
    why: str
    clears_when: str
    effort: str
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from, and how much of it was read."""

    name: str
    what: str
    url: str
    read: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The effort scale with its formula. Numbers of the formula are decimal text, so that sums are exact.

    ``rebuilt`` is by class the share of the code behind a call that is written anew, ``size`` what one unit of a
    function weighs, ``settings`` the price of a setting and the cap of all, ``phases`` the phase of each area.
    """

    product: str
    formerly: str
    caution: str
    targets: Mapping[str, Target]
    points: Mapping[str, int]
    meanings: Mapping[str, str]
    categories: Mapping[str, str]
    areas: Mapping[str, str]
    gates: Mapping[str, Gate]
    further_use: str
    bands: Mapping[str, tuple[str, str]]
    rebuilt: Mapping[str, str]
    size: Mapping[str, str]
    settings: Mapping[str, str]
    phases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the assessment; ``static`` says how far code can answer it: full, partial, none."""

    id: str
    area: str
    question: str
    answer: str
    severity: str
    static: str
    signals: tuple[str, ...]
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    decide: str = ""
    unverified: tuple[str, ...] = ()


@cache
def scale() -> Scale:
    """Return the effort scale, the targets, gates and areas."""
    table: dict[str, Any] = read_table("voice", "scale.toml")
    formula = table["formula"]
    return Scale(
        product=table["names"]["product"],
        formerly=table["names"]["formerly"],
        caution=table["names"]["caution"],
        targets=MappingProxyType(
            {name: Target(name=name, **_tuples(row, "sources")) for name, row in table["target"].items()}
        ),
        points=MappingProxyType({name: row["points"] for name, row in table["effort"].items()}),
        meanings=MappingProxyType({name: row["means"] for name, row in table["effort"].items()}),
        categories=MappingProxyType({name: row["means"] for name, row in table["category"].items()}),
        areas=MappingProxyType(dict(table["area"])),
        gates=MappingProxyType(
            {name: Gate(name=name, **_tuples(row, "sources")) for name, row in table["gate"].items()}
        ),
        further_use=formula["further_use"],
        bands=MappingProxyType({name: (row["low"], row["high"]) for name, row in formula["band"].items()}),
        rebuilt=MappingProxyType({name: row["rebuilt"] for name, row in table["effort"].items()}),
        size=MappingProxyType(dict(formula["size"])),
        settings=MappingProxyType(dict(formula["settings"])),
        phases=MappingProxyType({area: name for name, areas in table["phase"].items() for area in areas}),
    )


@cache
def sources() -> Mapping[str, Source]:
    """Return the sources of ``rules/voice`` by their short name."""
    table: dict[str, Any] = read_table("voice", "sources.toml")
    return MappingProxyType({name: Source(name=name, **row) for name, row in table.items() if name != "about"})


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of an assessment in their order."""
    table: dict[str, Any] = read_table("voice", "questions.toml")
    return tuple(Question(**_tuples(row, "signals", "needs", "sources", "unverified")) for row in table["question"])


@cache
def plan() -> Mapping[str, Any]:
    """Return what a report says apart from code: dates, fields, prerequisites, coexistence, phases, Lambdas."""
    return MappingProxyType(read_table("voice", "plan.toml"))


@cache
def no_replacement() -> Mapping[str, str]:
    """Return the symbols for which no replacement is known, each with the reason."""
    table: dict[str, Any] = read_table("voice", "unmapped.toml")
    return MappingProxyType({symbol: table["reason"][reason] for symbol, reason in table["symbols"].items()})


@cache
def voice_rows() -> Mapping[str, VoiceRow]:
    """Return every row of the map by its symbol."""
    raw: dict[str, tuple[str, dict[str, Any]]] = {}
    for surface in SURFACES:
        for row in _rows_of(surface):
            for symbol in row["symbols"]:
                if symbol in raw:
                    raise ValueError(f"rules/voice/map-{surface}.toml: {symbol} has two rows")
                raw[symbol] = (surface, row)
    return MappingProxyType({symbol: _row(symbol, surface, row, raw) for symbol, (surface, row) in raw.items()})


def voice_row(symbol: str) -> VoiceRow | None:
    """Return the row of ``symbol``: its own, that of its method without the variant, or that of its family."""
    rows = voice_rows()
    for candidate in _candidates(symbol):
        found = rows.get(candidate)
        if found is not None:
            return found
    return None


def _candidates(symbol: str) -> Iterator[str]:
    yield symbol
    yield f"{symbol}.*"
    bare, bracket, _ = symbol.partition("[")
    if bracket:
        yield f"{bare}[*]"
        yield bare
    if _CONNECTION.match(bare):
        yield _CONNECTION.sub("BaseConnection#", bare)
    prefix, colon, _ = bare.partition(":")
    if colon and prefix in {"voice", "connector"}:
        yield f"{prefix}:*"
    receiver, sharp, _ = bare.partition("#")
    if sharp:
        yield f"{'BaseConnection' if _CONNECTION.match(bare) else receiver}#*"
    parts = bare.split(".")
    for length in range(len(parts) - 1, 0, -1):
        yield ".".join((*parts[:length], "*"))


def _rows_of(surface: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_table("voice", f"map-{surface}.toml")["row"]  # type: ignore[assignment]
    return rows


def _row(symbol: str, surface: str, row: Mapping[str, Any], raw: Mapping[str, tuple[str, dict[str, Any]]]) -> VoiceRow:
    via = row.get("via", "")
    base: Mapping[str, Any] = {}
    if via:
        if via not in raw:
            raise ValueError(f"rules/voice/map-{surface}.toml: {symbol} goes via {via}, which has no row")
        base = raw[via][1]
    effort = dict(row["effort"])
    before = row.get("before", "") if row["symbols"][0] == symbol else ""
    effort.setdefault("amazon-connect-existing", effort[_AMAZON])
    try:
        return VoiceRow(
            symbol=symbol,
            kind=row.get("kind", "method"),
            surface=surface,
            summary=row["summary"],
            amazon_connect=row.get(_AMAZON) or base[_AMAZON],
            partner_telephony=row.get(_PARTNER) or base[_PARTNER],
            category=row.get("category") or base["category"],
            effort=MappingProxyType({target: effort[target] for target in TARGETS}),
            why=row.get("why") or base.get("why", ""),
            confidence=_lower(row["confidence"], base.get("confidence", "")),
            sources=tuple(dict.fromkeys((*row["sources"], *base.get("sources", ())))),
            unverified=(*row.get("unverified", ()), *base.get("unverified", ())),
            example_before=before.strip("\n"),
            example_after=(row.get("after") or base.get("after", "")).strip("\n") if before else "",
            example_component=(row.get("component") or base.get("component", "")).strip("\n") if before else "",
            area=row["area"],
            gate=row.get("gate", ""),
            via=via,
            look=row.get("look") or base.get("look", ""),
            lost=row.get("lost") or base.get("lost", ""),
            note=row.get("note") or base.get("note", ""),
            types=tuple(row.get("types", ())),
        )
    except KeyError as error:
        raise ValueError(f"rules/voice/map-{surface}.toml: {symbol} lacks {error}") from error


def _lower(own: str, other: str) -> str:
    """Return the lower of two confidences: a row that goes another's way is no surer than that one."""
    order = ("low", "medium", "high")
    return min(own, other, key=order.index) if other else own


def _tuples(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {**row, **{key: tuple(row[key]) for key in keys if key in row}}
