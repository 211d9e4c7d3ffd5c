"""By which functions things are made that are given something: a parent, a prototype."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Generic, TypeVar

from ctilint.read.facts import Value
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Func
from ctilint.understand.values.following import Following

Given = TypeVar("Given", bound=Value)


class Makers(Generic[Given]):
    """What is given to things, by the function that makes them: ``given`` are (script, function, what it is given).

    A large script has hundreds, and each member of each thing asks. What a value stands for is asked again only as
    long as the answer may still grow.
    """

    def __init__(self, follow: Following, given: Sequence[tuple[ScriptIndex, Value, Given]]) -> None:
        self.follow = follow
        self._given = given
        self._open = dict.fromkeys(range(len(given)))
        self._by_maker: dict[int, list[int]] = {}

    def of(self, maker: FunctionRef) -> Iterator[tuple[ScriptIndex, Given]]:
        """Yield what is given to the things that ``maker`` makes, in order, each with the index of its script."""
        wanted = id(maker)
        known = tuple(self._by_maker.get(wanted, ()))
        # Following a value may lead here again and settle others: both are taken as they are now.
        for number in merge(known, tuple(self._open)):
            index, held, given = self._given[number]
            if number in known or wanted in self._makers(number, index, held):
                yield index, given

    def _makers(self, number: int, index: ScriptIndex, held: Value) -> set[int]:
        found = {id(item.ref) for item in self.follow.targets(index, held, None) if isinstance(item, Func)}
        if number in self._open and self.follow.is_settled(index, held):
            del self._open[number]
            for maker in found:
                insort(self._by_maker.setdefault(maker, []), number)
        return found
