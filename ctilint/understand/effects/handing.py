"""Which functions a call runs: the one that it calls, those that it hands on, those that hear what it sends."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Call, Literal, Member, Object, Template, Value
from ctilint.records import replace
from ctilint.understand.effects.point import Point, State
from ctilint.understand.effects.walking import Walking
from ctilint.understand.program.spelling import last_key, more_asked, page_event, stream_of, without_first, written
from ctilint.understand.program.targets import Caller, Func, Obj
from ctilint.understand.program.vocabulary import EVENTS_MADE, NOW, PROMISE, TIMERS
from ctilint.understand.words import Asked

# Of one event of the app's own; a name that more listen to is not one event.
LISTENERS = 24
NESTED_OPTIONS = 3


class Handing:
    """Enters the functions that calls lead to."""

    def __init__(self, walking: Walking) -> None:
        self.walking = walking
        self.resolver = walking.resolver
        self.traits = walking.traits

    def into(self, point: Point, call: Call, target: Func) -> None:
        """Enter the function that a call runs with the call's arguments."""
        walking = self.walking
        caller = Caller(point.index, call.arguments, point.frame)
        entered = Func(target.ref, self.resolver.enter(target, caller))
        rescued = self._rescues(point, call)
        inner = replace(
            point.state,
            trace=(*point.state.trace, point.told(f"calls {target.ref.name or 'a function'}")),
            derived=True,
            rescued=rescued,
        )
        if target.ref.name in walking.guards or (target.ref.function.is_async and rescued):
            inner = replace(inner, guarded=True, catching=False)
        if walking.judges:
            walking.payload.carry(point.index, call, target)
        walking.enter(entered, inner)

    def _rescues(self, point: Point, call: Call) -> bool:
        """Say whether the promise that a call gives has a catch: its own, or that of the function that returns it."""
        if self.traits.caught(point.index, call):
            return True
        return point.state.rescued and any(value is call for value in point.index.returns.get(call.function, ()))

    def runs(self, point: Point, call: Call) -> None:
        """Enter the function that a promise, or what a compiler makes of ``async``, runs at once."""
        rescued = self._rescues(point, call)
        state = point.state
        inner = replace(
            state,
            guarded=state.guarded or rescued,
            catching=state.catching and not rescued,
            rescued=rescued,
            trace=(*state.trace, point.told(f"runs a function in {written(point.index, call.callee)}")),
        )
        for argument in call.arguments:
            for func in self._functions_of(point, argument):
                self.walking.enter(func, inner)

    def emits(self, point: Point, call: Call) -> None:
        """Follow an event that the app sends to itself."""
        page = last_key(call) == "dispatchEvent"
        if page:
            # The page runs the listeners: what they throw does not come back to who sent the event.
            point = point.knowing(replace(point.state, guarded=True))
        emitted = self.walking.emitted
        for argument in call.arguments[:1]:
            event = argument
            if isinstance(event, Call) and event.new and event.arguments and last_key(event) in EVENTS_MADE:
                event = event.arguments[0]
            for text in self.resolver.texts(point.index.script, event, point.frame):
                # A store's event may name the module of the store before it: ``phone/dial``.
                name = text if text in emitted else text.rpartition("/")[2]
                listening = emitted.get(page_event(text), []) if page else []
                for func in (*listening, *emitted.get(name, []))[:LISTENERS]:
                    self.into(point, without_first(call), func)

    def streams(self, point: Point, call: Call, callee: Member) -> None:
        """Follow what a stream's ``next`` hands to those that subscribed to it."""
        for func in self.walking.emitted.get(stream_of(callee.object), [])[:LISTENERS]:
            self.into(point, call, func)

    def continues(self, point: Point, call: Call, key: str, path: str) -> None:
        """Enter the functions handed to something that nothing here defines.

        ``key`` is the last part of the callee's name, ``path`` the path that it means or is written as, or ''.
        """
        handed = [
            func
            for argument in call.arguments
            if not isinstance(argument, Literal | Template)
            for func in self._functions_of(point, argument)
        ]
        if not handed:
            return
        state = self._state_of(point, call, key, path)
        step = point.told(f"hands a function to {written(point.index, call.callee)}")
        traced = replace(state, trace=(*point.state.trace, step))
        for func in handed:
            reason = self.traits.slow_each(point.index, call, func, point.frame) if self.walking.judges else ""
            if reason:
                self.walking.effect("blocks", reason, point)
            self.walking.enter(func, traced)

    def _state_of(self, point: Point, call: Call, key: str, path: str) -> State:
        """Return what is known in a function that is handed to something: does it run now, later, with an answer."""
        state = point.state
        if key in NOW:
            return state
        if key in PROMISE or path in TIMERS or key in TIMERS:
            callee = call.callee
            asked: Asked = ""
            if isinstance(callee, Member):
                asked = self.walking.questions.asked_by(point.index, callee.object, point.frame)
            return replace(
                state,
                later=True,
                # What a catch does is the guard's own business, as in a try.
                guarded=key == "catch" or self.traits.caught(point.index, call),
                empty_catch=False,
                asked=more_asked(state.asked, asked),
            )
        return replace(state, later=True, answer=True, guarded=False, empty_catch=False)

    def _functions_of(self, point: Point, argument: Value) -> Iterator[Func]:
        for target in self.resolver.targets(point.index, argument, point.frame):
            if isinstance(target, Func):
                yield target
            elif isinstance(target, Obj) and isinstance(argument, Object):
                yield from self._functions_in(target, 0)

    def _functions_in(self, target: Obj, depth: int) -> Iterator[Func]:
        """Yield the functions of an options object, nested objects included (``{on: {click: f}}``)."""
        for entry in target.value.entries:
            for inner in self.resolver.targets(target.index, entry.value, target.frame):
                if isinstance(inner, Func):
                    yield inner
                elif isinstance(inner, Obj) and isinstance(entry.value, Object) and depth < NESTED_OPTIONS:
                    yield from self._functions_in(inner, depth + 1)
