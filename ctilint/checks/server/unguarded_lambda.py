"""unguarded-lambda: a handler whose exceptions nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerFunction

RAISING_IS_RIGHT = frozenset({"kinesis", "sqs", "s3", "sns", "stream", "records", "events", "schedule", "steps", "api"})


def check(app: App) -> Iterator[Problem]:
    """Yield each handler without a try that answers; an error where a contact flow waits for the answer."""
    server = server_of(app)
    if server is None:
        return
    for function in server.functions:
        if function.handler is None or _answers(function):
            continue
        kinds = {*function.triggers, *function.shapes}
        if not function.waited_for and kinds & RAISING_IS_RIGHT:
            continue
        raising = bool(function.handler.function.tries)
        what = "raises every exception again" if raising else "has no try"
        start = f"the handler of {function.name} {what}"
        help_ = "catch, log and return a flat answer that says what failed"
        if function.waited_for:
            message = f"{start}: the contact takes the flow's error branch and the flow never learns why"
            yield Problem(function.handler.place, message, help_, Severity.ERROR, related=function.waiting)
        elif "custom" in kinds:
            message = f"{start}: the stack waits an hour for an answer"
            yield Problem(function.handler.place, message, "send FAILED to ResponseURL in the handler", Severity.NOTE)
        else:
            message = f"{start}: whoever invokes it gets the bare exception"
            yield Problem(function.handler.place, message, help_, Severity.NOTE)


def _answers(function: ServerFunction) -> bool:
    """Say whether some try of the handler answers, or nothing in it can throw."""
    assert function.handler is not None  # noqa: S101  # the caller asked
    own = function.handler.function
    if any(not handler.raises for one in own.tries for handler in one.handlers):
        return True
    return not own.calls and not own.reads
