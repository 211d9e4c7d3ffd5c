"""An app -> an app of the Amazon Connect agent workspace on ``@amazon-connect/*``, with its page and its test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ctilint.emit.voice.component import label
from ctilint.emit.voice.filling import (
    Skeleton,
    chosen_of,
    filled,
    fillers_for,
    package,
    plain,
    refuse_errors,
    slug,
)
from ctilint.emit.voice.needs import needs_of, old_bodies
from ctilint.emit.voice.workspace_bodies import CONTROLS, CORE, CUSTOMER, EVENTS, PACKAGES, TESTS, TSCONFIG, VERSIONS
from ctilint.rulebook.skeletons import Part, parts
from ctilint.understand.model import App
from ctilint.views.connector import Filler


def workspace(app: App, name: str, *, typescript: bool = False) -> Skeleton:
    """Return the workspace app of ``app``: the app, its entry and page, test, package and what it needs."""
    rows = parts("workspace")
    shown = fillers_for(app, rows)
    chosen = chosen_of(rows, shown)
    kind = class_name(name)
    suffix = "ts" if typescript else "js"
    files = {
        f"workspace.{suffix}": _app(app, name, kind, chosen, shown, typescript=typescript),
        f"main.{suffix}": _main(kind, chosen, typescript=typescript),
        "index.html": _page(plain(name), chosen),
        "workspace.test.mjs": _test(kind, chosen, typescript=typescript),
        "package.json": _package(name, _clients(chosen), typescript=typescript),
        "NEEDS.md": needs_of(app, name, "workspace app", {row.name: row.symbols for row in rows}).text,
    }
    if typescript:
        files["tsconfig.json"] = TSCONFIG
    refuse_errors(files)
    return Skeleton(files, tuple(row.name for row in chosen if row.name in shown), ())


def class_name(name: str) -> str:
    """Return the name of the app's class."""
    made = "".join(word.capitalize() for word in slug(name).split("-"))
    return f"{made if made[0].isalpha() else f'App{made}'}Workspace"


def _clients(chosen: Sequence[Part]) -> tuple[str, ...]:
    """Return the clients of the SDK that are used, in the order of ``PACKAGES``."""
    bodies = " ".join(CONTROLS.get(row.name, "") for row in chosen)
    needed = {(row.event or row.call).partition("#")[0] for row in chosen}
    needed |= {client for client, (field, _) in PACKAGES.items() if f"this.{field}." in bodies}
    needed |= {"ContactClient"}
    return tuple(client for client in PACKAGES if client in needed)


def _app(
    app: App, name: str, kind: str, chosen: Sequence[Part], shown: Mapping[str, Sequence[Filler]], *, typescript: bool
) -> str:
    clients = _clients(chosen)
    events = [row for row in chosen if row.event]

    def notes(row: Part) -> str:
        return "".join(f"  {line}\n" for line in old_bodies(app, shown.get(row.name, ())))

    controls = "".join(f"  /** {_said(row)}. */\n{notes(row)}{CONTROLS[row.name]}\n" for row in chosen if row.call)
    filling = {
        "NAME": plain(name),
        "IMPORTS": "\n".join(_imports(clients)),
        "TYPES": "\n".join(_types(events)) if typescript else "",
        "CLASS": kind,
        "FIELDS": "".join(_fields(clients)) if typescript else "",
        "CLIENTS": "".join(f"    this.{PACKAGES[one][0]} = new {one}(provider);\n" for one in clients),
        "ADD": "".join(f"    this.{_method(row.event)}(this.{row.name});\n" for row in events),
        "REMOVE": "".join(f"    this.{_method(row.off)}(this.{row.name});\n" for row in events),
        "LISTENERS": "".join(f"  /** {_said(row)}. */\n{notes(row)}{_listener(row)}\n" for row in events),
        "CONTROLS": controls + (f"{CUSTOMER}\n" if "this.customer()" in controls else ""),
    }
    return filled("workspace.js", filling, typescript=typescript)


def _said(row: Part) -> str:
    return row.does[:1].upper() + row.does[1:]


def _method(symbol: str) -> str:
    client, _, method = symbol.partition("#")
    return f"{PACKAGES[client][0]}.{method}"


def _imports(clients: Sequence[str]) -> Iterator[str]:
    for where in dict.fromkeys(PACKAGES[one][1] for one in clients):
        names = [one for one in clients if PACKAGES[one][1] == where]
        yield f'import {{ {", ".join(names)} }} from "{where}";'


def _types(events: Sequence[Part]) -> Iterator[str]:
    yield 'import type { AmazonConnectApp } from "@amazon-connect/app";'
    for where in dict.fromkeys(PACKAGES[row.event.partition("#")[0]][1] for row in events):
        names = sorted({EVENTS[row.name][0] for row in events if PACKAGES[row.event.partition("#")[0]][1] == where})
        yield f'import type {{ {", ".join(names)} }} from "{where}";'


def _fields(clients: Sequence[str]) -> Iterator[str]:
    for one in clients:
        yield f"  {PACKAGES[one][0]}: {one};\n"
    yield "  show: (text: string) => void;\n  contactId: string | null;\n\n"


def _listener(row: Part) -> str:
    given_type, read, more, _ = EVENTS[row.name]
    keeps = "".join(f"      {line}\n" for line in more)
    return (
        f"  {row.name} = async (event@: {given_type}@) => {{\n    try {{\n{keeps}"
        f"      this.show(`{row.does}: ${{event.{read}}}`);\n"
        "    } catch (error) {\n      this.failed(error);\n    }\n  };\n"
    )


def _buttons(chosen: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(row for row in chosen if row.call and row.name in CONTROLS)


def _main(kind: str, chosen: Sequence[Part], *, typescript: bool) -> str:
    names = _buttons(chosen)
    wired = f"""
const field = document.querySelector{"<HTMLInputElement>" if typescript else ""}("#value");
const controls = {{
{"".join(f"  {row.name}: () => app.{row.name}({_given(row)}),{chr(10)}" for row in _buttons(chosen))}}};
for (const [name, action] of Object.entries(controls)) {{
  document.getElementById(name)?.addEventListener("click", () => app.ask(action));
}}
"""
    return (
        'import { AmazonConnectApp } from "@amazon-connect/app";\n'
        f'import {{ {kind} }} from "./workspace.js";\n\n'
        "const { provider } = AmazonConnectApp.init({\n"
        "  onCreate: async () => app.start(),\n  onDestroy: async () => app.stop(),\n});\n"
        'const state = document.getElementById("state");\n'
        f"const app = new {kind}(provider, (text) => {{\n"
        "  if (state) {\n    state.textContent = text;\n  }\n});\n" + (wired if names else "")
    )


def _given(row: Part) -> str:
    return 'field?.value ?? ""' if re.match(r"  async \w+\(\w", CONTROLS[row.name]) else ""


def _page(name: str, chosen: Sequence[Part]) -> str:
    buttons = "".join(
        f'    <button type="button" id="{row.name}">{label(row.name)}</button>\n' for row in _buttons(chosen)
    )
    field = (
        '    <label>Number or name <input id="value"></label>\n'
        if any(_given(row) for row in chosen if row.call)
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n'
        f"    <title>{name}</title>\n  </head>\n"
        f'  <body>\n    <p id="state" role="status">ready</p>\n{field}{buttons}'
        '    <script type="module" src="dist/main.js"></script>\n  </body>\n</html>\n'
    )


def _test(kind: str, chosen: Sequence[Part], *, typescript: bool) -> str:
    topics = [
        [key, data, f"{row.does}: {said}"] for row in chosen if row.event for key, data, said in [EVENTS[row.name][3]]
    ]
    filling = {
        "PACKAGES": json.dumps(["@amazon-connect/app", *dict.fromkeys(PACKAGES[one][1] for one in _clients(chosen))]),
        "CLASS": kind,
        "APP": "./build/workspace.js" if typescript else "./workspace.js",
        "TOPICS": json.dumps(topics),
        "MORE": "".join(TESTS.get(row.name, "") for row in chosen),
    }
    return filled("workspace.test.mjs", filling, typescript=False).rstrip() + "\n"


def _package(name: str, clients: Sequence[str], *, typescript: bool) -> str:
    wanted = {where: VERSIONS[where] for where in ("@amazon-connect/app", *(PACKAGES[one][1] for one in clients))}
    entry = "build/main.js" if typescript else "main.js"
    build = f"esbuild {entry} --bundle --format=esm --outfile=dist/main.js"
    scripts = {
        "build": f"tsc && {build}" if typescript else build,
        "test": "tsc && node --test" if typescript else "node --test",
    }
    tools = {"esbuild": "^0.25.0"}
    if typescript:
        tools["typescript"] = "^5.6.0"
    return package(f"{slug(name)}-workspace", scripts, dependencies=wanted, devDependencies=tools, overrides=CORE)
