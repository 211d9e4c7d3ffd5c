"""Which functions can lead to a Salesforce API at all, by the names that they mention.

An over-approximation that is cheap: a function counts when it, or a function inside it, makes an API call or mentions
the name of a function that counts, or is handed one. What does not count needs no walk, unless it is an API's own
handler.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ctilint.understand.model import ApiCall
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import Joined, Program, beside, mentioning, of_script
from ctilint.understand.program.spelling import last_key


class _Defined:
    """Which functions of the window take a function as an argument, by the names under which they are called."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._taking = Joined(((index, _taking(index)) for index in program.indexes), beside)
        self._done: set[str] = set()
        self._asked: set[str] = set()

    def receivers(self, index: ScriptIndex, function: int, names: Iterable[str]) -> Iterator[tuple[ScriptIndex, int]]:
        """Yield the functions that ``function`` is handed to: by itself, in an object, or by one of its names."""
        calls = [call for call, _ in index.passed.get(function, ())]
        owner = index.owners.get(function)
        held = index.containers.get(id(owner[0])) if owner is not None else None
        if held is not None:
            calls.append(held[0])
        # Minified code has few names, each many times: once is enough.
        fresh = set(names) - self._asked
        self._asked |= fresh
        for name in fresh:
            calls.extend(call for _, call, _ in self.program.handed.get(name, ()))
        for key in {last_key(call) for call in calls} - self._done:
            self._done.add(key)
            yield from self._taking.get(key)


@of_script
def _taking(index: ScriptIndex) -> Mapping[str, list[int]]:
    """Return the functions of a script that take arguments, by the names under which they are called."""
    found: dict[str, list[int]] = defaultdict(list)
    for function in index.script.functions[1:]:
        if function.parameters:
            for name in index.names_of(function.index):
                found[name].append(function.index)
    return found


@of_script
def _borrowed(index: ScriptIndex) -> frozenset[str]:
    """Return the names that a script has for what other modules give it."""
    return frozenset({item.local for item in index.script.imports} | index.required_names())


def relevant_functions(
    program: Program, calls: Iterable[ApiCall], names: Iterable[str], also: Iterable[tuple[ScriptIndex, int]] = ()
) -> set[int]:
    """Return the identities of the FunctionRefs that count.

    ``names`` are further names that lead to an API, ``also`` further functions that count whatever they call.
    """
    mentioned = Joined(((index, mentioning(index)) for index in program.indexes), beside)
    renamed = Joined(((index, index.renamed) for index in program.indexes), beside)
    borrowed = {name for index in program.indexes for name in _borrowed(index)}
    found: set[int] = set()
    todo: list[tuple[ScriptIndex, int]] = [(program.index(call.script), call.call.function) for call in calls]
    todo.extend(also)
    spread: set[str] = set()
    fresh = list(names)
    defined = _Defined(program)
    while todo or fresh:
        while todo:
            index, function = todo.pop()
            while function >= 0 and id(index.refs[function]) not in found:
                found.add(id(index.refs[function]))
                named = index.names_of(function)
                fresh.extend(named)
                owner = index.owners.get(function)
                for name in index.held.get(id(owner[0]), ()) if owner is not None else ():
                    # A table is read under keys that are not written: who looks something up in it may find this.
                    todo.extend((home, at) for home in program.indexes for at in home.looked_up.get(name, ()) if name)
                todo.extend(defined.receivers(index, function, named))
                if not index.shares_globals or "module.exports" in index.paths:
                    # Another module may know it under a name of its own.
                    fresh.extend(borrowed)
                if index.bundle is not None and function in index.bundle.bare:
                    fresh.extend(index.bundle.names)
                function = index.script.functions[function].parent
        while fresh:
            name = fresh.pop()
            if name and name not in spread:
                spread.add(name)
                todo.extend(mentioned.get(name))
                fresh.extend(other for _, other in renamed.get(name))
    return found
