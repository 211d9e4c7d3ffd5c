"""Questions about the Python of a deployment: who calls whom, what a name holds, what comes from outside."""

from __future__ import annotations

from ctilint.findings import Place
from ctilint.read.server.records import PyModule, PyValue
from ctilint.understand.server.input import Input
from ctilint.understand.server.linked import Linked
from ctilint.understand.server.refs import PyRef


class Code(Linked):
    """The modules of a deployment, linked, with what comes into them from outside."""

    def __init__(self, modules: tuple[PyModule, ...]) -> None:
        super().__init__(modules)
        self._input = Input(self)

    def outside(self, value: PyValue, ref: PyRef) -> Place | None:
        """Return where the part of ``value`` that the caller of the Lambda function decides comes in, or None."""
        return self._input.outside(value, ref)
