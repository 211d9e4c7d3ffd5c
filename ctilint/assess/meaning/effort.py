"""Points: every addend of the effort, and the totals that they add up to.

All arithmetic is decimal, so that the rows of a report add up to its totals to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ctilint.assess.model import (
    NOTHING,
    Addend,
    Apex,
    Band,
    CallCenterFile,
    Code,
    Effort,
    Line,
    Named,
    Piece,
    ServerPart,
)
from ctilint.records import dataclass, replace
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import scale, voice_row

SERVER_TARGETS = frozenset({"amazon-connect", "amazon-connect-existing"})
_SIZES = ("steps", "branches", "salesforce", "vendor", "screens", "state")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is costed: the parts of an assessment (or of several) that become addends."""

    lines: Sequence[Line] = ()
    call_centers: Sequence[CallCenterFile] = ()
    flows: Sequence[Named] = ()
    server: Sequence[ServerPart] = ()
    apex: Sequence[Apex] = ()
    code: Sequence[Code] = ()


def formula() -> tuple[str, ...]:
    """Return the formula and its settings in sentences, as every report prints them."""
    rules = scale()
    further = rules.further_use
    points = ", ".join(f"{name} {number}" for name, number in rules.points.items())
    bands = "; ".join(f"{name} confidence x {low} to x {high}" for name, (low, high) in rules.bands.items())
    size = ", ".join(f"{name} {weight}" for name, weight in rules.size.items())
    rebuilt = ", ".join(f"{name} {share}" for name, share in rules.rebuilt.items())
    return (
        f"points per class: {points}",
        f"calls: the first distinct use of a symbol costs the points of its class, each further one {further} of them",
        f"size: what the code behind the uses weighs, for each function: {size}",
        f"rebuilt: the share of that code which is written anew, by class: {rebuilt}; nothing for category optional",
        "likely is calls + size x rebuilt; each function is counted once, in the row that rebuilds most of it",
        "copies of the same code cost nothing, nor does code that nothing runs, nor rows of category information",
        f"settings of a call center are one row: {rules.settings['each']} for each, at most {rules.settings['cap']}",
        "what has to happen first (a gate) is counted once, however many symbols wait for it",
        f"low and high are likely times a factor for the doubt of the row: {bands}",
        "points compare pieces of work with one another; they are not hours",
    )


def effort_for(target: str, subject: Subject) -> Effort:
    """Return the effort for ``target``: one addend per symbol, Apex method, flow block, server part and gate."""
    addends = []
    behind: dict[int, tuple[Piece, ...]] = {}
    for line in subject.lines:
        found = _of_line(line, target)
        if found is not None:
            addends.append(found)
            behind[id(found)] = _behind(line)
    for code in subject.code:
        one = _costed(code.label, code.area, "mandatory", "medium", "low", code.starts, "code", calls=False)
        behind[id(one)] = code.pieces
        addends.append(one)
    addends = [*_sized(addends, behind), *_of_apex(subject.apex)]
    addends += _of_settings(subject.call_centers)
    addends += _of_flows(subject.flows, target)
    if target in SERVER_TARGETS:
        addends += [_of_server(part, target) for part in subject.server if part.effort]
    addends += [_of_gate(gate) for gate in gates_of(subject.lines)]
    return summed(target, addends)


def summed(target: str, addends: Iterable[Addend]) -> Effort:
    """Add up ``addends``; the order is that of areas, most work first within each."""
    areas = list(scale().areas)
    rows = sorted(addends, key=lambda one: (areas.index(one.area), -one.likely, one.label))
    by_area = {area: _total(row for row in rows if row.area == area) for area in areas}
    by_category = {name: _total(row for row in rows if row.category == name) for name in scale().categories}
    phases = dict.fromkeys(scale().phases.values())
    by_phase = {name: _total(row for row in rows if scale().phases[row.area] == name) for name in phases}
    return Effort(
        target,
        tuple(rows),
        _total(rows),
        {area: band for area, band in by_area.items() if band.likely},
        {name: band for name, band in by_category.items() if band.likely},
        {name: band for name, band in by_phase.items() if band.likely},
    )


def _total(rows: Iterable[Addend]) -> Band:
    total = NOTHING
    for row in rows:
        total += Band(row.low, row.likely, row.high)
    return total


def worth(band: Band) -> str:
    """Return the range of ``band`` rounded to what it is worth: ``13 to 25``, ``150 to 350``, ``no``.

    The steps grow with the size, and the range is rounded outwards.
    """
    if not band.high:
        return "no"
    step = next(step for most, step in ((20, 1), (100, 5), (300, 10), (1000, 50), (None, 100)) if _ends_by(band, most))
    low, high = (
        int((end / step).to_integral_value(rounding) * step)
        for end, rounding in ((band.low, ROUND_FLOOR), (band.high, ROUND_CEILING))
    )
    return f"{low} to {high}"


def _ends_by(band: Band, most: int | None) -> bool:
    """Say whether ``band`` ends at ``most`` or below; None has no end."""
    return most is None or band.high <= most


def weight(piece: Piece) -> Decimal:
    """Return what one function weighs, in points, before any share of it is taken."""
    size = scale().size
    return sum((Decimal(size[name]) * getattr(piece, name) for name in _SIZES), start=Decimal(0))


def addend(row: VoiceRow, target: str, label: str, uses: int, *, kind: str = "symbol", area: str = "") -> Addend | None:
    """Return what ``uses`` distinct uses of ``row`` cost without the code behind them; None when they cost nothing."""
    if row.category == "information" or uses == 0:
        return None
    effort = row.effort[target]
    return _costed(label, area or row.area, row.category, effort, row.confidence, uses, kind, row.symbol)


def _costed(
    label: str,
    area: str,
    category: str,
    effort: str,
    confidence: str,
    uses: int,
    kind: str,
    row: str = "",
    *,
    calls: bool = True,
) -> Addend:
    rules = scale()
    points = Decimal(rules.points[effort]) if calls else Decimal(0)
    further = points * Decimal(rules.further_use) * (uses - 1)
    rebuilt = Decimal(0) if category == "optional" else Decimal(rules.rebuilt[effort])
    none = Decimal(0)
    found = Addend(
        label, area, category, effort, confidence, uses, points, further, none, none, none, kind, row, none, rebuilt
    )
    return doubted(found)


def doubted(one: Addend) -> Addend:
    """Return ``one`` with its three sums made from its factors."""
    low, high = (Decimal(factor) for factor in scale().bands[one.confidence])
    likely = one.first + one.further + one.size * one.rebuilt
    return replace(one, low=likely * low, likely=likely, high=likely * high)


def _behind(line: Line) -> tuple[Piece, ...]:
    return tuple({piece.key: piece for use in line.uses if use.live for piece in use.behind}.values())


def _sized(addends: Sequence[Addend], behind: Mapping[int, tuple[Piece, ...]]) -> Iterator[Addend]:
    """Yield ``addends`` with the code behind them, each piece in the row that rebuilds the largest share of it."""
    order = list(scale().areas)
    taken: set[str] = set()
    for one in sorted(addends, key=lambda one: (-one.rebuilt, order.index(one.area), one.label)):
        held = behind.get(id(one), ())
        own = tuple(piece for piece in held if piece.key not in taken)
        taken.update(piece.key for piece in own)
        size = sum((weight(piece) for piece in own), start=Decimal(0))
        if one.kind != "code" or own:
            yield doubted(replace(one, size=size, pieces=own, elsewhere=len(held) - len(own)))


def _of_line(line: Line, target: str) -> Addend | None:
    if line.row is None:
        return None
    live = sum(use.live for use in line.uses)
    found = addend(line.row, target, line.symbol, live)
    return replace(found, dead=len(line.uses) - live) if found is not None else None


def _of_apex(apex: Iterable[Apex]) -> Iterator[Addend]:
    """Yield one row for each Apex method whose text is there: it stays, and is made callable from a component."""
    for one in apex:
        if one.piece is not None:
            row = _costed(f"Apex {one.name}", "apex", "mandatory", "small", "medium", 1, "apex", calls=False)
            yield doubted(replace(row, size=weight(one.piece), pieces=(one.piece,)))


def _of_settings(call_centers: Sequence[CallCenterFile]) -> Iterator[Addend]:
    """Yield the one row of the settings; the same item with the same value in a second file is a copy."""
    uses: set[tuple[str, str, str]] = set()
    for center in call_centers:
        for item in center.items if not center.is_voice else ():
            if item.row.category not in {"information", "optional"}:
                uses.add((item.section, item.name, item.value))
    if uses:
        rules = scale().settings
        points = min(Decimal(rules["each"]) * len(uses), Decimal(rules["cap"]))
        label = "settings of the call center definition"
        row = _costed(label, "configuration", "mandatory", "small", "medium", len(uses), "settings", calls=False)
        yield doubted(replace(row, first=points))


def _of_flows(flows: Sequence[Named], target: str) -> Iterator[Addend]:
    for flow in flows:
        row = voice_row(flow.name)
        found = addend(row, target, flow.name, len(flow.spots), kind="flow") if row is not None else None
        if found is not None:
            yield found


def _of_server(part: ServerPart, target: str) -> Addend:
    label = f"{part.name}: {part.verdict}"
    return _costed(label, "server", "mandatory", part.effort_for(target), "low", 1, "server")


def gates_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the gates that the rows in use wait for, in the order of the scale."""
    waiting = {line.row.gate for line in lines if line.row is not None and any(use.live for use in line.uses)}
    return tuple(name for name in scale().gates if name in waiting)


def _of_gate(name: str) -> Addend:
    gate = scale().gates[name]
    return _costed(gate.title, "leave-classic", "mandatory", gate.effort, gate.confidence, 1, "gate", name)
