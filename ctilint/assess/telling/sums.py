"""The effort tables of a report: every addend, and the totals."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    columns,
    several,
)
from ctilint.assess.meaning.effort import formula, weight
from ctilint.assess.model import Addend, Calibration, Effort
from ctilint.assess.telling.timetable import calibration_blocks
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import shown
from ctilint.rulebook.voice import plan, scale


def effort_of(found: Assessment, calibration: Calibration | None) -> Section:
    """Return the formula and the tables of every target."""
    blocks: list[Block] = [Bullets(formula()), *calibration_blocks(found.effort, calibration)]
    blocks.extend(all_effort_tables(found.effort))
    return Section("effort", "Effort", tuple(blocks), chart="effort")


def all_effort_tables(efforts: tuple[Effort, ...]) -> Iterator[Block]:
    """Yield the tables of each target; a target whose addends are those of another is only named."""
    shown: list[Effort] = []
    for effort in efforts:
        if not effort.addends:
            yield Paragraph(f"{scale().targets[effort.target].title}: nothing was found that has to be done.")
            continue
        twin = next((one for one in shown if one.addends == effort.addends), None)
        title = scale().targets[effort.target].title
        if twin is not None:
            yield Paragraph(_why_equal(title, scale().targets[twin.target].title, effort))
            continue
        yield from effort_tables(effort, folded=bool(shown))
        shown.append(effort)


def effort_tables(effort: Effort, *, folded: bool = False) -> Iterator[Block]:
    """Yield the addends of one target with their total, and the sums by area and category."""
    title = scale().targets[effort.target].title
    rows: list[tuple[Cell, ...]] = [
        (
            Code(shown(one.label)) if one.kind in {"symbol", "item", "flow"} else one.label,
            scale().areas[one.area],
            Tag("category", one.category),
            Tag("effort", one.effort),
            one.uses,
            one.first,
            one.further,
            len(one.pieces),
            one.size,
            one.rebuilt,
            Tag("confidence", one.confidence),
            one.low,
            one.likely,
            one.high,
        )
        for one in effort.addends
    ]
    total = effort.total
    first = sum((one.first for one in effort.addends), start=total.likely * 0)
    further = sum((one.further for one in effort.addends), start=total.likely * 0)
    size = sum((one.size for one in effort.addends), start=total.likely * 0)
    pieces = sum(len(one.pieces) for one in effort.addends)
    yield Table(
        f"effort-{effort.target}",
        columns(
            "what", "area", "category", "effort", "#uses", "#first", "#further", "#functions", "#size", "#rebuilt",
            "doubt", "#low", "#likely", "#high",
        ),
        tuple(rows),
        caption=f"Every addend: {title}",
        folded=folded,
        total=("total", "", "", "", "", first, further, pieces, size, "", "", total.low, total.likely, total.high),
    )  # fmt: skip
    yield from _code_behind(effort, title)
    for name, table, label in (
        ("area", effort.by_area, {key: scale().areas[key] for key in effort.by_area}),
        ("category", effort.by_category, {key: key for key in effort.by_category}),
        ("phase", effort.by_phase, {key: plan()["phase"][key]["title"] for key in effort.by_phase}),
    ):
        yield Table(
            f"effort-{effort.target}-by-{name}",
            columns(name, "#low", "#likely", "#high"),
            tuple((label[key], band.low, band.likely, band.high) for key, band in table.items()),
            caption=f"By {name}: {title}",
            folded=folded,
            total=("total", total.low, total.likely, total.high),
        )


def _code_behind(effort: Effort, title: str) -> Iterator[Block]:
    """Yield the functions behind each addend with what each weighs; folded, since an app has hundreds."""
    rows: list[tuple[Cell, ...]] = []
    for one in effort.addends:
        label = Code(shown(one.label)) if one.kind == "symbol" else one.label
        rows.extend(
            (
                label,
                Code(piece.name),
                piece.lines,
                piece.steps,
                piece.branches,
                piece.salesforce,
                piece.vendor,
                piece.screens,
                piece.state,
                weight(piece),
                Places((piece.spot,)),
            )
            for piece in one.pieces
        )
        if one.elsewhere or one.dead:
            rows.append((label, _left_out(one), *[""] * 9))
    if rows:
        titles = columns(
            "row", "function", "#lines", "#steps", "#branches", "#Salesforce", "#vendor", "#screens", "#state", "#size",
            "where",
        )  # fmt: skip
        caption = f"The code behind each row, every function once: {title}"
        yield Table(f"code-{effort.target}", titles, tuple(rows), caption, folded=True)


def _left_out(one: Addend) -> str:
    parts = [f"{several(one.elsewhere, 'function')} counted in another row"] if one.elsewhere else []
    parts += [f"{several(one.dead, 'use')} that nothing runs: not counted"] if one.dead else []
    return "; ".join(parts)


def _why_equal(title: str, other: str, effort: Effort) -> str:
    flows = any(one.kind == "server" for one in effort.addends)
    reason = (
        "nothing on the server side has to be built anew there"
        if flows
        else "no contact flow or Lambda function that has to change is among the paths, and numbers, queues and "
        "recordings are not in files"
    )
    return (
        f"{title}: the same addends and totals as {other}. The two differ in what moves with the instance: {reason}. "
        "What that means for the cut-over stands under Coexistence and cut-over."
    )
