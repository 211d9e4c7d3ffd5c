"""Which functions code registers for events outside Salesforce's APIs: of the page, of windows, of other vendors."""

from __future__ import annotations

from ctilint.read.facts import (
    AssignStep,
    Call,
    Either,
    Element,
    FunctionValue,
    Member,
    Name,
    Object,
    Operation,
    ReturnStep,
    Value,
)
from ctilint.understand.effects.point import Point
from ctilint.understand.effects.walking import Course, Walking
from ctilint.understand.program.index import WINDOW_NAMES, ScriptIndex, within
from ctilint.understand.program.targets import Func
from ctilint.understand.program.vocabulary import DOM_EVENTS, JQUERY_EVENTS, LISTENING, READY, TEARDOWN_EVENTS
from ctilint.understand.words import HandlerSource

ADDING = frozenset({"addEventListener", "attachEvent"})


class Listening:
    """Notes what a walk sees being registered."""

    def __init__(self, walking: Walking) -> None:
        self.walking = walking
        self.resolver = walking.resolver

    def assign(self, point: Point, step: AssignStep) -> Course:
        """Note ``thing.onclick = f`` and the events of JSX elements."""
        target = step.target
        index = point.index
        here = point.at(step.span)
        if (
            isinstance(target, Member)
            and target.key is not None
            and target.key.startswith("on")
            and target.key.islower()
        ):
            path = index.path_of(target)
            event = target.key[2:]
            for func in self.functions(point, step.value):
                source: HandlerSource = (
                    "message" if event == "message" and path in {"onmessage", "window.onmessage"} else "dom"
                )
                if event in {"message", "open", "close", "error"} and source == "dom":
                    source = "vendor"
                self.walking.found(func, source, event, here)
        elif (
            isinstance(target, Name)
            and target.name.startswith("on")
            and target.name[2:] in DOM_EVENTS
            and index.scope_of(target) == -1
        ):
            source = "message" if target.name == "onmessage" else "dom"
            for func in self.functions(point, step.value):
                self.walking.found(func, source, target.name[2:], here)
        self._elements(point, step.value)
        return point, False

    def leave(self, point: Point, step: ReturnStep) -> Course:
        """Note the events of the JSX elements that a function returns."""
        if step.value is not None:
            self._elements(point, step.value)
        return point, True

    def _elements(self, point: Point, value: Value) -> None:
        """Note the event attributes of JSX elements."""
        if not isinstance(value, Element | Either | Operation):
            return
        for item in within(value):
            if isinstance(item, Element):
                for name, given in item.attributes:
                    if name.startswith("on") and len(name) > 2:
                        for func in self.functions(point, given):
                            self.walking.found(func, "dom", name[2:].lower(), point.at(given.span))

    def functions(self, point: Point, value: Value) -> list[Func]:
        """Return the functions that a value can be; one that is handed to an unknown wrapper comes back wrapped."""
        targets = self.resolver.targets(point.index, value, point.frame)
        found = [item for item in targets if isinstance(item, Func)]
        if not found and isinstance(value, Call):
            given = [item for item in value.arguments if isinstance(item, FunctionValue | Name | Member)]
            funcs = [
                item
                for argument in given
                for item in self.resolver.targets(point.index, argument, point.frame)
                if isinstance(item, Func)
            ]
            if len(funcs) == 1:
                found = funcs
        return found

    def listens(self, point: Point, call: Call, key: str, named: str) -> bool:
        """Note the functions that a call registers; return False when it registers none.

        ``key`` is the last part of the callee's name, ``named`` the path that it is known to mean, or ''.
        """
        event = self._event(point, call, key, named)
        if event is None:
            return False
        event = event.split(".", maxsplit=1)[0]
        source = self._source(point.index, call, key, event)
        for argument in call.arguments:
            for func in self.functions(point, argument):
                self.walking.found(func, source, event, point)
            if isinstance(argument, Object):
                for entry in argument.entries:
                    for func in self.functions(point, entry.value):
                        self.walking.found(func, source, entry.key or event, point)
        return True

    def _event(self, point: Point, call: Call, key: str, named: str) -> str | None:
        """Return the event a call listens to, or None when it registers no handler."""
        if key in JQUERY_EVENTS and call.arguments and isinstance(call.callee, Member):
            return key
        if key == "ready" and isinstance(call.callee, Member) and call.arguments:
            return "ready"
        if named == "dojo.connect" and len(call.arguments) >= 3:
            return self._text(point, call.arguments[1]).removeprefix("on")
        if key in LISTENING and isinstance(call.callee, Member) and len(call.arguments) >= 2:
            return self._text(point, call.arguments[0])
        if key == "on" and isinstance(call.callee, Member) and call.arguments and isinstance(call.arguments[0], Object):
            return ""
        path = point.index.path_of(call.callee)
        if (
            path in {"$", "jQuery", "j$", "$j", "jq"}
            and call.arguments
            and isinstance(call.arguments[0], FunctionValue)
        ):
            return "ready"
        if (path == "addEventListener" or named in ADDING) and len(call.arguments) >= 2:
            return self._text(point, call.arguments[0])
        return None

    def _text(self, point: Point, value: Value) -> str:
        """Return the first text that a value can be, or '' when it is not known."""
        texts = self.resolver.texts(point.index.script, value, point.frame)
        return texts[0] if texts and texts[0] != "{}" else ""

    def _source(self, index: ScriptIndex, call: Call, key: str, event: str) -> HandlerSource:
        """Return whose event a call listens to: message (of windows), dom or vendor."""
        callee = call.callee
        base = index.path_of(callee.object) if isinstance(callee, Member) else "window"
        on_window = key in {"addEventListener", "on", "bind", "attachEvent"} and (
            base in WINDOW_NAMES
            or self._wraps_window(index, callee)
            or (not base and isinstance(callee, Member) and self.resolver.is_window(index, callee.object))
        )
        if event in {"message", "onmessage"}:
            return "message" if on_window or not base else "vendor"
        if (
            key in JQUERY_EVENTS
            or event in JQUERY_EVENTS
            or event in READY
            or event in TEARDOWN_EVENTS
            or key in {"addEventListener", "attachEvent", "live", "delegate"}
        ):
            return "dom"
        return "vendor"

    @staticmethod
    def _wraps_window(index: ScriptIndex, callee: Value) -> bool:
        """Say whether ``callee`` is a method of ``$(window)``."""
        if not isinstance(callee, Member) or not isinstance(callee.object, Call):
            return False
        inner = callee.object
        return bool(inner.arguments) and index.path_of(inner.arguments[0]) in {"window", "self"}
