"""What running a function does: its effects in order, through everything that it calls or starts.

A walk begins at one function with what is known at that point (is a try around, was the tab asked) and follows calls
into functions of the app, callbacks and continuations. It visits code as often as it is reached in a new state, and
stops at a budget, so that no app can make it run for long.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ctilint.findings import Evidence, Place
from ctilint.read.facts import (
    AssignStep,
    AwaitStep,
    Block,
    Branch,
    Call,
    CallStep,
    Either,
    Element,
    FunctionValue,
    JumpStep,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    ReadStep,
    ReturnStep,
    Step,
    Template,
    This,
    ThrowStep,
    Try,
    Value,
)
from ctilint.records import dataclass, field, replace
from ctilint.understand.effects.payload import Payload
from ctilint.understand.effects.questions import Questions
from ctilint.understand.effects.traits import Traits
from ctilint.understand.model import Effect
from ctilint.understand.program.api import dialect_of, entry_of
from ctilint.understand.program.index import ScriptIndex, within
from ctilint.understand.program.spelling import (
    is_async_helper,
    last_key,
    less_asked,
    more_asked,
    page_event,
    stream_of,
    without_first,
    written,
)
from ctilint.understand.program.targets import Caller, Cls, Frame, Func, Obj, Path, Target
from ctilint.understand.program.vocabulary import (
    DIALOGS,
    DOM_EVENTS,
    EMITTING,
    EVENTS_MADE,
    HARMLESS,
    JQUERY_EVENTS,
    LISTENING,
    NETWORK,
    NETWORK_KEYS,
    NOW,
    PARSER_KEYS,
    PARSERS,
    PROMISE,
    READY,
    TEARDOWN_EVENTS,
    TIMERS,
)
from ctilint.understand.values.resolver import Resolver

ADDING = frozenset({"addEventListener", "attachEvent"})
VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
BUDGET = 6000
DEEP = 24
# Of one event of the app's own; a name that more listen to is not one event.
LISTENERS = 24


@dataclass(frozen=True, slots=True)
class State:
    """What is known at a point of a walk. ``answer`` is set inside the answer of an API or remoting call.

    ``rescued``: the promise that the function gives back has a catch, so that it guards what the promise runs.
    """

    guarded: bool = False
    empty_catch: bool = False
    asked: str = ""
    later: bool = False
    answer: bool = False
    trace: tuple[Place, ...] = ()
    derived: bool = False
    catching: bool = False
    outer_guard: bool = False
    rescued: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A function that a walk saw being registered somewhere outside Salesforce's APIs."""

    func: Func
    source: str
    event: str
    place: Place
    asked: str


@dataclass(slots=True)
class Walk:
    """What a walk saw. ``calls`` maps the identity of each call to the least that was asked before it."""

    effects: list[Effect] = field(default_factory=list)
    calls: dict[int, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    functions: set[int] = field(default_factory=set)
    reaches_api: bool = False
    steps: int = 0


def _is_verb(value: Value) -> bool:
    """Say whether a value is the verb of a request, as in ``open('GET', address)``."""
    return isinstance(value, Literal) and isinstance(value.value, str) and value.value.upper() in VERBS


class Walker:
    """Walks functions of one window. ``emitted`` holds who listens to the app's own events, by the event's text."""

    def __init__(
        self,
        resolver: Resolver,
        guards: frozenset[str] = frozenset(),
        tab_checks: frozenset[str] = frozenset(),
        *,
        api_asks: bool = True,
    ) -> None:
        self.resolver = resolver
        self.guards = guards
        self.payload = Payload(resolver)
        self.questions = Questions(resolver, self.payload, tab_checks, api_asks=api_asks)
        self.traits = Traits(resolver, self.payload)
        self.emitted: dict[str, list[Func]] = {}
        self.attribute_functions: dict[str, list[Func]] = {}
        self._walk = Walk()
        self._only: AbstractSet[int] | None = None
        self._seen: set[tuple[object, ...]] = set()
        self._left = 0

    def walk(self, func: Func, state: State | None = None, only: AbstractSet[int] | None = None) -> Walk:
        """Return what running ``func`` does.

        With ``only``, the walk looks for calls and registrations alone: it enters no function but these (identities
        of FunctionRefs) and judges nothing that is not a call of an API.
        """
        self._walk = Walk()
        self._only = only
        self._seen = set()
        self._left = BUDGET
        index = self.resolver.program.index(func.ref.script)
        self.payload.begin(func)
        self._enter(index, func, state or State())
        self._walk.steps = BUDGET - self._left
        return self._walk

    def _enter(self, index: ScriptIndex, func: Func, state: State) -> None:
        key = (
            id(func.ref),
            id(func.frame) if func.frame is not None else 0,
            state.guarded,
            state.asked,
            state.later,
            state.answer,
        )
        self._left -= 1
        if (
            self._left < 0
            or key in self._seen
            or len(state.trace) > DEEP
            or (self._only is not None and id(func.ref) not in self._only)
        ):
            return
        self._seen.add(key)
        self._walk.functions.add(id(func.ref))
        self._block(index, func.ref.function.body, func.frame, state)

    def _block(self, index: ScriptIndex, block: Block, frame: Frame | None, state: State) -> tuple[State, bool]:
        """Walk a block; return the state after it and whether it always leaves the function or loop."""
        for step in block.steps:
            self._left -= 1
            if self._left < 0:
                return state, True
            state, left = self._step(index, step, frame, state)
            if left:
                return state, True
        return state, False

    def _step(self, index: ScriptIndex, step: Step, frame: Frame | None, state: State) -> tuple[State, bool]:
        match step:
            case CallStep():
                self._call(index, step.call, frame, state)
            case ReadStep():
                if self._only is None:
                    self._read(index, step.member, state)
            case AssignStep():
                self._assign(index, step, frame, state)
            case Branch():
                return self._branch(index, step, frame, state)
            case Loop():
                self._loop(index, step, frame, state)
            case Try():
                return self._try(index, step, frame, state)
            case ReturnStep():
                if step.value is not None:
                    self._elements(index, step.value, frame, state)
                return state, True
            case ThrowStep():
                thrown = replace(state, guarded=state.outer_guard) if state.catching else state
                self._effect("throws", "throw", Place(index.script.path, step.span), thrown)
                return state, True
            case JumpStep():
                return state, True
            case AwaitStep():
                asked = more_asked(state.asked, self.questions.asked_by(index, step.value, frame))
                return replace(state, later=True, asked=asked), False
        return state, False

    def _branch(self, index: ScriptIndex, step: Branch, frame: Frame | None, state: State) -> tuple[State, bool]:
        asked = state.asked
        kind = self.questions.asked_by(index, step.condition, frame)
        inner = replace(state, asked=more_asked(asked, kind)) if kind else state
        after_then, then_left = self._block(index, step.then, frame, inner)
        after_else, else_left = self._block(index, step.otherwise, frame, inner)
        if then_left and else_left:
            return state, True
        if kind and (then_left or else_left):
            # What follows is dominated by the question: the other arm has gone.
            return replace(after_else if then_left else after_then, asked=more_asked(asked, kind)), False
        later = (after_then.later and not then_left) or (after_else.later and not else_left)
        return replace(state, later=state.later or later), False

    def _loop(self, index: ScriptIndex, step: Loop, frame: Frame | None, state: State) -> None:
        kind = self.questions.asked_by(index, step.bound, frame) if step.bound is not None else ""
        inner = replace(state, asked=more_asked(state.asked, kind))
        reason = self.traits.slow(index, step, frame) if self._only is None else ""
        if reason:
            self._effect("blocks", reason, Place(index.script.path, step.span), state)
        self._block(index, step.body, frame, inner)

    def _try(self, index: ScriptIndex, step: Try, frame: Frame | None, state: State) -> tuple[State, bool]:
        guarded = step.handler is not None
        inside = (
            replace(state, guarded=state.guarded or not step.handler_empty, empty_catch=step.handler_empty)
            if guarded
            else state
        )
        after, left = self._block(index, step.body, frame, inside)
        caught_left = left
        if step.handler is not None:
            # What a catch does is the guard's own business; only what it throws again goes on.
            inside = (
                state
                if step.handler_empty
                else replace(
                    state,
                    guarded=True,
                    catching=True,
                    outer_guard=state.outer_guard if state.catching else state.guarded,
                )
            )
            _, caught_left = self._block(index, step.handler, frame, inside)
        if step.finalizer is not None:
            _, final_left = self._block(index, step.finalizer, frame, state)
            if final_left:
                return state, True
        out = replace(after, guarded=state.guarded, empty_catch=state.empty_catch)
        return out, left and caught_left

    def _read(self, index: ScriptIndex, member: Member, state: State) -> None:
        """Note a read that throws when what it reads from is missing in the payload."""
        if not member.optional and self.payload.taint(index, member.object) == 2:
            self._effect("throws", written(index, member), Place(index.script.path, member.span), state)

    def _assign(self, index: ScriptIndex, step: AssignStep, frame: Frame | None, state: State) -> None:
        target = step.target
        if (
            isinstance(target, Member)
            and target.key is not None
            and target.key.startswith("on")
            and target.key.islower()
        ):
            path = index.path_of(target)
            event = target.key[2:]
            for func in self._funcs(index, step.value, frame):
                source = "message" if event == "message" and path in {"onmessage", "window.onmessage"} else "dom"
                if event in {"message", "open", "close", "error"} and source == "dom":
                    source = "vendor"
                self._found(func, source, event, Place(index.script.path, step.span), state)
        elif (
            isinstance(target, Name)
            and target.name.startswith("on")
            and target.name[2:] in DOM_EVENTS
            and index.scope_of(target) == -1
        ):
            for func in self._funcs(index, step.value, frame):
                self._found(
                    func,
                    "message" if target.name == "onmessage" else "dom",
                    target.name[2:],
                    Place(index.script.path, step.span),
                    state,
                )
        self._elements(index, step.value, frame, state)

    def _elements(self, index: ScriptIndex, value: Value, frame: Frame | None, state: State) -> None:
        """Note the event attributes of JSX elements."""
        if not isinstance(value, Element | Either | Operation):
            return
        for item in within(value):
            if isinstance(item, Element):
                for name, given in item.attributes:
                    if name.startswith("on") and len(name) > 2:
                        for func in self._funcs(index, given, frame):
                            self._found(func, "dom", name[2:].lower(), Place(index.script.path, given.span), state)

    def _found(self, func: Func, source: str, event: str, place: Place, state: State) -> None:
        self._walk.found.append(Found(func, source, event, place, state.asked))

    def _funcs(self, index: ScriptIndex, value: Value, frame: Frame | None) -> list[Func]:
        found = [item for item in self.resolver.targets(index, value, frame) if isinstance(item, Func)]
        if not found and isinstance(value, Call):
            # A function handed to a wrapper that nothing here defines comes back wrapped.
            given = [item for item in value.arguments if isinstance(item, FunctionValue | Name | Member)]
            funcs = [
                item
                for argument in given
                for item in self.resolver.targets(index, argument, frame)
                if isinstance(item, Func)
            ]
            if len(funcs) == 1:
                found = funcs
        return found

    def _call(self, index: ScriptIndex, call: Call, frame: Frame | None, state: State) -> None:
        call = self.resolver.plain(index, call)
        known = self._walk.calls.get(id(call))
        self._walk.calls[id(call)] = state.asked if known is None else less_asked(known, state.asked)
        place = Place(index.script.path, call.span)
        key = last_key(call)
        if is_async_helper(call):
            self._runs(index, call, frame, state, place)
            return
        targets = self.resolver.targets(index, call.callee, frame)
        handled = False
        for target in targets:
            if isinstance(target, Path):
                handled = self._named(index, call, target.path, frame, state, place) or handled
            elif self.resolver.runs_modules(target):
                handled = True
            elif isinstance(target, Func):
                handled = True
                if self.traits.steps_a_generator(target.ref):
                    self._runs(index, call, frame, state, place)
                else:
                    self._into(index, call, target, frame, state, place)
            elif isinstance(target, Cls) and (call.new or isinstance(call.callee, This)):
                handled = True
                for constructor in self.resolver.constructors(target):
                    self._into(index, call, constructor, frame, state, place)
        if handled and key in EMITTING:
            self._emits(index, call, frame, state, place)
        if key in {"call", "apply"} and isinstance(call.callee, Member):
            for target in self.resolver.targets(index, call.callee.object, frame):
                if isinstance(target, Func):
                    handled = True
                    self._into(index, call, target, frame, state, place)
        if not handled:
            self._unknown(index, call, key, frame, state, place)

    def _into(
        self, index: ScriptIndex, call: Call, target: Func, frame: Frame | None, state: State, place: Place
    ) -> None:
        home = self.resolver.program.index(target.ref.script)
        entered = Func(target.ref, self.resolver.enter(target, Caller(index, call.arguments, frame)))
        rescued = self._rescues(index, call, state)
        inner = replace(
            state,
            trace=(*state.trace, Place(place.path, place.span, f"calls {target.ref.name or 'a function'}")),
            derived=True,
            rescued=rescued,
        )
        if target.ref.name in self.guards or (target.ref.function.is_async and rescued):
            inner = replace(inner, guarded=True, catching=False)
        if self._only is None:
            self.payload.carry(index, call, target)
        self._enter(home, entered, inner)

    def _rescues(self, index: ScriptIndex, call: Call, state: State) -> bool:
        """Say whether the promise that a call gives has a catch: its own, or that of the function that returns it."""
        if self.traits.caught(index, call):
            return True
        return state.rescued and any(value is call for value in index.returns.get(call.function, ()))

    def _runs(self, index: ScriptIndex, call: Call, frame: Frame | None, state: State, place: Place) -> None:
        """Walk the function that a promise, or what a compiler makes of ``async``, runs at once."""
        rescued = self._rescues(index, call, state)
        inner = replace(
            state,
            guarded=state.guarded or rescued,
            catching=state.catching and not rescued,
            rescued=rescued,
            trace=(*state.trace, Place(place.path, place.span, f"runs a function in {written(index, call.callee)}")),
        )
        for argument in call.arguments:
            for func in self._arguments_in(index, argument, frame):
                self._enter(self.resolver.program.index(func.ref.script), func, inner)

    def _named(
        self, index: ScriptIndex, call: Call, path: str, frame: Frame | None, state: State, place: Place
    ) -> bool:
        """Handle a call of something that no script defines; return False when it is nothing special."""
        dialect = dialect_of(path)
        if dialect:
            self._api(index, call, path, dialect, frame, state, place)
            return True
        if path in DIALOGS:
            self._effect("blocks", path, place, state)
            return True
        if path in PARSERS:
            self._effect("throws", path, place, state)
            return True
        if path == "$A.enqueueAction" or path.startswith(("@salesforce/apex/", "Visualforce.remoting")):
            self._effect("server", path, place, state, fed=self._fed(index, "server", call))
        if path == "Promise" and call.new:
            self._runs(index, call, frame, state, place)
            return True
        if path == "URL" and call.new and call.arguments and not isinstance(call.arguments[0], Literal):
            self._effect("throws", "new URL", place, state)
            return True
        for func in self.attribute_functions.get(path, ()):
            self._enter(
                self.resolver.program.index(func.ref.script),
                func,
                replace(state, later=True, answer=True, guarded=False),
            )
        return False

    def _api(
        self, index: ScriptIndex, call: Call, path: str, dialect: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        entry = entry_of(path)
        roles = entry.roles if entry is not None else ()
        if dialect in {"lightning", "classic", "console", "ajax", "event-sink"}:
            self._walk.reaches_api = True
        for role, kind in (
            ("navigates", "navigates"),
            ("pops", "pops"),
            ("logs", "logs"),
            ("dials", "dials"),
            ("server", "server"),
        ):
            if role in roles and not self.traits.deferred(index, call, path, frame):
                self._effect(kind, path, place, state, fed=self._fed(index, kind, call))
        if dialect == "ajax" and self.traits.synchronous(index, call, path, frame):
            self._effect("blocks", path, place, state)
        if (entry is None or not entry.listener) and path not in HARMLESS:
            self._effect("throws", path, place, state)
        kind = self.questions.kind_of(index, call, frame)
        inner = replace(
            state,
            guarded=False,
            empty_catch=False,
            later=True,
            answer=True,
            asked=more_asked(state.asked, kind),
            trace=(*state.trace, Place(place.path, place.span, f"the answer of {path}")),
            derived=True,
        )
        for position, argument in enumerate(call.arguments):
            for target in self.resolver.targets(index, argument, frame):
                for func in self._answers(target, entry.listener if entry is not None else "", position):
                    self._enter(self.resolver.program.index(func.ref.script), func, inner)

    def _answers(self, target: Target, listener: str, position: int) -> Iterator[Func]:
        """Yield the functions of an argument that get an answer; listeners are handlers of their own."""
        if isinstance(target, Func):
            if listener != str(position):
                yield target
        elif isinstance(target, Obj):
            for entry in target.value.entries:
                if entry.key is not None and entry.key != listener:
                    for inner in self.resolver.targets(target.index, entry.value, target.frame):
                        if isinstance(inner, Func):
                            yield inner

    def _unknown(
        self, index: ScriptIndex, call: Call, key: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        path = self.traits.path_of(index, call, frame) or index.path_of(call.callee)
        if key == "open" and len(call.arguments) >= 3 and self.traits.false(index, call.arguments[2], frame):
            self._effect("blocks", "synchronous XMLHttpRequest", place, state)
        if key in {"ajax", "ajaxSetup"} and self.traits.ajax_sync(index, call, frame):
            self._effect("blocks", "synchronous $.ajax", place, state)
        if key == "setAsync" and call.arguments and self.traits.false(index, call.arguments[0], frame):
            self._effect("blocks", "setAsync(false)", place, state)
        if key == "open" and len(call.arguments) >= 2 and _is_verb(call.arguments[0]):
            self._effect("network", "XMLHttpRequest", place, state, fed=self._fed(index, "network", call))
        if path in NETWORK or key in NETWORK_KEYS:
            self._effect("network", path or key, place, state, fed=self._fed(index, "network", call))
        if self._only is None and self.traits.can_throw(index, call, path, key):
            self._effect("throws", written(index, call.callee), place, state)
        if path in ADDING and (not key or isinstance(call.callee, Name)):
            # ``var listen = window[attached ? 'attachEvent' : 'addEventListener']``
            key = path
        event = self._event(index, call, key, path, frame)
        if event is not None:
            self._listens(index, call, key, event, frame, state, place)
            return
        if key in EMITTING:
            self._emits(index, call, frame, state, place)
        if key == "next" and isinstance(call.callee, Member):
            for func in self.emitted.get(stream_of(call.callee.object), [])[:LISTENERS]:
                self._into(index, call, func, frame, state, place)
        self._continues(index, call, key, path, frame, state, place)

    def _event(self, index: ScriptIndex, call: Call, key: str, named: str, frame: Frame | None) -> str | None:
        """Return the event a call listens to, or None when it registers no handler."""
        if key in JQUERY_EVENTS and call.arguments and isinstance(call.callee, Member):
            return key
        if key == "ready" and isinstance(call.callee, Member) and call.arguments:
            return "ready"
        if named == "dojo.connect" and len(call.arguments) >= 3:
            texts = self.resolver.texts(index.script, call.arguments[1], frame)
            return texts[0].removeprefix("on") if texts and texts[0] != "{}" else ""
        if key in LISTENING and isinstance(call.callee, Member) and len(call.arguments) >= 2:
            texts = self.resolver.texts(index.script, call.arguments[0], frame)
            return texts[0] if texts and texts[0] != "{}" else ""
        if key == "on" and isinstance(call.callee, Member) and call.arguments and isinstance(call.arguments[0], Object):
            return ""
        path = index.path_of(call.callee)
        if (
            path in {"$", "jQuery", "j$", "$j", "jq"}
            and call.arguments
            and isinstance(call.arguments[0], FunctionValue)
        ):
            return "ready"
        if (path == "addEventListener" or named in ADDING) and len(call.arguments) >= 2:
            texts = self.resolver.texts(index.script, call.arguments[0], frame)
            return texts[0] if texts and texts[0] != "{}" else ""
        return None

    def _listens(
        self, index: ScriptIndex, call: Call, key: str, event: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        callee = call.callee
        base = index.path_of(callee.object) if isinstance(callee, Member) else "window"
        event = event.split(".", maxsplit=1)[0]
        on_window = key in {"addEventListener", "on", "bind", "attachEvent"} and (
            base in {"window", "self", "globalThis", "top", "parent"} or self._wraps_window(index, callee)
        )
        if event in {"message", "onmessage"}:
            source = "message" if on_window or not base else "vendor"
        elif (
            key in JQUERY_EVENTS
            or event in JQUERY_EVENTS
            or event in READY
            or event in TEARDOWN_EVENTS
            or key in {"addEventListener", "attachEvent", "live", "delegate"}
        ):
            source = "dom"
        else:
            source = "vendor"
        for argument in call.arguments:
            for func in self._funcs(index, argument, frame):
                self._found(func, source, event, place, state)
            if isinstance(argument, Object):
                for entry in argument.entries:
                    for func in self._funcs(index, entry.value, frame):
                        self._found(func, source, entry.key or event, place, state)

    @staticmethod
    def _wraps_window(index: ScriptIndex, callee: Value) -> bool:
        """Say whether ``callee`` is a method of ``$(window)``."""
        if not isinstance(callee, Member) or not isinstance(callee.object, Call):
            return False
        inner = callee.object
        return bool(inner.arguments) and index.path_of(inner.arguments[0]) in {"window", "self"}

    def _emits(self, index: ScriptIndex, call: Call, frame: Frame | None, state: State, place: Place) -> None:
        """Follow an event that the app sends to itself."""
        page = last_key(call) == "dispatchEvent"
        if page:
            # The page runs the listeners: what they throw does not come back to who sent the event.
            state = replace(state, guarded=True)
        for argument in call.arguments[:1]:
            event = argument
            if isinstance(event, Call) and event.new and event.arguments and last_key(event) in EVENTS_MADE:
                event = event.arguments[0]
            for text in self.resolver.texts(index.script, event, frame):
                # A store's event may name the module of the store before it: ``phone/dial``.
                name = text if text in self.emitted else text.rpartition("/")[2]
                listening = self.emitted.get(page_event(text), []) if page else []
                for func in (*listening, *self.emitted.get(name, []))[:LISTENERS]:
                    self._into(index, without_first(call), func, frame, state, place)

    def _continues(
        self, index: ScriptIndex, call: Call, key: str, path: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        """Walk the functions handed to something that nothing here defines."""
        handed = [
            func
            for argument in call.arguments
            if not isinstance(argument, Literal | Template)
            for func in self._arguments_in(index, argument, frame)
        ]
        if not handed:
            return
        if key in NOW:
            inner = state
        elif key in PROMISE or path in TIMERS or key in TIMERS:
            asked = self.questions.asked_by(index, call.callee.object, frame) if isinstance(call.callee, Member) else ""
            inner = replace(
                state,
                later=True,
                guarded=self.traits.caught(index, call),
                empty_catch=False,
                asked=more_asked(state.asked, asked),
            )
        else:
            inner = replace(state, later=True, answer=True, guarded=False, empty_catch=False)
        step = Place(place.path, place.span, f"hands a function to {written(index, call.callee)}")
        traced = replace(inner, trace=(*state.trace, step))
        for func in handed:
            reason = self.traits.slow_each(index, call, func, frame) if self._only is None else ""
            if reason:
                self._effect("blocks", reason, place, state)
            self._enter(self.resolver.program.index(func.ref.script), func, traced)

    def _arguments_in(self, index: ScriptIndex, argument: Value, frame: Frame | None) -> Iterator[Func]:
        for target in self.resolver.targets(index, argument, frame):
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
                elif isinstance(inner, Obj) and isinstance(entry.value, Object) and depth < 3:
                    yield from self._functions_in(inner, depth + 1)

    def _fed(self, index: ScriptIndex, kind: str, call: Call) -> bool:
        """Say whether what a call does is done with the payload; asked only where a rule asks it."""
        if self._only is not None or kind not in {"logs", "dials", "server", "network"}:
            return True
        return not call.arguments or self.payload.feeds(index, call)

    def _effect(self, kind: str, name: str, place: Place, state: State, *, fed: bool = True) -> None:
        if kind == "throws" and state.catching and (name in PARSERS or name.rpartition(".")[2] in PARSER_KEYS):
            state = replace(state, guarded=state.outer_guard)
        self._walk.effects.append(
            Effect(
                kind,
                name,
                place,
                state.trace,
                state.guarded,
                state.empty_catch and not state.guarded,
                state.asked,
                state.later,
                Evidence.DERIVED if state.derived else Evidence.MATCHED,
                answer=state.answer,
                fed=fed,
            )
        )
