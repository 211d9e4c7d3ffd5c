"""Scripts made ready for the engine: masks filled in, steps counted, modules turned into functions.

Each script is placed at lines of its own (line breaks before it), so that a line number of the engine names one
script; a ``Placed`` script maps it back to the line and column of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ctilint.prove.values import Filler
from ctilint.read.facts import (
    AwaitStep,
    Block,
    Branch,
    FileKind,
    Function,
    Loop,
    Mask,
    Script,
    ScriptKind,
    Step,
    Try,
)
from ctilint.read.source import Source, Span
from ctilint.records import dataclass, field

FIRST_LINE = 20_001
COUNT = "__ctilint.n++;"
COUNT_EXPRESSION = "__ctilint.n++,"
_DIRECTIVE = re.compile(r"\{(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:(['\"])use \w+\1\s*;?)?", re.DOTALL)
_COMMON = re.compile(r"\bmodule\.exports\b|^\s*exports\.\w+\s*=|\brequire\s*\(\s*['\"]", re.MULTILINE)
_UNIVERSAL = re.compile(r"typeof\s+(?:module|exports)\b")
_IMPORT = re.compile(
    r"import\s*(?:[\w$*{},\s]+?\sfrom\s*|[{*][\w$*{},\s]+\}?\s*from\s*)?"
    r"(['\"])(?:(?!\1).)*\1\s*(?:(?:with|assert)\s*\{[^}]*\})?\s*;?"
)
_LIST = re.compile(r"export\s*(?:\{[^}]*\}|\*\s*(?:as\s+[\w$]+)?)\s*(?:from\s*(['\"])(?:(?!\1).)*\1)?\s*;?")
_LATER = re.compile(r"\bimport\s*(?=\()")
_META = re.compile(r"\bimport\.meta\b")
_WORD = re.compile(r"[\w$]")


@dataclass(frozen=True, slots=True)
class Change:
    """Put ``text`` in place of the offsets from ``start`` to ``end`` of the file."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Placed:
    """A script as the engine gets it: ``text`` begins at line ``line`` there; ``pairs`` map its offsets to the file."""

    source: Source
    line: int
    text: str
    pairs: list[tuple[int, int]]
    _starts: list[int] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Return how many lines it takes."""
        return self.text.count("\n") + 1

    @property
    def code(self) -> str:
        """Return what the sandbox is sent: the line at which the text belongs, a line break, the text."""
        return f"{self.line}\n{self.text}"

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Return the line and column in the file of a line and byte column of the engine."""
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in re.finditer("\n", self.text))
        index = min(max(line - self.line, 0), len(self._starts) - 1)
        start = self._starts[index]
        end = self.text.find("\n", start)
        whole = self.text[start : len(self.text) if end < 0 else end]
        behind = len(whole.encode("utf-8", "surrogatepass")[: max(column - 1, 0)].decode("utf-8", "ignore"))
        offset = start + behind
        at = max(bisect_right(self.pairs, (offset, 1 << 60)) - 1, 0)
        piece, file = self.pairs[at]
        limit = self.pairs[at + 1][1] if at + 1 < len(self.pairs) else len(self.source.text)
        return self.source.position(min(file + offset - piece, max(limit, file)))


class Places:
    """Gives each script its lines, and knows afterwards which script a line of the engine belongs to."""

    def __init__(self) -> None:
        self._next = FIRST_LINE
        self._starts: list[int] = []
        self._placed: list[Placed] = []

    def put(self, source: Source, text: str, pairs: list[tuple[int, int]]) -> Placed:
        """Place a script behind those that were placed before."""
        placed = Placed(source, self._next, text, pairs or [(0, 0)])
        self._starts.append(placed.line)
        self._placed.append(placed)
        self._next += placed.lines + 1
        return placed

    def find(self, line: int) -> Placed | None:
        """Return the script that holds ``line``, or None: a line of the simulation, or of text made at run time."""
        at = bisect_right(self._starts, line) - 1
        return self._placed[at] if at >= 0 else None


def is_module(script: Script) -> bool:
    """Say whether the script imports or exports."""
    return bool(script.imports or script.exports) or script.kind is ScriptKind.MODULE


def is_common(script: Script) -> bool:
    """Say whether the script is written for ``require`` and ``module.exports`` alone."""
    return not is_module(script) and _COMMON.search(script.text) is not None and _UNIVERSAL.search(script.text) is None


def plain_text(script: Script, kind: FileKind) -> tuple[str, str]:
    """Return the script without types and decorators (same length), and what stands in the way of running it."""
    from ctilint.read.javascript.blanking import blank

    language = "javascript"
    if kind is FileKind.TYPESCRIPT:
        language = "tsx" if script.path.endswith(".tsx") else "typescript"
    blanked = blank(script.text, language)
    if blanked.jsx:
        return blanked.text, "it is written in JSX, which needs a build step"
    if blanked.obstacle:
        return blanked.text, f"{blanked.obstacle} needs a build step"
    return blanked.text, ""


def place_script(
    places: Places, source: Source, script: Script, text: str, masks: tuple[Mask, ...], filler: Filler
) -> Placed:
    """Place a script that runs as it stands: masks filled in, steps counted."""
    changes = [*mask_changes(script, text, masks, filler), *count_changes(script, text)]
    return _placed(places, source, script, text, changes, "", "")


def place_module(
    places: Places, source: Source, script: Script, text: str, masks: tuple[Mask, ...], filler: Filler
) -> Placed:
    """Place a module as a function ``(require, exports, module)``; what it imports is looked up when it is read."""
    changes = [*mask_changes(script, text, masks, filler), *count_changes(script, text)]
    if is_common(script):
        head = "(function (require, exports, module) {"
        return _placed(places, source, script, text, changes, head, "\n})")
    changes.extend(module_changes(script, text))
    waits = "async " if _waits(script.functions[0].body) else ""
    names = ", ".join(f"{_quoted(name)}: () => {local}" for name, local in exported_names(script))
    head = (
        "(function ($require, $exports, module) {"
        f" with ($require.scope({_imports(script)}, {_stars(script)}, $exports)) {{"
        f" return ({waits}function () {{ 'use strict'; $require.share($exports, {{{names}}}); "
    )
    return _placed(places, source, script, text, changes, head, "\n}).call(undefined); } })")


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
    for pattern, becomes in ((_LATER, "$require.later"), (_META, "$require.meta")):
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in comments):
                yield Change(base + match.start(), base + match.end(), becomes)


def _statement(text: str, offset: int, word: str) -> int:
    if text.startswith(word, offset):
        return offset
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
    return any(isinstance(step, AwaitStep) or any(map(_waits, _blocks(step))) for step in block.steps)


def _blocks(step: Step) -> Iterator[Block]:
    if isinstance(step, Branch):
        yield from (step.then, step.otherwise)
    elif isinstance(step, Loop):
        yield step.body
    elif isinstance(step, Try):
        yield step.body
        if step.handler is not None:
            yield step.handler
        if step.finalizer is not None:
            yield step.finalizer


def count_changes(script: Script, text: str) -> Iterator[Change]:
    """Yield what counts a step at the start of each function of the script and of each turn of its loops."""
    if script.problem is not None or not _lies_as_written(script):
        return
    for function in script.functions:
        if function.index:
            yield from _count_function(script, text, function)
        yield from _count_loops(script, text, function.body)


def _lies_as_written(script: Script) -> bool:
    """Say whether offsets of the file and of the text run in step (not so where entities were decoded)."""
    return len(script.text) == script.span.end - script.span.start


def _count_function(script: Script, text: str, function: Function) -> Iterator[Change]:
    base = script.span.start
    start, end = function.body_span.start, function.body_span.end
    if function.kind == "field" or not base <= start < end <= script.span.end:
        return
    if function.expression_body:
        yield Change(start, start, f"({COUNT_EXPRESSION}")
        yield Change(end, end, ")")
        return
    opening = _DIRECTIVE.match(text, start - base)
    if opening is None:
        return
    at = base + opening.end() if opening.group(1) else start + 1
    yield Change(at, at, COUNT if not opening.group(1) else ";" + COUNT)


def _count_loops(script: Script, text: str, block: Block) -> Iterator[Change]:
    base = script.span.start
    for step in block.steps:
        if isinstance(step, Loop):
            start, end = step.body.span.start, step.body.span.end
            if base <= start < end <= script.span.end:
                if text[start - base] == "{":
                    yield Change(start + 1, start + 1, COUNT)
                elif text[end - base - 1] in ";}":
                    yield Change(start, start, "{" + COUNT)
                    yield Change(end, end, "}")
        for inner in _blocks(step):
            yield from _count_loops(script, text, inner)


def mask_changes(script: Script, text: str, masks: tuple[Mask, ...], filler: Filler) -> Iterator[Change]:
    """Yield a value for each mask of the script: bare text inside quotes, an expression outside.

    A mask that is part of a name (``chart{!id}``) keeps its stand-in, which is a name too.
    """
    base = script.span.start
    if not _lies_as_written(script):
        return
    inside = Quotes(text)
    for mask in masks:
        start, end = mask.span.start - base, mask.span.end - base
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            continue
        quoted = inside.at(start)
        joined = not quoted and (_WORD.match(text, end) or (start and _WORD.match(text, start - 1)))
        if joined and not filler.knows(mask.text):
            continue
        yield Change(mask.span.start, mask.span.end, filler.fill(mask.text, quoted=quoted or bool(joined)))


class Quotes:
    """Says whether an offset of a script lies inside a string; asked in rising order."""

    _SKIP = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'?|\"(?:\\.|[^\"\\\n])*\"?|`(?:\\.|[^`\\])*`?", re.DOTALL)

    def __init__(self, text: str) -> None:
        self._spans = [match.span() for match in self._SKIP.finditer(text)]
        self._text = text

    def at(self, offset: int) -> bool:
        """Say whether ``offset`` lies inside a string (or a comment)."""
        index = bisect_right(self._spans, (offset, 1 << 60)) - 1
        return index >= 0 and self._spans[index][0] < offset < self._spans[index][1]


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


def _placed(
    places: Places, source: Source, script: Script, text: str, changes: list[Change], head: str, tail: str
) -> Placed:
    base = script.span.start
    pieces: list[str] = [head]
    pairs: list[tuple[int, int]] = [(0, base)]
    length = len(head)
    at = base
    for change in sorted(changes, key=lambda item: (item.start, item.end)):
        if change.start < at:
            continue
        pairs.append((length, at))
        pieces.append(text[at - base : change.start - base])
        length += change.start - at
        pairs.append((length, change.start))
        pieces.append(change.text)
        length += len(change.text)
        at = change.end
    pairs.append((length, at))
    pieces.append(text[at - base :])
    pieces.append(tail)
    return places.put(source, "".join(pieces), pairs)
