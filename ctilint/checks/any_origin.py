"""any-origin: a softphone page that sends messages to any origin, or acts on messages from any."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem, Severity
from ctilint.read.facts import Literal, Member, Name
from ctilint.understand.model import App, Handler
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.views.facts import View, views

CHECKS = frozenset({"origin", "source", "isTrusted"})


def check(app: App) -> Iterator[Problem]:
    """Yield each postMessage to ``*``, and each message handler that reaches Salesforce and checks nothing."""
    for view in views(app):
        if not view.window.calls and not view.window.loads:
            continue
        for index in view.program.indexes:
            for call in index.called.get("postMessage", ()):
                if len(call.arguments) < 2 or not isinstance(call.callee, Member):
                    continue
                origin = call.arguments[1]
                if isinstance(origin, Literal) and origin.value == "*":
                    yield Problem(
                        Place(index.script.path, origin.span),
                        "this message goes to whatever page is there: any site that frames the softphone, or is framed "
                        "by it, can read it",
                        "name the origin that may have it",
                    )
        seen: set[int] = set()
        for handler in view.window.handlers:
            if handler.source == "message" and handler.reaches_api and id(handler.function) not in seen:
                seen.add(id(handler.function))
                if not _asks_origin(view, handler):
                    yield Problem(
                        handler.function.place,
                        "this message handler reaches Salesforce and never looks at event.origin: any framed or "
                        "framing site can drive the phone",
                        "return unless event.origin is the one expected",
                        Severity.WARNING,
                        related=handler.trace,
                    )


def _asks_origin(view: View, handler: Handler) -> bool:
    for at in view.family(handler.function):
        for step in steps_of(handler.function.script.functions[at].body):
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Member) and item.key in CHECKS:
                        return True
                    if isinstance(item, Name) and "origin" in item.name.lower():
                        return True
    return any("origin" in parameter.name.lower() for parameter in handler.function.function.parameters)
