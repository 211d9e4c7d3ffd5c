"""repeated-write: a record that a flow's second try makes twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each creating write on the path of a contact flow."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import salesforce_method, table

    creates = table("calls")["salesforce"]["creates"]
    for ref, function in server.waited_for.items():
        if ref.function.class_name in table("calls")["salesforce"]["classes"]:
            continue
        for call in ref.function.calls:
            method = salesforce_method(call, ref, server.code)
            if method in creates:
                message = (
                    f"{method}() on the path of a contact flow may run twice: Amazon Connect tries a failed "
                    f"invocation of {function.name} again while it waits"
                )
                help_ = "upsert by an external id made of the contact id (update_by_external, upsert)"
                yield Problem(ref.at(call.callee_span), message, help_, None, Evidence.DERIVED, function.waiting)
