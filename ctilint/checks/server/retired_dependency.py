"""retired-dependency: a service or module that is gone, or not there in the function's runtime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyModule
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp


def check(app: App) -> Iterator[Problem]:
    """Yield each use of a service or module of ``rules/server/retired.toml``."""
    server = server_of(app)
    if server is None:
        return
    yield from _services(server)
    for module in server.modules:
        yield from _modules(module, server)


def _services(server: ServerApp) -> Iterator[Problem]:
    from ctilint.read.server.records import PyText
    from ctilint.understand.server.calls import table

    for row in table("retired")["service"]:
        message = f"{row['name']} ended on {row['ended']}"
        for ref, call in server.code.calls():
            given = call.argument("service_name", 0)
            if call.method in ("client", "resource") and isinstance(given, PyText) and given.value in row["clients"]:
                yield Problem(ref.at(call.span), message, row["instead"], Severity.ERROR)
        for flow in server.flows:
            for block in flow.blocks:
                if block.type in row["blocks"]:
                    text = f"{message}: the block {block.type} of the flow '{flow.name}' takes its error branch"
                    yield Problem(Place(flow.path, block.type_span or block.span), text, row["instead"], Severity.ERROR)


def _modules(module: PyModule, server: ServerApp) -> Iterator[Problem]:
    from ctilint.understand.server.calls import table

    for one in module.imports:
        whole = f"{one.module}.{one.name}" if one.name else one.module
        for row in table("retired")["module"]:
            name = row["name"]
            if not (f"{whole}.".startswith(f"{name}.") or one.module == name) or one.guarded:
                continue
            place = Place(module.path, one.span)
            runtime, setting = _runtime(module, server)
            if not row["since"]:
                yield Problem(place, f"{name} is no longer part of the AWS SDK", row["instead"], Severity.WARNING)
            elif runtime and _number(runtime) >= _number(row["since"]):
                message = f"{name} is not part of Python {row['since']} and later, and the function runs on {runtime}"
                related = (setting,) if setting is not None else ()
                yield Problem(place, message, row["instead"], Severity.ERROR, Evidence.DERIVED, related)
            else:
                message = f"{name} is not part of Python {row['since']} and later"
                yield Problem(place, message, row["instead"], Severity.NOTE)


def _runtime(module: PyModule, server: ServerApp) -> tuple[str, Place | None]:
    """Return the newest runtime that the module's functions run on, and where it stands."""
    best: tuple[str, Place | None] = ("", None)
    for function in server.functions:
        deployed = function.deployed
        if deployed is None or deployed.runtime is None or not any(ref.module is module for ref in function.reaches):
            continue
        text = deployed.runtime.text or ""
        if text.startswith("python") and _number(text) > _number(best[0]):
            best = (text, Place(deployed.path, deployed.runtime.literal, f"the runtime of {function.name}"))
    return best


def _number(runtime: str) -> tuple[int, ...]:
    return tuple(
        int(part)
        for part in runtime.removeprefix("python").split(".")
        if part.isascii() and part.isdigit() and len(part) < 9
    )
