"""repeated-start: a library is started again, and nothing ended the first start."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.read.facts import Call, Literal, Member, ScriptKind
from ctilint.understand.model import ApiCall, App
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.vocabulary import READY
from ctilint.understand.registrations import component_of
from ctilint.views.facts import View, callee_place, views
from ctilint.views.steps import guarded_by_flag, sides
from ctilint.views.ways import Way, called, led_to, ways_to

TICKING = frozenset({"setInterval"})
LISTENING = frozenset({"addEventListener", "attachEvent", "on", "one"})
CODE = frozenset({ScriptKind.FILE, ScriptKind.INLINE, ScriptKind.MODULE})
LOAD, EVENT = "load", "event"


def check(app: App) -> Iterator[Problem]:
    """Yield each place from which a start can only come after another one."""
    for view in views(app):
        starts = [call for call in view.sole if call.entry is not None and "starts" in call.entry.roles]
        ends = {name for call in starts if call.entry is not None for name in call.entry.undone_by}
        if not starts or any(view.tests(f"{root}.initialized") for root in ("connect.core", "connect.agentApp")):
            continue
        yield from _of_window(view, starts, ends)


def _of_window(view: View, starts: list[ApiCall], ends: set[str]) -> Iterator[Problem]:
    ending = {id(call.call) for call in view.window.calls if call.name in ends}
    listening = {id(call.call): call for call in view.window.calls if call.entry is not None and call.entry.listener}
    first: list[tuple[ScriptIndex, Call]] = []
    later: list[tuple[ApiCall, ScriptIndex, Call]] = []
    said: set[int] = set()
    for start in starts:
        index = view.index(start.script)
        for way in ways_to(view, index, start.call):
            home, outer = way.calls[0]
            if id(outer) in said or _ends(view, way, ending) or guarded_by_flag(home, way.start.function, outer):
                continue
            again = listening.get(id(way.handed)) if way.handed is not None else None
            if again is not None and again.dialect == start.dialect:
                said.add(id(outer))
                name = again.name.replace("#", ".").rpartition(".")[2]
                yield _problem(start, home, outer, f"again in the handler of {name}", _place_of(first))
            elif way.handed is not None and called(way.handed) in TICKING:
                said.add(id(outer))
                yield _problem(start, home, outer, "again at every tick of a timer", None)
            elif _when(home, way) == EVENT:
                later.append((start, home, outer))
            elif _when(home, way) == LOAD:
                other = next((item for item in first if _both(item, (home, outer))), None)
                if other is not None and other[1] is not outer:
                    said.add(id(outer))
                    yield _problem(start, home, outer, "twice in this page", _place_of([other]))
                first.append((home, outer))
        if not ending and not said and component_of(start.script, start.function, index):
            yield _problem(start, index, start.call, "each time the component is created", None, Severity.NOTE)
    for start, home, outer in later:
        # A start that waits for a click is the first one; it is another where the page has started by then.
        if first and id(outer) not in said and all(outer is not known for _, known in first):
            said.add(id(outer))
            yield _problem(start, home, outer, "again at an event of the page", _place_of(first))


def _ends(view: View, way: Way, ending: set[int]) -> bool:
    """Say whether what leads to the start ends the one before."""
    return bool(ending) and any(id(call) in ending for _, call in led_to(view, way.start))


def _when(index: ScriptIndex, way: Way) -> str:
    """Return LOAD for what the page runs by itself, EVENT for what it runs when something happens, '' when unknown."""
    function = way.start.function.index
    script = index.script
    if way.handed is not None:
        given = way.handed.arguments[0] if way.handed.arguments else None
        event = given.value if isinstance(given, Literal) else None
        if called(way.handed) not in LISTENING or not isinstance(event, str):
            return ""
        return LOAD if event in READY else EVENT
    if function == 0:
        if script.kind is ScriptKind.ATTRIBUTE:
            return LOAD if script.attribute.removeprefix("on") in READY else EVENT
        return LOAD if script.kind in CODE else ""
    for step in index.given.get(function, ()):
        key = step.target.key if isinstance(step.target, Member) else None
        if key and key.startswith("on") and key.islower():
            return LOAD if key.removeprefix("on") in READY else EVENT
    return ""


def _both(one: tuple[ScriptIndex, Call], other: tuple[ScriptIndex, Call]) -> bool:
    """Say whether two calls of top-level code both run."""
    if one[0] is not other[0]:
        return one[0].script.path == other[0].script.path or one[0].script.kind is not ScriptKind.MODULE
    function = one[0].script.functions[0]
    return sides(function, one[1]) == sides(function, other[1])


def _place_of(first: list[tuple[ScriptIndex, Call]]) -> Place | None:
    return Place(first[0][0].script.path, first[0][1].span) if first else None


def _problem(
    start: ApiCall, index: ScriptIndex, outer: Call, when: str, other: Place | None, severity: Severity | None = None
) -> Problem:
    entry = start.entry
    end = entry.undone_by[0] if entry is not None and entry.undone_by else ""
    related = [Place(other.path, other.span, "started here first")] if other is not None else []
    if outer is not start.call:
        at = callee_place(start)
        related.append(Place(at.path, at.span, f"{start.name} is called here"))
    return Problem(
        Place(index.script.path, outer.span),
        f"{start.name} is called {when}"
        + (f", and nothing calls {end} before it: only the first call starts anything" if end else ": it throws"),
        f"call {end}() and empty the container before the next start"
        if end
        else "start once, and keep what it returns",
        severity,
        Evidence.DERIVED if related else start.evidence,
        tuple(related),
    )
