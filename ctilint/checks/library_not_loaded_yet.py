"""library-not-loaded-yet: a library is used before its script has run."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem, Severity
from ctilint.read.facts import AwaitStep, Branch, Call, Literal, MarkupElement, Member, Name, ScriptKind, Try
from ctilint.read.source import Span
from ctilint.understand.model import ApiCall, App, Load
from ctilint.understand.program.index import ScriptIndex, steps_of
from ctilint.views.facts import View, callee_place, problem, short, views
from ctilint.views.loads import FILES, LIBRARY_OF, SALESFORCE
from ctilint.views.steps import around

Found = tuple[Place, str, Severity | None]
HOOKS = frozenset({"onload", "onreadystatechange"})
LISTENS = frozenset({"addEventListener", "on", "load", "one"})
TIMERS = frozenset({"setTimeout"})


def check(app: App) -> Iterator[Problem]:
    """Yield the first such use of each library in a window."""
    for view in views(app):
        done: set[str] = set()
        for call in view.sole:
            library = LIBRARY_OF.get("lightning" if call.dialect == "event-sink" else call.dialect, "")
            loads = [item for item in view.window.loads if item.library == library and item.form != "vendored copy"]
            if library in done:
                continue
            found = _late_tag(view, call, loads) or _dynamic(view, call, loads)
            found = found or (_element(view, call) if library in SALESFORCE else None)
            if found is not None and not _guarded(call) and not _tested(view, call):
                done.add(library)
                place, why, severity = found
                file = FILES[library].rpartition("/")[2] if loads else "what it loads"
                yield problem(
                    call,
                    callee_place(call),
                    f"{short(call.name)} is called {why}: {file} has not run then",
                    "call it from the script's onload, or after its tag",
                    severity,
                    derived=True,
                    related=(Place(place.path, place.span, "loaded here"),),
                )


def _tested(view: View, call: ApiCall) -> bool:
    parts = call.name.split(".")
    return any(view.tests(".".join(parts[:length])) for length in range(1, len(parts) + 1))


def _guarded(call: ApiCall) -> bool:
    return any(isinstance(step, Branch | Try) for step in around(call.function.function, call.call))


def _late_tag(view: View, call: ApiCall, loads: list[Load]) -> Found | None:
    """Return the load whose tag stands below the script that makes the call at once, or whose script comes later."""
    if call.function.function.index != 0 or len(loads) != 1:
        return None
    load = loads[0]
    if load.form not in {"script tag", "apex:includeScript"}:
        return None
    tag = _own_tag(view, call, load)
    if tag is None:
        return None
    start, own_late = tag
    element = _script_at(view, load.place.path, load.place.span)
    late = _late(element)
    if late and (own_late != late or late == "async" or load.place.span.start > start):
        return load.place, f"while the library's {late} script is still to come", None
    if not late and not own_late and load.place.span.start > start:
        return load.place, "above the tag that loads the library", None
    return None


def _own_tag(view: View, call: ApiCall, load: Load) -> tuple[int, str] | None:
    """Return where the script with the call stands in the page of the load, and whether it runs late itself."""
    script = call.script
    if script.path == load.place.path:
        return (script.span.end, "") if script.kind is ScriptKind.INLINE else None
    name = script.path.rpartition("/")[2].lower()
    if script.kind is not ScriptKind.FILE or load.place.path != view.window.root:
        return None
    tags = [
        include
        for include in view.app.files[load.place.path].includes
        if include.kind == "script" and _file_of(include.target) == name
    ]
    if len(tags) != 1:
        return None
    element = _script_at(view, load.place.path, tags[0].span)
    return tags[0].span.end, "defer" if _is_module(element) else _late(element)


def _file_of(target: str) -> str:
    return target.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()


def _script_at(view: View, path: str, span: Span) -> MarkupElement | None:
    return next(
        (
            item
            for item in view.app.files[path].elements
            if item.tag.lower() == "script" and item.span.start <= span.start <= item.span.end
        ),
        None,
    )


def _late(element: MarkupElement | None) -> str:
    """Return the attribute that lets a script run after the page has been read, or ''."""
    if element is None:
        return ""
    return next((word for word in ("async", "defer") if element.get(word) is not None), "")


def _is_module(element: MarkupElement | None) -> bool:
    return element is not None and (element.get("type") or "").lower() == "module"


def _dynamic(view: View, call: ApiCall, loads: list[Load]) -> Found | None:
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
    if at == maker and _waits(call, load.place):
        return None
    if at == maker:
        return load.place, "right after the script element is made", None
    if index.script.functions[at].parent == maker and _in_timer(index, at):
        return load.place, "after a fixed wait", Severity.WARNING
    return None


def _element(view: View, call: ApiCall) -> Found | None:
    """Return the script element, of an address that is not known, that the same function makes above the call.

    In a window that loads nothing else, the library can only come from there.
    """
    index = view.index(call.script)
    made = [item for item in index.called.get("createElement", ()) if item.function == call.call.function]
    if not made or any(load.library in SALESFORCE for load in view.window.loads):
        return None
    elements = {}
    source: Place | None = None
    for step in index.assigned_in.get(call.call.function, ()):
        target = step.target
        if isinstance(target, Name) and any(step.value is item and _makes_script(item) for item in made):
            elements[target.name] = index.scope_of(target)
        elif isinstance(target, Member) and isinstance(target.object, Name):
            if elements.get(target.object.name) != index.scope_of(target.object):
                continue
            if target.key in HOOKS:
                return None
            if target.key == "src" and step.span.end <= call.place.span.start:
                unknown = all("{}" in text for text in view.resolver.texts(call.script, step.value))
                source = Place(call.script.path, step.value.span) if unknown else source
    waited = any(_name(other) in LISTENS for other in index.calls if other.function == call.call.function)
    if source is None or waited or _waits(call, source):
        return None
    return source, "right after a script element is made", Severity.WARNING


def _makes_script(call: Call) -> bool:
    return any(isinstance(value, Literal) and value.value == "script" for value in call.arguments[:1])


def _waits(call: ApiCall, place: Place) -> bool:
    """Say whether the function waits for something between the load and the call."""
    return any(
        isinstance(step, AwaitStep) and place.span.end <= step.span.end <= call.place.span.start
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
