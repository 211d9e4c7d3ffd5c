"""Which calls a function leads to, and from where a call is reached: the call graph of one window, in both directions.

A function that is handed to a call (a timer, a promise, a listener) is reached from that call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ctilint.read.facts import Call, FunctionValue, Member, Name
from ctilint.records import dataclass
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Func
from ctilint.views.facts import View

CONTINUING = frozenset(
    "then catch finally map forEach filter some every find reduce flatMap setTimeout requestAnimationFrame "
    "queueMicrotask nextTick setImmediate ready".split()
)
"""Calls that run the function they are handed as a part of what goes on, once or in turn."""
FAR = 6
"""Calls in a row that are followed."""
MANY = 60
"""Ways to one call that are looked at."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a call is reached: the calls from the outermost to itself, each with the index of its script.

    ``handed`` is the call that the outermost function is handed to (a registration, ``addEventListener``), or None
    when it runs by itself: as the script's own code, or as a method that nothing here calls (``start``).
    """

    calls: tuple[tuple[ScriptIndex, Call], ...]
    start: FunctionRef
    handed: Call | None = None


def calls_in(view: View, ref: FunctionRef) -> tuple[Call, ...]:
    """Return the calls that the body of a function makes itself, in order."""
    return tuple(_by_function(view.index(ref.script)).get(ref.function.index, ()))


@of_script
def _by_function(index: ScriptIndex) -> Mapping[int, list[Call]]:
    found: dict[int, list[Call]] = defaultdict(list)
    for call in index.calls:
        found[call.function].append(call)
    return found


def led_to(view: View, ref: FunctionRef, *, through: frozenset[str] = CONTINUING) -> Iterator[tuple[FunctionRef, Call]]:
    """Yield every call that running ``ref`` leads to, with the function that makes it.

    ``through`` are the calls whose functions count as well: those that continue what goes on.
    """
    todo, seen = [(ref, 0)], {id(ref)}
    while todo:
        at, depth = todo.pop()
        index = view.index(at.script)
        for call in calls_in(view, at):
            yield at, call
            if depth == FAR:
                continue
            inner = [item.ref for item in view.resolver.targets(index, call.callee, None) if isinstance(item, Func)]
            if called(call) in through:
                inner += [index.refs[item.function] for item in call.arguments if isinstance(item, FunctionValue)]
            for item in inner:
                if id(item) not in seen:
                    seen.add(id(item))
                    todo.append((item, depth + 1))


def ways_to(view: View, index: ScriptIndex, call: Call) -> Iterator[Way]:
    """Yield the ways on which a call is reached, at most a few dozen."""
    todo: list[tuple[tuple[tuple[ScriptIndex, Call], ...], frozenset[int]]] = [(((index, call),), frozenset())]
    found = 0
    while todo and found < MANY:
        calls, seen = todo.pop()
        home, outermost = calls[0]
        ref = home.refs[outermost.function]
        if id(ref) in seen or len(calls) > FAR:
            continue
        further = seen | {id(ref)}
        entered = False
        for caller in view.resolver.callers(ref):
            if caller.call is not None:
                entered = True
                todo.append((((caller.index, caller.call), *calls), further))
        for outer, held in handed_to(view, home, ref):
            entered = True
            if called(held) in CONTINUING:
                todo.append((((outer, held), *calls), further))
            else:
                found += 1
                yield Way(calls, ref, held)
        if not entered:
            found += 1
            yield Way(calls, ref)


def handed_to(view: View, index: ScriptIndex, ref: FunctionRef) -> Iterator[tuple[ScriptIndex, Call]]:
    """Yield the calls that a function is handed to, written there or by its name."""
    for call, _ in index.passed.get(ref.function.index, ()):
        yield index, call
    owner = index.owners.get(ref.function.index)
    held = index.containers.get(id(owner[0])) if owner is not None else None
    if held is not None:
        yield index, held[0]
    for name in sorted(index.names_of(ref.function.index)):
        for home, call, position in view.program.handed.get(name, ())[:MANY]:
            given = call.arguments[position]
            if any(isinstance(item, Func) and item.ref is ref for item in view.resolver.targets(home, given, None)):
                yield home, call


def called(call: Call) -> str:
    """Return the last name of what is called, or ''."""
    callee = call.callee
    if isinstance(callee, Name):
        return callee.name
    return callee.key or "" if isinstance(callee, Member) else ""
