"""The texts that a value can be."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Array, Call, Either, Literal, Member, Template, Value
from ctilint.understand.program.index import ScriptIndex, plain
from ctilint.understand.program.targets import Arr, Frame, Target, Text
from ctilint.understand.values.following import Following

NESTED_TEXTS = 6
MOST_TEXTS = 16


class Texts:
    """Answers which texts a value can be; a part that cannot be known reads as ``{}``."""

    def __init__(self, follow: Following) -> None:
        self.follow = follow

    def template(self, index: ScriptIndex, value: Template, frame: Frame | None) -> Iterator[Target]:
        """Yield the texts of a template as targets."""
        yield from (Text(text) for text in self.of(index, value, frame))

    def of(self, index: ScriptIndex, value: Value, frame: Frame | None, depth: int = 0) -> tuple[str, ...]:
        """Return the texts that a value can be; ``depth`` counts the templates and sums around it."""
        if depth > NESTED_TEXTS:
            return ("{}",)
        if isinstance(value, Literal):
            return (plain(value.value),)
        if isinstance(value, Template):
            texts = [""]
            for part in value.parts:
                choices = self.of(index, part, frame, depth + 1) or ("{}",)
                texts = [text + choice for text in texts for choice in choices][:MOST_TEXTS]
            return tuple(texts)
        if isinstance(value, Either):
            return tuple(text for option in value.options for text in self.of(index, option, frame, depth + 1))
        if isinstance(value, Call):
            joined = self._joined(index, value, frame, depth)
            if joined:
                return joined
        found = tuple(item.text for item in self.follow.targets(index, value, frame) if isinstance(item, Text))
        return found or ("{}",)

    def _joined(self, index: ScriptIndex, call: Call, frame: Frame | None, depth: int) -> tuple[str, ...]:
        """Return what ``[a, b].join('/')`` or ``a.concat(b)`` can be as a text; nothing for another call."""
        callee = call.callee
        if not isinstance(callee, Member):
            return ()
        parts: tuple[Value, ...] = ()
        if callee.key == "join":
            for target in self.follow.targets(index, callee.object, frame):
                if isinstance(target, Arr):
                    index, parts, frame = target.index, target.value.items, target.frame
            between = self.of(index, call.arguments[0], frame, depth + 1)[0] if call.arguments else ","
        elif callee.key == "concat" and not isinstance(callee.object, Array):
            parts, between = (callee.object, *call.arguments), ""
        texts = [""]
        for at, part in enumerate(parts):
            choices = self.of(index, part, frame, depth + 1) or ("{}",)
            glue = between if at else ""
            texts = [text + glue + choice for text in texts for choice in choices][:MOST_TEXTS]
        return tuple(texts) if parts else ()
