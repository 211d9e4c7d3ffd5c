"""``requirements.txt`` and ``pyproject.toml``: which libraries a deployment declares."""

from __future__ import annotations

import re

from ctilint.patterns import pattern
from ctilint.read.facts import SyntaxProblem
from ctilint.read.server.deployed import Requirement
from ctilint.read.source import Span

_LINE = pattern(
    r"^[ \t]*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)[ \t]*(?:\[[^\]\r\n]*\])?[ \t]*(?P<rest>[^#\r\n]*)", re.MULTILINE
)
_PIN = pattern(r"(===?|~=|>=|>|<=|<|\^)\s*([0-9][\w.*+!-]*)")


def _requirement(name: str, rest: str, span: Span) -> Requirement:
    found = _PIN.findall(rest)
    exact = next((version for sign, version in found if sign in ("==", "===")), "")
    lowest = next((version for sign, version in found if sign in ("~=", ">=", ">", "^")), "")
    return Requirement(name.lower().replace("_", "-").replace(".", "-"), exact or lowest, bool(exact), span)


def read_requirements(text: str) -> tuple[Requirement, ...]:
    """Return the requirements of a ``requirements.txt``; options and addresses are passed over."""
    found = []
    for line in _LINE.finditer(text):
        rest = line["rest"].strip()
        if rest and not re.match(r"[=<>~!;@(]", rest):
            continue
        if rest.startswith("@"):
            rest = ""
        start = line.start("name")
        found.append(_requirement(line["name"], rest, Span(start, start + len(text[start : line.end()].rstrip()))))
    return tuple(found)


def read_pyproject(text: str) -> tuple[tuple[Requirement, ...], SyntaxProblem | None]:
    """Return the dependencies of a ``pyproject.toml`` (project, optional, poetry)."""
    import tomllib  # only for the rare file

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return (), SyntaxProblem(f"TOML that does not parse: {error}", Span(0, min(1, len(text))))
    project = data.get("project")
    written: list[str] = []
    if isinstance(project, dict):
        written.extend(_texts(project.get("dependencies")))
        optional = project.get("optional-dependencies")
        if isinstance(optional, dict):
            for group in optional.values():
                written.extend(_texts(group))
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    dependencies = poetry.get("dependencies") if isinstance(poetry, dict) else None
    if isinstance(dependencies, dict):
        for name, value in dependencies.items():
            version = value.get("version", "") if isinstance(value, dict) else value
            sign = "==" if str(version)[:1].isdigit() else ""
            written.append(f"{name} {sign}{version}")
    found = []
    for one in written:
        line = _LINE.match(one)
        if line is None:
            continue
        at = text.find(line["name"])
        start = max(at, 0)
        found.append(_requirement(line["name"], line["rest"], Span(start, start + len(line["name"]))))
    return tuple(found), None


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
