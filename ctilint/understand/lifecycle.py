"""Which removal ends which registration, and from where it is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ctilint.read.facts import (
    Block,
    Branch,
    Call,
    CallStep,
    FileKind,
    Function,
    FunctionValue,
    Member,
    ReturnStep,
    ScriptKind,
    Value,
)
from ctilint.read.source import Span
from ctilint.rulebook.entries import Undo
from ctilint.understand.model import ApiCall, Ending, Registration, Removal, Window
from ctilint.understand.program.index import ScriptIndex, blocks_of, steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.registrations import Site
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.words import Reach, Verdict

RANK: Mapping[Verdict, int] = {"never": 0, "other-function": 1, "dead": 2, "before": 3, "wrong-hook": 4, "ended": 5}
UNDONE: frozenset[Undo] = frozenset({"removal", "switch", "handle"})
# From where what goes with its component, or with the page, is reached; other code may call it then.
LEAVING: frozenset[Reach] = frozenset({"teardown", "component-teardown"})
ROOTLESS = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.OTHER})
# What ends every subscription of the page at once.
WHOLE = frozenset({"connect.core.terminate", "EventBus#unsubscribeAll"})
STARTING = frozenset({ScriptKind.FILE, ScriptKind.INLINE, ScriptKind.MODULE})


def endings_of(window: Window, registering: list[Site], removing: list[Site]) -> Iterator[Ending]:
    """Yield how each registration of the window ends."""
    pairs = _Pairs(removing, window.removals)
    # Where no page is known, code that nobody has here may call what ends a registration.
    arms = _Arms(None if window.kind in ROOTLESS else window.resolver)
    for site, registration in zip(registering, window.registrations, strict=True):
        yield _ending_of(site, registration, pairs, arms)


def _ending_of(site: Site, registration: Registration, pairs: _Pairs, arms: _Arms) -> Ending:
    """Return how one registration ends; the best removal decides."""
    if registration.undo not in UNDONE:
        return Ending(registration, "no-removal")
    best = Ending(registration, "never")
    entry = registration.call.entry
    names = entry.undone_by if entry is not None else ()
    for other, removal in pairs.near(names, site, registration):
        verdict = _verdict(site, registration, other, removal, arms)
        if RANK[verdict] > RANK[best.verdict]:
            best = Ending(registration, verdict, removal)
            if verdict == "ended":
                break
    return best


class _Pairs:
    """The removals of a window by what they end: both they and the registrations can be many."""

    def __init__(self, removing: list[Site], removals: Sequence[Removal]) -> None:
        self._pairs = list(zip(removing, removals, strict=True))
        self._by_event: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_function: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for number, (site, removal) in enumerate(self._pairs):
            functions = {id(func.ref) for func in site.handlers} if site.handler_value is not None else set[int]()
            for word in _words(removal.event):
                self._by_event[site.call.name, word].append(number)
                for function in functions or {0}:
                    self._by_function[site.call.name, word, function].append(number)

    def near(self, names: Sequence[str], site: Site, registration: Registration) -> Iterator[tuple[Site, Removal]]:
        """Yield, in order, the removals that may end a registration, and one that takes another function."""
        words = _words(registration.event)
        mine = {id(func.ref) for func in site.handlers} if site.handler_value is not None else set[int]()
        found: set[int] = set()
        for name in dict.fromkeys(names):
            # Any removal is near an event that is not known, and one of such an event is near any.
            keys = (
                {key for key in self._by_event if key[0] == name}
                if "" in words
                else {(name, word) for word in (*words, "")}
            )
            for key in keys:
                if registration.undo != "removal" or not mine:
                    found.update(self._by_event.get(key, ()))
                    continue
                found.update(self._by_event.get(key, ())[:1])
                for function in (*mine, 0):
                    found.update(self._by_function.get((*key, function), ()))
        for number in sorted(found):
            other, removal = self._pairs[number]
            if same_event(registration.event, removal.event):
                yield other, removal


def _words(event: str) -> frozenset[str]:
    """Return the words of which two events have one in common when they can be the same; '' for an unknown one."""
    return frozenset((*event.split("|"), event.rpartition(".")[2])) if event else frozenset({""})


def same_event(one: str, other: str) -> bool:
    """Say whether two events can be the same; an unknown one can be any."""
    if not one or not other:
        return True
    return bool(set(one.split("|")) & set(other.split("|"))) or one.rpartition(".")[2] == other.rpartition(".")[2]


def _verdict(site: Site, registration: Registration, other: Site, removal: Removal, arms: _Arms) -> Verdict:
    if registration.undo == "removal" and not _same_function(site, other):
        return "other-function"
    if removal.call.name in WHOLE and registration.repeats:
        # It ends them all in the end; until then every event has added one more.
        return "never"
    if removal.call.name == "Subscription#unsubscribe" and not arms.keeps(site.call.function.function, site.call.call):
        return "never"
    if not removal.reached_from:
        return "dead"
    if _only_before(site, other, removal, arms):
        return "before"
    if registration.undo == "switch":
        return "ended"
    if registration.in_component and not removal.reached_from & (LEAVING | {"export"}):
        return "wrong-hook"
    return "ended"


def _only_before(site: Site, other: Site, removal: Removal, arms: _Arms) -> bool:
    """Say whether a removal can only run before its registration.

    It stands before it in the same function and nowhere else, or every function that leads to it leads to the
    registration afterwards, or it is what the script itself does while it loads. Of two arms of a condition each undoes
    the other (``if (on) disable(); else enable();``).
    """
    if other.call.function is not site.call.function:
        if removal.reached_from == {"load"} and _surrounds(other.call, site.call):
            return True
        return not removal.reached_from & LEAVING and arms.go_before(other.call.function, site.call.function)
    return (
        other.call.place.span.start < site.call.place.span.start
        and not removal.reached_from & LEAVING
        and not arms.exclude(site.call.function.function, other.call.call, site.call.call)
    )


def _surrounds(outer: ApiCall, inner: ApiCall) -> bool:
    """Say whether a call stands in the code that defines the function of another, which can only run later."""
    if inner.call.function == 0 or outer.script.kind not in STARTING:
        return False
    if outer.call.function == 0:
        return True
    at = inner.call.function if inner.script is outer.script else 0
    while at > 0:
        at = inner.script.functions[at].parent
        if at == outer.call.function:
            return True
    return False


class _Arms:
    """Where the calls of a function stand: in which arms of conditions, and whether something keeps what they give.

    A function is gone through once for each.
    """

    def __init__(self, resolver: Resolver | None) -> None:
        self._resolver = resolver
        self._bare: dict[int, set[int]] = {}
        self._known: dict[int, dict[Span, tuple[tuple[Branch, Block], ...]]] = {}

    def keeps(self, function: Function, call: Call) -> bool:
        """Say whether something is done with what a call gives: a subscription that nobody holds cannot be ended."""
        bare = self._bare.get(id(function))
        if bare is None:
            steps = list(steps_of(function.body))
            bare = {id(step.call) for step in steps if isinstance(step, CallStep)}
            for step in steps:
                for value in values_of(step):
                    own = value if isinstance(step, CallStep) else None
                    bare.difference_update(id(inner) for inner in within(value) if inner is not own)
            self._bare[id(function)] = bare
        return id(call) not in bare

    def go_before(self, removing: FunctionRef, registering: FunctionRef) -> bool:
        """Say whether every call of the one function is followed by a call of the other, in the same function."""
        if self._resolver is None:
            return False
        ending = self._calls_of(removing)
        starting = self._calls_of(registering)
        return bool(ending) and all(
            any(
                home is its
                and mine.function == call.function
                and mine.span.start < call.span.start
                and not self.exclude(home.script.functions[mine.function], mine, call)
                for its, call in starting
            )
            for home, mine in ending
        )

    def _calls_of(self, ref: FunctionRef) -> list[tuple[ScriptIndex, Call]]:
        callers = self._resolver.callers(ref) if self._resolver is not None else []
        return [(caller.index, caller.call) for caller in callers if caller.call is not None]

    def exclude(self, function: Function, first: Call, second: Call) -> bool:
        """Say whether two calls stand in arms of one condition, or the arm of the first leaves: never both at once."""
        known = self._known.get(id(function))
        if known is None:
            known = self._known[id(function)] = dict(_arms_of(function.body, ()))
        mine, its = known.get(first.span, ()), known.get(second.span, ())
        for at, (branch, arm) in enumerate(mine):
            if at < len(its) and its[at][1] is arm:
                continue
            if at < len(its) and its[at][0] is branch:
                return True
            return any(isinstance(last, ReturnStep) for last in arm.steps)
        return False


def _arms_of(
    block: Block, above: tuple[tuple[Branch, Block], ...]
) -> Iterator[tuple[Span, tuple[tuple[Branch, Block], ...]]]:
    todo = [(block, above)]
    while todo:
        inside, held = todo.pop()
        for step in inside.steps:
            if isinstance(step, CallStep):
                yield step.call.span, held
            elif isinstance(step, Branch):
                todo += [(arm, (*held, (step, arm))) for arm in (step.then, step.otherwise)]
            else:
                todo += [(inner, held) for inner in blocks_of(step)]


def _same_function(site: Site, other: Site) -> bool:
    """Say whether a removal passes the function that was registered."""
    if other.handler_value is None or site.handler_value is None:
        return True
    if _fresh(other.handler_value) or _fresh(site.handler_value):
        # A function made on the spot is a new one each time; only the function that removes itself knows it.
        return _names_itself(site, other)
    mine = {id(func.ref) for func in site.handlers}
    its = {id(func.ref) for func in other.handlers}
    return not mine or not its or bool(mine & its)


def _fresh(value: Value) -> bool:
    if isinstance(value, FunctionValue):
        return True
    return isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.key == "bind"


def _names_itself(site: Site, other: Site) -> bool:
    mine = {id(func.ref) for func in site.handlers}
    return (
        isinstance(site.handler_value, FunctionValue)
        and not _fresh(other.handler_value or site.handler_value)
        and bool(mine & {id(func.ref) for func in other.handlers})
    )
