"""The script files of a window, each in the forms in which the sandbox may ask for it."""

from __future__ import annotations

from typing import Any

from ctilint.prove.page.modules import is_module, may_be_required, place_module
from ctilint.prove.page.places import Placed, Places
from ctilint.prove.page.sources import place_script, plain_text
from ctilint.prove.page.values import Filler
from ctilint.read.facts import FileFacts, FileKind, Script
from ctilint.understand.model import App, Window


class PageFiles:
    """The script files of one window; ``places`` and ``notes`` grow with what is asked for, ``size`` counts it.

    ``modules``: the page loads modules by their address.
    """

    def __init__(self, app: App, window: Window, filler: Filler) -> None:
        self.app = app
        self.window = window
        self.filler = filler
        self.places = Places()
        self.notes: list[str] = []
        self.size = 0
        self.modules = False

    def code_of(self, placed: Placed) -> str:
        """Return what the sandbox is sent for a placed script; its size counts."""
        self.size += len(placed.text)
        return placed.code

    def script_files(self, skip: frozenset[str] = frozenset(), *, modules: bool = False) -> list[dict[str, Any]]:
        """Return the script files of the window, each in the forms in which it may be asked for."""
        modules = modules or self.modules or any(map(may_be_required, self.window.scripts))
        files = []
        for path in self.window.files:
            facts = self.app.files.get(path)
            if (
                facts is None
                or path in skip
                or facts.kind not in {FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.OTHER}
            ):
                continue
            if facts.vendored is not None:
                files.append({"path": path, "vendored": facts.vendored.library, "version": facts.vendored.version})
                continue
            files.extend(self.file(facts, script, modules=modules) for script in facts.scripts[:1])
        return files

    def file(self, facts: FileFacts, script: Script, *, modules: bool) -> dict[str, Any]:
        """Return one script file in the forms in which it may be asked for."""
        made: dict[str, Any] = {"path": facts.path}
        text, obstacle = plain_text(script, facts.kind)
        if obstacle:
            made["obstacle"] = obstacle
            self.notes.append(f"{facts.path} was left out: {obstacle}")
            return made
        if is_module(script):
            native = place_script(self.places, facts.source, script, text, facts.masks, self.filler)
            made["native"] = native.code
        if not is_module(script):
            made["code"] = self.code_of(place_script(self.places, facts.source, script, text, facts.masks, self.filler))
        if modules:
            made["module"] = self.code_of(
                place_module(self.places, facts.source, script, text, facts.masks, self.filler)
            )
        return made
