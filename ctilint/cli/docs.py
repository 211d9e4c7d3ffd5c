"""``ctilint docs -o FOLDER``: the documentation of this very version as a site to read without a network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ctilint.docs.commands import Command

# Lists what ctilint wrote below a folder, each file with the hash of its content.
_LIST = ".ctilint-docs"


@click.command("docs", short_help="Write the documentation as a site.")
@click.option("-o", "--output", "folder", metavar="FOLDER", required=True, help="Where the site is written.")
@click.option("--source", is_flag=True, help="Write mkdocs.yml and the Markdown of the pages instead.")
@click.option("--force", is_flag=True, help="Write over files that ctilint did not write.")
@click.pass_context
def command(ctx: click.Context, folder: str, source: bool, force: bool) -> int:
    """Write the documentation of this version to FOLDER: open its index.html, no network is needed.

    A page for every command, rule and setting, the APIs, the map to Salesforce Voice, and tutorials. It needs the extra
    ctilint[docs]; with --source it does not.
    """
    from ctilint.docs.site import site_files

    files = dict(site_files(tuple(commands_of(ctx))))
    if not source:
        from ctilint.docs.building import build

        try:
            files = build(files)
        except ImportError as error:
            raise click.UsageError("the site needs more packages: pip install 'ctilint[docs]'") from error
    _write(folder, files, force=force)
    click.echo(f"{len(files)} files in {folder}")
    return 0


def commands_of(ctx: click.Context) -> Iterator[Command]:
    """Yield every command in the words of its ``--help``."""
    from ctilint.cli import group
    from ctilint.docs.commands import Command

    root = ctx.find_root()
    for name in group.list_commands(root):
        one = group.get_command(root, name)
        if one is None:
            continue
        own = click.Context(one, info_name=f"ctilint {name}", help_option_names=["-h", "--help"])
        records = [param.get_help_record(own) for param in one.get_params(own)]
        yield Command(
            name=name,
            summary=one.get_short_help_str(limit=200),
            usage=one.get_usage(own).removeprefix("Usage: "),
            text=one.help or "",
            rows=tuple(record for record in records if record is not None),
        )


def _write(folder: str, files: dict[str, bytes], *, force: bool) -> None:
    """Write the files below ``folder``; what ctilint wrote there before and is not needed any more is taken away."""
    import json
    from hashlib import sha256

    from ctilint.docs.building import put

    held = _held(folder)
    foreign = [
        path
        for path in sorted({*files, *held})
        if (found := _digest_of(folder, path)) and found != held.get(path) and path not in ("", _LIST)
    ]
    if foreign and not force:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise click.UsageError(
            f"'{os.path.join(folder, foreign[0])}'{more} was not written by ctilint: --force writes over it"
        )
    try:
        for path in sorted(set(held) - set(files) - set(foreign)):
            if _digest_of(folder, path):
                os.remove(os.path.join(folder, *path.split("/")))
        digests = {path: sha256(data).hexdigest() for path, data in sorted(files.items())}
        put(folder, {_LIST: json.dumps(digests, indent=1).encode(), **files})
    except OSError as error:
        raise click.UsageError(f"'{folder}' cannot be written: {error.strerror}") from error


def _held(folder: str) -> dict[str, str]:
    """Return what ctilint wrote below ``folder``, by its own list; a list that is not ours is none."""
    import json

    try:
        with open(os.path.join(folder, _LIST), encoding="utf-8") as file:
            held = json.load(file)
    except (OSError, ValueError):
        return {}
    safe = isinstance(held, dict) and all(
        isinstance(path, str) and isinstance(digest, str) and not os.path.isabs(path) and ".." not in path.split("/")
        for path, digest in held.items()
    )
    return held if safe else {}


def _digest_of(folder: str, path: str) -> str:
    from hashlib import sha256

    try:
        with open(os.path.join(folder, *path.split("/")), "rb") as file:
            return sha256(file.read()).hexdigest()
    except OSError:
        return ""
