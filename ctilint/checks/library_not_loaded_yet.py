"""library-not-loaded-yet: a library is used before its script has run."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.checks._loads import FILES, LIBRARY_OF
from ctilint.checks._steps import around
from ctilint.checks._view import View, callee_place, problem, short, views
from ctilint.findings import Place, Problem, Severity
from ctilint.read.facts import AwaitStep, Branch, Call, Member, Name, ScriptKind, Try
from ctilint.understand.model import ApiCall, App, Load
from ctilint.understand.program import ScriptIndex, steps_of

TIMERS = frozenset({"setTimeout"})


def check(app: App) -> Iterator[Problem]:
    """Yield the first such use of each library in a window."""
    for view in views(app):
        done: set[str] = set()
        for call in view.sole:
            library = LIBRARY_OF.get("lightning" if call.dialect == "event-sink" else call.dialect, "")
            loads = [load for load in view.window.loads if load.library == library]
            if not loads or library in done:
                continue
            found = _late_tag(view, call, loads) or _dynamic(view, call, loads)
            if found is not None and not _guarded(call) and not _tested(view, call):
                done.add(library)
                load, why, severity = found
                yield problem(
                    call,
                    callee_place(call),
                    f"{short(call.name)} is called {why}: {FILES[library].rpartition('/')[2]} has not run then",
                    "call it from the script's onload, or after its tag",
                    severity,
                    derived=True,
                    related=(Place(load.place.path, load.place.span, "loaded here"),),
                )


def _tested(view: View, call: ApiCall) -> bool:
    parts = call.name.split(".")
    return any(view.tests(".".join(parts[:length])) for length in range(1, len(parts) + 1))


def _guarded(call: ApiCall) -> bool:
    return any(isinstance(step, Branch | Try) for step in around(call.function.function, call.call))


def _late_tag(view: View, call: ApiCall, loads: list[Load]) -> tuple[Load, str, Severity | None] | None:
    """Return the load whose tag stands below the top-level code of an inline script that makes the call."""
    script = call.script
    if script.kind is not ScriptKind.INLINE or call.function.function.index != 0 or len(loads) != 1:
        return None
    load = loads[0]
    if load.place.path != script.path or load.form not in {"script tag", "apex:includeScript"}:
        return None
    facts = view.app.files[script.path]
    element = next(
        (
            item
            for item in facts.elements
            if item.tag.lower() == "script" and _holds(item.span.start, item.span.end, load)
        ),
        None,
    )
    if element is not None and (element.get("defer") is not None or element.get("async") is not None):
        word = "async" if element.get("async") is not None else "defer"
        return load, f"while the library's {word} script is still to come", None
    if load.place.span.start > script.span.end:
        return load, "above the tag that loads the library", None
    return None


def _holds(start: int, end: int, load: Load) -> bool:
    return start <= load.place.span.start <= end


def _dynamic(view: View, call: ApiCall, loads: list[Load]) -> tuple[Load, str, Severity | None] | None:
    """Return the load made by a script element that the same function creates above the call."""
    if len(loads) != 1 or loads[0].form != "string" or loads[0].place.path != call.script.path:
        return None
    load = loads[0]
    index = view.index(call.script)
    maker = _function_around(index, load.place.span.start)
    if not any(made.function == maker for made in index.called.get("createElement", ())):
        return None
    if load.place.span.start > call.place.span.start:
        return None
    at = call.function.function.index
    if at == maker and _waits(call, load):
        return None
    if at == maker:
        return load, "right after the script element is made", None
    if index.script.functions[at].parent == maker and _in_timer(index, at):
        return load, "after a fixed wait", Severity.WARNING
    return None


def _waits(call: ApiCall, load: Load) -> bool:
    """Say whether the function waits for something between the load and the call."""
    return any(
        isinstance(step, AwaitStep) and load.place.span.end <= step.span.end <= call.place.span.start
        for step in steps_of(call.function.function.body)
    )


def _function_around(index: ScriptIndex, offset: int) -> int:
    best = 0
    for function in index.script.functions[1:]:
        inside = function.body_span.start <= offset <= function.body_span.end
        if inside and function.span.start >= index.script.functions[best].span.start:
            best = function.index
    return best


def _in_timer(index: ScriptIndex, function: int) -> bool:
    return any(position == 0 and _name(call) in TIMERS for call, position in index.passed.get(function, ()))


def _name(call: Call) -> str:
    callee = call.callee
    if isinstance(callee, Name):
        return callee.name
    return callee.key or "" if isinstance(callee, Member) else ""
