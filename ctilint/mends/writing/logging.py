"""The line that a new catch logs with: the app's own logger where a setting or the code shows one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctilint.mends.writing.style import Style
from ctilint.mends.writing.wrapping import CAUGHT
from ctilint.read.facts import Call, CallStep, Literal, Name, Template, Try, Value
from ctilint.understand.model import App, Window
from ctilint.understand.program.index import ScriptIndex, steps_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.vocabulary import DIALOGS
from ctilint.understand.values.resolver import Resolver

NATIVE = "console.error"


def log_line(app: App, window: Window | None, ref: FunctionRef, style: Style, message: str) -> str:
    """Return the statement that logs ``message`` and the caught error where ``ref`` stands."""
    if app.settings.logger:
        return f"{app.settings.logger}({style.string(message)}, {CAUGHT}){style.end}"
    form = _own_logger(app, window, ref) if window is not None else None
    if form is None:
        return f"{NATIVE}({style.string(message)}, {CAUGHT}){style.end}"
    name, arguments = form
    given = ", ".join(style.string(message) if item == "text" else CAUGHT for item in arguments)
    return f"{name}({given}){style.end}"


def plain_line(line: str) -> str:
    """Return ``line`` without the error, for a catch that has none."""
    return line.replace(f", {CAUGHT})", ")").replace(f"({CAUGHT}, ", "(").replace(f"({CAUGHT})", "()")


def _own_logger(app: App, window: Window, ref: FunctionRef) -> tuple[str, tuple[str, ...]] | None:
    """Return the call that the window's other catches log with, most often, and what they give it."""
    if window.resolver is None:
        return None
    found: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for index, guard in _guards_of(app, window, window.resolver):
        found.update(_logging(index, guard, ref, window.resolver))
    return found.most_common(1)[0][0] if found else None


def _guards_of(app: App, window: Window, resolver: Resolver) -> tuple[tuple[ScriptIndex, Try], ...]:
    """Return the window's catches that are given the error."""

    def guards() -> tuple[tuple[ScriptIndex, Try], ...]:
        return tuple(
            (index, step)
            for index in resolver.program.indexes
            for function in index.script.functions
            for step in steps_of(function.body)
            if isinstance(step, Try) and step.handler is not None and step.parameter is not None
        )

    return app.memory.kept("catches", window, guards)


def _logging(
    index: ScriptIndex, guard: Try, ref: FunctionRef, resolver: Resolver
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if guard.handler is None:
        return
    for step in guard.handler.steps:
        if isinstance(step, CallStep) and not step.call.new:
            form = _form(step.call, guard.parameter or "")
            name = _name(index, step.call.callee, ref)
            if form is None or not name or name in DIALOGS or name.startswith(("console.", "sforce.")):
                continue
            if not _stops_the_page(index, step.call.callee, resolver):
                yield name, form


def _stops_the_page(index: ScriptIndex, callee: Value, resolver: Resolver) -> bool:
    """Say whether the logger shows a dialog: a handler that logs with it would wait for it."""
    return any(
        isinstance(step, CallStep) and resolver.program.index(func.ref.script).path_of(step.call.callee) in DIALOGS
        for func in resolver.functions(index.script, callee)
        for step in steps_of(func.ref.function.body)
    )


def _form(call: Call, caught: str) -> tuple[str, ...] | None:
    """Return what a logger is given: a text, the error, or both; None for any other call."""
    form = []
    for given in call.arguments:
        if isinstance(given, Name) and given.name == caught:
            form.append("error")
        elif isinstance(given, Literal | Template) and not any(_is(item, caught) for item in within(given)):
            form.append("text")
        else:
            return None
    return tuple(form) if form in (["error"], ["text", "error"], ["error", "text"]) else None


def _is(value: Value, name: str) -> bool:
    return isinstance(value, Name) and value.name == name


def _name(index: ScriptIndex, callee: Value, ref: FunctionRef) -> str:
    """Return how ``callee`` can be written where ``ref`` stands, or '': a name of the window or of its own script."""
    path = index.path_of(callee)
    if path:
        return path
    if index.script is ref.script and isinstance(callee, Name):
        binding = index.script.lookup(callee)
        if binding is not None and binding.function == 0:
            return callee.name
    return ""
