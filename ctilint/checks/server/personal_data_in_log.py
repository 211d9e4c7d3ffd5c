"""personal-data-in-log: an event, a caller's data, a token or a signed link in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall, PyValue
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.refs import PyRef

HELP = "log the contact id and what happened; who reads the log group reads everything that is logged"
HELP_KEY = "take it out of the log, and change the secret if the log was kept"


def check(app: App) -> Iterator[Problem]:
    """Yield each log call with something in it that is nobody's business; one problem per call."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import log_level

    events = {
        function.handler: (function.handler.function.parameters[0].name, _what(function))
        for function in server.functions
        if function.handler is not None and function.handler.function.parameters
    }
    for ref, call in server.code.calls():
        level = log_level(call, ref, server.code)
        if level:
            problem = _judge(call, ref, server, events.get(ref), level)
            if problem is not None:
                yield problem


def _what(function: ServerFunction) -> tuple[str, Severity]:
    """Return what the function's event holds, and how bad it is to log it whole."""
    kinds = {*function.triggers, *function.shapes}
    if function.waited_for:
        return ", with the caller's number and attributes,", Severity.ERROR
    if kinds & {"kinesis", "stream"}:
        return ", with the contact or agent records in it,", Severity.ERROR
    if kinds & {"s3", "schedule", "custom", "steps", "events", "records"}:
        return "", Severity.NOTE
    return "", Severity.WARNING


def _judge(
    call: PyCall, ref: PyRef, server: ServerApp, event: tuple[str, tuple[str, Severity]] | None, level: str
) -> Problem | None:
    from ctilint.understand.server.calls import table

    for argument in call.arguments:
        for part in _shown(argument.value):
            found = _kind(part, _name(part), ref, server, event)
            if found is None:
                continue
            what, help_, severity, related = found
            quiet = level in table("calls")["logs"]["quiet"]
            when = f" when the level is {level.upper()}" if quiet else ""
            evidence = Evidence.DERIVED if related else Evidence.MATCHED
            worst = severity.lower() if quiet else severity
            return Problem(ref.at(call.span), f"{what} goes into the log{when}", help_, worst, evidence, related)
    return None


def _shown(value: PyValue) -> Iterator[PyValue]:
    from ctilint.understand.server.calls import parts

    return parts(value)


def _name(value: PyValue) -> str:
    from ctilint.read.server.records import PyAttribute, PyCall, PyItem, PyName, PyText

    if isinstance(value, PyName | PyAttribute):
        return value.name
    if isinstance(value, PyItem) and isinstance(value.key, PyText):
        return value.key.value
    if isinstance(value, PyCall) and value.method == "get" and value.arguments:
        key = value.arguments[0].value
        return key.value if isinstance(key, PyText) else ""
    return ""


def _kind(
    value: PyValue, name: str, ref: PyRef, server: ServerApp, event: tuple[str, tuple[str, Severity]] | None
) -> tuple[str, str, Severity, tuple[Place, ...]] | None:
    """Return what the value is, what to do, how bad it is and where it comes from; None when it may be logged."""
    from ctilint.read.server.records import PyCall, PyItem, PyName
    from ctilint.understand.server.calls import is_called, snake, table, table_pattern

    if isinstance(value, PyCall) and value.method in table("names")["link"]["makers"]:
        return "a signed link", HELP_KEY, Severity.ERROR, ()
    if not name:
        return None
    if isinstance(value, PyName) and event is not None and name == event[0]:
        return f"the whole event{event[1][0]}", HELP, event[1][1], ()
    if is_called(name, "link") or _is_signed(value, ref, server):
        return f"the signed link '{name}'", HELP_KEY, Severity.ERROR, ()
    if is_called(name, "secret"):
        return f"the secret '{name}'", HELP_KEY, Severity.ERROR, ()
    if is_called(name, "personal"):
        place = server.code.outside(value, ref)
        if place is not None:
            of = " of the event" if isinstance(value, PyItem) else ", which came with the event,"
            return f"'{name}'{of}", HELP, Severity.ERROR, (place,)
        if table_pattern("names", "personal", "strong").search(snake(name)) and not isinstance(value, PyCall):
            return f"'{name}', by its name a caller's data,", HELP, Severity.ERROR, ()
    return None


def _is_signed(value: PyValue, ref: PyRef, server: ServerApp) -> bool:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.server.calls import table

    makers = table("names")["link"]["makers"]
    return any(isinstance(origin, PyCall) and origin.method in makers for origin, _ in server.code.origins(value, ref))
