"""Points: every addend of the effort, and the totals that they add up to.

All arithmetic is decimal, so that the rows of a report add up to its totals to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ctilint.assess.model import NOTHING, Addend, Band, CallCenterFile, Effort, Line, Named, ServerPart
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import scale, voice_row

SERVER_TARGETS = frozenset({"amazon-connect", "amazon-connect-existing"})


def formula() -> tuple[str, ...]:
    """Return the formula and its settings in sentences, as every report prints them."""
    rules = scale()
    further = rules.further_use
    points = ", ".join(f"{name} {number}" for name, number in rules.points.items())
    bands = "; ".join(f"{name} confidence x {low} to x {high}" for name, (low, high) in rules.bands.items())
    return (
        f"points per class: {points}",
        f"the first distinct use of a symbol costs the points of its class, each further one {further} of them",
        "copies of the same code cost nothing, and neither do rows of category information",
        "what has to happen first (a gate) is counted once, however many symbols wait for it",
        f"likely is the sum of both; low and high are likely times a factor by the confidence of the row: {bands}",
        "points compare pieces of work with one another; they are not hours",
    )


def effort_for(
    target: str,
    lines: Sequence[Line],
    call_centers: Sequence[CallCenterFile] = (),
    flows: Sequence[Named] = (),
    server: Sequence[ServerPart] = (),
) -> Effort:
    """Return the effort for ``target``: one addend per symbol, item, flow block, server part and gate."""
    addends = [_of_line(line, target) for line in lines]
    addends += _of_items(call_centers, target)
    addends += _of_flows(flows, target)
    if target in SERVER_TARGETS:
        addends += [_of_server(part) for part in server]
    addends += [_of_gate(gate) for gate in gates_of(lines)]
    return summed(target, [addend for addend in addends if addend is not None])


def summed(target: str, addends: Iterable[Addend]) -> Effort:
    """Add up ``addends``; the order is that of areas, most work first within each."""
    areas = list(scale().areas)
    rows = sorted(addends, key=lambda one: (areas.index(one.area), -one.likely, one.label))
    by_area = {area: _total(row for row in rows if row.area == area) for area in areas}
    by_category = {name: _total(row for row in rows if row.category == name) for name in scale().categories}
    return Effort(
        target,
        tuple(rows),
        _total(rows),
        {area: band for area, band in by_area.items() if band.likely},
        {name: band for name, band in by_category.items() if band.likely},
    )


def _total(rows: Iterable[Addend]) -> Band:
    total = NOTHING
    for row in rows:
        total += Band(row.low, row.likely, row.high)
    return total


def addend(row: VoiceRow, target: str, label: str, uses: int, *, kind: str = "symbol", area: str = "") -> Addend | None:
    """Return what ``uses`` distinct uses of ``row`` cost; None when the row costs nothing."""
    if row.category == "information" or uses == 0:
        return None
    effort = row.effort[target]
    return _costed(label, area or row.area, row.category, effort, row.confidence, uses, kind, row.symbol)


def _costed(
    label: str, area: str, category: str, effort: str, confidence: str, uses: int, kind: str, row: str = ""
) -> Addend:
    rules = scale()
    points = Decimal(rules.points[effort])
    further = points * Decimal(rules.further_use) * (uses - 1)
    likely = points + further
    low, high = (Decimal(factor) for factor in rules.bands[confidence])
    return Addend(
        label, area, category, effort, confidence, uses, points, further, likely * low, likely, likely * high, kind, row
    )


def _of_line(line: Line, target: str) -> Addend | None:
    if line.row is None:
        return None
    return addend(line.row, target, line.symbol, len(line.uses))


def _of_items(call_centers: Sequence[CallCenterFile], target: str) -> list[Addend | None]:
    """Return one addend per item; the same item with the same value in a second file is a copy."""
    uses: dict[str, set[tuple[str, str, str]]] = {}
    rows: dict[str, VoiceRow] = {}
    for center in call_centers:
        if center.is_voice:
            continue
        for item in center.items:
            label = item.row.symbol
            uses.setdefault(label, set()).add((item.section, item.name, item.value))
            rows[label] = item.row
    return [addend(rows[label], target, label, len(found), kind="item") for label, found in uses.items()]


def _of_flows(flows: Sequence[Named], target: str) -> list[Addend | None]:
    found = []
    for flow in flows:
        row = voice_row(flow.name)
        if row is not None:
            found.append(addend(row, target, flow.name, len(flow.spots), kind="flow"))
    return found


def _of_server(part: ServerPart) -> Addend | None:
    if not part.effort:
        return None
    label = f"{part.name}: {part.verdict}"
    return _costed(label, "server", "mandatory", part.effort, "low", 1, "server")


def gates_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the gates that the rows in use wait for, in the order of the scale."""
    waiting = {line.row.gate for line in lines if line.row is not None}
    return tuple(name for name in scale().gates if name in waiting)


def _of_gate(name: str) -> Addend:
    gate = scale().gates[name]
    return _costed(gate.title, "leave-classic", "mandatory", gate.effort, gate.confidence, 1, "gate", name)
