"""``ctilint emit``: write the reference subscription module."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ctilint.cli._output import by_suffix
from ctilint.cli._voice import emit_voice
from ctilint.cli._writing import State, demand_free, is_restored, state, unstamped, write

DIALECTS = ("lightning", "classic", "console", "event-sink")
VOICE = ("connector", "lwc", "agent-workspace")
FORMS = ("esm", "script", "commonjs")
SUFFIXES = {
    **dict.fromkeys((".js", ".mjs", ".cjs"), "JavaScript"),
    **dict.fromkeys((".ts", ".mts", ".cts"), "TypeScript"),
}
PARTS = ("types", "page", "test")


def _parts(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    names = [name.strip() for part in value for name in part.split(",") if name.strip()]
    for name in names:
        if name not in {*PARTS, "all"}:
            raise click.BadParameter(f"'{name}' is not one of {', '.join((*PARTS, 'all'))}", ctx, parameter)
    return PARTS if "all" in names else tuple(name for name in PARTS if name in names)


def _names(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    del ctx
    names = (name.strip() for part in value for name in ([part] if part.startswith("push:") else part.split(",")))
    found = tuple(dict.fromkeys(name for name in names if name))
    for name in found:
        if not name.isprintable() or len(name) > 200:
            raise click.BadParameter(f"{name!r} is no name", param=parameter)
    return found


@click.command("emit", short_help="Write a subscription module that is right by Salesforce's reference.")
@click.option("--dialect", "dialects", multiple=True, type=click.Choice(DIALECTS), help="Of which API (repeat).")
@click.option(
    "--voice", type=click.Choice(VOICE), help="Code to start from on the way to Salesforce Voice: -o is a folder."
)
@click.option("--event", "events", multiple=True, callback=_names, metavar="EVENT", help="What to listen to (repeat).")
@click.option(
    "--channel",
    "channels",
    multiple=True,
    callback=_names,
    metavar="NAME",
    help="A Lightning message channel (repeat).",
)
@click.option("--module", "form", type=click.Choice(FORMS), help="How the module is loaded (default: esm).")
@click.option("--typescript", is_flag=True, help="Write TypeScript.")
@click.option("--minimal", "short", is_flag=True, help="The short form, for one or two events of one library.")
@click.option("--from", "source", metavar="APP", help="Take events, channels and handler names from this app.")
@click.option(
    "--with-bodies", "bodies", is_flag=True, help="With --from: take over the handlers that need nothing of the app."
)
@click.option(
    "--with", "parts", multiple=True, callback=_parts, metavar="PARTS", help="Beside FILE: types,page,test or all."
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all (default: print).")
@click.option(
    "--force", is_flag=True, help="Write anew what was changed or is not ctilint's; filled handlers are kept."
)
def command(**given: Any) -> int:
    """Write the reference subscription module: register once, guard, ask for the tab, dispatch in order, stop.

    Without --event the module has the dialect's usual events; a console event of your own (acme:status, or
    event:name) and push:Task,Case are events too. Without --dialect it speaks the dialects found by --from, else
    lightning. Put your work in its handlers, or set them from outside (handlers.onClickToDial = dial), so that the
    file can be written again.

    A file that ctilint did not write, or that was changed since, is not written over without --force; --force keeps
    the handlers that were filled in.

    Of an app's handlers the module says where they were and what they did. With --with-bodies those that need nothing
    else of the app are taken over as they stand; of the others it says why not.

    With --voice, --from names the app and -o a folder: a connector for Partner Telephony, a component on the Voice
    toolkit (lwc) or an app of the Amazon Connect agent workspace, each with its test, filled from the app: which
    function becomes which method, and what it needs.

    With -o cti.js, --with all writes cti.d.ts (types), cti.html (the module in use) and cti.test.mjs or cti.test.cjs
    (run it with node --test). With --typescript the types stand in the module.
    """
    output: str | None = given["output"]
    if given["voice"]:
        return emit_voice(given)
    if given["parts"] and output is None:
        raise click.UsageError("--with needs -o FILE: its files stand beside FILE")
    form, typescript = _form(given["form"], given["typescript"], output)
    if given["bodies"] and (given["source"] is None or typescript or given["short"]):
        raise click.UsageError("--with-bodies needs --from APP, and writes JavaScript in the full form")
    from ctilint.emit.writing import EmitError, render

    plan = _plan(given, form, typescript)
    name = os.path.basename(output) if output else f"cti.{'ts' if typescript else 'js'}"
    try:
        emitted = render(plan, name)
    except EmitError as error:
        raise click.ClickException(f"{error}; nothing was written") from error
    if output is None:
        sys.stdout.write(emitted.module)
        return 0
    files = {output: _kept(output, emitted.module, force=given["force"])}
    folder = os.path.dirname(output)
    for part in given["parts"]:
        suffix, text = emitted.beside(part)
        if text:
            files[os.path.join(folder, suffix)] = text
    demand_free(files, force=given["force"])
    for path, text in files.items():
        write(path, text, force=given["force"], written=emitted.module if path == output else text)
    _say(plan, list(files), given["parts"])
    return 0


def _form(form: str | None, typescript: bool, output: str | None) -> tuple[str, bool]:
    """Join what the options and the file's suffix say; where they differ, say so."""
    suffix = os.path.splitext(output or "")[1].lower()
    if output is not None:
        by_suffix(output, SUFFIXES, "")
    implied = {".mjs": "esm", ".mts": "esm", ".cjs": "commonjs", ".cts": "commonjs"}.get(suffix)
    if form and implied and form != implied:
        raise click.UsageError(f"'{output}' is the name of a module of form {implied}, not {form}")
    if suffix == ".js" and typescript:
        raise click.UsageError(f"'{output}' is the name of a JavaScript file: TypeScript needs .ts")
    return form or implied or "esm", typescript or suffix in {".ts", ".mts", ".cts"}


def _plan(given: dict[str, Any], form: str, typescript: bool) -> Any:
    from ctilint.emit.events import UnknownEventError
    from ctilint.emit.planning import NotMinimalError, minimal, plan

    dialects, events, channels = given["dialects"], given["events"], given["channels"]
    source: str | None = given["source"]
    try:
        if source is None:
            made = plan(dialects, events, channels, form=form, typescript=typescript)
            return minimal(made) if given["short"] else made
        from ctilint.cli._reading import read_app, settings_for, tell_failures
        from ctilint.emit.from_app import NothingToKeepError, plan_from

        app = read_app((source,), settings_for((source,)), progress=True)
        tell_failures(app)
        root = source if os.path.isdir(source) else os.path.dirname(os.path.abspath(source))
        try:
            made = plan_from(
                app, dialects, events, channels, form=form, typescript=typescript, root=root, bodies=given["bodies"]
            )
            return minimal(made) if given["short"] else made
        except NothingToKeepError as error:
            raise click.UsageError(f"'{source}': {error}") from error
    except NotMinimalError as error:
        raise click.UsageError(f"--minimal: {error}") from error
    except UnknownEventError as error:
        raise click.UsageError(str(error)) from error


def _kept(path: str, text: str, *, force: bool) -> str:
    """Return ``text`` with the handlers filled in at ``path``; without ``force`` refuse to write there."""
    if state(path) is not State.CHANGED:
        return text
    from ctilint.emit.keeping import merge

    with open(path, encoding="utf-8", newline="") as file:
        held = file.read().replace("\r\n", "\n")
    merged = merge(path, unstamped(held), text)
    elsewhere = not is_restored(held, merged.restored)
    if not force:
        keeps = f"keeps {', '.join(merged.kept)}" if merged.kept else "keeps nothing of it"
        loses = [f"loses {name}: {why}" for name, why in merged.lost]
        loses += ["loses what was changed outside the handlers"] if elsewhere else []
        demand_free([path], force=False, hint=", ".join([f"writes it anew, {keeps}", *loses]))
    for name in merged.kept:
        click.echo(f"ctilint: kept the handler {name}", err=True)
    for name, why in merged.lost:
        click.echo(f"ctilint: not kept: the handler {name}: {why}", err=True)
    if elsewhere:
        click.echo("ctilint: not kept: what was changed outside the handlers", err=True)
    return merged.text


def _say(plan: Any, written: list[str], parts: tuple[str, ...]) -> None:
    click.echo(f"ctilint: wrote {', '.join(written)}", err=True)
    for line in plan.left_out:
        click.echo(f"ctilint: not in the module: {line}", err=True)
    if not parts:
        click.echo("ctilint: --with types,page,test writes what comes with it", err=True)
