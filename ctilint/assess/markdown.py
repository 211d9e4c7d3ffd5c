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
    Column,
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
from ctilint.assess.inert import inert
from ctilint.assess.model import Portfolio, Spot
from ctilint.assess.portfolio import report_title, sections_of_portfolio

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!<>])")
_SOURCE = re.compile(r"\(((?:S\d\d(?:, )?)+)\)")


def render(portfolio: Portfolio) -> str:
    """Return the report as one Markdown text."""
    lines = [f"# {text(report_title(portfolio))}", ""]
    lines += [f"Written by ctilint {portfolio.version}. Points are not hours. What no source confirms is marked.", ""]
    for section in sections_of_portfolio(portfolio):
        lines += [f"{'#' * section.level} {text(section.title)}", "", *_section(section)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: Section) -> Iterator[str]:
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield text(block.text)
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.ordered else '*'} {text(item)}"
        case Table():
            yield from _table(block)
        case Pair():
            yield f"**{code(block.symbol)}** {_uses(block.uses, block.where)} {text(block.note)}"
            yield ""
            yield from _fenced("Before:", block.before)
            for label, body in block.afters:
                yield ""
                yield from _fenced(f"After, {label}:", body)
        case Words():
            yield f"**{code(block.symbol)}** {_uses(block.uses, block.where)} {text(block.text)}"


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
        yield f"**{text(table.caption)}**"
        yield ""
    yield _row([text(column.title) for column in table.columns])
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
            return code(item.text).replace("|", "\\|")
        case Tag():
            return text(item.text)
        case Places():
            return _places(item)
        case Names():
            return ", ".join(code(name).replace("|", "\\|") for name in item.names)
        case Cites():
            return ", ".join(item.names)
        case Decimal():
            return points(item)
        case int():
            return str(item)
        case _:
            return text(str(item))


def _places(places: Places) -> str:
    shown = [link(spot) for spot in places.spots[: places.shown]]
    rest = len(places.spots) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def link(spot: Spot) -> str:
    """Return a link to the line of ``spot``."""
    name = text(f"{spot.path.rpartition('/')[2]}:{spot.line}")
    return f"[{name}]({quote(spot.path)}#L{spot.line})"


def text(value: str) -> str:
    """Return ``value`` with everything that Markdown or HTML would obey escaped; nobody is mentioned."""
    shown = _SPECIAL.sub(r"\\\1", inert(value).replace("&", "&amp;").replace("<", "&lt;"))
    return shown.replace("@", "&#64;").replace("://", ":&#8203;//")


def code(value: str) -> str:
    """Return ``value`` as a code span that it cannot end."""
    shown = inert(value) or " "
    ticks = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


__all__ = ["Column", "cell", "code", "link", "render", "text"]
