"""How a file is written: its indentation, quotes and semicolons, and whether it is newer than ES5."""

from __future__ import annotations

import json
from collections import Counter

from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts, Script, ScriptKind
from ctilint.read.outlines import outline_of
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.understand.model import App

_INDENT = pattern(r"(?:^|[\r\n])([ \t]*)(?=[^\s])")
_STRING = pattern(r"'(?:[^'\\\r\n]|\\.)*'|\"(?:[^\"\\\r\n]|\\.)*\"")
_IDENTIFIER = pattern(r"[A-Za-z_$][\w$]*")
_USUAL = "  "


@dataclass(frozen=True, slots=True)
class Style:
    """How a script is written. ``unit`` is one step of indentation, ``end`` a semicolon or ''.

    ``modern``: it has arrows, ``let``, classes or modules, so new text may. ``flat``: it stands in an attribute or an
    address, where new text stays on one line. ``names`` are all names of the script, and all words like one.
    """

    text: str
    unit: str
    quote: str
    end: str
    modern: bool
    flat: bool
    names: frozenset[str]

    def string(self, value: str) -> str:
        """Return ``value`` as a string literal, safe inside a page's script too."""
        inner = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("</", "<\\/")
        return self.quote + inner.replace(self.quote, f"\\{self.quote}") + self.quote

    def indent(self, offset: int) -> str:
        """Return what the line of ``offset`` begins with."""
        return line_indent(self.text, offset)

    def is_first(self, offset: int) -> bool:
        """Say whether nothing but space stands before ``offset`` in its line."""
        start = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        return not self.text[start:offset].strip()

    def function(self, parameters: str = "") -> tuple[str, str]:
        """Return what begins and ends a function that is no method: ``() => {`` or ``function () {``, and ``}``."""
        return (f"({parameters}) => {{", "}") if self.modern else (f"function ({parameters}) {{", "}")


def line_indent(text: str, offset: int) -> str:
    """Return what the line of ``offset`` begins with."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    end = start
    while end < len(text) and text[end] in " \t":
        end += 1
    return text[start:end]


def style_of(app: App, facts: FileFacts, script: Script) -> Style:
    """Return how ``script`` is written."""
    return app.memory.kept("style", script, lambda: _style(facts, script))


def _style(facts: FileFacts, script: Script) -> Style:
    written = facts.source.cut(script.span)
    quotes = Counter(match[0][0] for match in _STRING.finditer(written))
    found = outline_of(facts, script)
    ends = Counter(
        one.ended
        for one in (found.statements if found is not None else ())
        if one.kind in {"expression_statement", "lexical_declaration", "variable_declaration", "return_statement"}
    )
    bound = {name for scope in script.scopes for name in scope.bindings}
    return Style(
        text=facts.source.text,
        unit=_unit(written),
        quote="'" if quotes["'"] >= quotes['"'] else '"',
        end=";" if ends[True] >= ends[False] else "",
        modern=_modern(script),
        flat=script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL},
        names=frozenset(bound.union(_IDENTIFIER.findall(script.text))),
    )


def script_at(facts: FileFacts, span: Span) -> Script | None:
    """Return the script that holds ``span``."""
    return next((one for one in facts.scripts if one.span.start <= span.start and span.end <= one.span.end), None)


def _unit(written: str) -> str:
    """Return one step of indentation: a tab, or as many spaces as most lines are deeper than the line before."""
    steps: Counter[str] = Counter()
    before = ""
    for match in _INDENT.finditer(written):
        now = match[1]
        if len(now) > len(before) and now.startswith(before):
            steps[now[len(before) :]] += 1
        before = now
    likely = [step for step, _ in steps.most_common() if step == "\t" or (step.isspace() and len(step) in {2, 3, 4, 8})]
    return likely[0] if likely else _USUAL


def _modern(script: Script) -> bool:
    if script.imports or script.exports or script.kind is ScriptKind.MODULE:
        return True
    return any(function.kind == "arrow" or function.is_async for function in script.functions) or any(
        binding.kind in {"let", "const", "class"} for scope in script.scopes for binding in scope.bindings.values()
    )
