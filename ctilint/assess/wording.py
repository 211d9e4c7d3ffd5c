"""How a report names things: symbols, replacements, columns, addresses."""

from __future__ import annotations

import re

from ctilint.assess.whole import Assessment
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import scale

LIBRARIES = {
    "opencti": "Open CTI for Lightning",
    "interaction": "Open CTI for Classic",
    "integration": "Console Integration Toolkit",
    "ajax": "AJAX Toolkit",
    "apex": "AJAX Toolkit, Apex",
    "streams": "Amazon Connect Streams",
    "connector": "scv-connector-base",
    "sdk": "Amazon Connect SDK",
}


def upper(text: str) -> str:
    """Return ``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


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
    """Return ``symbol`` as a report writes it: a library is no symbol of code, and prefixes of tables are ours."""
    if symbol.startswith("script:"):
        return f"load of {symbol.removeprefix('script:')}"
    return symbol.removeprefix("voice:").removeprefix("connector:").removeprefix("block:")


def column_targets(found: Assessment) -> dict[str, str]:
    """Return one target for each column of the map that is asked for, with the title of the column."""
    chosen: dict[str, list[str]] = {}
    for target in found.targets:
        chosen.setdefault(scale().targets[target].column, []).append(target)
    return {targets[0]: _column_title(targets) for targets in chosen.values()}


def _column_title(targets: list[str]) -> str:
    if len(targets) > 1:
        return "Amazon Connect, new or existing instance"
    return scale().targets[targets[0]].short
