"""What a call does: of a function of the app, of an API, of the browser, of something that nobody defines."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.read.facts import Call, CallStep, Literal, Member, Name, This, Value
from ctilint.records import replace
from ctilint.rulebook.entries import Dialect
from ctilint.understand.effects.handing import Handing
from ctilint.understand.effects.listening import ADDING, Listening
from ctilint.understand.effects.point import Point
from ctilint.understand.effects.walking import Course, Walking
from ctilint.understand.program.api import dialect_of, entry_of, kept
from ctilint.understand.program.spelling import is_async_helper, last_key, less_asked, more_asked, written
from ctilint.understand.program.targets import Cls, Func, Obj, Path, Target
from ctilint.understand.program.vocabulary import DIALOGS, EMITTING, HARMLESS, NETWORK, NETWORK_KEYS, PARSERS
from ctilint.understand.words import EffectKind

VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
# The roles of a row of ``rules/api`` that are effects of the same name.
ROLES: tuple[EffectKind, ...] = ("navigates", "pops", "logs", "dials", "server")
REACHING: frozenset[Dialect] = frozenset({"lightning", "classic", "console", "ajax", "event-sink"})


class Calling:
    """Notes what calls do, and enters what they lead to."""

    def __init__(self, walking: Walking, listening: Listening, handing: Handing) -> None:
        self.walking = walking
        self.resolver = walking.resolver
        self.traits = walking.traits
        self.listening = listening
        self.handing = handing

    def step(self, point: Point, step: CallStep) -> Course:
        """Run a step that calls."""
        self._call(point, self.resolver.plain(point.index, step.call))
        return point, False

    def _call(self, point: Point, call: Call) -> None:
        point = point.at(call.span)
        calls = self.walking.seen.calls
        known = calls.get(id(call))
        calls[id(call)] = point.state.asked if known is None else less_asked(known, point.state.asked)
        key = last_key(call)
        if is_async_helper(call):
            self.handing.runs(point, call)
            return
        handled = False
        for target in self.resolver.targets(point.index, call.callee, point.frame):
            handled = self._target(point, call, target) or handled
        if handled and key in EMITTING:
            self.handing.emits(point, call)
        if key in {"call", "apply"} and isinstance(call.callee, Member):
            for target in self.resolver.targets(point.index, call.callee.object, point.frame):
                if isinstance(target, Func):
                    handled = True
                    self.handing.into(point, call, target)
        if not handled:
            self._unknown(point, call, key)

    def _target(self, point: Point, call: Call, target: Target) -> bool:
        """Run one thing that the callee can be; return False when nothing is known of what it does."""
        if isinstance(target, Path):
            return self._named(point, call, target.path)
        if self.resolver.runs_modules(target):
            return True
        if isinstance(target, Func):
            if self.traits.steps_a_generator(target.ref):
                self.handing.runs(point, call)
            else:
                self.handing.into(point, call, target)
            return True
        if isinstance(target, Cls) and (call.new or isinstance(call.callee, This)):
            for constructor in self.resolver.constructors(target):
                self.handing.into(point, call, constructor)
            return True
        return False

    def _named(self, point: Point, call: Call, path: str) -> bool:
        """Handle a call of something that no script defines; return False when it is nothing special."""
        effect = self.walking.effect
        dialect = dialect_of(path)
        if dialect:
            self._api(point, call, path, dialect)
            return True
        if path in DIALOGS:
            effect("blocks", path, point)
            return True
        if path in PARSERS:
            effect("throws", path, point)
            return True
        if path == "$A.enqueueAction" or path.startswith(("@salesforce/apex/", "Visualforce.remoting")):
            effect("server", path, point, fed=self._fed(point, "server", call))
        if path == "Promise" and call.new:
            self.handing.runs(point, call)
            return True
        if path == "URL" and call.new and call.arguments and not isinstance(call.arguments[0], Literal):
            effect("throws", "new URL", point)
            return True
        for func in self.walking.attribute_functions.get(path, ()):
            self.walking.enter(func, replace(point.state, later=True, answer=True, guarded=False))
        return False

    def _api(self, point: Point, call: Call, path: str, dialect: str) -> None:
        entry = entry_of(path)
        roles = entry.roles if entry is not None else ()
        index, frame, state = point.index, point.frame, point.state
        if dialect in REACHING:
            self.walking.seen.reaches_api = True
        for role in ROLES:
            if role in roles and not self.traits.deferred(index, call, path, frame):
                self.walking.effect(role, path, point, fed=self._fed(point, role, call))
        if dialect == "ajax" and self.traits.synchronous(index, call, path, frame):
            self.walking.effect("blocks", path, point)
        if (entry is None or not entry.listener) and path not in HARMLESS and not kept(entry):
            self.walking.effect("throws", path, point)
        inner = replace(
            state,
            guarded=False,
            empty_catch=False,
            later=True,
            answer=True,
            asked=more_asked(state.asked, self.walking.questions.kind_of(index, call, frame)),
            trace=(*state.trace, point.told(f"the answer of {path}")),
            derived=True,
        )
        for position, argument in enumerate(call.arguments):
            for target in self.resolver.targets(index, argument, frame):
                for func in self._answers(target, entry.listener if entry is not None else "", position):
                    self.walking.enter(func, inner)

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

    def _unknown(self, point: Point, call: Call, key: str) -> None:
        index, frame = point.index, point.frame
        effect = self.walking.effect
        path = self.traits.path_of(index, call, frame) or index.path_of(call.callee)
        if key == "open" and len(call.arguments) >= 3 and self.traits.false(index, call.arguments[2], frame):
            effect("blocks", "synchronous XMLHttpRequest", point)
        if key in {"ajax", "ajaxSetup"} and self.traits.ajax_sync(index, call, frame):
            effect("blocks", "synchronous $.ajax", point)
        if key == "setAsync" and call.arguments and self.traits.false(index, call.arguments[0], frame):
            effect("blocks", "setAsync(false)", point)
        if key == "open" and len(call.arguments) >= 2 and _is_verb(call.arguments[0]):
            effect("network", "XMLHttpRequest", point, fed=self._fed(point, "network", call))
        requests = path in NETWORK or key in NETWORK_KEYS
        if requests:
            effect("network", path or key, point, fed=self._fed(point, "network", call))
        # A request does not throw: it fails later, and a catch on its promise hears of it.
        heard = requests and self.traits.caught(index, call)
        if self.walking.judges and not heard and self.traits.can_throw(index, call, path, key):
            effect("throws", written(index, call.callee), point)
        if path in ADDING and (not key or isinstance(call.callee, Name)):
            # ``var listen = window[attached ? 'attachEvent' : 'addEventListener']``
            key = path
        if self.listening.listens(point, call, key, path):
            return
        if key in EMITTING:
            self.handing.emits(point, call)
        if key == "next" and isinstance(call.callee, Member):
            self.handing.streams(point, call, call.callee)
        self.handing.continues(point, call, key, path)

    def _fed(self, point: Point, kind: EffectKind, call: Call) -> bool:
        """Say whether what a call does is done with the payload; asked only where a rule asks it."""
        if not self.walking.judges or kind not in {"logs", "dials", "server", "network"}:
            return True
        return not call.arguments or self.walking.payload.feeds(point.index, call)


def _is_verb(value: Value) -> bool:
    """Say whether a value is the verb of a request, as in ``open('GET', address)``."""
    return isinstance(value, Literal) and isinstance(value.value, str) and value.value.upper() in VERBS
