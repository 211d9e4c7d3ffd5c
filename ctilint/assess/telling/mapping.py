"""What becomes of each symbol, in words and as old call and new code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ctilint.assess.document import (
    Block,
    Cell,
    Cites,
    Code,
    Pair,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    Words,
    columns,
    only,
    parted,
)
from ctilint.assess.model import Line
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import column_targets, first, replacement, replacements, shown, slug, upper
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import scale

MOST_USED = 20


def mapping_of(found: Assessment, prefix: str) -> Section:
    """Return the mapping table, what has to happen first, and the symbols without replacement."""
    chosen = column_targets(found)
    titles = columns(
        "symbol", "#uses", "#copies", "first", *(f"under {title}" for title in chosen.values()),
        "category", "effort", "confidence", "source", "where",
    )  # fmt: skip
    titles = parted(titles, f"key meta meta meta {'text ' * len(chosen)}mark mark mark meta where")
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
            "the same call in the same function of another file is a copy. "
            "Where the effort differs between the models, it stands in their order."
        ),
        _gates(found),
        Table("mapping", titles, tuple(rows), "Mapping", anchors=tuple(anchors), wide=True) if rows else None,
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
        _efforts(row, targets),
        Tag("confidence", row.confidence),
        Cites(row.sources),
        Places((*(use.spot for use in line.uses), *(spot for use in line.uses for spot in use.copies))),
    )


def _efforts(row: VoiceRow, targets: tuple[str, ...]) -> Cell:
    """Return the effort class, or one for each column when they differ."""
    classes = [row.effort[target] for target in targets]
    return Tag("effort", classes[0]) if len(set(classes)) == 1 else " / ".join(classes)


def _gates(found: Assessment) -> Block | None:
    if not found.gates:
        return None
    gates = [scale().gates[name] for name in found.gates]
    rows: list[tuple[Cell, ...]] = [
        (gate.short, upper(gate.title), gate.why, gate.clears_when, Cites(gate.sources)) for gate in gates
    ]
    titles = columns("first", "what", "why", "done when", "source")
    return Table("gates", titles, tuple(rows), caption="What has to happen first")


def _without_replacement(found: Assessment) -> Block | None:
    rows: list[tuple[Cell, ...]] = [
        (Code(shown(line.symbol)), len(line.uses), line.reason, Places(tuple(use.spot for use in line.uses)))
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
        (Code(shown(line.symbol)), len(line.uses), Places(tuple(use.spot for use in line.uses)))
        for line in found.lines
        if line.row is None
    ]
    if not rows:
        return None
    return Table("unknown-names", columns("name", "#uses", "where"), tuple(rows), caption="Names that no table has")


def examples_of(found: Assessment, prefix: str) -> Section:
    """Return the most used symbols as old call and new code; those without an example in words."""
    blocks: list[Block] = [
        Paragraph(
            "The most used symbols, old call and new code side by side. The new code is a sketch: names of the Voice "
            "toolkit and of scv-connector-base are real, everything else stands for your own code."
        )
    ]
    used = [line for line in found.lines if line.row is not None and line.known and line.row.kind != "constant"]
    used = [line for line in used if line.row is not None and line.row.category != "information"]
    chosen = column_targets(found)
    for line in used[:MOST_USED]:
        row = line.row
        if row is None:
            continue
        afters = _afters(row, found.targets)
        where = Places(tuple(use.spot for use in line.uses), 2)
        if afters:
            anchor = f"{prefix}example-{slug(line.symbol)}"
            note = _in_words(row, chosen)
            blocks.append(Pair(shown(line.symbol), len(line.uses), row.example_before, afters, note, where, anchor))
        else:
            blocks.append(Words(shown(line.symbol), len(line.uses), _in_words(row, chosen), where))
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


def _in_words(row: VoiceRow, chosen: Mapping[str, str]) -> str:
    before = f"First {scale().gates[row.gate].title}. " if row.gate else ""
    texts = {target: replacement(row, target) for target in chosen}
    if len(set(texts.values())) == 1:
        return before + next(iter(texts.values()))
    return before + " ".join(f"{chosen[target]}: {text}" for target, text in texts.items())
