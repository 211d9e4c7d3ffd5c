"""retired-runtime: a Lambda runtime whose support has ended, or ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.rulebook.runtimes import Runtime
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each runtime of a template that is past its end by the day of the table, or within a year of it."""
    server = server_of(app)
    if server is None:
        return
    from datetime import date, timedelta

    from ctilint.rulebook.runtimes import runtimes

    table = runtimes()
    soon = (date.fromisoformat(table.looked) + timedelta(days=table.soon_days)).isoformat()
    seen: set[Place] = set()
    for function in server.functions:
        deployed = function.deployed
        written = deployed.runtime if deployed is not None and not deployed.image else None
        runtime = table.known.get(written.text or "") if written is not None else None
        if deployed is None or written is None or runtime is None:
            continue
        place = Place(deployed.path, written.literal)
        if place in seen or runtime.ends > soon:
            continue
        seen.add(place)
        others = sum(1 for one in server.functions if one.deployed and one.deployed.runtime == written)
        of = f"{runtime.name} ({others} functions)" if others > 1 else runtime.name
        help_ = _help(runtime, table.looked)
        if runtime.ends <= table.looked:
            message = f"{of} is past its support, which ended on {runtime.ends}: {_consequence(runtime, table.looked)}"
            yield Problem(place, message, help_, Severity.WARNING)
        else:
            yield Problem(place, f"{of} loses its support on {runtime.ends}", help_, Severity.NOTE)


def _consequence(runtime: Runtime, today: str) -> str:
    """Return what has come true by ``today``, and nothing of what is still to come."""
    refused = [
        what for what, day in (("create", runtime.creating), ("change", runtime.updating)) if day and day <= today
    ]
    if refused:
        return f"AWS refuses to {' and to '.join(refused)} functions that use it"
    return "AWS patches it no longer"


def _help(runtime: Runtime, today: str) -> str:
    ahead = [
        f"to {what} functions that use it from {day}"
        for what, day in (("create", runtime.creating), ("change", runtime.updating))
        if day > today
    ]
    refused = f" AWS will refuse {' and '.join(ahead)}, by its dates of {today};" if ahead else ""
    return f"go to {runtime.successor};{refused} AWS has moved such dates: see its page of Lambda runtimes"
