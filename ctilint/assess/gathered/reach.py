"""What code stands behind each call: the functions it runs, those they call, and what makes its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctilint.assess.gathered.pieces import Pieces
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Code, Piece
from ctilint.read.facts import Call, CallStep, FunctionValue, Object, Script, Value
from ctilint.understand.model import ApiCall, App, Window
from ctilint.understand.program.index import steps_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Func, Obj

_MOST = 2000
_MADE = frozenset({"voice", "connector"})
# Who starts code that leads to Salesforce without being registered there: label and area of the row.
_STARTERS = {
    "vendor": ("events of the telephony platform", "call-events"),
    "message": ("messages from other windows", "messages"),
    "dom": ("controls of the softphone", "softphone-ui"),
}


class Reach:
    """Follows calls inside one window; ``Pieces`` is shared between windows, so that one function is one piece."""

    def __init__(self, window: Window, pieces: Pieces) -> None:
        self.window = window
        self._pieces = pieces
        self._api = frozenset(id(call.call) for call in window.calls)
        self._handlers: dict[int, list[FunctionRef]] = {}
        for one in window.registrations:
            self._handlers.setdefault(id(one.call.call), []).extend(handler.function for handler in one.handlers)
        self._next: dict[tuple[int, int], tuple[FunctionRef, ...]] = {}

    def behind(self, call: ApiCall) -> tuple[Piece, ...]:
        """Return the code behind ``call``: handlers, callbacks, what makes its arguments, the function it stands in.

        The function around a registration is left out: it sets up, and what is registered is counted by itself.
        """
        handlers = self._handlers.get(id(call.call), [])
        roots = [*handlers, *(ref for value in call.call.arguments for ref in self._given(call.script, value))]
        found = self._closure(roots)
        if not handlers and call.function.function.index > 0:
            found.setdefault(_mark(call.function), call.function)
        return self._weighed(found.values())

    def started(self, source: str) -> tuple[int, tuple[Piece, ...]]:
        """Return how many handlers of ``source`` lead to the API, and the code they reach."""
        handlers = [one for one in self.window.handlers if one.source == source and one.reaches_api]
        return len(handlers), self._weighed(self._closure(one.function for one in handlers).values())

    def runs(self, roots: Iterable[FunctionRef], wanted: FunctionRef) -> bool:
        """Say whether one of ``roots`` is ``wanted`` or leads to it; functions of other windows do not count."""
        inside = {id(script) for script in self.window.scripts}
        return _mark(wanted) in self._closure(one for one in roots if id(one.script) in inside)

    def _weighed(self, refs: Iterable[FunctionRef]) -> tuple[Piece, ...]:
        found = (self._pieces.of(ref, self.window, self._api) for ref in refs)
        return tuple({piece.key: piece for piece in found if piece is not None}.values())

    def _closure(self, roots: Iterable[FunctionRef]) -> dict[tuple[int, int], FunctionRef]:
        found: dict[tuple[int, int], FunctionRef] = {}
        todo = list(roots)
        while todo and len(found) < _MOST:
            ref = todo.pop()
            mark = _mark(ref)
            if mark in found or ref.function.index == 0:
                continue
            found[mark] = ref
            if mark not in self._next:
                self._next[mark] = tuple(self._called(ref))
            todo.extend(self._next[mark])
        return found

    def _called(self, ref: FunctionRef) -> Iterator[FunctionRef]:
        for step in steps_of(ref.function.body):
            if isinstance(step, CallStep):
                yield from self._functions(ref.script, step.call.callee)
                for value in step.call.arguments:
                    yield from self._given(ref.script, value)

    def _given(self, script: Script, value: Value) -> Iterator[FunctionRef]:
        """Yield the functions that an argument hands over, and those whose answer it is made of."""
        for item in within(value):
            if isinstance(item, FunctionValue) or item is value:
                yield from self._functions(script, item)
            elif isinstance(item, Call):
                yield from self._functions(script, item.callee)
        if self.window.resolver is None:
            return
        if not isinstance(value, Object | FunctionValue | Call):
            for target in self.window.resolver.resolve(script, value):
                if isinstance(target, Obj):
                    for entry in target.value.entries:
                        if isinstance(entry.value, FunctionValue):
                            yield from self._functions(target.index.script, entry.value)

    def _functions(self, script: Script, value: Value) -> Iterator[FunctionRef]:
        if self.window.resolver is not None:
            for target in self.window.resolver.resolve(script, value):
                if isinstance(target, Func):
                    yield target.ref


def _mark(ref: FunctionRef) -> tuple[int, int]:
    return (id(ref.script), ref.function.index)


def reaches_of(app: App, spots: Spots) -> dict[int, Reach]:
    """Return what follows calls in each window, by the window's identity."""
    pieces = Pieces(app.files, spots)
    return {id(window): Reach(window, pieces) for window in app.windows}


def code_of(app: App, reaches: dict[int, Reach]) -> tuple[Code, ...]:
    """Return the code that leads to the API without being registered there, one record for each kind of starter."""
    found = []
    for source, (label, area) in _STARTERS.items():
        starts = 0
        pieces: dict[str, Piece] = {}
        for window in app.windows:
            if any(call.dialect not in _MADE for call in window.calls):
                number, reached = reaches[id(window)].started(source)
                starts += number
                pieces.update((piece.key, piece) for piece in reached)
        if pieces:
            found.append(Code(label, area, starts, tuple(pieces.values())))
    return tuple(found)
