"""Conditions that keep the app from a place that is wanted: exploration decides them, so that the place is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctilint.findings import Place
from ctilint.prove.page.sources import Change, inner_blocks, leaves, lies_as_written
from ctilint.read.facts import Block, Branch, Function, Operation, Script
from ctilint.records import dataclass, field

_DECIDED = frozenset({"if", "&&", "||", "?:"})


@dataclass(slots=True)
class Forced:
    """``wanted`` are the places to reach; ``decided`` says, for each condition that was numbered, what it must be."""

    wanted: Sequence[Place] = ()
    decided: list[bool] = field(default_factory=list)

    def changes(self, script: Script, text: str) -> Iterator[Change]:
        """Yield what lets the conditions on the way to the wanted places be decided."""
        if not lies_as_written(script) or script.problem is not None:
            return
        offsets = [place.span.start for place in self.wanted if place.path == script.path]
        chosen: dict[tuple[int, int], tuple[str, bool]] = {}
        for function in script.functions:
            for offset in offsets:
                if not function.index or function.body_span.start <= offset < function.body_span.end:
                    for branch, truth in _on_the_way(function, function.body, offset):
                        span = branch.condition.span
                        if isinstance(branch.condition, Operation) and branch.kind == "case":
                            continue
                        chosen.setdefault((span.start, span.end), (branch.kind, truth))
        base = script.span.start
        for (start, end), (_, truth) in chosen.items():
            if base <= start < end <= script.span.end and text[start - base : end - base].strip():
                yield Change(start, start, f"__ctilint.b({len(self.decided)},(")
                yield Change(end, end, "))")
                self.decided.append(truth)


def _on_the_way(function: Function, block: Block, offset: int) -> Iterator[tuple[Branch, bool]]:
    """Yield the branches that must be taken, or must not leave, for a place inside the function to be reached."""
    for step in block.steps:
        if step.span.start > offset:
            return
        for inner in inner_blocks(step):
            if inner.span.start <= offset < inner.span.end:
                if isinstance(step, Branch) and step.kind in _DECIDED:
                    yield step, inner is step.then
                yield from _on_the_way(function, inner, offset)
        if isinstance(step, Branch) and step.kind == "if" and step.span.end <= offset and leaves(step):
            goes = any(leaves_block(inner) for inner in (step.then,))
            yield step, not goes


def leaves_block(block: Block) -> bool:
    """Say whether a block leaves the function or loop around it."""
    return any(leaves(step) or type(step).__name__ in {"ReturnStep", "ThrowStep", "JumpStep"} for step in block.steps)
