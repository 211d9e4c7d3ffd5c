"""The functions that run when a component of Lightning starts."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import FunctionValue, Member, Name, ScriptKind
from ctilint.understand.program.index import ScriptIndex, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import View

ACTION = pattern(r"\{!\s*c\.(\w+)\s*\}")
STARTING = frozenset({"init", "render", "aura:doneRendering"})


def component_hooks(index: ScriptIndex, names: frozenset[str]) -> Iterator[FunctionRef]:
    """Yield the hooks called ``names`` of the classes of a script that extend LightningElement."""
    for made in index.classes:
        base = made.superclass
        if base is None or not any(
            "LightningElement" in {getattr(item, "name", None), getattr(item, "key", None)}
            for item in within(base)
            if isinstance(item, Name | Member)
        ):
            continue
        for entry in made.entries:
            if entry.key in names and isinstance(entry.value, FunctionValue):
                yield index.refs[entry.value.function]


def aura_starts(view: View, index: ScriptIndex) -> Iterator[FunctionRef]:
    """Yield the functions of an Aura controller that its markup runs at the start, and those of its renderer."""
    path = index.script.path
    if index.script.kind is not ScriptKind.AURA:
        return
    named: set[str] = set()
    if path.endswith("Renderer.js"):
        named = {"render", "afterRender", "rerender"}
    elif path.endswith("Controller.js"):
        folder = path.rpartition("/")[0]
        for other in view.window.files:
            if other.rpartition("/")[0] != folder:
                continue
            for element in view.app.files[other].elements:
                if element.tag.lower() == "aura:handler" and element.get("name") in STARTING:
                    named.update(ACTION.findall(element.get("action") or ""))
    for name in sorted(named):
        for function in sorted(index.named.get(name, ())):
            if index.owners[function][0] is index.script.bundle:
                yield index.refs[function]
