"""The JSON Schema of the settings, made of the table that reads them; ``python -m ctilint.cli._schema`` writes it."""

from __future__ import annotations

import json
import os
from typing import Any

from ctilint import settings as settings_file
from ctilint.judge.rules import rule_names

FILE = os.path.join(os.path.dirname(settings_file.__file__), "settings.schema.json")
_SEVERITIES = ["error", "warning", "note"]


def schema() -> dict[str, Any]:
    """Return the schema of ``ctilint.toml``."""
    known = settings_file.known_keys()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The settings of ctilint: ctilint.toml, or [tool.ctilint] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {"description": settings_file.MEANING[key], **_kind(key)} for key in known},
    }


def text() -> str:
    """Return the schema as the file that is shipped."""
    return json.dumps(schema(), indent=2) + "\n"


def _kind(key: str) -> dict[str, Any]:
    rules = {"type": "string", "enum": list(rule_names())}
    makers: dict[str, dict[str, Any]] = {
        "flag": {"type": "boolean"},
        "text": {"type": "string", "minLength": 1},
        "function": {"type": "string", "minLength": 1},
        "texts": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "rule_names": {"type": "array", "items": rules},
        "fails": {"enum": [*_SEVERITIES, "never"]},
        "version": {"anyOf": [{"type": "number", "minimum": 1}, {"type": "string"}]},
        "severities": {
            "type": "object",
            "propertyNames": {"enum": list(rule_names())},
            "additionalProperties": {"enum": _SEVERITIES},
        },
        "paths": {"type": "object", "additionalProperties": {"type": "array", "items": rules}},
        "preset": {"enum": sorted(settings_file.PRESETS)},
        "assess": {"type": "object"},
    }
    return makers[settings_file.kind_of(key)]


if __name__ == "__main__":
    with open(FILE, "w", encoding="utf-8") as file:
        file.write(text())
