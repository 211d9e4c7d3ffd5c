"""Kits of emitted modules on the disk, for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

from ctilint.emit import Plan, plan, render
from ctilint.emit.events import event_names

DIALECTS = ("lightning", "classic", "console", "event-sink")
FORMS = ("esm", "script", "commonjs")


def everything(dialect: str, form: str, *, typescript: bool = False) -> Plan:
    """Return the plan with every event of ``dialect``, with channels and events of the app's own where it has them."""
    events = list(event_names(dialect))
    if dialect == "console":
        events += ["acme:status", "push:Task,Case"]
    channels = ("CallUpdates__c", "ns__Other__c") if dialect == "lightning" else ()
    return plan([dialect], events, channels, form=form, typescript=typescript)


def write_kit(folder: Path, made: Plan, name: str = "cti.js") -> Path:
    """Write the module of ``made`` and what comes with it into ``folder``; return the test's path."""
    folder.mkdir(parents=True, exist_ok=True)
    emitted = render(made, name)
    (folder / name).write_text(emitted.module, "utf-8")
    for part in ("types", "page", "test"):
        beside, text = emitted.beside(part)
        if text:
            (folder / beside).write_text(text, "utf-8")
    return folder / emitted.test_name
