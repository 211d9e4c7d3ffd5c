"""missing-timeout: a network call of the server side that may wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each network call without a timeout; an error where a contact flow waits for it."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import http_call

    waited_for = server.waited_for
    for ref, call in server.code.calls():
        http = http_call(call, ref, server.code)
        if http is None or not http.unbounded:
            continue
        name = f"{http.name}()"
        function = waited_for.get(ref)
        if function is None:
            message = f"{name} has no timeout: it may wait until the function is stopped"
            yield Problem(ref.at(call.callee_span), message, "pass timeout=(connect, read)", Severity.WARNING)
            continue
        message = (
            f"{name} has no timeout, and a contact flow waits at most {function.limit:g} s for {function.name}: "
            "the caller hears silence, then the flow takes its error branch"
        )
        help_ = f"pass timeout=(connect, read) with a sum below {function.limit:g} s"
        related = (*function.waiting, *function.runs)
        yield Problem(ref.at(call.callee_span), message, help_, Severity.ERROR, Evidence.DERIVED, related)
