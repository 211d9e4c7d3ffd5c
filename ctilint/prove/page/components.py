"""Aura and Lightning web components: what their thin harnesses in the sandbox need."""

from __future__ import annotations

import re
from typing import Any

from ctilint.prove.page.files import PageFiles
from ctilint.prove.page.sources import place_script, plain_text
from ctilint.read.facts import FileFacts, FileKind, ScriptKind

_ACTION = re.compile(r"\{!\s*c\.(\w+)\s*\}\Z")
_BUNDLE = {"Controller.js": "controller", "Helper.js": "helper", "Renderer.js": "renderer"}


def component_page(page: PageFiles, data: dict[str, Any]) -> str:
    """Fill the page's data for a component's harness; return why it cannot be run, or ''."""
    root = page.app.files[page.window.root]
    if root.kind is FileKind.AURA:
        return _aura(page, data)
    return _lwc(page, root, data)


def aura_components(page: PageFiles) -> list[dict[str, Any]]:
    """Return the Aura components of the window that have code of their own."""
    components = []
    for path in page.window.files:
        facts = page.app.files.get(path)
        if (
            facts is not None
            and facts.kind is FileKind.AURA
            and facts.elements
            and not path.endswith((".evt", ".intf", ".design"))
        ):
            components.append(_component(page, facts))
    return components if any(item[part] for item in components for part in ("controller", "helper", "renderer")) else []


def _aura(page: PageFiles, data: dict[str, Any]) -> str:
    components = aura_components(page)
    if not components:
        return "the component has no controller, helper or renderer that was read"
    data["harness"] = "aura"
    data["components"] = components
    data["files"] = page.script_files(
        skip=frozenset(path for path in page.window.files if path.endswith(tuple(_BUNDLE)))
    )
    return ""


def _component(page: PageFiles, facts: FileFacts) -> dict[str, Any]:
    stem = facts.path.rpartition(".")[0]
    made: dict[str, Any] = {
        "name": stem.rpartition("/")[2],
        "attributes": [],
        "handlers": [],
        "methods": [],
        "parts": [],
        "controls": [],
        "requires": [page.filler.text(item.target) for item in facts.includes if item.kind == "lightning"],
        "afterScripts": "",
    }
    for ending, part in _BUNDLE.items():
        made[part] = _bundle(page, stem + ending)
    for element in facts.elements:
        tag = element.tag.lower()
        values = {attribute.name.lower(): attribute.value for attribute in element.attributes}
        if tag == "aura:attribute":
            made["attributes"].append(
                {
                    "name": values.get("name", ""),
                    "type": values.get("type", ""),
                    "value": page.filler.text(values.get("default", "")),
                }
            )
        elif tag == "aura:handler":
            made["handlers"].append(
                {
                    "name": values.get("name", ""),
                    "event": values.get("event", ""),
                    "action": _action(values.get("action", "")),
                }
            )
        elif tag == "aura:method":
            made["methods"].append(
                {"name": values.get("name", ""), "action": _action(values.get("action", "")) or values.get("name", "")}
            )
        elif tag == "ltng:require":
            made["afterScripts"] = _action(values.get("afterscriptsloaded", ""))
        if "aura:id" in values:
            made["parts"].append({"id": values["aura:id"], "tag": tag})
        if not tag.startswith(("aura:", "ltng:")):
            made["controls"].extend(
                _action(value) for name, value in values.items() if name.startswith("on") and _action(value)
            )
    return made


def _action(text: str) -> str:
    found = _ACTION.match(text.strip())
    return found.group(1) if found is not None else ""


def _bundle(page: PageFiles, path: str) -> str:
    facts = page.app.files.get(path)
    if facts is None or path not in page.window.files:
        return ""
    for script in facts.scripts:
        if script.kind is ScriptKind.AURA:
            text, obstacle = plain_text(script, facts.kind)
            if not obstacle:
                placed = place_script(page.places, facts.source, script, text, facts.masks, page.filler, ends=False)
                return page.code_of(placed)
    return ""


def _lwc(page: PageFiles, root: FileFacts, data: dict[str, Any]) -> str:
    stem = root.path.rpartition(".")[0]
    path = next((stem + ending for ending in (".js", ".ts") if stem + ending in page.window.files), "")
    facts = page.app.files.get(path)
    if facts is None or not facts.scripts:
        return "the component's script was not read"
    data["files"] = page.script_files(modules=True)
    entry = next((item for item in data["files"] if item["path"] == path), None)
    if entry is None or "obstacle" in entry:
        return entry["obstacle"] if entry is not None else "the component's script was not read"
    data["harness"] = "lwc"
    parts = [
        {"tag": element.tag.lower(), "attrs": [[item.name, item.value] for item in element.attributes]}
        for element in root.elements
        if element.tag.lower() != "template"
    ]
    data["component"] = {"path": path, "parts": parts}
    return ""
