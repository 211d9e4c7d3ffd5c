"""Modules as functions: what a file imports, exports and requires, turned into plain code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ctilint.prove.page.places import Placed, Places
from ctilint.prove.page.sources import (
    Change,
    assemble,
    count_changes,
    end_mark,
    inner_blocks,
    mask_changes,
    plain_changes,
)
from ctilint.prove.page.values import Filler
from ctilint.read.facts import AwaitStep, Block, Mask, Script, ScriptKind
from ctilint.read.source import Source, Span

_COMMON = re.compile(r"\bmodule\.exports\b|^\s*exports\.\w+\s*=|\brequire\s*\(\s*['\"]", re.MULTILINE)
_UNIVERSAL = re.compile(r"typeof\s+(?:module|exports)\b")
_IMPORT = re.compile(
    r"import\s*(?:[\w$*{},\s]+?\sfrom\s*|[{*][\w$*{},\s]+\}?\s*from\s*)?"
    r"(['\"])(?:(?!\1).)*\1\s*(?:(?:with|assert)\s*\{[^}]*\})?\s*;?"
)
_LIST = re.compile(r"export\s*(?:\{[^}]*\}|\*\s*(?:as\s+[\w$]+)?)\s*(?:from\s*(['\"])(?:(?!\1).)*\1)?\s*;?")
# What a compiler leaves of a file of types: it exports nothing, and is a module all the same.
_EMPTY = re.compile(r"(?<![\w$.'\"`])export\s*\{\s*\}(?!\s*from\b)\s*;?")
_LATER = re.compile(r"\bimport\s*(?=\()")
_META = re.compile(r"\bimport\.meta\b")


def is_module(script: Script) -> bool:
    """Say whether the script imports or exports."""
    return bool(script.imports or script.exports) or script.kind is ScriptKind.MODULE or _says(script, _EMPTY)


def is_common(script: Script) -> bool:
    """Say whether the script is written for ``require`` and ``module.exports`` alone."""
    return not is_module(script) and _says(script, _COMMON) and not _says(script, _UNIVERSAL)


def may_be_required(script: Script) -> bool:
    """Say whether the script imports or exports in some way, or loads a module when it runs."""
    return is_module(script) or _says(script, _COMMON) or _says(script, _LATER)


def _says(script: Script, pattern: re.Pattern[str]) -> bool:
    """Say whether the code of a script, its comments apart, has a pattern."""
    base = script.span.start
    comments = [(item.span.start - base, item.span.end - base) for item in script.comments]
    return any(
        not any(start <= match.start() < end for start, end in comments) for match in pattern.finditer(script.text)
    )


def place_module(
    places: Places, source: Source, script: Script, text: str, masks: tuple[Mask, ...], filler: Filler
) -> Placed:
    """Place a module as a function ``(require, exports, module)``; what it imports is looked up when it is read."""
    changes = [*plain_changes(script), *mask_changes(script, text, masks, filler)]
    changes.extend(count_changes(script, text, places.marks))
    changes.extend(places.further(script, text))
    if not is_module(script) and _says(script, _COMMON):
        head = "(function (require, exports, module) {"
        return assemble(places, source, script, text, changes, head, end_mark(script, places.marks) + "})")
    changes.extend(module_changes(script, text))
    waits = "async " if _waits(script.functions[0].body) else ""
    names = ", ".join(f"{_quoted(name)}: () => {local}" for name, local in exported_names(script))
    head = (
        "(function ($require, $exports, module) {"
        f" with ($require.scope({_imports(script)}, {_stars(script)}, $exports)) {{"
        f" return ({waits}function () {{ 'use strict'; $require.share($exports, {{{names}}}); "
    )
    return assemble(
        places, source, script, text, changes, head, end_mark(script, places.marks) + "}).call(undefined); } })"
    )


def _stars(script: Script) -> str:
    return "[" + ", ".join(_quoted(item.source) for item in script.exports if item.name == "*" and item.source) + "]"


def _imports(script: Script) -> str:
    rows = [[item.source, item.imported, item.local] for item in script.imports]
    rows.extend(
        [item.source, _reexported(item.value), f"%{item.name}"]
        for item in script.exports
        if item.source and item.name != "*"
    )
    return "[" + ", ".join("[" + ", ".join(_quoted(part) for part in row) + "]" for row in rows) + "]"


def _reexported(value: object) -> str:
    return str(getattr(value, "name", "*"))


def exported_names(script: Script) -> Iterator[tuple[str, str]]:
    """Yield (exported name, local name) of what the script exports by name, expressions left out."""
    for item in script.exports:
        local = getattr(item.value, "name", "")
        if item.source or not isinstance(local, str) or not local:
            continue
        if item.name == "default" and _default_expression(script, item.span):
            continue
        yield item.name, local


def _default_expression(script: Script, span: Span) -> bool:
    start = span.start - script.span.start
    return (
        re.match(
            r"export\s+default\s+(?!(?:async\s+)?function\s*\*?\s*[\w$]|class\s+(?!extends\b)[\w$])",
            script.text[start:],
        )
        is not None
    )


def module_changes(script: Script, text: str) -> Iterator[Change]:
    """Yield what turns import and export statements into plain code."""
    base = script.span.start
    seen: set[int] = set()
    for item in script.imports:
        yield from _cut(text, base, _statement(text, item.span.start - base, "import"), _IMPORT, seen)
    for export in script.exports:
        start = _statement(text, export.span.start - base, "export")
        if _LIST.match(text, start):
            yield from _cut(text, base, start, _LIST, seen)
        elif start not in seen:
            seen.add(start)
            yield _without_export(text, base, start)
    comments = [(item.span.start - base, item.span.end - base) for item in script.comments]
    for pattern, becomes in ((_LATER, "$require.later"), (_META, "$require.meta"), (_EMPTY, ";")):
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in comments):
                yield Change(base + match.start(), base + match.end(), becomes)


def _statement(text: str, offset: int, word: str) -> int:
    first = offset + len(text[offset:]) - len(text[offset:].lstrip())
    if text.startswith(word, first):
        return first
    return max(text.rfind(word, 0, offset), 0)


def _cut(text: str, base: int, start: int, pattern: re.Pattern[str], seen: set[int]) -> Iterator[Change]:
    if start in seen:
        return
    seen.add(start)
    match = pattern.match(text, start)
    if match is not None:
        yield Change(base + start, base + match.end(), "\n" * match.group().count("\n") + ";")


def _without_export(text: str, base: int, start: int) -> Change:
    named = re.compile(
        r"export\s++(?:default\s++(?=(?:async\s+)?function\s*\*?\s*[\w$]|class\s+(?!extends\b)[\w$]))?(?!default\b)"
    ).match(text, start)
    if named is not None:
        return Change(base + start, base + named.end(), "")
    default = re.compile(r"export\s+default\b").match(text, start)
    end = default.end() if default is not None else start
    return Change(base + start, base + end, "$exports.default =")


def _waits(block: Block) -> bool:
    return any(isinstance(step, AwaitStep) or any(map(_waits, inner_blocks(step))) for step in block.steps)


def _quoted(text: str) -> str:
    return json.dumps(text)
