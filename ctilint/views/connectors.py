"""The methods of a connector that Salesforce calls."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import FunctionValue
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Path
from ctilint.views.facts import View

BASES = frozenset({Path("scv.TelephonyConnector"), Path("scv.VendorConnector")})


def connector_methods(view: View) -> Iterator[FunctionRef]:
    """Yield the methods of what is given to initializeConnector, and of every class that extends one of the base's."""
    yield from (handler.function for handler in view.window.handlers if handler.source == "connector")
    for index in view.program.indexes:
        for made in index.classes:
            if made.superclass is None or not BASES & set(view.resolver.targets(index, made.superclass, None)):
                continue
            for entry in made.entries:
                if entry.kind == "method" and isinstance(entry.value, FunctionValue):
                    yield index.refs[entry.value.function]
