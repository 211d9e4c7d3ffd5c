"""Salesforce's migration guide point by point, and the connector's methods against the app's functions."""

from __future__ import annotations

from ctilint.assess.document import Block, Cell, Cites, Code, Names, Paragraph, Places, Section, Table, Tag, columns
from ctilint.assess.model import Fill, GuidePoint
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import shown, upper

_PHASES = {
    "0": "0: assess and plan",
    "1": "1: scratch org",
    "2": "2: build the connector",
    "after": "single call, several parties, supervisor, screens",
}


def guide_section(found: Assessment) -> Section:
    """Return the points of the guide with their answers, and every method of a connector with what would fill it."""
    if not found.guide:
        text = (
            "Salesforce's guide for moving from Open CTI is about Partner Telephony, which is no target of this report."
        )
        return Section("guide", "Salesforce's migration guide", (Paragraph(text),))
    count = {status: sum(one.status == status for one in found.guide) for status in ("answered", "partly answered")}
    blocks: list[Block] = [
        Paragraph(
            f"Of {len(found.guide)} points {count['answered']} are answered by the code, "
            f"{count['partly answered']} in part; the others are open."
        ),
        Table(
            "guide",
            columns("id", "phase", "point", "status", "what the code says", "found", "where", "source"),
            tuple(map(_row, sorted(found.guide, key=lambda one: list(_PHASES).index(one.phase)))),
            caption="The guide, point by point (Partner Telephony)",
        ),
        Paragraph(_missing(found)),
        Table(
            "connector-methods",
            columns(
                "method", "needed", "what it does", "answers", "the base then sends", "functions", "shown by", "where"
            ),
            tuple(map(_method, found.fills)),
            caption="The methods of a connector, and the functions of the app that would fill each",
        ),
    ]
    return Section("guide", "Salesforce's migration guide", tuple(blocks))


def _row(one: GuidePoint) -> tuple[Cell, ...]:
    spots = tuple(dict.fromkeys(spot for named in one.evidence for spot in named.spots))
    names = Names(tuple(shown(named.name) for named in one.evidence[:6]))
    return (
        one.id,
        _PHASES[one.phase],
        upper(one.title),
        Tag("status", one.status),
        one.says,
        names,
        Places(spots, 3),
        Cites(one.sources),
    )


def _missing(found: Assessment) -> str:
    missing = [one.method for one in found.fills if one.required and not one.functions]
    offered = [name for name in missing if name.startswith("get")]
    missing = [name for name in missing if name not in offered]
    new = f" New by their nature: {', '.join(offered)}." if offered else ""
    if not missing:
        return f"For every required method that acts, a function of the app was found.{new}"
    return f"No function of the app was found for these required methods: {', '.join(missing)}.{new}"


def _method(one: Fill) -> tuple[Cell, ...]:
    wanted = f"with {one.capability}" if one.capability else "optional"
    needed = "required" if one.required else wanted
    return (
        Code(one.method),
        needed,
        upper(one.does),
        Code(one.result) if one.result else "nothing",
        one.sends,
        Names(tuple(dict.fromkeys(named.name for named in one.functions))) if one.functions else "none found",
        ", ".join(dict.fromkeys(named.note for named in one.functions)),
        Places(tuple(spot for named in one.functions for spot in named.spots), 3),
    )
