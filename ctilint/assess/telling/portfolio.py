"""Several assessments as one report: a table of apps, shared code counted once, then each app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Heat,
    Names,
    Paragraph,
    Places,
    Section,
    Table,
    columns,
    several,
)
from ctilint.assess.meaning.effort import formula, worth
from ctilint.assess.model import Band
from ctilint.assess.telling.sections import sections_of, sources_section
from ctilint.assess.telling.sums import all_effort_tables
from ctilint.assess.telling.timetable import calibration_blocks
from ctilint.assess.whole import Assessment, Portfolio
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
        return (*sections_of(portfolio.apps[0], calibration=portfolio.calibration), sources_section())
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
    yield Section("waves", "Waves", tuple(_waves(portfolio)))
    blocks = [Bullets(formula()), *calibration_blocks(portfolio.effort, portfolio.calibration)]
    blocks = [*blocks, *all_effort_tables(portfolio.effort)]
    yield Section("all-effort", "Effort of all apps, shared code once", tuple(blocks), chart="effort")
    if portfolio.shared:
        rows = [(Code(one.symbol), Names(one.apps), Places((one.spot,))) for one in portfolio.shared]
        table = Table("shared", columns("symbol", "apps", "first seen"), tuple(rows), caption="Shared code")
        yield Section("shared", "Code that several apps share", (table,))


def _waves(portfolio: Portfolio) -> Iterator[Block]:
    """Yield the apps in the order in which they can move, and where the work of each lies."""
    yield Paragraph(
        "The first wave is for learning: few points and little that is unknown. The last takes what has to wait for "
        "something else. Risk counts gates (3 each), features without counterpart (2), symbols without replacement (2) "
        "and listeners that no name leads to (1)."
    )
    rows: list[tuple[Cell, ...]] = []
    for wave, app in waves_of(portfolio.apps):
        reasons = [scale().gates[name].short for name in app.gates]
        reasons += [f"without counterpart: {one.what}" for one in app.lost]
        reasons += [f"no replacement: {line.symbol}" for line in app.lines if not line.known]
        rows.append((wave, app.name, worth(app.effort[-1].total), risk(app), "; ".join(reasons)))
    target = scale().targets[portfolio.targets[-1]].short
    titles = columns("#wave", "app", f"points: {target}", "#risk", "because of")
    yield Table("waves", titles, tuple(rows), caption="Waves by effort and risk")
    areas = [name for name in scale().areas if any(name in app.effort[-1].by_area for app in portfolio.apps)]
    most = max((band.likely for app in portfolio.apps for band in app.effort[-1].by_area.values()), default=Decimal(0))
    heat: list[tuple[Cell, ...]] = [
        (app.name, *(_heat(app.effort[-1].by_area.get(area), most) for area in areas)) for app in portfolio.apps
    ]
    if areas:
        titles = columns("app", *(f"#{scale().areas[area]}" for area in areas))
        yield Table("heat", titles, tuple(heat), caption=f"Likely points by area: {target}")


def _heat(band: Band | None, most: Decimal) -> Cell:
    if band is None:
        return ""
    return Heat(band.likely, min(int(band.likely * 4 / most) + 1, 4))


def risk(app: Assessment) -> int:
    """Return how much of an app is unknown or has to wait."""
    unknown = sum(not line.known for line in app.lines)
    return 3 * len(app.gates) + 2 * len(app.lost) + 2 * unknown + len(app.unresolved)


def waves_of(apps: Sequence[Assessment]) -> list[tuple[int, Assessment]]:
    """Return the apps with the number of their wave: 1 little risk and at most the middle effort, 3 gates, else 2."""
    ordered = sorted(apps, key=lambda app: (risk(app), app.effort[-1].total.likely, app.name))
    middle = sorted(app.effort[-1].total.likely for app in apps)[len(apps) // 2]
    found = []
    for app in ordered:
        small = app.effort[-1].total.likely <= middle and risk(app) < 3
        found.append((3 if app.gates else 1 if small else 2, app))
    return sorted(found, key=lambda one: one[0])


def _apps(portfolio: Portfolio) -> Iterator[Section]:
    for number, app in enumerate(portfolio.apps, 1):
        prefix = f"app{number}-"
        yield Section(f"{prefix}{slug(app.name)}", f"{number}. {app.name}", (Paragraph(", ".join(app.paths)),))
        for section in sections_of(app, prefix, portfolio.calibration):
            yield replace(section, level=3)
