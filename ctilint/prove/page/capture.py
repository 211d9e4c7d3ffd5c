"""What exploration adds to a script: each function, object and class is kept where it is made, and can be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ctilint.prove.page.marks import Marks
from ctilint.prove.page.outside import walk
from ctilint.prove.page.sources import Change, body_start, erased, inner_blocks, lies_as_written
from ctilint.read.facts import AssignStep, Block, ClassValue, Entry, Function, FunctionValue, Object, Script
from ctilint.records import dataclass, field

_NEW = re.compile(r"\bnew\s*\Z")
_PROLOGUE = re.compile(r"(?:\s|//[^\n]*(?:\n|\Z)|/\*.*?\*/|(?:'use \w+'|\"use \w+\")\s*;?)*", re.DOTALL)


@dataclass(slots=True)
class Captured:
    """What the sandbox is told of the functions it may call: their marks and how many arguments they take.

    ``owners`` has, for each object literal or class, the functions in it by name.
    """

    functions: list[dict[str, Any]] = field(default_factory=list)
    owners: list[dict[str, Any]] = field(default_factory=list)

    def changes(self, script: Script, text: str, marks: Marks) -> Iterator[Change]:
        """Yield what keeps the functions, objects and classes of a script."""
        if script.problem is not None or not lies_as_written(script):
            return
        yield from self._expressions(script, text, marks)
        for function in script.functions:
            if erased(script, text, function.span.start):
                continue
            yield from self._declared(script, text, function.body, function, marks)
        yield from self._holders(script, text, marks)

    def _function(self, script: Script, function: Function, marks: Marks) -> int:
        mark = marks.number(script.path, function.body_span, "function")
        self.functions.append({"mark": mark, "takes": len(function.parameters)})
        return len(self.functions) - 1

    def _expressions(self, script: Script, text: str, marks: Marks) -> Iterator[Change]:
        base = script.span.start
        for function in script.functions:
            start, end = function.span.start, function.span.end
            if erased(script, text, start):
                continue
            if function.kind not in {"expression", "arrow"} or not base <= start < end <= script.span.end:
                continue
            if _NEW.search(text, 0, start - base) or not re.match(
                r"async\b|function\b|\(|[\w$]", text[start - base :][:9]
            ):
                continue
            number = self._function(script, function, marks)
            yield Change(start, start, f"__ctilint.f({number},")
            yield Change(end, end, ")")

    def _declared(self, script: Script, text: str, block: Block, function: Function, marks: Marks) -> Iterator[Change]:
        """Keep the declared functions of a block where it begins: they are there before any of it runs."""
        base = script.span.start
        made = []
        for step in block.steps:
            if isinstance(step, AssignStep) and step.declares == "function" and isinstance(step.value, FunctionValue):
                declared = script.functions[step.value.function]
                if declared.name:
                    made.append(f"__ctilint.f({self._function(script, declared, marks)},{declared.name});")
        if made:
            at: int | None = None
            if block is function.body and not function.index:
                opening = _PROLOGUE.match(text)
                at = base + (opening.end() if opening is not None else 0)
            elif block is function.body:
                at = body_start(script, text, function)
            elif base <= block.span.start < block.span.end and text[block.span.start - base] == "{":
                at = block.span.start + 1
            if at is not None:
                yield Change(at, at, f";{''.join(made)}")
        for step in block.steps:
            for inner in inner_blocks(step):
                yield from self._declared(script, text, inner, function, marks)

    def _holders(self, script: Script, text: str, marks: Marks) -> Iterator[Change]:
        base = script.span.start
        for item in walk(script):
            if not isinstance(item, Object | ClassValue) or not base <= item.span.start < item.span.end:
                continue
            if erased(script, text, item.span.start):
                continue
            held = [self._held(script, entry, marks) for entry in item.entries]
            held = [one for one in held if one is not None]
            if not held:
                continue
            start, end = item.span.start, item.span.end
            number = len(self.owners)
            if isinstance(item, Object) and text[start - base] == "{" and text[end - base - 1] == "}":
                self.owners.append({"held": held, "kind": "object"})
                yield Change(start, start, f"__ctilint.o({number},")
                yield Change(end, end, ")")
            elif isinstance(item, ClassValue):
                heritage = item.superclass.span.end if item.superclass is not None else start
                at = text.find("{", max(heritage, start) - base)
                if 0 <= at < end - base:
                    self.owners.append({"held": held, "kind": "class"})
                    yield Change(base + at + 1, base + at + 1, f"static{{__ctilint.k({number},this)}}")

    def _held(self, script: Script, entry: Entry, marks: Marks) -> dict[str, Any] | None:
        if entry.key is None or not isinstance(entry.value, FunctionValue) or entry.kind in {"getter", "setter"}:
            return None
        function = script.functions[entry.value.function]
        mark = marks.number(script.path, function.body_span, "function")
        return {"key": entry.key, "mark": mark, "takes": len(function.parameters), "static": entry.static}
