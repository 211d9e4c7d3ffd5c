"""throwing-handler: a throw in a function that Salesforce's library calls."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Block, ThrowStep, Try
from ctilint.understand.model import App
from ctilint.understand.program.index import blocks_of
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import place_of, problem, short, views

EFFECT = {
    ("lightning", True): "nobody catches it, the event is lost and the other listeners are skipped",
    ("lightning", False): "nobody catches it",
    ("classic", True): "the library swallows it, and the event is lost",
    ("classic", False): "the library swallows it",
}


def check(app: App) -> Iterator[Problem]:
    """Yield each throw, outside any try, in a listener or callback."""
    for view in views(app):
        seen: set[int] = set()
        for call, entry in view.known("lightning", "classic", "console", "voice"):
            for name in dict.fromkeys((entry.listener, entry.callback)):
                for ref in view.functions(call, name) if name else ():
                    if id(ref) in seen or ref.function.is_async:
                        continue
                    seen.add(id(ref))
                    event = name == entry.listener
                    for step in _throws(ref):
                        yield problem(
                            call,
                            place_of(ref.script, step.span),
                            f"a throw in the {'listener' if event else 'callback'} of {short(call.name)}: "
                            + EFFECT.get((entry.dialect, event), "nobody catches it"),
                            "report the failure instead: show it, log it, return",
                            Severity.WARNING,
                        )


def _throws(ref: FunctionRef) -> Iterator[ThrowStep]:
    todo: list[Block] = [ref.function.body]
    while todo:
        for step in todo.pop().steps:
            if isinstance(step, ThrowStep):
                yield step
            elif isinstance(step, Try) and step.handler is not None:
                todo.append(step.handler)
            else:
                todo.extend(blocks_of(step))
