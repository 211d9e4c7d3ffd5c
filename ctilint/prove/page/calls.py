"""Where the calls of a script begin: an engine names a place somewhere in a call that spans lines."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.prove.page.sources import inner_blocks
from ctilint.read.facts import Block, Call, CallStep, Member, Name, Script


class CallIndex:
    """The calls of scripts, each read when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Script, list[tuple[int, int, str]]]] = {}

    def start(self, script: Script, offset: int, name: str) -> int:
        """Return the offset at which the innermost call around ``offset`` begins, or ``offset`` itself.

        ``name`` is what is called (``sforce.opencti.screenPop``): a call spelled so is preferred.
        """
        known = self._known.get(id(script))
        if known is None:
            known = self._known[id(script)] = (script, _calls(script))
        around = [item for item in known[1] if item[0] <= offset < item[1]]
        wanted = name.replace("#", ".").rpartition(".")[2]
        best = min(around, key=lambda item: (item[2] != wanted, item[1] - item[0]), default=None)
        return offset if best is None else best[0]


def _calls(script: Script) -> list[tuple[int, int, str]]:
    return [
        (call.span.start, call.span.end, _key(call))
        for function in script.functions
        for call in calls_in(function.body)
    ]


def calls_in(block: Block) -> Iterator[Call]:
    """Yield the calls of a block and of the blocks inside it."""
    for step in block.steps:
        if isinstance(step, CallStep):
            yield step.call
        for inner in inner_blocks(step):
            yield from calls_in(inner)


def _key(call: Call) -> str:
    if isinstance(call.callee, Member):
        return call.callee.key or ""
    return call.callee.name if isinstance(call.callee, Name) else ""
