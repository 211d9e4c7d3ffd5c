"""``ctilint api [NAME]``: one row of the tables, or the names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ctilint.report.entry import lines_of

if TYPE_CHECKING:
    from ctilint.rulebook.entries import ApiEntry


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
        click.echo("\n\n".join("\n".join(lines_of(entry)) for entry in entries))
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
