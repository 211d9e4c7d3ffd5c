"""``ctilint settings [PATH]``: what holds, and where each value comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import click

from ctilint import settings as settings_file
from ctilint.cli._reading import settings_for
from ctilint.inert import inert
from ctilint.settings import Settings


@click.command("settings", short_help="Show the settings that hold, and where each comes from.")
@click.argument("path", default=".")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the settings instead.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
def command(path: str, form: str, schema: bool, config: str | None) -> int:
    """Show the settings that hold for PATH (default: the folder you are in): each value, and where it comes from."""
    if schema:
        with open(
            os.path.join(os.path.dirname(settings_file.__file__), "settings.schema.json"), encoding="utf-8"
        ) as file:
            click.echo(file.read(), nl=False)
        return 0
    found = settings_for([path], config)
    rows = list(_rows(found))
    if form == "json":
        click.echo(
            json.dumps(
                {
                    "file": found.path,
                    "settings": {key: {"value": value, "from": origin} for key, value, origin in rows},
                },
                indent=2,
            )
        )
        return 0
    click.echo(
        f"settings file: {inert(os.path.relpath(found.path)) if found.path else 'none (ctilint init writes one)'}"
    )
    wide = max(len(key) for key, _, _ in rows)
    for key, value, origin in rows:
        click.echo(f"  {key:<{wide}}  {inert(json.dumps(value, ensure_ascii=False))}  ({inert(origin)})")
    return 0


def _rows(found: Settings) -> Iterator[tuple[str, Any, str]]:
    places = settings_file.places(found.path) if found.path else {}
    preset = settings_file.PRESETS.get(found.preset, {})
    for key in settings_file.known_keys():
        if key == "assess":
            value: Any = {"days-per-point": found.days_per_point}
        else:
            value = _plain(getattr(found, key.replace("-", "_")))
        if key in places:
            origin = f"{os.path.relpath(found.path)}:{places[key]}"
        else:
            origin = f"preset {found.preset}" if key in preset else "default"
        yield key, value, origin


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        pairs = value and all(isinstance(one, tuple) for one in value)
        return {glob: list(rules) for glob, rules in value} if pairs else list(value)
    return dict(value) if hasattr(value, "items") else value
