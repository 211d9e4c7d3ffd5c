"""Scripts made ready for the engine: masks filled in, types taken out, steps counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ctilint.prove.page.places import Placed, Places
from ctilint.prove.page.values import Filler
from ctilint.read.facts import Block, Branch, FileKind, Function, Loop, Mask, Script, Step, Try
from ctilint.read.source import Source
from ctilint.records import dataclass

COUNT = "__ctilint.n++;"
COUNT_EXPRESSION = "__ctilint.n++,"
_DIRECTIVE = re.compile(r"\{(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:(['\"])use \w+\1\s*;?)?", re.DOTALL)
_WORD = re.compile(r"[\w$]")


@dataclass(frozen=True, slots=True)
class Change:
    """Put ``text`` in place of the offsets from ``start`` to ``end`` of the file."""

    start: int
    end: int
    text: str


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
    return assemble(places, source, script, text, changes, "", "")


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
        for inner in inner_blocks(step):
            yield from _count_loops(script, text, inner)


def inner_blocks(step: Step) -> Iterator[Block]:
    """Yield the blocks inside a step."""
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


def assemble(
    places: Places, source: Source, script: Script, text: str, changes: list[Change], head: str, tail: str
) -> Placed:
    """Place a script with its changes between ``head`` and ``tail``, and keep where each piece came from."""
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
