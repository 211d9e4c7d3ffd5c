"""What a skeleton needs of the old app: its functions as comments, and a list of everything beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ctilint.assess.gathered import entries
from ctilint.assess.gathered.estate import call_centers_of
from ctilint.assess.gathered.mentions import mentions_of, owner_of
from ctilint.assess.gathered.spots import Spots, distinct, without_secrets
from ctilint.assess.gathered.uses import lines_of
from ctilint.assess.model import Spot
from ctilint.inert import inert, markdown, markdown_code
from ctilint.records import dataclass
from ctilint.rulebook.guide import connector_methods
from ctilint.understand.model import App
from ctilint.views.connector import Filler, means

_LONGEST = 80
_MOST = 3
_VOICE = frozenset({"voice", "connector"})
_NO_CALL = frozenset({"constant", "include", "not_a_method"})
_SETTING = "custom metadata, or a property of the component"


@dataclass(frozen=True, slots=True)
class Needs:
    """What the old app used: ``fields`` are the custom fields of its log, ``text`` the whole list as Markdown."""

    fields: tuple[str, ...]
    text: str


def old_bodies(app: App, fillers: Sequence[Filler]) -> Iterator[str]:
    """Yield comment lines: the functions of the old app that a method stands for, each with its text."""
    for one in fillers[:_MOST]:
        facts = app.files.get(one.place.path)
        if facts is None:
            continue
        line, _ = facts.source.position(one.place.span.start)
        shown = f"calls {one.by}" if one.by else "by its name"
        yield inert(f"// Old app, {one.name} ({one.place.path}:{line}; {shown}):")
        body = textwrap.dedent(_from_line_start(facts.source.text, one.place.span.start, one.place.span.end))
        lines = body.splitlines()
        for text in lines[:_LONGEST]:
            yield inert(f"//   {without_secrets(text.expandtabs(2))}").rstrip()
        if len(lines) > _LONGEST:
            yield f"//   ... and {len(lines) - _LONGEST} more lines"
    if len(fillers) > _MOST:
        yield f"// and {len(fillers) - _MOST} more functions of the old app"


def _from_line_start(text: str, start: int, end: int) -> str:
    """Return the text from ``start`` to ``end`` with the blanks before it, so that its lines can be moved left."""
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    return (indent if not indent.strip() else "") + text[start:end]


def needs_of(app: App, name: str, what: str = "connector", homes: Mapping[str, Sequence[str]] | None = None) -> Needs:
    """Return what the connector (or ``what``) of ``app`` needs, as fields and as a page.

    ``homes`` are the symbols that each part of the skeleton stands for, by the part's name.
    """
    spots = Spots(app.files)
    fields = entries.fields_of(app, spots)
    custom = tuple(dict.fromkeys(one.name for one in fields if one.name.endswith("__c") and one.name.isidentifier()))
    mentions = mentions_of(app, spots)
    lines = [f"# What the {what} of {markdown(name)} needs", ""]
    of_connector = homes is None
    lines += _went(app, spots, homes or {one.name: one.symbols for one in connector_methods()})
    lines += _table(
        "Fields of the call log",
        ("today", "on VoiceCall"),
        [(f"{one.object}.{one.name}", one.to, one.spots) for one in fields],
    )
    lines += _table(
        "Apex" if of_connector else "Apex (a component reaches methods that are @AuraEnabled)",
        ("method", "parameters"),
        [(one.name, ", ".join(one.parameters), one.calls) for one in entries.apex_of(app, spots)],
    )
    lines += _table(
        "Other systems",
        ("host", "whose"),
        [
            (host, owner_of(host), tuple(places))
            for host, places in sorted(mentions.hosts.items())
            if owner_of(host) != "Salesforce"
        ],
    )
    lines += _table(
        "Settings that are read",
        ("setting", "comes from"),
        [
            (key, f"connectorConfig[{key!r}] of init" if of_connector else _SETTING, tuple(places))
            for key, places in sorted(mentions.settings.items())
        ],
    )
    lines += _table(
        "Message channels",
        ("channel", "does"),
        [
            (channel, ", ".join(dict.fromkeys(verb for verb, _ in uses)), tuple(spot for _, spot in uses))
            for channel, uses in sorted(entries.channels_of(app, spots).items())
        ],
    )
    for center in call_centers_of(app, spots):
        rows = [
            (f"{item.section}/{item.name}" if item.section else item.name, item.row.partner_telephony, (item.spot,))
            for item in center.items
        ]
        lines += _table(f"Call center {center.name}", ("item", "in the contact center"), rows)
    if len(lines) == 2:
        lines += ["Nothing of the kind was found in the app."]
    return Needs(custom, "\n".join(lines).rstrip() + "\n")


def _went(app: App, spots: Spots, homes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the table of the calls of the app: the part that each went to, else what the map says of it."""
    lines = [line for line in lines_of(app, spots) if line.dialect not in _VOICE]
    amazon = any(line.dialect == "streams" for line in lines)
    rows = []
    for line in lines:
        live = distinct(use.spot for use in line.uses if use.live)
        row = line.row
        if not live or row is None or row.kind in _NO_CALL:
            continue
        parts = [name for name, symbols in homes.items() if any(means(one, line.symbol) for one in symbols)]
        said = row.amazon_connect if amazon else row.partner_telephony
        rows.append((line.symbol, " and ".join(parts) if parts else said, live))
    yield from _table("Where the calls of the app went", ("call", "here, or what takes its place"), rows)


def _table(title: str, heads: tuple[str, str], rows: Sequence[tuple[str, str, Sequence[Spot]]]) -> Iterator[str]:
    if not rows:
        return
    yield f"## {markdown(title)}"
    yield ""
    yield f"| {heads[0]} | {heads[1]} | where |"
    yield "| --- | --- | --- |"
    for name, what, spots in rows:
        where = ", ".join(f"{spot.path}:{spot.line}" for spot in spots[:3])
        shown = markdown_code(name).replace("|", "\\|")
        yield f"| {shown} | {markdown(what)} | {markdown(where)} |"
    yield ""
