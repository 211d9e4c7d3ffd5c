"""One function of one Python module, as all that ask about the server side name it."""

from __future__ import annotations

from ctilint.findings import Place
from ctilint.read.server.records import PyFunction, PyModule
from ctilint.read.source import Span
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class PyRef:
    """One function of one module; there is one object per function and run."""

    module: PyModule
    function: PyFunction

    @property
    def place(self) -> Place:
        """Return where its name stands."""
        return Place(self.module.path, self.function.header)

    @property
    def name(self) -> str:
        """Return its name, with its class."""
        own = self.function
        return f"{own.class_name}.{own.name}" if own.class_name else own.name

    def at(self, span: Span, message: str = "") -> Place:
        """Return a place in its file."""
        return Place(self.module.path, span, message)


def shared_folders(first: str, second: str) -> int:
    """Return how many leading folders two paths share."""
    count = 0
    for one, other in zip(first.split("/"), second.split("/"), strict=False):
        if one != other:
            break
        count += 1
    return count
