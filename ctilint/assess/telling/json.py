"""An assessment as JSON. ``version`` 2 is described by ``schema.json`` beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ctilint.assess.meaning.calibration import days
from ctilint.assess.meaning.effort import formula, weight
from ctilint.assess.model import (
    Addend,
    Band,
    Effort,
    Line,
    Named,
    Piece,
    Spot,
    Use,
)
from ctilint.assess.whole import Assessment, Portfolio
from ctilint.assess.wording import replacement
from ctilint.patterns import pattern
from ctilint.rulebook.voice import scale, sources

VERSION = 2
_UNSEEN = pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(portfolio: Portfolio) -> str:
    """Return the report as JSON text."""
    text = json.dumps(as_data(portfolio), indent=2, ensure_ascii=False)
    # Letters of any script stay readable; what would end a line, or turn the direction of the text, does not.
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def as_data(portfolio: Portfolio) -> dict[str, Any]:
    """Return the report as plain data."""
    rules = scale()
    return {
        "version": VERSION,
        "tool": {"name": "ctilint", "version": portfolio.version},
        "product": {"name": rules.product, "formerly": rules.formerly, "caution": rules.caution},
        "targets": [
            {"name": one.name, "title": one.title, "means": one.means, "instance": one.instance}
            for one in (rules.targets[name] for name in portfolio.targets)
        ],
        "formula": {
            "sentences": list(formula()),
            "points": dict(rules.points),
            "further_use": _number(Decimal(rules.further_use)),
            "rebuilt": {name: _number(Decimal(share)) for name, share in rules.rebuilt.items()},
            "size": {name: _number(Decimal(each)) for name, each in rules.size.items()},
            "settings": {name: _number(Decimal(each)) for name, each in rules.settings.items()},
            "bands": {
                name: {"low": _number(Decimal(low)), "high": _number(Decimal(high))}
                for name, (low, high) in rules.bands.items()
            },
        },
        "portfolio": portfolio.many,
        "calibration": _calibration(portfolio),
        "effort": [_effort(one) for one in portfolio.effort],
        "shared": [
            {"symbol": one.symbol, "apps": list(one.apps), "first_seen": _spot(one.spot)} for one in portfolio.shared
        ],
        "apps": [_app(one) for one in portfolio.apps],
        "sources": {
            name: {"what": one.what, "url": one.url, "read": one.read, "confidence": one.confidence}
            for name, one in sources().items()
        },
    }


def _calibration(portfolio: Portfolio) -> dict[str, Any] | None:
    one = portfolio.calibration
    if one is None:
        return None
    return {
        "days_per_point": _number(one.rate),
        "from": one.origin,
        "spread": _number(one.spread),
        "pieces": [
            {
                "piece": name,
                "points": _number(points),
                "days": _number(spent),
                "residual": _number(spent - one.rate * points),
            }
            for name, points, spent in one.rows
        ],
        "days": {
            effort.target: {
                "total": _band(days(effort.total, one)),
                "by_phase": {name: _band(days(band, one)) for name, band in effort.by_phase.items()},
            }
            for effort in portfolio.effort
        },
    }


def _app(app: Assessment) -> dict[str, Any]:
    return {
        "name": app.name,
        "as_of": app.as_of or None,
        "verdict": list(app.verdict),
        "dates": [
            {
                "day": one.day or None,
                "season": one.season or None,
                "title": one.title,
                "certain": one.certain,
                "note": one.note,
                "sources": list(one.sources),
            }
            for one in app.dates
        ],
        "inventory": _inventory(app),
        "symbols": [_line(line, app.targets) for line in app.lines],
        "effort": [_effort(one) for one in app.effort],
        "gates": [
            {"name": name, "title": scale().gates[name].title, "clears_when": scale().gates[name].clears_when}
            for name in app.gates
        ],
        "lost": [
            {"what": one.what, "symbols": list(one.symbols), "confidence": one.confidence, "sources": list(one.sources)}
            for one in app.lost
        ],
        "server": [
            {
                "name": one.name,
                "kind": one.kind,
                "verdict": one.verdict,
                "by": one.by,
                "effort": one.effort,
                "details": list(one.details),
                "sources": list(one.sources),
                **_spot(one.spot),
            }
            for one in app.server
        ],
        "server_needs": [_named(one) for one in app.server_needs],
        "questions": [
            {
                "id": one.id,
                "area": one.area,
                "question": one.question,
                "status": one.status,
                "severity": one.severity,
                "answer": one.answer,
                "decide": one.decide,
                "missing": list(one.missing),
                "unverified": list(one.unverified),
                "evidence": [_named(named) for named in one.evidence],
                "sources": list(one.sources),
            }
            for one in app.answers
        ],
        "guide": [
            {
                "id": one.id,
                "phase": one.phase,
                "point": one.title,
                "status": one.status,
                "says": one.says,
                "evidence": [_named(named) for named in one.evidence],
                "sources": list(one.sources),
            }
            for one in app.guide
        ],
        "connector_methods": [
            {
                "method": one.method,
                "owner": one.owner,
                "required": one.required,
                "capability": one.capability or None,
                "result": one.result or None,
                "sends": one.sends or None,
                "functions": [_named(named) for named in one.functions],
            }
            for one in app.fills
        ],
        "decisions": [
            {
                "id": one.id,
                "question": one.question,
                "sides": [{"name": name, "evidence": [_named(named) for named in found]} for name, found in one.sides],
            }
            for one in app.decisions
        ],
        "plan": [
            {
                "phase": one.phase,
                "title": one.title,
                "starts": one.start or None,
                "done_by": one.end or None,
                "points": {name: _band(band) for name, band in one.points},
            }
            for one in app.plan
        ],
        "not_looked_at": [{"what": one.what, "why": one.why} for one in app.not_seen],
        "rules_not_run": [{"rule": one.what, "why": one.why} for one in app.not_run],
        "unresolved": [_spot(one) for one in app.unresolved],
        "unverified": [
            {"statement": one.statement, "about": one.about, "sources": list(one.sources)} for one in app.unverified
        ],
    }


def _inventory(app: Assessment) -> dict[str, Any]:
    return {
        "files_seen": app.files_seen,
        "files_with_cti": app.files_with_cti,
        "pages": [
            {
                "page": one.root,
                "kind": one.kind,
                "files": list(one.files),
                "libraries": list(one.libraries),
                "symbols": list(one.symbols),
                "registrations": one.registrations,
                "removals": one.removals,
            }
            for one in app.pages
        ],
        "libraries": [
            {
                "library": one.library,
                "version": one.version or None,
                "status": one.status,
                "says": one.says,
                "address": one.address,
                "form": one.form,
                "places": _spots((one.spot, *one.more)),
            }
            for one in app.libraries
        ],
        "registrations": [
            {
                "symbol": one.symbol,
                "event": one.event,
                "handlers": list(one.handlers),
                "ending": one.ending,
                **_spot(one.spot),
            }
            for one in app.listeners
        ],
        "findings": [
            {"rule": one.rule, "severity": one.severity, "count": one.count, "places": _spots(one.spots)}
            for one in app.findings
        ],
        "call_centers": [
            {
                "path": center.path,
                "name": center.name,
                "form": center.form,
                "is_voice": center.is_voice,
                "mode": center.mode or None,
                "items": [
                    {"section": item.section, "name": item.name, "row": item.row.symbol, **_spot(item.spot)}
                    for item in center.items
                ],
            }
            for center in app.call_centers
        ],
        "apex": [
            {
                "method": one.name,
                "parameters": list(one.parameters),
                "signature": one.signature,
                "declaration": one.found,
                "declared_at": _spot(one.declared) if one.declared is not None else None,
                "called_at": _spots(one.calls),
            }
            for one in app.apex
        ],
        "fields": [
            {
                "object": one.object,
                "field": one.name,
                "voice_call": one.to,
                "note": one.note,
                "certain": one.certain,
                "places": _spots(one.spots),
            }
            for one in app.fields
        ],
        "channels": [_named(one) for one in app.channels],
        "hosts": [_named(one) for one in app.hosts],
        "settings": [_named(one) for one in app.settings],
        "components": [_named(one) for one in app.components],
        "cti_flows": [_named(one) for one in app.flows],
    }


def _line(line: Line, targets: Iterable[str]) -> dict[str, Any]:
    row = line.row
    return {
        "symbol": line.symbol,
        "dialect": line.dialect,
        "known": line.known,
        "reason": line.reason,
        "row": row.symbol if row is not None else None,
        "area": row.area if row is not None else None,
        "category": row.category if row is not None else None,
        "gate": row.gate or None if row is not None else None,
        "confidence": row.confidence if row is not None else None,
        "replacement": {target: replacement(row, target) for target in targets} if row is not None else {},
        "effort": {target: row.effort[target] for target in targets} if row is not None else {},
        "why": row.why if row is not None else "",
        "more_work_if": row.look if row is not None else "",
        "mind": row.note if row is not None else "",
        "unverified": list(row.unverified) if row is not None else [],
        "sources": list(row.sources) if row is not None else [],
        "copies": line.copies,
        "uses": [_use(use) for use in line.uses],
    }


def _use(use: Use) -> dict[str, Any]:
    return {
        **_spot(use.spot),
        "function": use.function,
        "written": use.written,
        "evidence": use.evidence,
        "runs": use.live,
        "copies": _spots(use.copies),
    }


def _effort(effort: Effort) -> dict[str, Any]:
    return {
        "target": effort.target,
        "total": _band(effort.total),
        "by_area": {name: _band(band) for name, band in effort.by_area.items()},
        "by_category": {name: _band(band) for name, band in effort.by_category.items()},
        "by_phase": {name: _band(band) for name, band in effort.by_phase.items()},
        "addends": [_addend(one) for one in effort.addends],
    }


def _addend(one: Addend) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.label,
        "row": one.row,
        "area": one.area,
        "category": one.category,
        "effort": one.effort,
        "confidence": one.confidence,
        "uses": one.uses,
        "first": _number(one.first),
        "further": _number(one.further),
        "size": _number(one.size),
        "rebuilt": _number(one.rebuilt),
        "functions": [_piece(piece) for piece in one.pieces],
        "functions_in_other_rows": one.elsewhere,
        "uses_that_nothing_runs": one.dead,
        "low": _number(one.low),
        "likely": _number(one.likely),
        "high": _number(one.high),
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "name": piece.name,
        "lines": piece.lines,
        "steps": piece.steps,
        "branches": piece.branches,
        "salesforce_calls": piece.salesforce,
        "vendor_calls": piece.vendor,
        "screens": piece.screens,
        "state": piece.state,
        "points": _number(weight(piece)),
        **_spot(piece.spot),
    }


def _band(band: Band) -> Mapping[str, float | int]:
    return {"low": _number(band.low), "likely": _number(band.likely), "high": _number(band.high)}


def _named(named: Named) -> dict[str, Any]:
    return {"name": named.name, "note": named.note, "places": _spots(named.spots)}


def _spots(spots: Iterable[Spot]) -> list[dict[str, Any]]:
    return [_spot(spot) for spot in spots]


def _spot(spot: Spot) -> dict[str, Any]:
    return {"path": spot.path, "line": spot.line, "column": spot.column}


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
