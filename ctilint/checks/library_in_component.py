"""library-in-component: an Open CTI library loaded into an Aura or LWC component."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.read.facts import FileKind, Library, ScriptKind
from ctilint.understand.model import App, Load
from ctilint.views.facts import View, views
from ctilint.views.loads import FILES

JUDGED: frozenset[Library] = frozenset({"opencti", "interaction"})


def check(app: App) -> Iterator[Problem]:
    """Yield each load of Open CTI in a component that does not run in the softphone's frame."""
    for view in views(app):
        for load in view.window.loads:
            if load.library in JUDGED and load.form != "vendored copy" and _in_component(view, load):
                yield Problem(
                    load.place,
                    f"{FILES[load.library].rpartition('/')[2]} works only in the softphone's frame: in a component it "
                    "throws while it loads, or its callbacks never come",
                    "load it in the adapter page and talk to the component over a message channel",
                    evidence=load.evidence,
                    related=load.related,
                )


def _in_component(view: View, load: Load) -> bool:
    facts = view.app.files[load.place.path]
    if load.form == "ltng:require":
        # Lightning Out inside the adapter page runs in the softphone's frame.
        root = view.app.files[view.window.root]
        return root.kind is not FileKind.VISUALFORCE and not _is_out_app(view, load.place.path)
    if facts.kind in {FileKind.AURA, FileKind.LWC_TEMPLATE}:
        return True
    for script in facts.scripts:
        if script.span.start <= load.place.span.start <= script.span.end:
            if script.kind is ScriptKind.AURA:
                return True
            return any(item.source == "lightning/platformResourceLoader" for item in script.imports)
    return False


def _is_out_app(view: View, path: str) -> bool:
    elements = view.app.files[path].elements
    return any("ltng:outapp" in (element.get("extends") or "").lower() for element in elements)
