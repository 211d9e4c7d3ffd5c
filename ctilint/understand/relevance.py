"""Which functions can lead to a Salesforce API at all, by the names that they mention.

An over-approximation that is cheap: a function counts when it, or a function inside it, makes an API call or mentions
the name of a function that counts. What does not count needs no walk, unless it is an API's own handler.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ctilint.understand.model import ApiCall
from ctilint.understand.program import Program, ScriptIndex


def relevant_functions(program: Program, calls: Iterable[ApiCall], names: Iterable[str]) -> set[int]:
    """Return the identities of the FunctionRefs that count; ``names`` are further names that lead to an API."""
    mentioning: dict[str, list[tuple[ScriptIndex, int]]] = defaultdict(list)
    for index in program.indexes:
        for function, words in index.words.items():
            for word in words:
                mentioning[word].append((index, function))
    borrowed = {item.local for index in program.indexes for item in index.script.imports}
    borrowed |= {name for index in program.indexes for name in index.required_names()}
    found: set[int] = set()
    todo: list[tuple[ScriptIndex, int]] = [(program.index(call.script), call.call.function) for call in calls]
    spread: set[str] = set()
    fresh = list(names)
    while todo or fresh:
        while todo:
            index, function = todo.pop()
            while function >= 0 and id(index.refs[function]) not in found:
                found.add(id(index.refs[function]))
                fresh.extend(index.names_of(function))
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
                todo.extend(mentioning.get(name, ()))
    return found
