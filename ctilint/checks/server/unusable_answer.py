"""unusable-answer: a handler answers in a shape that a contact flow cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyDict, PyReturn, PyValue
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.refs import PyRef

HELP = "return a flat map of texts, numbers and booleans, below 32 kB"
DEEPEST = 3
LISTS = frozenset({"list", "sorted", "map", "filter", "tuple", "set"})
OTHER_EVENTS = ("source", "warmer", "ping", "detail-type", "Records", "RequestType", "httpMethod")


def check(app: App) -> Iterator[Problem]:
    """Yield each answer of a function on a contact flow's path that is nested, empty or made for API Gateway."""
    server = server_of(app)
    if server is None:
        return
    for function in server.functions:
        ref = function.handler
        if ref is None or not function.waited_for or "api" in {*function.triggers, *function.shapes}:
            continue
        if any(one.block.takes_json for one in function.invocations):
            continue
        yield from _answers(function, ref, server)


def _answers(function: ServerFunction, ref: PyRef, server: ServerApp) -> Iterator[Problem]:
    own = ref.function
    if not own.returns and not own.always_returns:
        message = f"the handler of {function.name} returns nothing, and the contact flow reads a map of texts"
        yield Problem(ref.place, message, HELP, None, Evidence.DERIVED, function.waiting)
        return
    for one in own.returns:
        wrong = "" if _is_ping(one) else _wrong(one.value, ref, server, 0)
        if wrong:
            message = f"the handler of {function.name} returns {wrong}, and the contact flow reads a flat map of texts"
            yield Problem(ref.at(one.span), message, HELP, None, Evidence.DERIVED, function.waiting)


def _is_ping(one: PyReturn) -> bool:
    """Say whether the answer is for another event: ``if 'source' in event`` answers a schedule that keeps it warm."""
    from ctilint.read.server.records import PyItem, PyOther, PyText

    for condition in one.conditions:
        parts = condition.parts if isinstance(condition, PyOther) else ()
        keys = [part.key if isinstance(part, PyItem) else part for part in parts]
        if any(isinstance(key, PyText) and key.value in OTHER_EVENTS for key in keys):
            return True
    return False


def _wrong(value: PyValue | None, ref: PyRef, server: ServerApp, depth: int) -> str:
    """Return what a flow cannot read in ``value``, or ''."""
    from ctilint.read.server.records import PyCall, PyConstant, PyDict, PyFormat, PyList, PyOther, PyText

    if value is None:
        return "nothing"
    for origin, _ in server.code.origins(value, ref):
        if isinstance(origin, PyConstant):
            return "nothing" if origin.value is None else "no map"
        if isinstance(origin, PyList) or (isinstance(origin, PyOther) and origin.what == "comprehension"):
            return "a list"
        if isinstance(origin, PyText | PyFormat):
            return "a text"
        if isinstance(origin, PyCall) and depth < DEEPEST:
            if origin.qualified == "json.dumps":
                return "a JSON text"
            if origin.written in LISTS:
                return "a list"
            for target in server.code.targets(origin):
                found = next(
                    filter(None, (_wrong(one.value, target, server, depth + 1) for one in target.function.returns)), ""
                )
                if found not in ("", "nothing"):
                    return found
        if isinstance(origin, PyDict):
            found = _in_map(origin)
            if found:
                return found
    return ""


def _in_map(value: PyDict) -> str:
    from ctilint.read.server.records import PyCall, PyDict, PyList, PyOther, PyText

    keys = {key.value for key, _ in value.entries if isinstance(key, PyText)}
    if {"statusCode", "body"} <= keys:
        return "an answer for API Gateway (statusCode and body)"
    for key, entry in value.entries:
        name = key.value if isinstance(key, PyText) else ""
        if (isinstance(entry, PyDict) and entry.entries) or (isinstance(entry, PyOther) and entry.what == "map"):
            return f"a map inside a map ('{name}')"
        listed = isinstance(entry, PyOther) and entry.what == "comprehension"
        made = isinstance(entry, PyCall) and entry.written in LISTS
        if listed or made or (isinstance(entry, PyList) and entry.items):
            return f"a list inside a map ('{name}')"
    return ""
