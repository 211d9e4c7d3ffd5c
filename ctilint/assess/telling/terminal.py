"""The short form of an assessment for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.assess.document import rounded
from ctilint.assess.telling.portfolio import report_title
from ctilint.assess.whole import Assessment, Portfolio
from ctilint.assess.wording import shown
from ctilint.inert import inert
from ctilint.rulebook.voice import scale

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_MOST = 8


def summary(portfolio: Portfolio) -> Iterator[RenderableType]:
    """Yield what to print: the verdict, effort by area, the most used symbols, and how to get the whole report."""
    from rich.text import Text

    yield Text(inert(report_title(portfolio)), style="bold")
    for app in portfolio.apps:
        yield Text("")
        if portfolio.many:
            yield Text(inert(app.name), style="bold underline")
        for sentence in app.verdict:
            yield Text(f"  {inert(sentence)}")
    if any(effort.addends for effort in portfolio.effort):
        yield Text("")
        yield _areas(portfolio)
    if not portfolio.many and portfolio.apps[0].lines:
        yield Text("")
        yield _symbols(portfolio.apps[0])
    yield Text("")
    yield from _days(portfolio)
    yield Text("Points compare pieces of work; they are not hours. The whole report:", style="dim")
    yield Text("  ctilint assess --format html -o assessment.html", style="dim")


def _days(portfolio: Portfolio) -> Iterator[RenderableType]:
    """Yield the days of each target by the user's own calibration; nothing without one."""
    from rich.text import Text

    from ctilint.assess.meaning.calibration import days
    from ctilint.assess.meaning.effort import worth

    if portfolio.calibration is not None:
        parts = [
            f"{scale().targets[one.target].short} {worth(days(one.total, portfolio.calibration))}"
            for one in portfolio.effort
        ]
        yield Text(inert(f"Days of work, by {portfolio.calibration.origin}: {'; '.join(parts)}."))


def _areas(portfolio: Portfolio) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title="Likely points by area")
    table.add_column("area")
    for target in portfolio.targets:
        table.add_column(scale().targets[target].short, justify="right")
    areas = dict.fromkeys(area for effort in portfolio.effort for area in effort.by_area)
    order = list(scale().areas)
    for area in sorted(areas, key=order.index):
        bands = (effort.by_area.get(area) for effort in portfolio.effort)
        table.add_row(scale().areas[area], *(rounded(band.likely) if band else "" for band in bands))
    table.add_section()
    table.add_row("total", *(rounded(effort.total.likely) for effort in portfolio.effort), style="bold")
    return table


def _symbols(app: Assessment) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title="Most used")
    # The place stands below the symbol: side by side a terminal of 80 columns has to break one of them.
    table.add_column("symbol", overflow="fold")
    table.add_column("uses", justify="right")
    table.add_column("category")
    for line in app.lines[:_MOST]:
        spot = line.uses[0].spot
        category = line.row.category if line.row is not None and line.known else "no replacement known"
        place = (f"\n  {inert(f'{spot.path}:{spot.line}')}", "cyan")
        table.add_row(Text.assemble(inert(shown(line.symbol)), place), str(len(line.uses)), category)
    if len(app.lines) > _MOST:
        table.caption = f"and {len(app.lines) - _MOST} more"
        table.caption_justify = "left"
    return table
