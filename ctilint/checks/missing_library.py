"""missing-library: a namespace is used that no library loaded by the page defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.read.facts import FileKind, Library, Literal
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import View, callee_place, problem, views
from ctilint.views.loads import FILES, LIBRARY_OF, SALESFORCE

NAMESPACES = {"opencti": "sforce.opencti", "interaction": "sforce.interaction", "integration": "sforce.console"}
HARMLESS = pattern(
    r"jquery|bootstrap|lodash|underscore|moment|angular|react|vue|knockout|require|modernizr|font|slds|lightning-design|"
    r"polyfill|socket\.io|sip|twilio|connect-streams|amazon-connect|ajax/libs|unpkg|gstatic|analytics|handlebars|mustache",
    re.IGNORECASE,
)
PAGES = frozenset({FileKind.HTML, FileKind.VISUALFORCE, FileKind.TEMPLATE})
LOADERS = ("getScript", "loadScript", "importScripts", "require", "requirejs", "import", "include")
OWN = ("/support/api/", "/support/console/", "/soap/ajax/", "/faces/", "/static/111213/")


def check(app: App) -> Iterator[Problem]:
    """Yield, once per page and library, the first use of a namespace that nothing loads."""
    for view in views(app):
        loaded = {load.library for load in view.window.loads}
        if not loaded & SALESFORCE or view.window.kind not in PAGES or _may_load_more(view):
            continue
        first: dict[str, ApiCall] = {}
        for call in view.sole:
            dialect = "lightning" if call.dialect == "event-sink" else call.dialect
            library = LIBRARY_OF.get(dialect)
            if library in NAMESPACES and library not in loaded:
                first.setdefault(library, call)
        for library, call in first.items():
            namespace = NAMESPACES[library]
            if view.tests_within(namespace):
                continue
            load = next(load for load in view.window.loads if load.library in SALESFORCE)
            yield problem(
                call,
                callee_place(call),
                f"{namespace} is used, but the page loads only {_names(loaded)}: it is undefined, and this throws",
                f"load {_address(library)}",
                derived=True,
                related=(Place(load.place.path, load.place.span, f"{FILES[load.library]} is loaded here"),),
            )


def _names(loaded: set[Library]) -> str:
    return ", ".join(sorted(FILES[library].rpartition("/")[2] for library in loaded & SALESFORCE))


def _address(library: str) -> str:
    folder = "console" if library == "integration" else "api"
    return f"/support/{folder}/NN.0/{FILES[library]}"


def _may_load_more(view: View) -> bool:
    """Say whether the page pulls in a script that was not read and might bring a library with it."""
    window = view.window
    if any(load.library not in SALESFORCE | {"streams", "connector"} for load in window.loads):
        return True
    for path in window.files:
        for include in view.app.files[path].includes:
            if include.kind == "frame":
                continue
            if include.kind in {"component", "page"}:
                if not _is_here(view, include.target):
                    return True
                continue
            target = include.target
            name = target.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
            here = name and any(file.lower().endswith(name) for file in window.files)
            if not here and not any(start in target for start in OWN) and not HARMLESS.search(target):
                return True
    return any(_loads_by_code(index) for index in view.program.indexes)


def _is_here(view: View, target: str) -> bool:
    """Say whether a component or page that is pulled in was read."""
    name = re.split(r"[:/]", target)[-1].lower()
    return any(file.lower().rpartition("/")[2].partition(".")[0] == name for file in view.window.files)


@of_script
def _loads_by_code(index: ScriptIndex) -> bool:
    """Say whether code makes script elements or calls a loader, so that more may come than was read."""
    if any(index.called.get(name) for name in LOADERS):
        return True
    return any(
        isinstance(argument, Literal) and argument.value == "script"
        for call in index.called.get("createElement", ())
        for argument in call.arguments[:1]
    )
