"""The plan of a report: phases with points and days, pilot, coexistence and the way back; the user's calibration."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ctilint.assess.document import Block, Bullets, Cell, Names, Paragraph, Places, Section, Table, columns
from ctilint.assess.meaning.calibration import days
from ctilint.assess.meaning.effort import worth
from ctilint.assess.model import Band, Calibration, Decision, Effort
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import shown, upper
from ctilint.rulebook.voice import plan, scale

_WEEK = 5


def plan_section(found: Assessment, calibration: Calibration | None) -> Section:
    """Return the phases with days counted back, and what holds while old and new live side by side."""
    rows: list[tuple[Cell, ...]] = []
    for one in found.plan:
        points = "; ".join(f"{scale().targets[name].short} {worth(band)}" for name, band in one.points)
        cells: list[Cell] = [one.title, one.start, one.end, points]
        if calibration is not None:
            cells.append(
                "; ".join(
                    f"{scale().targets[name].short} {worth(days(band, calibration))}" for name, band in one.points
                )
            )
        rows.append(tuple(cells))
    titles = ["phase", "starts", "done by", "points"]
    if calibration is not None:
        titles.append("days of work")
    dated = any(one.end for one in found.plan)
    said = (
        "Days are counted back from the earliest end date; the work itself has the day by which it must be done."
        if dated
        else "No end date lies ahead of what was found: the phases have an order and no days."
    )
    rule = plan()["coexistence"]
    blocks: list[Block] = [
        Paragraph(said),
        Table("plan", columns(*titles), tuple(rows), caption="Phases, counted back from the end"),
        Bullets((f"{upper(rule['pilot'])}.", f"{upper(rule['rule'])}: {rule['means']}.", f"{upper(rule['back'])}.")),
        *_risks(found),
    ]
    return Section("plan", "Plan", tuple(blocks))


def _risks(found: Assessment) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = [
        (f"no replacement is known for {line.symbol}", Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if not line.known
    ]
    rows += [(f"without counterpart: {one.what}", ", ".join(one.symbols)) for one in found.lost]
    rows += [(f"has to happen first: {scale().gates[name].title}", scale().gates[name].why) for name in found.gates]
    if found.unresolved:
        rows.append(("listeners that no name leads to: what they do is not in the points", Places(found.unresolved)))
    unread = [one for one in found.apex if one.piece is None]
    if unread:
        spots = tuple(spot for one in unread for spot in one.calls)
        rows.append(("Apex whose text is not among the paths: its size is not in the points", Places(spots)))
    doubt = [one for effort in found.effort[-1:] for one in effort.addends if one.confidence == "low"]
    if doubt:
        share = sum((one.likely for one in doubt), start=Decimal(0)) / found.effort[-1].total.likely
        rows.append((f"{share:.0%} of the points stand on rows of low confidence", ""))
    if rows:
        yield Table("risks", columns("risk", "where or why"), tuple(rows), caption="Risks")


def decision_table(decisions: tuple[Decision, ...]) -> Table | None:
    """Return the decisions with what the code says for each side."""
    rows: list[tuple[Cell, ...]] = []
    for one in decisions:
        for name, evidence in one.sides:
            spots = tuple(dict.fromkeys(spot for named in evidence for spot in named.spots))
            names = Names(tuple(shown(named.name) for named in evidence[:6]))
            rows.append(
                (one.id, one.question, upper(name), len(spots), names if evidence else "nothing", Places(spots, 3))
            )
    if not rows:
        return None
    titles = columns("id", "question", "side", "#places", "what the code says for it", "where")
    return Table("sides", titles, tuple(rows), caption="Decisions, and what the code says for each side")


def calibration_blocks(efforts: tuple[Effort, ...], calibration: Calibration | None) -> Iterator[Block]:
    """Yield the days of each target and phase with the calibration they come from; nothing without one."""
    if calibration is None:
        yield Paragraph(
            "No days are given: points become days only by your own figures (days-per-point in the settings, or "
            "--calibrate with finished pieces)."
        )
        return
    rate = calibration.rate.quantize(Decimal("0.001"))
    spread = f"; the finished pieces lie {calibration.spread:.0%} around the line" if calibration.rows else ""
    yield Paragraph(f"{rate} days for each point, from {calibration.origin}{spread}.")
    rows: list[tuple[Cell, ...]] = []
    for effort in efforts:
        title = scale().targets[effort.target].title
        rows += [
            (
                title,
                plan()["phase"][name]["title"],
                worth(band),
                worth(days(band, calibration)),
                _weeks(band, calibration),
            )
            for name, band in effort.by_phase.items()
        ]
        total = effort.total
        rows.append((title, "all", worth(total), worth(days(total, calibration)), _weeks(total, calibration)))
    yield Table(
        "days", columns("target", "phase", "points", "days", "weeks of one person"), tuple(rows), caption="Days"
    )
    if calibration.rows:
        shown_rows: list[tuple[Cell, ...]] = [
            (name, points, spent, _two(calibration.rate * points), _two(spent - calibration.rate * points))
            for name, points, spent in calibration.rows
        ]
        titles = columns("finished piece", "#points", "#days spent", "#days by the line", "#difference")
        yield Table("calibration", titles, tuple(shown_rows), caption="What the days are fitted to")


def _weeks(band: Band, calibration: Calibration) -> str:
    found = days(band, calibration)
    return worth(Band(found.low / _WEEK, found.likely / _WEEK, found.high / _WEEK))


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
