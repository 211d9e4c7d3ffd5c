"""Puts the work of a handler inside a try, with a log line that says which event was lost."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.checks.unguarded_handler import REQUESTS
from ctilint.findings import ByHand, Fix, Mend, Place, Problem
from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.logging import log_line, plain_line
from ctilint.mends.writing.style import script_at, style_of
from ctilint.mends.writing.wrapping import fill_catch, wrap
from ctilint.read.facts import Await, Block, Call, CallStep, Function, FunctionValue, Member, Script, Try
from ctilint.read.outlines import outline_of
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.understand.model import App, Effect, Handler, Window
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.understand.program.vocabulary import NOW
from ctilint.views.handlers import is_event_handler

ELSEWHERE = "wrap the handler's work in try/catch and log the error; its function stands where ctilint cannot write"
HANDED = "hands a function to "
BEFORE = "it runs as before until something throws; then the error is logged, and the event is not lost in silence"


def mend(app: App, found: Problem) -> Iterator[Mend]:
    """Wrap the handler, the callbacks it starts, or fill its empty catch: whatever leaves its work unguarded."""
    window, handler = _handler_of(app, found)
    facts = app.files.get(found.place.path)
    script = script_at(facts, found.place.span) if facts is not None else None
    if facts is None or script is None or handler is None or window is None:
        yield ByHand(ELSEWHERE)
        return
    function = handler.function.function
    style = style_of(app, facts, script)
    shape = outline_of(facts, script)
    draft = Draft(found.place.path, style, shape.rigid if shape is not None else ())
    event = handler.event.replace("|", ", ") or function.name or "an event"
    log = log_line(app, window, handler.function, style, f"the handler of {event} failed")
    effects = [
        effect for effect in handler.effects if effect.kind == "throws" and not effect.guarded and not effect.answer
    ]
    done, doubt = _written(draft, function, script, effects, log)
    if not done:
        yield ByHand(ELSEWHERE)
        return
    why = doubt or _doubt(window, handler, effects)
    yield Fix("wrap the work in try/catch and log the error", not why, draft.edits(), why or BEFORE)


def _handler_of(app: App, found: Problem) -> tuple[Window | None, Handler | None]:
    """Return the event handler that stands at a place."""

    def handlers() -> dict[Place, tuple[Window, Handler]]:
        known: dict[Place, tuple[Window, Handler]] = {}
        for window in app.windows:
            for handler in window.handlers:
                if is_event_handler(handler):
                    known.setdefault(handler.function.place, (window, handler))
        return known

    return app.memory.kept("event handlers", app.windows, handlers).get(found.place, (None, None))


def _written(draft: Draft, function: Function, script: Script, effects: list[Effect], log: str) -> tuple[bool, str]:
    """Write what guards each effect; say whether all are guarded, and what makes that doubtful."""
    doubt = ""
    later: dict[int, Function] = {}
    filled: set[Span] = set()
    caught: set[int] = set()
    whole = False
    for effect in effects:
        at = effect.place.span if effect.place.path == draft.path else None
        empty = _empty_try(function.body, at) if effect.empty_catch and at is not None else None
        if empty is not None and not effect.later:
            if empty.span not in filled and not fill_catch(draft, empty, log, plain_line(log)):
                return False, ""
            filled.add(empty.span)
            continue
        if effect.name in REQUESTS and at is not None:
            request = _request(script, at)
            if request is None:
                return False, ""
            if not request.awaited:
                if request.end not in caught:
                    _catch(draft, request.end, at.start, log)
                caught.add(request.end)
                continue
        if not effect.later:
            whole = True
            continue
        inner, fits = _runs_later(draft.path, function, script, effect)
        if not fits:
            return False, ""
        if inner is None:
            whole = True
        else:
            later[inner.index] = inner
            doubt = "what waits for the callback no longer hears of its error"
    if whole and not wrap(draft, function, log):
        return False, ""
    for inner in later.values():
        if not wrap(draft, inner, log):
            return False, ""
    return True, doubt


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose promise is lost: where its chain ends, and whether it is awaited."""

    end: int
    awaited: bool


def _request(script: Script, at: Span) -> Request | None:
    """Return the chain of the request at ``at``: ``fetch(...).then(...)`` ends behind its last call."""
    values = [
        value
        for function in script.functions
        for step in steps_of(function.body)
        for top in values_of(step)
        for value in within(top)
    ]
    calls = [value for value in values if isinstance(value, Call)]
    found = next((call for call in calls if call.span == at), None)
    if found is None:
        return None
    while True:
        outer = next(
            (
                one
                for one in calls
                if isinstance(one.callee, Member) and one.callee.object is found and one is not found
            ),
            None,
        )
        if outer is None:
            break
        found = outer
    awaited = any(isinstance(value, Await) and value.value is found for value in values)
    return Request(found.span.end, awaited)


def _catch(draft: Draft, end: int, start: int, log: str) -> None:
    """End a promise with a catch that logs."""
    style = draft.style
    opened, closed = style.function("error")
    if style.flat:
        draft.insert(end, f".catch({opened} {log} {closed})")
        return
    base = style.indent(start)
    draft.insert(end, f".catch({opened}\n{base}{style.unit}{log}\n{base}{closed})")


def _runs_later(path: str, function: Function, script: Script, effect: Effect) -> tuple[Function | None, bool]:
    """Return the function that runs after the handler and leads to a later effect; False when it cannot be written.

    None is the handler itself, which goes on after an await. Else it is the function that the way there hands to a
    timer, a promise or the like last, for a try further out has been left when it runs. Where none is handed on, it is
    the innermost one around the last place of the way that stands in the handler, or the last on the way that waits.
    """
    way = (*effect.trace, effect.place)
    handed = [at for at, place in enumerate(way[:-1]) if _is_handed_on(place)]
    if handed:
        found = _innermost(path, script, way[handed[-1] + 1])
        return found, found is not None
    inner = [at for at, place in enumerate(way) if place.path == path and _holds(function.span, place.span)]
    if not inner:
        return None, False
    inside = [
        one for one in _around(script, way[inner[-1]].span) if one != function and _holds(function.span, one.span)
    ]
    if inside or inner[-1] + 1 == len(way) or function.is_async:
        return _waiting(script, inside), True
    outside = [one for place in way[inner[-1] + 1 :] if (one := _innermost(path, script, place)) is not None]
    if not outside:
        return None, False
    return next((one for one in reversed(outside) if one.is_async), outside[0]), True


def _is_handed_on(place: Place) -> bool:
    """Say whether a function is handed to something there that runs it later."""
    name = place.message.removeprefix(HANDED)
    return name != place.message and name.rpartition(".")[2] not in NOW


def _innermost(path: str, script: Script, place: Place) -> Function | None:
    return _waiting(script, list(_around(script, place.span))) if place.path == path else None


def _around(script: Script, span: Span) -> Iterator[Function]:
    return (one for one in script.functions[1:] if _holds(one.span, span))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _waiting(script: Script, functions: list[Function]) -> Function | None:
    """Return the innermost of functions that are not run at once for each item of an array."""
    at_once = _run_at_once(script)
    waits = [one for one in functions if one.span not in at_once] or functions
    return max(waits, key=lambda one: one.span.start) if waits else None


def _run_at_once(script: Script) -> frozenset[Span]:
    """Return the functions that are given to ``forEach`` and its like."""
    return frozenset(
        given.span
        for function in script.functions
        for step in steps_of(function.body)
        if isinstance(step, CallStep) and isinstance(step.call.callee, Member) and step.call.callee.key in NOW
        for given in step.call.arguments
        if isinstance(given, FunctionValue)
    )


def _empty_try(block: Block, at: Span) -> Try | None:
    """Return the innermost try with an empty catch around ``at``."""
    found = None
    for step in steps_of(block):
        if isinstance(step, Try) and step.handler_empty and step.span.start <= at.start and at.end <= step.span.end:
            found = step
    return found


def _doubt(window: Window, handler: Handler, effects: list[Effect]) -> str:
    if any(effect.name == "throw" for effect in effects):
        return "the handler throws on purpose, and whoever waits for that no longer hears of it"
    if window.resolver is not None and any(
        caller.call is not None for caller in window.resolver.callers(handler.function)
    ):
        return "other code calls the handler too, and no longer hears of its errors"
    return ""
