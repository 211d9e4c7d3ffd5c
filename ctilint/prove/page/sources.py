"""Scripts made ready for the engine: masks filled in, types taken out, steps counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ctilint.prove.page.marks import Marks
from ctilint.prove.page.places import Placed, Places
from ctilint.prove.page.values import Filler
from ctilint.read.facts import (
    Block,
    Branch,
    FileKind,
    Function,
    JumpStep,
    Loop,
    Mask,
    ReturnStep,
    Script,
    Step,
    ThrowStep,
    Try,
)
from ctilint.read.files.kinds import is_flow
from ctilint.read.source import Source, Span
from ctilint.records import dataclass

COUNT = "__ctilint.n++"
_MARK = "__ctilint.e[{}]=1"
_DIRECTIVE = re.compile(r"\{(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:(['\"])use \w+\1\s*;?)?", re.DOTALL)
_WORD = re.compile(r"[\w$]")
_IF = re.compile(r"if\b")
_CASE = re.compile(r"(case)\b|(default)\s*:")
_DECLARES = re.compile(r"(?:function|class|let|const)\b")
_GOES_ON = re.compile(r"(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:else|while)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """Put ``text`` in place of the offsets from ``start`` to ``end`` of the file."""

    start: int
    end: int
    text: str


def plain_text(script: Script, kind: FileKind) -> tuple[str, str]:
    """Return the script without types and decorators (same length), and what stands in the way of running it."""
    from ctilint.read.javascript.blanking import blank

    blanked = blank(script.text, _language(script, kind), enums=False)
    return blanked.text, f"{blanked.obstacle} needs a build step" if blanked.obstacle else ""


def _language(script: Script, kind: FileKind) -> str:
    if kind is FileKind.TYPESCRIPT:
        return "tsx" if script.path.endswith(".tsx") else "typescript"
    return "tsx" if is_flow(script.text) else "javascript"


def plain_changes(script: Script) -> Iterator[Change]:
    """Yield what makes plain ECMAScript of JSX, enums and parameter properties."""
    from ctilint.read.javascript.rewriting import rewrites

    if not lies_as_written(script):
        return
    base = script.span.start
    kind = FileKind.TYPESCRIPT if script.path.endswith((".ts", ".tsx")) else FileKind.JAVASCRIPT
    for item in rewrites(script.text, _language(script, kind)):
        yield Change(base + item.start, base + item.end, item.text)


def place_script(
    places: Places,
    source: Source,
    script: Script,
    text: str,
    masks: tuple[Mask, ...],
    filler: Filler,
    *,
    ends: bool = True,
) -> Placed:
    """Place a script that runs as it stands: masks filled in, steps counted.

    ``ends``: mark that it came to its end; not for one whose value counts.
    """
    changes = [*plain_changes(script), *mask_changes(script, text, masks, filler)]
    changes.extend(count_changes(script, text, places.marks))
    changes.extend(places.further(script, text))
    return assemble(places, source, script, text, changes, "", end_mark(script, places.marks) if ends else "")


def end_mark(script: Script, marks: Marks) -> str:
    """Return what marks that a script came to its end."""
    return f"\n;{_MARK.format(marks.number(script.path, script.span, 'script'))};"


def count_changes(script: Script, text: str, marks: Marks) -> Iterator[Change]:
    """Yield what counts a step at the start of each function and of each turn of a loop, and what marks blocks."""
    if script.problem is not None or not lies_as_written(script):
        return
    for function in script.functions:
        if erased(script, text, function.span.start):
            continue
        if function.index:
            yield from _count_function(script, text, function, marks)
        yield from _in_blocks(script, text, function.body, marks)


def erased(script: Script, text: str, offset: int) -> bool:
    """Say whether what stands at an offset of the file was taken out of the script: a decorator, a type."""
    at = offset - script.span.start
    return 0 <= at < len(text) and text[at] != script.text[at]


def lies_as_written(script: Script) -> bool:
    """Say whether offsets of the file and of the text run in step (not so where entities were decoded)."""
    return len(script.text) == script.span.end - script.span.start


def _count_function(script: Script, text: str, function: Function, marks: Marks) -> Iterator[Change]:
    base = script.span.start
    start, end = function.body_span.start, function.body_span.end
    if function.kind == "field" or not base <= start < end <= script.span.end:
        return
    mark = _MARK.format(marks.number(script.path, function.body_span, "function"))
    if function.expression_body:
        yield Change(start, start, f"({COUNT},{mark},")
        yield Change(end, end, ")")
        return
    at = body_start(script, text, function)
    if at is not None:
        yield Change(at, at, f"{';' if at > start + 1 else ''}{COUNT};{mark};")


def body_start(script: Script, text: str, function: Function) -> int | None:
    """Return the offset of a function's first statement, its directive apart; None when it has no braces."""
    base, start = script.span.start, function.body_span.start
    opening = _DIRECTIVE.match(text, start - base)
    if opening is None:
        return None
    return base + opening.end() if opening.group(1) else start + 1


def _in_blocks(script: Script, text: str, block: Block, marks: Marks) -> Iterator[Change]:
    base = script.span.start
    for step in block.steps:
        for inner in inner_blocks(step):
            if base <= inner.span.start < inner.span.end <= script.span.end:
                yield from _mark_block(script, text, step, inner, marks)
            yield from _in_blocks(script, text, inner, marks)
        if isinstance(step, Branch):
            yield from _after(script, text, step, block, marks)


def _mark_block(script: Script, text: str, step: Step, inner: Block, marks: Marks) -> Iterator[Change]:
    """Mark one block of a step: inside its braces, after its ``case``, or around what stands without braces."""
    base = script.span.start
    start, end = inner.span.start, inner.span.end
    opening, closing = text[start - base], text[end - base - 1]
    kind = step.kind if isinstance(step, Branch) else "loop" if isinstance(step, Loop) else "try"
    mark = _MARK.format(marks.number(script.path, inner.span, "block"))
    count = f"{COUNT};" if kind == "loop" else ""
    label = _CASE.match(text, start - base) if kind == "case" else None
    if label is not None:
        after = base + label.end() if label.group(2) else 0
        if label.group(1) and isinstance(step, Branch) and step.then is inner:
            after = base + text.find(":", step.condition.span.end - base) + 1
        if after > start:
            yield Change(after, after, f"{mark};")
    elif kind == "case" and (opening, closing) != ("{", "}"):
        return
    elif kind in {"&&", "||", "??", "?:"}:
        yield Change(start, start, f"({mark},")
        yield Change(end, end, ")")
    elif (opening, closing) == ("{", "}"):
        yield Change(start + 1, start + 1, f"{count}{mark};")
    elif closing in ";}" and not _DECLARES.match(text, start - base):
        yield Change(start, start, f"{{{count}{mark};")
        yield Change(end, end, "}")


def _after(script: Script, text: str, step: Branch, block: Block, marks: Marks) -> Iterator[Change]:
    """Mark what follows an ``if`` that may have left the block: only then was the rest of the block passed."""
    base, at = script.span.start, step.span.end
    if not (base <= step.span.start < at < block.span.end <= script.span.end) or not leaves(step):
        return
    if _IF.match(text, step.span.start - base) and text[at - base - 1] in "};" and not _GOES_ON.match(text, at - base):
        mark = marks.number(script.path, Span(at, block.span.end), "rest")
        yield Change(at, at, f"{_MARK.format(mark)};")


def leaves(step: Step) -> bool:
    """Say whether a step may leave the block around it."""
    return any(
        isinstance(item, ReturnStep | ThrowStep | JumpStep) or leaves(item)
        for inner in inner_blocks(step)
        for item in inner.steps
    )


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
    if not lies_as_written(script):
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
    return places.put(source, "".join(pieces), pairs, script)
