"""An assessment as tables for a spreadsheet.

``render`` returns one table: every addend of the effort with its symbol, replacement and places; ``tables`` returns all
tables of the report by name. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

from ctilint.assess.document import Cell, Heat, Table, plain
from ctilint.assess.model import Effort
from ctilint.assess.telling.portfolio import sections_of_portfolio
from ctilint.assess.whole import Assessment, Portfolio
from ctilint.assess.wording import first, replacement, shown
from ctilint.inert import inert
from ctilint.rulebook.voice import scale

COLUMNS = (
    "app", "target", "kind", "what", "area", "category", "effort", "confidence", "uses", "first_points",
    "further_points", "functions", "size", "rebuilt", "low", "likely", "high", "first", "replacement", "sources",
    "where",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(portfolio: Portfolio) -> str:
    """Return one table: every addend of every app and target."""
    rows: list[Sequence[Cell]] = []
    for app in portfolio.apps:
        for effort in app.effort:
            rows.extend(_addends(app, effort))
    return _text(COLUMNS, rows)


def tables(portfolio: Portfolio) -> dict[str, str]:
    """Return every table of the report as CSV, by name; those of a portfolio's apps stand together."""
    found: dict[str, tuple[tuple[str, ...], list[Sequence[Cell]]]] = {}
    names = {f"app{number}-": app.name for number, app in enumerate(portfolio.apps, 1)}
    for section in sections_of_portfolio(portfolio):
        app = next((name for prefix, name in names.items() if section.anchor.startswith(prefix)), "")
        for block in section.blocks:
            if isinstance(block, Table):
                titles = tuple(column.title for column in block.columns)
                head, rows = found.setdefault(block.name, (("app", *titles), []))
                del head
                rows.extend((app, *row) for row in block.rows)
    texts = {name: _text(head, rows) for name, (head, rows) in found.items()}
    texts["all-addends"] = render(portfolio)
    return texts


def _addends(app: Assessment, effort: Effort) -> Iterator[Sequence[Cell]]:
    lines = {line.symbol: line for line in app.lines}
    for one in effort.addends:
        line = lines.get(one.label) if one.kind == "symbol" else None
        row = line.row if line is not None else None
        spots = [use.spot for use in line.uses] if line is not None else []
        yield (
            app.name,
            scale().targets[effort.target].title,
            one.kind,
            shown(one.label),
            scale().areas[one.area],
            one.category,
            one.effort,
            one.confidence,
            one.uses,
            one.first,
            one.further,
            len(one.pieces),
            one.size,
            one.rebuilt,
            one.low,
            one.likely,
            one.high,
            first(row) if row is not None else "",
            replacement(row, effort.target) if row is not None else "",
            " ".join(row.sources) if row is not None else "",
            "; ".join(f"{spot.path}:{spot.line}" for spot in spots),
        )


def _text(head: Iterable[str], rows: Iterable[Sequence[Cell]]) -> str:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(item) for item in row])
    return stream.getvalue()


def _cell(item: Cell) -> str | int:
    if isinstance(item, int):
        return item
    text = plain(item)
    if isinstance(item, Decimal | Heat):
        return text
    text = inert(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
