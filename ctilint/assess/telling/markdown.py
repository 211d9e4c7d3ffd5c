"""An assessment as Markdown, fit for a pull request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Cites,
    Code,
    Heat,
    Names,
    Pair,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    Words,
    points,
    several,
)
from ctilint.assess.model import Spot
from ctilint.assess.telling.portfolio import report_title, sections_of_portfolio
from ctilint.assess.whole import Portfolio
from ctilint.inert import markdown, markdown_code

_SOURCE = re.compile(r"\(((?:S\d\d(?:, )?)+)\)")


def render(portfolio: Portfolio) -> str:
    """Return the report as one Markdown text."""
    lines = [f"# {markdown(report_title(portfolio))}", ""]
    lines += [f"Written by ctilint {portfolio.version}. Points are not hours. What no source confirms is marked.", ""]
    for section in sections_of_portfolio(portfolio):
        lines += [f"{'#' * section.level} {markdown(section.title)}", "", *_section(section)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: Section) -> Iterator[str]:
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield markdown(block.text)
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.ordered else '*'} {markdown(item)}"
        case Table():
            yield from _table(block)
        case Pair():
            yield f"**{markdown_code(block.symbol)}** {_uses(block.uses, block.where)} {markdown(block.note)}"
            yield ""
            yield from _fenced("Before:", block.before)
            for label, body in block.afters:
                yield ""
                yield from _fenced(f"After, {label}:", body)
        case Words():
            yield f"**{markdown_code(block.symbol)}** {_uses(block.uses, block.where)} {markdown(block.text)}"


def _uses(number: int, where: Places) -> str:
    return f"({several(number, 'use')}: {_places(where)})."


def _fenced(label: str, body: str) -> Iterator[str]:
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", body)), 3)
    yield label
    yield ""
    yield f"{ticks}{'html' if body.startswith('<') else 'js'}"
    yield body
    yield ticks


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"**{markdown(table.caption)}**"
        yield ""
    yield _row([markdown(column.title) for column in table.columns])
    yield _row(["---:" if column.number else "---" for column in table.columns])
    for row in table.rows:
        yield _row([cell(item) for item in row])
    if table.total:
        yield _row([f"**{cell(item)}**" if item != "" else "" for item in table.total])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(item: Cell) -> str:
    """Return one cell; nothing in it can end the cell or speak Markdown."""
    match item:
        case Code():
            return markdown_code(item.text).replace("|", "\\|")
        case Tag():
            return markdown(item.text)
        case Places():
            return _places(item)
        case Names():
            return ", ".join(markdown_code(name).replace("|", "\\|") for name in item.names)
        case Cites():
            return ", ".join(item.names)
        case Decimal():
            return points(item)
        case Heat():
            return points(item.value)
        case int():
            return str(item)
        case _:
            return markdown(str(item))


def _places(places: Places) -> str:
    shown = [link(spot) for spot in places.spots[: places.shown]]
    rest = len(places.spots) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def link(spot: Spot) -> str:
    """Return a link to the line of ``spot``."""
    name = markdown(f"{spot.path.rpartition('/')[2]}:{spot.line}")
    return f"[{name}]({quote(spot.path)}#L{spot.line})"
