"""replaced-by-voice: a Lambda function whose work Salesforce Voice does itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield one note per function and kind of work."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.migration import verdicts

    for one in verdicts(server):
        if not one.reasons:
            continue
        chief, *others = one.reasons
        row = chief.row
        if row.verdict == "decide":
            message = (
                f"{one.function.name} {row.title}: no Lambda function of Salesforce Voice does that, but {row.by} may"
            )
            help_ = "decide who needs these figures"
        else:
            message = f"{one.function.name} {row.title}: Salesforce Voice has {row.by} for it"
            help_ = f"plan to {row.verdict} it" + (f"; {row.note}" if row.note else "")
        place = one.function.place
        related = [reason.place for reason in (chief, *others) if reason.place.span != place.span]
        yield Problem(place, message, help_, Severity.NOTE, Evidence.DERIVED, tuple(related))
