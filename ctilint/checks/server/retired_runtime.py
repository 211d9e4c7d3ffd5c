"""retired-runtime: a Lambda runtime whose support has ended, or ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.checks.server._server import server_of
from ctilint.findings import Place, Problem, Severity

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each runtime of a template that is past its end by the day of the table, or within a year of it."""
    server = server_of(app)
    if server is None:
        return
    from datetime import date, timedelta

    from ctilint.understand.server_calls import table

    known = table("runtimes")
    today = date.fromisoformat(known["as_of"])
    soon = today + timedelta(days=known["soon_days"])
    dates = {**known["python"], **known["nodejs"], **known["java"]}
    seen: set[Place] = set()
    for function in server.functions:
        deployed = function.deployed
        runtime = deployed.runtime if deployed is not None and not deployed.image else None
        ends = dates.get(runtime.text or "") if runtime is not None else None
        if deployed is None or runtime is None or ends is None:
            continue
        place = Place(deployed.path, runtime.literal)
        end = date.fromisoformat(ends)
        if place in seen or end > soon:
            continue
        seen.add(place)
        others = sum(1 for one in server.functions if one.deployed and one.deployed.runtime == runtime)
        of = f" ({others} functions)" if others > 1 else ""
        if end <= today:
            message = (
                f"{runtime.text}{of} is past its support, which ended on {ends}: AWS refuses changes to such functions"
            )
            yield Problem(place, message, _help(runtime.text or ""), Severity.WARNING)
        else:
            yield Problem(
                place, f"{runtime.text}{of} loses its support on {ends}", _help(runtime.text or ""), Severity.NOTE
            )


def _help(runtime: str) -> str:
    newest = "python3.13" if runtime.startswith("python") else "nodejs22.x" if runtime.startswith("node") else "java21"
    return f"go to {newest}; AWS has moved such dates: see its page of Lambda runtimes"
