"""The objects that a window makes of the classes of a library."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place
from ctilint.read.facts import Call, Member, Name
from ctilint.understand.model import ApiCall
from ctilint.understand.program.api import entry_of
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import Program, of_script
from ctilint.understand.program.targets import Path
from ctilint.understand.values.resolver import Resolver


@of_script
def _making(index: ScriptIndex) -> tuple[Call, ...]:
    return tuple(call for call in index.calls if call.new and isinstance(call.callee, Name | Member))


def constructions(program: Program, resolver: Resolver) -> Iterator[ApiCall]:
    """Yield every ``new X(...)`` of a class that a table has, as a call of it."""
    for index in program.indexes:
        for call in _making(index):
            paths = {item.path for item in resolver.targets(index, call.callee, None) if isinstance(item, Path)}
            for path in paths if len(paths) == 1 else ():
                entry = entry_of(path)
                if entry is not None and entry.kind == "class":
                    place = Place(index.script.path, call.span)
                    yield ApiCall(
                        entry.name,
                        entry.dialect,
                        entry,
                        index.script,
                        call,
                        place,
                        index.refs[call.function],
                        Evidence.MATCHED,
                        entry.name,
                    )
