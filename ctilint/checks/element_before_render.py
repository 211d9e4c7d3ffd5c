"""element-before-render: a component asks its template for an element before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.read.facts import AssignStep, AwaitStep, Branch, Call, Function, Member, Name, This, Value
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex, steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import View, views
from ctilint.views.hooks import component_hooks
from ctilint.views.steps import around
from ctilint.views.ways import led_to

HOOKS = frozenset({"constructor", "connectedCallback"})
QUERIES = {"querySelector": "null", "querySelectorAll": "an empty list"}
NOTHING = frozenset[str]()


def check(app: App) -> Iterator[Problem]:
    """Yield each query in a hook that runs before the first rendering."""
    seen: set[Place] = set()
    for view in views(app):
        for index in view.program.indexes:
            for hook in component_hooks(index, HOOKS):
                for maker, call in led_to(view, hook, through=NOTHING):
                    found = _of(view, hook, maker, call)
                    if found is not None and found.place not in seen:
                        seen.add(found.place)
                        yield found


def _of(view: View, hook: FunctionRef, maker: FunctionRef, call: Call) -> Problem | None:
    callee = call.callee
    if not isinstance(callee, Member) or callee.key not in QUERIES or not _is_template(callee.object):
        return None
    index = view.index(maker.script)
    if _waits(maker.function, call) or _waits(hook.function, call) or _asks(index, maker.function, call):
        return None
    related = () if maker is hook else (Place(hook.script.path, hook.function.name_span, "called from this hook"),)
    return Problem(
        Place(maker.script.path, call.span),
        f"this.template.{callee.key} runs in {hook.function.name or 'the constructor'}, before anything is rendered: "
        f"it gives {QUERIES[callee.key]}",
        "ask in renderedCallback, once: behind a flag",
        Severity.WARNING if callee.key == "querySelectorAll" else None,
        Evidence.DERIVED if related else Evidence.MATCHED,
        related,
    )


def _is_template(value: Value) -> bool:
    return isinstance(value, Member) and value.key == "template" and isinstance(value.object, This)


def _waits(function: Function, call: Call) -> bool:
    return any(isinstance(step, AwaitStep) and step.span.end <= call.span.start for step in steps_of(function.body))


def _asks(index: ScriptIndex, function: Function, call: Call) -> bool:
    """Say whether the code expects to find nothing: it asks before, or tests what it got."""
    if any(isinstance(step, Branch) for step in around(function, call)):
        return True
    kept = {
        _key(index, step.target)
        for step in steps_of(function.body)
        if isinstance(step, AssignStep) and any(item is call for item in within(step.value))
    } - {""}
    for step in steps_of(function.body):
        if isinstance(step, Branch) and any(
            _key(index, item) in kept or item is call for item in within(step.condition)
        ):
            return True
        for value in values_of(step):
            for item in within(value):
                held = item.object if isinstance(item, Member) and item.optional else None
                if held is not None and (held is call or _key(index, held) in kept):
                    return True
    return False


def _key(index: ScriptIndex, value: Value) -> str:
    if isinstance(value, Name):
        return f"{index.scope_of(value)}:{value.name}"
    return f".{value.key}" if isinstance(value, Member) and value.key is not None else ""
