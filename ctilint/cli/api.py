"""``ctilint api [NAME]``: one row of the tables, or the names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ctilint.rulebook.entries import ApiArgument, ApiEntry

_UNDO = {
    "removal": "taken back by",
    "switch": "switched off by",
    "handle": "taken back through what it returns:",
    "none": "cannot be taken back: Salesforce documents no call for it",
}
_FORMS = {
    "lightning": "{success, returnValue, errors}",
    "classic": "{result, error}",
    "console": "fields at the top level",
    "event": "an event; the fields stand in its detail",
    "object": "an object",
    "json": "JSON text",
    "none": "nothing",
    "": "not known",
}
_CONFIDENCE = {
    "A": "guide and library agree",
    "B": "guide only",
    "C": "library or typings only",
    "D": "third party only",
    "U": "unverified",
}


@click.command("api", short_help="Print what is known about a method, listener or constant.")
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def command(name: str | None, form: str) -> int:
    """Print the row of NAME (sforce.opencti.screenPop, or just screenPop); without NAME list all names.

    A last part is enough when it is unambiguous in spelling; every row that has it is printed.
    """
    if name is None:
        click.echo(_names_json() if form == "json" else _names_text())
        return 0
    entries = _matching(name)
    if not entries:
        from ctilint.rulebook.tables import nearest

        near = nearest(name)
        hint = f": did you mean {' or '.join(near)}?" if near else ""
        raise click.ClickException(f"no row is called '{name}'{hint}")
    if form == "json":
        click.echo(json.dumps([_as_json(entry) for entry in entries], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(_as_text(entry)) for entry in entries))
    return 0


def _matching(name: str) -> list[ApiEntry]:
    from ctilint.rulebook.tables import DIALECTS, api

    whole = [entries[name] for entries in map(api, DIALECTS) if name in entries]
    if whole:
        return whole
    ends = tuple(mark + name for mark in (".", "#", ":", "/"))
    return [entry for dialect in DIALECTS for entry in api(dialect).values() if entry.name.endswith(ends)]


def _names_text() -> str:
    from ctilint.rulebook.tables import DIALECTS, about, api

    blocks = []
    for dialect in DIALECTS:
        lines = [f"{dialect}: {about(dialect)['title']}"]
        lines.extend(f"  {entry.name}" for entry in api(dialect).values())
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _names_json() -> str:
    from ctilint.rulebook.tables import DIALECTS, api

    return json.dumps({dialect: list(api(dialect)) for dialect in DIALECTS}, indent=2)


def _as_text(entry: ApiEntry) -> Iterator[str]:
    yield _signature(entry)
    yield f"  {entry.kind} of {entry.dialect}{': ' if entry.summary else ''}{entry.summary}"
    yield from _versions(entry)
    yield from _component(entry)
    if "arguments" in entry.unknown:
        yield "  arguments: not known"
    for argument in entry.arguments:
        yield f"  {_argument(argument)}"
    given = {_argument(argument) for argument in entry.arguments}
    for argument in entry.module_arguments:
        if _argument(argument) not in given:
            yield f"  in LWC {_argument(argument)}"
    if entry.listener:
        yield f"  listener gets {_shape(entry.payload_form, entry.payload)}"
    if entry.kind == "event" and entry.payload_form:
        yield f"  carries {_shape(entry.payload_form, entry.payload)}"
    if entry.callback and entry.response_form != "none":
        yield f"  answer: {_shape(entry.response_form, entry.response)}"
    if entry.returns:
        yield f"  returns {entry.returns}"
    if entry.undo:
        yield f"  {_UNDO[entry.undo]} {', '.join(entry.undone_by)}".rstrip()
    elif entry.undone_by:
        yield f"  undone by {', '.join(entry.undone_by)}"
    for key, value in entry.values.items():
        yield f"  {key} = {value}"
    for dialect, other in entry.counterparts.items():
        yield f"  in {dialect}: {other}"
    yield from _voice_text(entry)
    for note in entry.notes:
        yield f"  note: {note}"
    looked = f", looked at on {entry.looked}" if entry.looked else ""
    yield f"  source: {entry.source} ({entry.confidence}: {_CONFIDENCE[entry.confidence]}{looked})"


def _signature(entry: ApiEntry) -> str:
    if entry.style == "value":
        return entry.name
    return entry.name + ("(…)" if "arguments" in entry.unknown else _call(entry.arguments, entry.style))


def _call(arguments: Sequence[ApiArgument], style: str) -> str:
    names = ", ".join(argument.name if argument.required else f"{argument.name}?" for argument in arguments)
    return f"({{{names}}})" if style == "object" and names else f"({names})"


def _component(entry: ApiEntry) -> Iterator[str]:
    """Say how Aura and LWC each call a method of the Lightning console."""
    last = entry.name.rpartition("#")[2]
    if entry.dialect == "workspace":
        if entry.receiver:
            aura = f"in Aura: {entry.receiver}.{last}{_call(entry.arguments, entry.style)}"
            yield f"  {aura}" if entry.module else f"  {aura}; LWC has no such function"
        if entry.module and entry.style == "value":
            yield f"  in LWC: @wire({last}), imported from {entry.module}; Aura has no such adapter"
        elif entry.module:
            inside = entry.module_arguments if entry.receiver else entry.arguments
            lwc = f"in LWC: {last}{_call(inside, 'positional')}, imported from {entry.module}"
            yield f"  {lwc}" if entry.receiver else f"  {lwc}; Aura has no such method"


def _versions(entry: ApiEntry) -> Iterator[str]:
    parts = [f"since {entry.since}"] if entry.since else []
    parts += [f"last in {entry.removed}"] if entry.removed else []
    if parts:
        yield f"  {', '.join(parts)}"


def _argument(argument: ApiArgument) -> str:
    text = f"{argument.name}: {argument.type.replace('|', ' or ') or 'any'}"
    text += ", required" if argument.required else ""
    if argument.minimum is not None and argument.maximum is not None:
        text += f", {argument.minimum:g} to {argument.maximum:g}"
    elif argument.maximum is not None:
        text += f", at most {argument.maximum:g}"
    if argument.values:
        text += f", one of {', '.join(value.strip('<>') for value in argument.values)}"
    if argument.relative == (".",):
        text += ", without a host"
    if argument.one_of:
        text += f", with one of {', '.join(argument.one_of)}"
    if argument.needs:
        text += f", with {' and '.join(argument.needs)}"
    if argument.ignored:
        text += f", dropped: {argument.ignored}"
    if argument.keys:
        text += f", keys {', '.join(argument.keys)}"
    for kind, needed in argument.forms.items():
        text += f"\n    {kind} needs {', '.join(needed)}"
    return f"{text} ({argument.note})" if argument.note else text


def _shape(form: str, fields: Any) -> str:
    names = ", ".join(f"{name}: {kind}" for name, kind in fields.items())
    words = _FORMS[form]
    return f"{words}: {names}" if names else words


def _voice_text(entry: ApiEntry) -> Iterator[str]:
    from ctilint.rulebook.voice import voice_row

    row = voice_row(entry.name)
    if row is not None:
        yield f"  Salesforce Voice with Amazon Connect: {row.amazon_connect}"
        yield f"  Salesforce Voice with Partner Telephony: {row.partner_telephony}"


def _as_json(entry: ApiEntry) -> dict[str, Any]:
    from ctilint.records import asdict
    from ctilint.rulebook.voice import voice_row

    row = {key: value for key, value in asdict(entry).items() if value}
    row["arguments"] = [
        {key: value for key, value in asdict(argument).items() if value or key == "position"}
        for argument in entry.arguments
    ]
    if "arguments" in entry.unknown:
        row["arguments"] = None
    found = voice_row(entry.name)
    if found is not None:
        row["salesforce_voice"] = {
            "amazon_connect": found.amazon_connect,
            "partner_telephony": found.partner_telephony,
            "category": found.category,
            "effort": dict(found.effort),
        }
    return row
