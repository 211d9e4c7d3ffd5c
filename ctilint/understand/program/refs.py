"""One function of one script, as all floors above name it."""

from __future__ import annotations

from ctilint.findings import Place
from ctilint.read.facts import Function, Script
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class FunctionRef:
    """One function of one script; compared by identity (there is one object per function and run)."""

    script: Script
    function: Function

    @property
    def place(self) -> Place:
        """Return where the function stands."""
        return Place(self.script.path, self.function.span)

    @property
    def name(self) -> str:
        """Return the function's name, or ''."""
        return self.function.name
