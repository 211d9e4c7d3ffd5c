"""write-in-loop: one request to Salesforce per record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp
    from ctilint.understand.server.refs import PyRef


def check(app: App) -> Iterator[Problem]:
    """Yield each write that a loop repeats; an error where a contact flow waits, a note for record consumers."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import writes

    direct: dict[PyRef, tuple[str, PyCall]] = {}
    for ref, call in server.code.calls():
        method = writes(call, ref, server.code)
        if method and ref.function.class_name == "":
            direct.setdefault(ref, (method, call))
    waited_for = server.waited_for
    for ref, call in server.code.calls():
        loops = [ref.function.loops[index] for index in call.loops if index < len(ref.function.loops)]
        if not loops:
            continue
        method = writes(call, ref, server.code)
        related = [ref.at(loops[0].header, "the loop")]
        if not method:
            inner = [
                one for target in server.code.targets(call) for one in server.code.reached(target) if one in direct
            ]
            if not inner or inner[0] is ref or direct[inner[0]][1].loops:
                continue
            method = direct[inner[0]][0]
            related.append(inner[0].at(direct[inner[0]][1].span, f"{method}() is called here"))
        severity = Severity.ERROR if ref in waited_for else _severity(ref, server)
        waits = " while a contact flow waits" if ref in waited_for else ""
        message = f"{method}() sends one request to Salesforce per turn of the loop{waits}"
        help_ = "collect the records and send them at once: Composite, Collections or Bulk API, or platform events"
        yield Problem(ref.at(call.span), message, help_, severity, Evidence.DERIVED, tuple(related))


def _severity(ref: PyRef, server: ServerApp) -> Severity:
    kinds = {kind for function in server.functions_of(ref) for kind in (*function.triggers, *function.shapes)}
    return Severity.NOTE if kinds & {"kinesis", "stream", "sqs"} else Severity.WARNING
