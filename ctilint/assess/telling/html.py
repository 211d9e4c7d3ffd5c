"""An assessment as one HTML page that needs nothing else: style, script and drawings are inside."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ctilint.assess.document import Places, Section, Table, Tag, points, several
from ctilint.assess.model import Spot
from ctilint.assess.telling.charts import charts_of
from ctilint.assess.telling.portfolio import report_title, sections_of_portfolio
from ctilint.assess.whole import Portfolio
from ctilint.assess.wording import slug
from ctilint.inert import inert
from ctilint.rulebook.voice import scale, sources

_TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
_BREAKABLE = re.compile(r"([./#_\[]+|:(?!\d))")


def render(portfolio: Portfolio) -> str:
    """Return the report as one HTML document."""
    import jinja2
    from markupsafe import Markup, escape

    def broken(text: str) -> Markup:
        """Let long names break after their separators."""
        parts = _BREAKABLE.split(inert(str(text)))
        return Markup("").join(
            escape(part) + (Markup("<wbr>") if number % 2 else "") for number, part in enumerate(parts)
        )

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: inert_lines(value) if type(value) is str else value,
    )
    environment.filters.update(
        broken=broken, slug=slug, points=_points, category=_category, line_id=line_id, short_place=_short_place
    )
    script = _read("script.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    sections = sections_of_portfolio(portfolio)
    rules = scale()
    text: str = environment.get_template("report.html.j2").render(
        portfolio=portfolio,
        title=report_title(portfolio),
        product=rules.product,
        formerly=rules.formerly,
        caution=rules.caution,
        targets=[rules.targets[name].title for name in portfolio.targets],
        sections=sections,
        charts=charts_of(portfolio),
        tiles=list(_tiles(portfolio)),
        categories=[name for name in rules.categories if name != "information"],
        cited=frozenset(sources()),
        code=_code(sections),
        style=Markup(_read("style.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=Markup(f"sha256-{digest}"),  # noqa: S704 - letters and digits
    )
    return text + "\n"


def inert_lines(text: str) -> str:
    """Return ``text`` with control and direction characters shown, line ends kept."""
    return "\n".join(inert(line) for line in text.split("\n"))


def _read(name: str) -> str:
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return file.read()


def _points(value: int | Decimal) -> str:
    return points(value) if isinstance(value, Decimal) else str(value)


def _category(row: tuple[object, ...]) -> str:
    """Return the category that a row of a table names, or ''."""
    return next((cell.text for cell in row if isinstance(cell, Tag) and cell.kind == "category"), "")


def line_id(spot: Spot) -> str:
    """Return the address of a line in the page: readable, and different for every path."""
    mark = hashlib.sha256(spot.path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"line-{slug(spot.path.rpartition('/')[2])}-{mark}-{spot.line}"


def _short_place(spot: Spot) -> str:
    return f"{spot.path.rpartition('/')[2]}:{spot.line}"


def _code(sections: tuple[Section, ...]) -> list[tuple[str, list[Spot]]]:
    """Return every line that a section names, by file."""
    found: dict[str, dict[int, Spot]] = defaultdict(dict)
    for spot in _spots(sections):
        known = found[spot.path].get(spot.line)
        if known is None or (not known.text and spot.text):
            found[spot.path][spot.line] = spot
    return [(path, [lines[number] for number in sorted(lines)]) for path, lines in sorted(found.items())]


def _spots(sections: tuple[Section, ...]) -> Iterator[Spot]:
    for section in sections:
        for block in section.blocks:
            cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
            cells += [block.where] if hasattr(block, "where") else []
            for cell in cells:
                if isinstance(cell, Places):
                    yield from cell.spots


def _tiles(portfolio: Portfolio) -> Iterator[Mapping[str, Any]]:
    """Yield the figures that stand on top of the page."""
    apps = portfolio.apps
    if portfolio.many:
        yield {"value": len(apps), "label": "apps" if len(apps) != 1 else "app", "more": ""}
    uses = sum(len(line.uses) for app in apps for line in app.lines)
    symbols = len({line.symbol for app in apps for line in app.lines})
    pages = several(sum(len(app.pages) for app in apps), "page")
    yield {"value": uses, "label": "distinct uses", "more": f"{several(symbols, 'symbol')} in {pages}"}
    for effort in portfolio.effort:
        band = effort.total
        yield {
            "value": points(band.likely),
            "label": f"points: {scale().targets[effort.target].short}",
            "more": f"{points(band.low)} to {points(band.high)}",
        }
    unknown = len({line.symbol for app in apps for line in app.lines if not line.known})
    lost = len({one.what for app in apps for one in app.lost})
    yield {
        "value": unknown + lost,
        "label": "without counterpart",
        "more": f"{several(unknown, 'symbol')}, {several(lost, 'feature')}",
    }
    answered = sum(answer.status == "answered" for app in apps for answer in app.answers)
    asked = sum(len(app.answers) for app in apps)
    yield {"value": f"{answered} / {asked}", "label": "questions answered by the code", "more": ""}
