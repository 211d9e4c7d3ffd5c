"""The pages of the rules, and of the settings that name them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ctilint import settings as settings_file
from ctilint.docs.links import relinked
from ctilint.docs.prose import code, fitted, plain, table
from ctilint.rulebook import index
from ctilint.rulebook.pages import Page, pages
from ctilint.settings import Settings


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield path and text of the list of rules and of each rule's page."""
    yield "rules/index.md", _index()
    for one in pages():
        yield f"rules/{one.rule}.md", _page(one)


def _index() -> str:
    return fitted(relinked(index.index_text(), "rules/README.md", "rules/index.md"))


def _page(one: Page) -> str:
    name = f"rules/{one.rule}.md"
    lines = [f"# {one.rule}", "", f"**{plain(one.summary)}**", ""]
    lines.extend(
        table(
            ("severity", "evidence", "mend", "effort", "since"),
            [(one.severity.value, one.evidence, one.fix, one.effort, one.since)],
        )
    )
    lines.extend([plain(one.mend), ""])
    return "\n".join(lines) + "\n" + fitted(relinked(one.body, name, name), examples=True)


def settings_page() -> str:
    """Return the page of the settings: every key, what it means, what it may hold, what holds without it."""
    with open(os.path.join(os.path.dirname(settings_file.__file__), "settings.schema.json"), encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)["properties"]
    rows = [
        (code(key), plain(settings_file.MEANING[key]), _allowed(schema[key]), _default(key))
        for key in settings_file.known_keys()
    ]
    presets = [
        (
            code(name),
            ", ".join(code(f"{key} = {json.dumps(_plain(value))}") for key, value in held.items()) or "nothing",
        )
        for name, held in sorted(settings_file.PRESETS.items())
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "`ctilint.toml`, or `[tool.ctilint]` in `pyproject.toml`, nearest upward. `ctilint settings` shows what",
            "holds in a folder and where each value comes from; `ctilint settings --schema` prints the JSON Schema.",
            "",
            *table(("key", "meaning", "may hold", "default"), rows),
            "## Presets",
            "",
            *table(("preset", "what it sets"), presets),
        ]
    )


def _allowed(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        words = schema["enum"]
        return ", ".join(map(code, words)) if len(words) < 12 else "a rule"
    if "anyOf" in schema:
        return "or ".join(_allowed(one) for one in schema["anyOf"])
    if schema["type"] == "array":
        return f"a list: {_allowed(schema['items'])}"
    if schema["type"] == "object":
        names = "a rule" if "propertyNames" in schema else "a key"
        held = schema.get("additionalProperties")
        return f"a table: {names} = {_allowed(held)}" if held else "a table"
    return {"boolean": "true or false", "string": "text", "number": "a number "}[schema["type"]]


def _default(key: str) -> str:
    value = _plain(getattr(Settings(), key.replace("-", "_"), None))
    return code(json.dumps(value)) if value not in (None, "", [], {}) else ""


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if hasattr(value, "items") else value
