"""What a handler of an app did, and its body where a module can take it over as it stands."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from ctilint.emit.events import Body
from ctilint.read.facts import Call, Element, Name, Script, ScriptKind, This, Unknown
from ctilint.read.source import Span
from ctilint.read.strict import syntax_error
from ctilint.understand.model import App, Handler
from ctilint.understand.program.refs import FunctionRef

MOST_LINES = 40

_WORDS = {
    "pops": "pops",
    "navigates": "moves tabs",
    "logs": "writes a log",
    "dials": "dials",
    "server": "calls Apex or the server",
    "network": "sends a request",
    "blocks": "stops the page",
}
# What every page has. Salesforce's and Amazon's libraries are the module's own ground.
_GIVEN = frozenset(
    """sforce connect window document console navigator location localStorage sessionStorage JSON Math Date Object
    Array String Number Boolean RegExp Error TypeError Promise Map Set Symbol Intl URL URLSearchParams FormData
    XMLHttpRequest CustomEvent Event parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent
    setTimeout clearTimeout setInterval clearInterval queueMicrotask requestAnimationFrame fetch undefined NaN
    Infinity""".split()
)


def deeds_of(handler: Handler, where: Callable[[str, int], str]) -> tuple[str, ...]:
    """Return what ``handler`` did, one text for each kind of deed: by which calls, and where.

    ``where`` gives the place of an offset in a path. A call that counts as two kinds is named under the first.
    """
    found: dict[str, dict[str, None]] = {}
    named: set[tuple[str, int]] = set()
    for kind in _WORDS:
        for effect in handler.effects:
            at = (effect.place.path, effect.place.span.start)
            if effect.kind == kind and (kind == "blocks" or at not in named):
                named.add(at)
                found.setdefault(kind, {})[f"{effect.name} in {where(*at)}"] = None
    return tuple(f"{_WORDS[kind]}: {', '.join(texts)}" for kind, texts in found.items())


def body_of(app: App, handler: Handler) -> Body | str:
    """Return the body of the handler's function, or the reason why it cannot stand in another file as it is."""
    function, script = handler.function.function, handler.function.script
    facts = app.files.get(script.path)
    blocking = [effect.name for effect in handler.effects if effect.kind == "blocks"]
    if facts is None or script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL, ScriptKind.METADATA, ScriptKind.AURA}:
        return "its text does not stand in a script"
    if len(function.parameters) > 1 or any(
        one.rest or one.default is not None or one.slot or not one.name for one in function.parameters
    ):
        return "it takes more than the event"
    if function.is_generator or function.kind in {"getter", "setter", "constructor"}:
        return "it is no plain function"
    if blocking:
        return f"it stops the page ({blocking[0]})"
    if any(_meets(mask.span, function.span) for mask in script.masks):
        return "a template fills in parts of it"
    outside = sorted(dict.fromkeys(_outside(handler.function)))
    if outside:
        return f"it needs what the app has elsewhere: {', '.join(outside[:5])}"
    return _written(facts.source.text, handler.function)


def _written(text: str, ref: FunctionRef) -> Body | str:
    function = ref.function
    inside = text[function.body_span.start : function.body_span.end]
    if function.expression_body:
        inside = f"return {inside.strip()};"
    elif inside.startswith("{") and inside.endswith("}"):
        inside = inside[1:-1]
    else:
        return "its text does not stand in a script"
    line = inside.lstrip("\r\n")
    body = textwrap.dedent(line.expandtabs(4)).strip("\n").rstrip()
    parameter = next((one.name for one in function.parameters), "payload")
    made = Body(parameter, body.replace("\r\n", "\n"), function.is_async)
    if body.count("\n") >= MOST_LINES:
        return f"it has more than {MOST_LINES} lines"
    if "`" in body and "\n" in body:
        return "a text over several lines may stand in it"
    head = "async function" if made.is_async else "function"
    if syntax_error(f"{head} handler({parameter}) {{\n{made.text}\n}}\n", module=True) is not None:
        return "its text is not valid in a module"
    return made


def _outside(ref: FunctionRef) -> Iterator[str]:
    """Yield the names that the function, with those inside it, takes from around it; ``this`` is one of them."""
    script = ref.script
    for item in _walk(ref):
        if isinstance(item, This):
            yield "super" if item.is_super else "this"
        elif isinstance(item, Unknown | Element):
            yield "what is not plain JavaScript"
        elif isinstance(item, Call) and isinstance(item.callee, Name) and item.callee.name in {"eval", "require"}:
            yield item.callee.name
        elif isinstance(item, Name) and not _is_inside(script, item, ref) and item.name not in _GIVEN:
            yield item.name


def _walk(ref: FunctionRef) -> Iterator[Any]:
    """Yield every value and step of the function and of those inside it."""
    own = [one for one in ref.script.functions if _belongs(ref.script, one.index, ref.function.index)]
    todo: list[Any] = [(one.parameters, one.body) for one in own]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(item)
            continue
        fields = getattr(item, "__struct_fields__", None)
        if fields is not None and not isinstance(item, Span):
            yield item
            todo.extend(getattr(item, field) for field in fields)


def _is_inside(script: Script, name: Name, ref: FunctionRef) -> bool:
    """Say whether the function itself, or one inside it, binds the name."""
    at = name.scope
    while 0 <= at < len(script.scopes):
        scope = script.scopes[at]
        if name.name in scope.bindings:
            return _belongs(script, scope.function, ref.function.index)
        at = scope.parent
    return False


def _belongs(script: Script, function: int, outer: int) -> bool:
    while function > 0 and function != outer:
        function = script.functions[function].parent
    return function == outer


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
