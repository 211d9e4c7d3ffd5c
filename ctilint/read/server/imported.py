"""What an imported name stands for, without asking scopes where they cannot matter.

Scope metadata costs more than parsing and reading together. Most modules import at their top and never bind an
imported name again; there the import alone says what the name is. Every other module is asked for its scopes.
"""

from __future__ import annotations

import re

import libcst as cst

from ctilint.patterns import pattern
from ctilint.read.server.depth import TEXT

_WORD = pattern(r"[A-Za-z_]\w*")
_COMMENT = pattern(r"#[^\r\n]*")
_IMPORT_LINE = pattern(r"(?m)^(?:import|from)\b[^\r\n(]*(?:\([^)]*\))?[^\r\n]*")
_USED = pattern(r"\s*[.(\[]")
_BINDS = pattern(r"(?:\b(?:def|class|as|global|nonlocal|import)\s+|\.\s*)$")


def imported_names(module: cst.Module, code: str) -> dict[str, str] | None:
    """Return the full name behind each imported name, or None when only scopes can tell."""
    names: dict[str, str] = {}
    for statement in module.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if not _add(small, names):
                    return None
    plain = _COMMENT.sub("", TEXT.sub('""', code))
    plain = _IMPORT_LINE.sub("", plain)
    if re.search(r"^[ \t]+(?:import|from)\b", plain, re.MULTILINE):
        return None
    for word in _WORD.finditer(plain):
        if word[0] not in names:
            continue
        before = plain[max(word.start() - 12, 0) : word.start()]
        binding = _BINDS.search(before)
        if binding is not None and binding[0].lstrip().startswith("."):
            continue
        if binding is not None or not _USED.match(plain, word.end()):
            return None
    return names


def _add(node: cst.CSTNode, names: dict[str, str]) -> bool:
    """Add what an import binds; False when a name is bound twice."""
    found: list[tuple[str, str]] = []
    if isinstance(node, cst.Import):
        for one in node.names:
            full = one.evaluated_name
            alias = one.evaluated_alias
            found.append((alias, full) if alias else (full.split(".")[0], full.split(".")[0]))
    elif isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
        home = _dotted(node.module) if node.module is not None else ""
        for one in node.names:
            name = one.evaluated_name
            found.append((one.evaluated_alias or name, f"{home}.{name}" if home else name))
    return all(names.setdefault(name, full) == full for name, full in found)


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
