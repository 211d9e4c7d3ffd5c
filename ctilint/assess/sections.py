"""One assessment as the sections of a report, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.assess.document import (
    Block,
    Bullets,
    Cell,
    Cites,
    Code,
    Names,
    Pair,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    Words,
    columns,
    only,
    several,
)
from ctilint.assess.effort import formula
from ctilint.assess.model import Assessment, Effort, Line, Named
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import plan, scale, sources, voice_row

MOST_USED = 20
LIBRARIES = {
    "opencti": "Open CTI for Lightning",
    "interaction": "Open CTI for Classic",
    "integration": "Console Integration Toolkit",
    "ajax": "AJAX Toolkit",
    "apex": "AJAX Toolkit, Apex",
    "streams": "Amazon Connect Streams",
    "connector": "scv-connector-base",
}


def sections_of(found: Assessment, prefix: str = "") -> tuple[Section, ...]:
    """Return the sections of one assessment; ``prefix`` keeps the anchors of several apart."""
    made = (
        _verdict(found),
        _inventory(found),
        _mapping(found, prefix),
        _examples(found, prefix),
        _effort(found),
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


def slug(text: str) -> str:
    """Return ``text`` as an address inside a page."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def replacement(row: VoiceRow, target: str) -> str:
    """Return what becomes of the symbol of ``row`` under ``target``."""
    return row.amazon_connect if scale().targets[target].column == "amazon-connect" else row.partner_telephony


def replacements(row: VoiceRow, targets: tuple[str, ...]) -> tuple[str, ...]:
    """Return what becomes of the symbol under each of ``targets``; a text that repeats the first is "the same"."""
    texts = [replacement(row, target) for target in targets]
    return (texts[0], *("The same." if text == texts[0] else text for text in texts[1:]))


def first(row: VoiceRow) -> str:
    """Return what has to happen before the symbol can be migrated, in short, or ''."""
    return scale().gates[row.gate].short if row.gate else ""


def shown(symbol: str) -> str:
    """Return ``symbol`` as a report writes it: a library is no symbol of code."""
    return f"load of {symbol.removeprefix('script:')}" if symbol.startswith("script:") else symbol


def column_targets(found: Assessment) -> dict[str, str]:
    """Return one target for each column of the map that is asked for, with the title of the column."""
    chosen: dict[str, list[str]] = {}
    for target in found.targets:
        chosen.setdefault(scale().targets[target].column, []).append(target)
    return {targets[0]: " / ".join(scale().targets[name].short for name in targets) for targets in chosen.values()}


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
        caption="Dates that apply",
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


def _inventory(found: Assessment) -> Section:
    return Section("inventory", "Inventory", tuple(_inventory_tables(found)), chart="map")


def _inventory_tables(found: Assessment) -> Iterator[Block]:
    yield Paragraph(
        f"{several(found.files_seen, 'file')} seen, {found.files_with_cti} with telephony code, "
        f"{several(len(found.pages), 'page')} that run it."
    )
    yield _table(
        "libraries",
        "Libraries",
        columns("library", "version", "state", "how it is loaded", "where"),
        [
            (
                LIBRARIES.get(one.library, one.library),
                one.version or "not known",
                one.says,
                one.form,
                Places((one.spot, *one.more)),
            )
            for one in found.libraries
        ],
        "No library of Salesforce's or Amazon's is loaded by code that was read.",
    )
    yield _table(
        "pages",
        "Pages",
        columns("page", "kind", "libraries", "#symbols", "#registrations", "#removals"),
        [
            (Code(one.root), one.kind, ", ".join(one.libraries), len(one.symbols), one.registrations, one.removals)
            for one in found.pages
        ],
        "No page with telephony code.",
    )
    yield _table(
        "listeners",
        "Registrations",
        columns("registers with", "event", "handler", "how it ends", "where"),
        [
            (Code(one.symbol), one.event, Names(one.handlers), one.ending, Places((one.spot,)))
            for one in found.listeners
        ],
        "No registration of a handler.",
    )
    yield _table(
        "apex",
        "Apex reached from the softphone",
        columns("method", "parameters", "declaration", "called at"),
        [
            (
                Code(one.name),
                Names(one.parameters),
                Code(one.signature) if one.signature else one.found,
                Places(one.calls),
            )
            for one in found.apex
        ],
        "No Apex is called through the telephony API.",
    )
    yield _named("channels", "Message channels and console events", "does", found.channels, "None is named.")
    yield _named("hosts", "External hosts", "whose", found.hosts, "No address of another system stands in the code.")
    yield _named(
        "settings", "Call center settings that are read", "", found.settings, "No settings key is read by name."
    )
    yield _named("components", "Pages and components in files", "kind", found.components, "None.")
    yield _table(
        "findings",
        "What ctilint check says",
        columns("rule", "severity", "#findings", "where"),
        [(Code(one.rule), Tag("severity", one.severity), one.count, Places(one.spots)) for one in found.findings],
        "No finding of the rules that ran.",
    )


def _named(name: str, title: str, note: str, rows: tuple[Named, ...], nothing: str) -> Block:
    shown = columns("name", note, "where") if note else columns("name", "where")
    return _table(
        name,
        title,
        shown,
        [
            (Code(one.name), one.note, Places(one.spots)) if note else (Code(one.name), Places(one.spots))
            for one in rows
        ],
        nothing,
    )


def _table(name: str, title: str, titles: tuple, rows: list[tuple[Cell, ...]], nothing: str) -> Block:  # type: ignore[type-arg]
    if not rows:
        return Paragraph(f"{title}: {nothing[:1].lower()}{nothing[1:]}")
    return Table(name, titles, tuple(rows), caption=title)


def _mapping(found: Assessment, prefix: str) -> Section:
    chosen = column_targets(found)
    titles = columns(
        "symbol", "#uses", "#copies", "first", *(f"under {title}" for title in chosen.values()), "category",
        *(f"effort: {title}" for title in chosen.values()), "confidence", "source", "where",
    )  # fmt: skip
    rows = []
    anchors = []
    for line in found.lines:
        if line.row is None or not line.known:
            continue
        rows.append(_mapped(line, line.row, tuple(chosen)))
        anchors.append(f"{prefix}symbol-{slug(line.symbol)}")
    blocks: list[Block | None] = [
        Paragraph(
            "One row per symbol that the code uses. Uses are distinct: code that several pages run counts once, "
            "the same call in the same function of another file is a copy."
        ),
        _gates(found),
        Table("mapping", titles, tuple(rows), caption="Mapping", anchors=tuple(anchors)) if rows else None,
        _without_replacement(found),
        _not_documented(found),
    ]
    return Section("mapping", "What becomes of each symbol", only(blocks))


def _mapped(line: Line, row: VoiceRow, targets: tuple[str, ...]) -> tuple[Cell, ...]:
    return (
        Code(shown(line.symbol)),
        len(line.uses),
        line.copies,
        first(row),
        *replacements(row, targets),
        Tag("category", row.category),
        *(Tag("effort", row.effort[target]) for target in targets),
        Tag("confidence", row.confidence),
        Cites(row.sources),
        Places((*(use.spot for use in line.uses), *(spot for use in line.uses for spot in use.copies))),
    )


def _gates(found: Assessment) -> Block | None:
    if not found.gates:
        return None
    gates = [scale().gates[name] for name in found.gates]
    rows: list[tuple[Cell, ...]] = [
        (gate.short, f"{gate.title[:1].upper()}{gate.title[1:]}", gate.why, gate.clears_when, Cites(gate.sources))
        for gate in gates
    ]
    titles = columns("first", "what", "why", "done when", "source")
    return Table("gates", titles, tuple(rows), caption="What has to happen first")


def _without_replacement(found: Assessment) -> Block | None:
    rows: list[tuple[Cell, ...]] = [
        (Code(line.symbol), len(line.uses), line.reason, Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if line.row is not None and not line.known
    ]
    if not rows:
        return None
    return Table(
        "no-replacement", columns("symbol", "#uses", "why", "where"), tuple(rows), caption="No replacement known"
    )


def _not_documented(found: Assessment) -> Block | None:
    rows: list[tuple[Cell, ...]] = [
        (Code(line.symbol), len(line.uses), Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if line.row is None
    ]
    if not rows:
        return None
    return Table("unknown-names", columns("name", "#uses", "where"), tuple(rows), caption="Names that no table has")


def _examples(found: Assessment, prefix: str) -> Section:
    blocks: list[Block] = [
        Paragraph(
            "The most used symbols, old call and new code side by side. The new code is a sketch: names of the Voice "
            "toolkit and of scv-connector-base are real, everything else stands for your own code."
        )
    ]
    used = [line for line in found.lines if line.row is not None and line.known and line.row.kind != "constant"]
    used = [line for line in used if line.row is not None and line.row.category != "information"]
    target = next(iter(column_targets(found)))
    for line in used[:MOST_USED]:
        row = line.row
        if row is None:
            continue
        afters = _afters(row, found.targets)
        where = Places(tuple(use.spot for use in line.uses), 2)
        if afters:
            anchor = f"{prefix}example-{slug(line.symbol)}"
            note = _in_words(row, target)
            blocks.append(Pair(shown(line.symbol), len(line.uses), row.example_before, afters, note, where, anchor))
        else:
            blocks.append(Words(shown(line.symbol), len(line.uses), _in_words(row, target), where))
    return Section("examples", "Old call, new code", tuple(blocks))


_CONNECTOR = re.compile(r"\b(?:publishEvent|publishError|initializeConnector|VendorConnector|TelephonyConnector)\b")


def _afters(row: VoiceRow, targets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the new code that fits ``targets``: a connector is written for Partner Telephony only."""
    found = []
    if row.example_after and not _CONNECTOR.search(row.example_after):
        found.append(("in a component", row.example_after))
    elif row.example_after and "partner-telephony" in targets:
        found.append(("in the connector (Partner Telephony)", row.example_after))
    if row.example_component:
        found.append(("in a component", row.example_component))
    return tuple(found)


def _in_words(row: VoiceRow, target: str) -> str:
    before = f"First {scale().gates[row.gate].title}. " if row.gate else ""
    return f"{before}{replacement(row, target)}"


def _effort(found: Assessment) -> Section:
    blocks: list[Block] = [Bullets(formula())]
    for number, effort in enumerate(found.effort):
        blocks.extend(effort_tables(effort, folded=number > 0))
    return Section("effort", "Effort", tuple(blocks), chart="effort")


def effort_tables(effort: Effort, *, folded: bool = False) -> Iterator[Block]:
    """Yield the addends of one target with their total, and the sums by area and category."""
    title = scale().targets[effort.target].title
    rows: list[tuple[Cell, ...]] = [
        (
            Code(shown(one.label)) if one.kind in {"symbol", "item", "flow"} else one.label,
            scale().areas[one.area],
            Tag("category", one.category),
            Tag("effort", one.effort),
            Tag("confidence", one.confidence),
            one.uses,
            one.first,
            one.further,
            one.low,
            one.likely,
            one.high,
        )
        for one in effort.addends
    ]
    total = effort.total
    first = sum((one.first for one in effort.addends), start=total.likely * 0)
    further = sum((one.further for one in effort.addends), start=total.likely * 0)
    yield Table(
        f"effort-{effort.target}",
        columns(
            "what",
            "area",
            "category",
            "effort",
            "confidence",
            "#uses",
            "#first",
            "#further",
            "#low",
            "#likely",
            "#high",
        ),
        tuple(rows),
        caption=f"Every addend: {title}",
        folded=folded,
        total=("total", "", "", "", "", "", first, further, total.low, total.likely, total.high),
    )
    for name, table, label in (
        ("area", effort.by_area, {key: scale().areas[key] for key in effort.by_area}),
        ("category", effort.by_category, {key: key for key in effort.by_category}),
    ):
        yield Table(
            f"effort-{effort.target}-by-{name}",
            columns(name, "#low", "#likely", "#high"),
            tuple((label[key], band.low, band.likely, band.high) for key, band in table.items()),
            caption=f"By {name}: {title}",
            folded=folded,
            total=("total", total.low, total.likely, total.high),
        )


def _lost(found: Assessment) -> Section:
    if not found.lost:
        return Section("lost", "Lost features", (Paragraph("No feature without counterpart was found in use."),))
    rows: list[tuple[Cell, ...]] = [
        (
            f"{one.what[:1].upper()}{one.what[1:]}",
            Names(one.symbols),
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
        blocks.append(_named("server-needs", "What the functions need", "what", found.server_needs, ""))
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
        blocks.append(Table(f"call-center-{slug(center.name)}", titles, tuple(rows), caption=center.name))
    if not blocks:
        blocks.append(Paragraph("No call center definition is among the paths."))
    needed = [row for row in plan()["prerequisite"] if set(row.get("targets", found.targets)) & set(found.targets)]
    rows = [
        (
            f"{row['text'][:1].upper()}{row['text'][1:]}",
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
    blocks.append(Bullets(tuple(f"{text[:1].upper()}{text[1:]} ({', '.join(data['sources'])})." for text in sentences)))
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
                    f"{rule['rule'][:1].upper()}{rule['rule'][1:]} ({rule['certainty']}; {', '.join(rule['sources'])}).",
                    f"{rule['means'][:1].upper()}{rule['means'][1:]}.",
                    f"{rule['pilot'][:1].upper()}{rule['pilot'][1:]}.",
                    f"{rule['back'][:1].upper()}{rule['back'][1:]}.",
                )
            ),
            Table("moves", columns("thing", "what happens to it", "for", "source"), tuple(rows), caption="What moves"),
            Bullets(tuple(f"{text[:1].upper()}{text[1:]}" for text in plan()["phases"]["order"]), ordered=True),
        ),
    )


def _for_targets(row: dict, found: Assessment) -> str:  # type: ignore[type-arg]
    wanted = [name for name in found.targets if name in row.get("targets", found.targets)]
    if len(wanted) == len(found.targets):
        return "every target of this report"
    return ", ".join(scale().targets[name].short for name in wanted)


def _decisions(found: Assessment) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (answer.id, f"{answer.decide[:1].upper()}{answer.decide[1:]}", answer.question)
        for answer in found.answers
        if answer.decide
    ]
    looks: list[tuple[Cell, ...]] = [
        (Code(line.symbol), line.row.look, Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if line.row is not None and line.row.look
    ]
    blocks: list[Block] = [
        Paragraph("ctilint does not guess these; they are for people."),
        Table("decisions", columns("question", "to decide", "because"), tuple(rows), caption="Decisions"),
    ]
    if looks:
        titles = columns("symbol", "look whether", "where")
        blocks.append(Table("looks", titles, tuple(looks), caption="Places to read: the effort is higher if"))
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
        names = Names(tuple(named.name for named in one.evidence[:6]))
        rows.append(
            (one.id, one.question, Tag("status", one.status), said, names, Places(spots, 3), Cites(one.sources))
        )
        anchors.append(f"{prefix}{one.id.lower()}")
    titles = columns("#id", "question", "status", "answer", "found", "where", "source")
    titles = (columns("id")[0], *titles[1:])
    return Section(
        "questions",
        "Questions",
        (Table("questions", titles, tuple(rows), caption="Answered, partly answered, open", anchors=tuple(anchors)),),
    )


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
                caption="Calls whose handler or object could not be followed",
            )
        )
    rows = [
        (f"{one.statement[:1].upper()}{one.statement[1:]}", one.about, Cites(one.sources)) for one in found.unverified
    ]
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
