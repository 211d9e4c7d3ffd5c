"""The drawings of an HTML report as numbers: where bars, dates, boxes and lines stand. Templates draw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ctilint.assess.document import points
from ctilint.assess.model import Effort
from ctilint.assess.whole import Assessment, Portfolio
from ctilint.assess.wording import LIBRARIES
from ctilint.rulebook.releases import releases
from ctilint.rulebook.voice import scale

_WIDTH, _LEFT, _RIGHT, _ROW = 860, 262, 16, 28
_COLUMN, _NODE, _STEP, _MOST = 370, 264, 38, 12
_LONGEST = 34


def charts_of(portfolio: Portfolio) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Return the drawings by the section they belong to."""
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    if portfolio.many:
        found["all-effort"] = tuple(_effort_charts(portfolio.effort, "all-"))
    for number, app in enumerate(portfolio.apps, 1):
        prefix = f"app{number}-" if portfolio.many else ""
        if app.dates:
            found[f"{prefix}verdict"] = (_timeline(app),)
        if app.pages:
            found[f"{prefix}inventory"] = (_map(app, prefix),)
        found[f"{prefix}effort"] = tuple(_effort_charts(app.effort, prefix))
    return found


def _timeline(app: Assessment) -> Mapping[str, Any]:
    today = tuple(int(part) for part in releases().as_of.split("-"))
    return {
        "template": "timeline.html.j2",
        "events": [
            {
                "when": event.day or event.season,
                "title": event.title,
                "certain": event.certain,
                "past": event.order < today,
            }
            for event in app.dates
        ],
    }


def _effort_charts(efforts: Sequence[Effort], prefix: str) -> Iterator[Mapping[str, Any]]:
    """Yield two drawings for each set of addends; targets with the same addends share them."""
    groups: list[list[Effort]] = []
    for effort in efforts:
        group = next((one for one in groups if one[0].addends == effort.addends), None)
        if group is not None:
            group.append(effort)
        elif effort.addends:
            groups.append([effort])
    for group in groups:
        title = " / ".join(scale().targets[effort.target].short for effort in group)
        yield _by_area(group[0], prefix, title)
        yield _by_category(group[0], prefix, title)


def _by_area(effort: Effort, prefix: str, title: str) -> Mapping[str, Any]:
    rows = []
    for area, band in sorted(effort.by_area.items(), key=lambda item: -item[1].likely):
        own = [one for one in effort.addends if one.area == area]
        parts = {
            category: sum((one.likely for one in own if one.category == category), Decimal(0))
            for category in scale().categories
        }
        rows.append((scale().areas[area], band, parts))
    return _bars(f"{prefix}area-{effort.target}", f"Points by area: {title}", rows)


def _by_category(effort: Effort, prefix: str, title: str) -> Mapping[str, Any]:
    rows = [(name, band, {name: band.likely}) for name, band in effort.by_category.items()]
    return _bars(f"{prefix}category-{effort.target}", f"Points by severity: {title}", rows)


def _bars(name: str, title: str, rows: Sequence[tuple[str, Any, Mapping[str, Decimal]]]) -> Mapping[str, Any]:
    most = max((band.high for _, band, _ in rows), default=Decimal(1)) or Decimal(1)
    step = _step(most)
    scaled = Decimal(_WIDTH - _LEFT - _RIGHT) / most
    bars = []
    for number, (label, band, parts) in enumerate(rows):
        x = Decimal(_LEFT)
        drawn = []
        for kind, value in parts.items():
            if value:
                drawn.append({"kind": kind, "x": _short(x), "width": _short(value * scaled)})
                x += value * scaled
        bars.append(
            {
                "label": label,
                "y": 10 + number * _ROW,
                "parts": drawn,
                "low": _short(_LEFT + band.low * scaled),
                "high": _short(_LEFT + band.high * scaled),
                "value": points(band.likely),
            }
        )
    bottom = 10 + len(rows) * _ROW
    ticks = [
        {"x": _short(_LEFT + value * scaled), "label": points(value)}
        for value in (step * count for count in range(int(most / step) + 1))
    ]
    kinds = [kind for kind in scale().categories if any(parts.get(kind) for _, _, parts in rows)]
    return {
        "template": "bars.html.j2",
        "id": f"chart-{name}",
        "title": title,
        "description": "; ".join(
            f"{label}: {points(band.likely)} points, {points(band.low)} to {points(band.high)}"
            for label, band, _ in rows
        ),
        "width": _WIDTH,
        "height": bottom + 24,
        "left": _LEFT,
        "top": 4,
        "bottom": bottom,
        "bars": bars,
        "ticks": ticks,
        "legend": [{"kind": kind, "label": kind} for kind in kinds],
    }


def _step(most: Decimal) -> Decimal:
    """Return a round distance between grid lines, so that there are three to eight."""
    size = Decimal(1)
    while True:
        for factor in (1, 2, 5):
            if most / (size * factor) <= 8:
                return size * factor
        size *= 10


def _short(value: Decimal | int) -> str:
    return format(Decimal(value).quantize(Decimal("0.1")), "f")


def _map(app: Assessment, prefix: str) -> Mapping[str, Any]:
    """Return the app as four columns: libraries, pages, what is registered, and what stands outside."""
    libraries = list(dict.fromkeys(_library(name) for page in app.pages for name in page.libraries))
    pages = [page.root for page in app.pages]
    events = list(dict.fromkeys(one.event or one.symbol for one in app.listeners))
    outside = _outside(app)
    left = _column("library", "Libraries", libraries, 0)
    below = max(node["y"] for node in left["nodes"]) + 54
    columns = [
        left,
        _column("event", "Registered events", events, 0, below),
        _column("page", "Pages", pages, 1),
        _column("outside", "Reached from code", list(outside), 2),
    ]
    edges = []
    for page in app.pages:
        files = {page.root, *page.files}
        edges += [(("library", _library(name)), ("page", page.root)) for name in page.libraries]
        edges += [
            (("event", one.event or one.symbol), ("page", page.root)) for one in app.listeners if one.spot.path in files
        ]
        edges += [(("page", page.root), ("outside", name)) for name, paths in outside.items() if files & paths]
    at = {
        (column["kind"], node["key"]): (column["x"], node["y"] + 15) for column in columns for node in column["nodes"]
    }
    drawn = []
    for start, end in dict.fromkeys(edges):
        if start in at and end in at:
            (x1, y1), (x2, y2) = at[start], at[end]
            drawn.append({"x1": x1 + _NODE, "y1": y1, "x2": x2, "y2": y2, "mid": (x1 + _NODE + x2) // 2})
    lowest = max(node["y"] for column in columns for node in column["nodes"])
    return {
        "template": "map.html.j2",
        "id": f"chart-{prefix}map",
        "title": "Map of the app",
        "description": f"{len(libraries)} libraries, {len(pages)} pages, {len(events)} registered events and "
        f"{len(outside)} Apex methods, channels and hosts; the tables below say the same in words.",
        "width": 2 * _COLUMN + _NODE,
        "height": lowest + 40,
        "node": _NODE,
        "columns": columns,
        "edges": drawn,
    }


def _library(name: str) -> str:
    library, _, version = name.partition(" ")
    return f"{LIBRARIES.get(library, library)} {version}".strip()


def _outside(app: Assessment) -> dict[str, set[str]]:
    """Return what pages reach, with the files that reach it: Apex, channels, hosts that are not Salesforce's."""
    found: dict[str, set[str]] = {}
    for one in app.apex:
        found[f"Apex {one.name}"] = {spot.path for spot in one.calls}
    for channel in app.channels:
        found[f"channel {channel.name}"] = {spot.path for spot in channel.spots}
    for host in app.hosts:
        if host.note != "Salesforce":
            found[host.name] = {spot.path for spot in host.spots}
    return found


def _column(kind: str, title: str, names: Sequence[str], number: int, top: int = 0) -> dict[str, Any]:
    shown: Iterable[str] = names[:_MOST]
    first = top + 30
    nodes = [
        {"key": name, "full": name, "label": _label(name), "y": first + row * _STEP} for row, name in enumerate(shown)
    ]
    if len(names) > _MOST:
        rest = f"and {len(names) - _MOST} more"
        nodes.append({"key": "", "full": ", ".join(names[_MOST:]), "label": rest, "y": first + _MOST * _STEP})
    if not names:
        nodes.append({"key": "", "full": "none", "label": "none", "y": first})
    return {"kind": kind, "title": title, "x": number * _COLUMN, "heading": top + 18, "nodes": nodes}


def _label(name: str) -> str:
    text = name.rpartition("/")[2] if "/" in name and " " not in name else name
    return text if len(text) <= _LONGEST else f"{text[:8]}…{text[9 - _LONGEST :]}"
