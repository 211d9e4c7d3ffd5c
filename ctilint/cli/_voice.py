"""``ctilint emit --voice``: the files of a skeleton for Salesforce Voice, into a folder."""

from __future__ import annotations

import os
from typing import Any

import click

from ctilint.cli._reading import read_app, settings_for, tell_failures
from ctilint.cli._writing import demand_free, write

_ELSEWHERE = ("dialects", "events", "channels", "form", "parts", "short")


def emit_voice(given: dict[str, Any]) -> int:
    """Write the skeleton that ``--voice`` names for the app of ``--from`` into the folder of ``-o``."""
    source, folder = given["source"], given["output"]
    if source is None:
        raise click.UsageError("--voice needs --from APP: the skeleton is filled from an app")
    if folder is None:
        raise click.UsageError("--voice needs -o FOLDER: a skeleton is several files")
    if os.path.isfile(folder):
        raise click.UsageError(f"'{folder}' is a file: --voice writes into a folder")
    if any(given.get(name) for name in _ELSEWHERE):
        raise click.UsageError("--voice takes its form from the app: only --typescript, --force and -o go with it")
    app = read_app((source,), settings_for((source,)), progress=True)
    tell_failures(app)
    from ctilint.emit.voice import skeleton
    from ctilint.emit.writing import EmitError

    name = os.path.basename(os.path.abspath(source))
    try:
        made = skeleton(given["voice"], app, name, typescript=given["typescript"])
    except EmitError as error:
        raise click.ClickException(f"{error}; nothing was written") from error
    files = {os.path.join(folder, path): text for path, text in made.files.items()}
    # JSON holds no comment that would say who wrote it: what is there is a person's, and stays.
    kept = [path for path in files if path.endswith(".json") and os.path.exists(path) and not given["force"]]
    files = {path: text for path, text in files.items() if path not in kept}
    demand_free(files, force=given["force"])
    for inside in sorted({os.path.dirname(path) for path in files}):
        try:
            os.makedirs(inside, exist_ok=True)
        except OSError as error:
            raise click.UsageError(f"'{inside}' cannot be made: {error.strerror}") from error
    for path, text in files.items():
        write(path, text, force=given["force"], written=text)
    click.echo(f"ctilint: wrote {', '.join(files)}", err=True)
    if kept:
        click.echo(f"ctilint: left as it is: {', '.join(kept)}", err=True)
    if made.filled:
        click.echo(f"ctilint: filled from the app: {', '.join(made.filled)}", err=True)
    if made.missing:
        click.echo(f"ctilint: no function of the app was found for {', '.join(made.missing)}", err=True)
    return 0
