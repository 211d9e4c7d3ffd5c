"""One assessment as the sections of a report, in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Cites,
    Code,
    Names,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    columns,
    only,
    parted,
)
from ctilint.assess.model import Calibration
from ctilint.assess.telling.guide import guide_section
from ctilint.assess.telling.inventory import inventory_of, named_table
from ctilint.assess.telling.mapping import examples_of, mapping_of
from ctilint.assess.telling.sums import effort_of
from ctilint.assess.telling.timetable import decision_table, plan_section
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import column_targets, replacement, replacements, shown, slug, upper
from ctilint.rulebook.voice import plan, scale, sources, voice_row


def sections_of(found: Assessment, prefix: str = "", calibration: Calibration | None = None) -> tuple[Section, ...]:
    """Return the sections of one assessment; ``prefix`` keeps the anchors of several apart."""
    made = (
        _verdict(found),
        inventory_of(found),
        mapping_of(found, prefix),
        examples_of(found, prefix),
        effort_of(found, calibration),
        guide_section(found),
        plan_section(found, calibration),
        _lost(found),
        _server(found),
        _configuration(found),
        _data(found),
        _coexistence(found),
        _decisions(found),
        _questions(found, prefix),
        _limits(found),
    )
    return tuple(Section(prefix + one.anchor, one.title, one.blocks, one.level, one.chart) for one in made)


def _verdict(found: Assessment) -> Section:
    dates = Table(
        "dates",
        columns("when", "what", "note", "source"),
        tuple(
            (
                one.day or one.season,
                one.title if one.certain else f"{one.title} (not verified)",
                one.note,
                Cites(one.sources),
            )
            for one in found.dates
        ),
        caption="The dates with notes and sources",
        folded=True,
    )
    targets = Table(
        "targets",
        columns("target", "what it means", "instance"),
        tuple(
            (scale().targets[name].title, scale().targets[name].means, scale().targets[name].instance)
            for name in found.targets
        ),
        caption="Models of Salesforce Voice in this report",
    )
    blocks: list[Block | None] = [Bullets(found.verdict), dates if found.dates else None, targets]
    return Section("verdict", "Verdict", only(blocks), chart="timeline")


def _lost(found: Assessment) -> Section:
    if not found.lost:
        return Section("lost", "Lost features", (Paragraph("No feature without counterpart was found in use."),))
    rows: list[tuple[Cell, ...]] = [
        (
            upper(one.what),
            Names(tuple(shown(symbol) for symbol in one.symbols)),
            Tag("confidence", one.confidence),
            Cites(one.sources),
        )
        for one in found.lost
    ]
    table = Table(
        "lost", columns("what", "used by", "confidence", "source"), tuple(rows), caption="Without counterpart"
    )
    return Section("lost", "Lost features", (table,))


def _server(found: Assessment) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            Code(one.name),
            one.kind,
            Tag("verdict", one.verdict),
            one.by,
            "; ".join(one.details),
            Cites(one.sources),
            Places((one.spot,)),
        )
        for one in found.server
    ]
    if not rows:
        text = "No Lambda, template or contact flow is among the paths: the server side was not looked at."
        return Section("server", "Server side", (Paragraph(text),))
    titles = columns("name", "kind", "verdict", "by", "details", "source", "where")
    blocks: list[Block] = [Table("server", titles, tuple(rows), caption="Keep, replace, remove")]
    if found.server_needs:
        blocks.append(named_table("server-needs", "What the functions need", "what", found.server_needs, ""))
    return Section("server", "Server side", tuple(blocks))


def _configuration(found: Assessment) -> Section:
    chosen = column_targets(found)
    blocks: list[Block] = []
    for center in found.call_centers:
        state = "already a Voice contact center" if center.is_voice else f"call center definition ({center.form} form)"
        mode = f", compatibility mode {center.mode}" if center.mode else ", no compatibility mode: that means Classic"
        blocks.append(Paragraph(f"{center.name} in {center.path}: {state}{'' if center.is_voice else mode}."))
        rows: list[tuple[Cell, ...]] = [
            (
                Code(f"{item.section}/{item.name}" if item.section else item.name),
                _shown_value(item.name, item.value),
                *replacements(item.row, tuple(chosen)),
                Tag("category", item.row.category),
                Places((item.spot,)),
            )
            for item in center.items
        ]
        titles = columns("item", "value", *(f"under {title}" for title in chosen.values()), "category", "where")
        titles = parted(titles, f"key meta {'text ' * len(chosen)}mark where")
        blocks.append(Table(f"call-center-{slug(center.name)}", titles, tuple(rows), center.name, wide=True))
    if not blocks:
        blocks.append(Paragraph("No call center definition is among the paths."))
    needed = [row for row in plan()["prerequisite"] if set(row.get("targets", found.targets)) & set(found.targets)]
    rows = [
        (
            upper(row["text"]),
            "" if row.get("certain", True) else "not verified",
            Cites(tuple(row["sources"])),
        )
        for row in needed
    ]
    blocks.append(Table("prerequisites", columns("what", "certain", "source"), tuple(rows), caption="Prerequisites"))
    if found.flows:
        blocks.append(_flows(found))
    return Section("configuration", "Configuration", tuple(blocks))


_SECRET = re.compile(r"pass|secret|token|key|pwd|credential|auth", re.IGNORECASE)


def _shown_value(name: str, value: str) -> str:
    """Return the value of an item; what may be a secret is not repeated."""
    return "(not shown)" if value and _SECRET.search(name) else value


def _flows(found: Assessment) -> Table:
    target = next(iter(column_targets(found)))
    rows: list[tuple[Cell, ...]] = []
    for one in found.flows:
        row = voice_row(one.name)
        if row is None:
            rows.append(
                (Code(one.name.removeprefix("?")), len(one.spots), "No row of the map names it.", "", Places(one.spots))
            )
        else:
            rows.append(
                (
                    Code(one.name),
                    len(one.spots),
                    replacement(row, target),
                    Tag("confidence", row.confidence),
                    Places(one.spots),
                )
            )
    titles = columns("event or block", "#uses", "becomes", "confidence", "where")
    return Table("cti-flows", titles, tuple(rows), caption="CTI Flows of the AWS CTI Adapter")


def _data(found: Assessment) -> Section:
    data = plan()["data"]
    blocks: list[Block] = []
    if found.fields:
        rows: list[tuple[Cell, ...]] = [
            (
                Code(f"{one.object}.{one.name}"),
                one.to,
                one.note,
                "" if one.certain else "our reading of the fields",
                Places(one.spots),
            )
            for one in found.fields
        ]
        titles = columns("written today", "on VoiceCall", "note", "certain", "where")
        blocks.append(Table("fields", titles, tuple(rows), caption="From Task to VoiceCall"))
    else:
        blocks.append(Paragraph("No field that saveLog writes can be read from the code."))
    sentences = (data["limit"], data["writable"], data["recordings"])
    blocks.append(Bullets(tuple(f"{upper(text)} ({', '.join(data['sources'])})." for text in sentences)))
    return Section("data", "Data: from Task to VoiceCall", tuple(blocks))


def _coexistence(found: Assessment) -> Section:
    rule = plan()["coexistence"]
    moves = [row for row in plan()["moves"] if set(row.get("targets", found.targets)) & set(found.targets)]
    rows: list[tuple[Cell, ...]] = [
        (row["thing"], row["how"], _for_targets(row, found), Cites(tuple(row["sources"]))) for row in moves
    ]
    return Section(
        "coexistence",
        "Coexistence and cut-over",
        (
            Bullets(
                (
                    f"{upper(rule['rule'])} ({rule['certainty']}; {', '.join(rule['sources'])}).",
                    f"{upper(rule['means'])}.",
                )
            ),
            Table("moves", columns("thing", "what happens to it", "for", "source"), tuple(rows), caption="What moves"),
        ),
    )


def _for_targets(row: Mapping[str, Any], found: Assessment) -> str:
    wanted = [name for name in found.targets if name in row.get("targets", found.targets)]
    if len(wanted) == len(found.targets):
        return "every target of this report"
    return " and ".join(scale().targets[name].short for name in wanted)


def _decisions(found: Assessment) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (answer.id, upper(answer.decide), answer.question) for answer in found.answers if answer.is_for_people
    ]
    looks: list[tuple[Cell, ...]] = [
        (Code(shown(line.symbol)), line.row.look, line.row.note, Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if line.row is not None and (line.row.look or line.row.note)
    ]
    blocks: list[Block] = [
        Paragraph("ctilint does not guess these; they are for people."),
        Table("decisions", columns("question", "to decide", "because"), tuple(rows), caption="Decisions"),
    ]
    sides = decision_table(found.decisions)
    if sides is not None:
        blocks.append(sides)
    if looks:
        titles = columns("symbol", "more work if", "mind", "where")
        blocks.append(Table("looks", titles, tuple(looks), caption="Places to read"))
    return Section("decisions", "Decisions for people", tuple(blocks))


def _questions(found: Assessment, prefix: str) -> Section:
    rows: list[tuple[Cell, ...]] = []
    anchors = []
    for one in found.answers:
        spots = tuple(dict.fromkeys(spot for named in one.evidence for spot in named.spots))
        said = (
            one.answer
            if not one.missing or not one.evidence
            else f"{one.answer} Not among the paths: {' and '.join(one.missing)}."
        )
        names = Names(tuple(shown(named.name) for named in one.evidence[:6]))
        rows.append(
            (one.id, one.question, Tag("status", one.status), said, names, Places(spots, 3), Cites(one.sources))
        )
        anchors.append(f"{prefix}{one.id.lower()}")
    titles = columns("id", "question", "status", "answer", "found", "where", "source")
    titles = parted(titles, "meta key mark text meta where meta")
    caption = "Answered, partly answered, open"
    table = Table("questions", titles, tuple(rows), caption, anchors=tuple(anchors), wide=True)
    return Section("questions", "Questions", (table,))


def _limits(found: Assessment) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (Code(one.what) if "/" in one.what else one.what, one.why) for one in found.not_seen
    ]
    blocks: list[Block] = [Table("not-seen", columns("what", "why"), tuple(rows), caption="Not looked at")]
    if found.not_run:
        rows = [(Code(one.what), one.why) for one in found.not_run]
        blocks.append(Table("rules-not-run", columns("rule", "why"), tuple(rows), caption="Rules that did not run"))
    else:
        blocks.append(Paragraph("Every rule of ctilint check ran."))
    if found.unresolved:
        blocks.append(
            Table(
                "unresolved",
                columns("where", "code"),
                tuple((Places((spot,)), Code(spot.text)) for spot in found.unresolved),
                caption="Registrations whose handler could not be followed",
            )
        )
    rows = [(upper(one.statement), one.about, Cites(one.sources)) for one in found.unverified]
    blocks.append(Table("unverified", columns("statement", "about", "source"), tuple(rows), caption="Not verified"))
    return Section("limits", "What was not looked at, and what is not verified", tuple(blocks))


def sources_section() -> Section:
    """Return the list of sources."""
    rows: list[tuple[Cell, ...]] = [
        (one.name, one.what, one.url, one.read or "not applicable", one.confidence) for one in sources().values()
    ]
    titles = columns("name", "what", "address", "read", "confidence")
    anchors = tuple(f"source-{name.lower()}" for name in sources())
    caution = scale().caution
    return Section(
        "sources",
        "Sources",
        (
            Paragraph(f"{scale().product} was called {scale().formerly} before. {caution}"),
            Table("sources", titles, tuple(rows), caption="Sources", anchors=anchors),
        ),
    )
