"""What was worked out about the parts of an App, kept as long as the App is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Answers about scripts, windows and all windows of one App, each worked out once.

    An answer belongs to the very object that it is about, not to one that is equal. It must not hold the App.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[object, Any]] = {}

    def kept(self, what: str, subject: object, make: Callable[[], T]) -> T:
        """Return the answer to ``what`` about ``subject``; ``make`` works it out when it is asked for first."""
        known = self._kept.get((what, id(subject)))
        if known is None:
            # The subject is kept too: its id is its own as long as it lives.
            known = self._kept[what, id(subject)] = (subject, make())
        answer: T = known[1]
        return answer
