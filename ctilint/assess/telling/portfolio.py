"""Several assessments as one report: a table of apps, shared code counted once, then each app."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Names,
    Paragraph,
    Places,
    Section,
    Table,
    columns,
    several,
)
from ctilint.assess.meaning.effort import formula
from ctilint.assess.model import Portfolio
from ctilint.assess.telling.sections import sections_of, sources_section
from ctilint.assess.telling.sums import all_effort_tables
from ctilint.assess.wording import slug
from ctilint.records import replace
from ctilint.rulebook.voice import scale


def report_title(portfolio: Portfolio) -> str:
    """Return the heading of the report."""
    if portfolio.many:
        return f"Migration assessment: {several(len(portfolio.apps), 'app')}"
    return f"Migration assessment: {portfolio.apps[0].name}"


def sections_of_portfolio(portfolio: Portfolio) -> tuple[Section, ...]:
    """Return every section of the report in order."""
    if not portfolio.many:
        return (*sections_of(portfolio.apps[0]), sources_section())
    return (*_overview(portfolio), *_apps(portfolio), sources_section())


def _overview(portfolio: Portfolio) -> Iterator[Section]:
    rows: list[tuple[Cell, ...]] = []
    for number, app in enumerate(portfolio.apps, 1):
        rows.append(
            (
                number,
                app.name,
                len(app.pages),
                sum(len(line.uses) for line in app.lines),
                sum(not line.known for line in app.lines),
                len(app.lost),
                ", ".join(scale().gates[name].short for name in app.gates),
                *(effort.total.likely for effort in app.effort),
            )
        )
    titles = columns(
        "#no.", "app", "#pages", "#uses", "#no replacement", "#lost features", "first",
        *(f"#likely points: {scale().targets[name].short}" for name in portfolio.targets),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            f"{several(len(portfolio.apps), 'app')}. Code that several of them have is counted once in the effort "
            "below; the points of the single apps count it in each."
        ),
        Table("apps", titles, tuple(rows), caption="Apps"),
    ]
    yield Section("apps", "Apps", tuple(blocks), chart="apps")
    blocks = [Bullets(formula()), *all_effort_tables(portfolio.effort)]
    yield Section("all-effort", "Effort of all apps, shared code once", tuple(blocks), chart="effort")
    if portfolio.shared:
        rows = [(Code(one.symbol), Names(one.apps), Places((one.spot,))) for one in portfolio.shared]
        table = Table("shared", columns("symbol", "apps", "first seen"), tuple(rows), caption="Shared code")
        yield Section("shared", "Code that several apps share", (table,))


def _apps(portfolio: Portfolio) -> Iterator[Section]:
    for number, app in enumerate(portfolio.apps, 1):
        prefix = f"app{number}-"
        yield Section(f"{prefix}{slug(app.name)}", f"{number}. {app.name}", (Paragraph(", ".join(app.paths)),))
        for section in sections_of(app, prefix):
            yield replace(section, level=3)
