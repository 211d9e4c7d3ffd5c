"""chained-invocation: a Lambda function that waits for another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.refs import PyRef


def check(app: App) -> Iterator[Problem]:
    """Yield each synchronous invocation of a Lambda function from a Lambda function."""
    server = server_of(app)
    if server is None:
        return
    waited_for = server.waited_for
    for ref, call in server.code.calls():
        if call.method != "invoke" or not _is_lambda(call, ref, server) or not _waits(call, ref, server):
            continue
        if _is_voices_own(call, ref, server):
            continue
        target = _target(call, ref, server)
        whom = target.name if target is not None else "another Lambda function"
        related: list[Place] = list(target.runs) if target is not None else []
        function = waited_for.get(ref)
        message = f"waits for {whom}: both are paid for, their timeouts add up, and an error there is an answer here"
        help_ = "invoke it with InvocationType='Event', call its code directly, or let Step Functions join them"
        if function is not None:
            message = f"waits for {whom} while a contact flow waits {function.limit:g} s for {function.name}"
            related.extend(function.waiting)
        evidence = Evidence.DERIVED if related else Evidence.MATCHED
        yield Problem(ref.at(call.callee_span), message, help_, Severity.WARNING, evidence, tuple(related))


def _is_lambda(call: PyCall, ref: PyRef, server: ServerApp) -> bool:
    from ctilint.understand.server.calls import service

    if call.receiver is None or call.argument("FunctionName") is None:
        return False
    return service(call.receiver, ref, server.code) in ("lambda", "")


def _is_voices_own(call: PyCall, ref: PyRef, server: ServerApp) -> bool:
    """Say whether the function is one of Salesforce Voice's own: to be invoked is its interface."""
    from ctilint.understand.server.calls import table

    given = call.argument("FunctionName")
    written = ""
    for value, owner in server.code.origins(given, ref) if given is not None else ():
        written += server.files[owner.module.path].source.cut(value.span)
    plain = written.replace("_", "").lower()
    return any(name.lower() in plain for name in table("voice")["voice"]["functions"])


def _waits(call: PyCall, ref: PyRef, server: ServerApp) -> bool:
    from ctilint.read.server.records import PyText

    given = call.argument("InvocationType")
    if given is None:
        return not call.spreads
    return any(
        isinstance(value, PyText) and value.value == "RequestResponse" for value, _ in server.code.origins(given, ref)
    )


def _target(call: PyCall, ref: PyRef, server: ServerApp) -> ServerFunction | None:
    """Return the function that is invoked: by its name, or by the variable of the template that names it."""
    from ctilint.read.server.records import PyText

    given = call.argument("FunctionName")
    if given is None:
        return None
    for value, _ in server.code.origins(given, ref):
        for function in server.functions:
            deployed = function.deployed
            name = deployed.name.text if deployed is not None and deployed.name is not None else None
            if isinstance(value, PyText) and value.value in (name, function.name):
                return function
        for read in ref.module.environment:
            if read.span.start <= value.span.start and value.span.end <= read.span.end:
                return _by_environment(read.name, ref, server)
    return None


def _by_environment(name: str, ref: PyRef, server: ServerApp) -> ServerFunction | None:
    """Return the function that a variable names, in the template of a function that runs ``ref``."""
    for function in server.functions_of(ref):
        for given, setting, _ in function.deployed.environment if function.deployed is not None else ():
            if given == name and function.deployed is not None:
                path = function.deployed.path
                found = [one for one in server.functions if one.deployed is not None and one.deployed.path == path]
                return next((one for one in found if one.name == setting.reference), None)
    return None
