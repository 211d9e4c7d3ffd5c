"""sleeping-lambda: a function that is paid for, and perhaps waited for, while it sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each sleep of a Lambda function; an error where a contact flow waits."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.read.server.records import PyConstant
    from ctilint.understand.server.calls import sleeps

    waited_for = server.waited_for
    reached = {ref for function in server.functions for ref in function.reaches}
    for ref in server.code.refs:
        found = [call for call in ref.function.calls if sleeps(call, ref, server.code)]
        if not found or (ref.function.index and ref not in reached):
            continue
        call, *others = found
        given = call.argument("secs", 0)
        length = f" {given.value:g} s" if isinstance(given, PyConstant) and given.value else ""
        turn = " on every turn of a loop" if call.loops else f" in {len(found)} places" if others else ""
        places = tuple(ref.at(one.span, "and here") for one in others[:3])
        function = waited_for.get(ref)
        if function is not None:
            message = f"{function.name} sleeps{length}{turn} while a contact flow waits {function.limit:g} s for it"
            help_ = "answer at once and let the flow wait (a Wait block, or a loop that asks again)"
            related = (*places, *function.waiting)
            yield Problem(ref.at(call.span), message, help_, Severity.ERROR, Evidence.DERIVED, related)
        else:
            message = f"the function sleeps{length}{turn}: its time is paid for, and its timeout runs"
            help_ = "let a Step Functions Wait state or a queue's delay wait instead"
            yield Problem(ref.at(call.span), message, help_, related=places)
