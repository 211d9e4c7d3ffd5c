"""The effort tables of a report: every addend, and the totals."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.assess.document import Block, Bullets, Cell, Code, Paragraph, Section, Table, Tag, columns
from ctilint.assess.meaning.effort import formula
from ctilint.assess.model import Assessment, Effort
from ctilint.assess.wording import shown
from ctilint.rulebook.voice import scale


def effort_of(found: Assessment) -> Section:
    """Return the formula and the tables of every target."""
    blocks: list[Block] = [Bullets(formula())]
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
            yield Paragraph(
                f"{title}: the same addends and totals as {scale().targets[twin.target].title}. "
                "What differs between the two stands under Coexistence and cut-over."
            )
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
            Tag("confidence", one.confidence),
            one.uses,
            one.first,
            one.further,
            one.low,
            one.likely,
            one.high,
        )
        for one in effort.addends
    ]
    total = effort.total
    first = sum((one.first for one in effort.addends), start=total.likely * 0)
    further = sum((one.further for one in effort.addends), start=total.likely * 0)
    yield Table(
        f"effort-{effort.target}",
        columns(
            "what",
            "area",
            "category",
            "effort",
            "confidence",
            "#uses",
            "#first",
            "#further",
            "#low",
            "#likely",
            "#high",
        ),
        tuple(rows),
        caption=f"Every addend: {title}",
        folded=folded,
        total=("total", "", "", "", "", "", first, further, total.low, total.likely, total.high),
    )
    for name, table, label in (
        ("area", effort.by_area, {key: scale().areas[key] for key in effort.by_area}),
        ("category", effort.by_category, {key: key for key in effort.by_category}),
    ):
        yield Table(
            f"effort-{effort.target}-by-{name}",
            columns(name, "#low", "#likely", "#high"),
            tuple((label[key], band.low, band.likely, band.high) for key, band in table.items()),
            caption=f"By {name}: {title}",
            folded=folded,
            total=("total", total.low, total.likely, total.high),
        )
