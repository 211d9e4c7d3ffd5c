"""The inventory of a report: what is there."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.assess.document import (
    Block,
    Cell,
    Code,
    Column,
    Names,
    Paragraph,
    Places,
    Section,
    Table,
    Tag,
    columns,
    several,
)
from ctilint.assess.model import Named
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import LIBRARIES


def inventory_of(found: Assessment) -> Section:
    """Return the inventory: pages, libraries, registrations, what is reached, what the rules say."""
    return Section("inventory", "Inventory", tuple(_inventory_tables(found)), chart="map")


def _inventory_tables(found: Assessment) -> Iterator[Block]:
    yield Paragraph(
        f"{several(found.files_seen, 'file')} seen, {found.files_with_cti} with telephony code, "
        f"run by {several(len(found.pages), 'page')} (or scripts that no known page includes)."
    )
    yield table_or_sentence(
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
    yield table_or_sentence(
        "pages",
        "Pages",
        columns("page", "kind", "libraries", "#symbols", "#registrations", "#removals"),
        [
            (Code(one.root), one.kind, ", ".join(one.libraries), len(one.symbols), one.registrations, one.removals)
            for one in found.pages
        ],
        "No page with telephony code.",
    )
    yield table_or_sentence(
        "listeners",
        "Registrations",
        columns("registers with", "event", "handler", "how it ends", "where"),
        [
            (Code(one.symbol), one.event, Names(one.handlers), one.ending, Places((one.spot,)))
            for one in found.listeners
        ],
        "No registration of a handler.",
    )
    yield table_or_sentence(
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
    yield named_table("channels", "Message channels and console events", "does", found.channels, "None is named.")
    yield named_table(
        "hosts", "External hosts", "whose", found.hosts, "No address of another system stands in the code."
    )
    yield named_table(
        "settings", "Call center settings that are read", "", found.settings, "No settings key is read by name."
    )
    yield named_table("components", "Pages and components in files", "kind", found.components, "None.")
    yield table_or_sentence(
        "findings",
        "What ctilint check says",
        columns("rule", "severity", "#findings", "where"),
        [(Code(one.rule), Tag("severity", one.severity), one.count, Places(one.spots)) for one in found.findings],
        "No finding of the rules that ran.",
    )


def named_table(name: str, title: str, note: str, rows: tuple[Named, ...], nothing: str) -> Block:
    """Return a table of names with a note and their places, or the sentence that there is none."""
    shown = columns("name", note, "where") if note else columns("name", "where")
    return table_or_sentence(
        name,
        title,
        shown,
        [
            (Code(one.name), one.note, Places(one.spots)) if note else (Code(one.name), Places(one.spots))
            for one in rows
        ],
        nothing,
    )


def table_or_sentence(
    name: str, title: str, titles: tuple[Column, ...], rows: list[tuple[Cell, ...]], nothing: str
) -> Block:
    """Return the table, or the sentence that there is nothing to show."""
    if not rows:
        return Paragraph(f"{title}: {nothing[:1].lower()}{nothing[1:]}")
    return Table(name, titles, tuple(rows), caption=title)
