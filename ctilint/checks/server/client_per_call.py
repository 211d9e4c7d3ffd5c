"""client-per-call: a client is made, or a secret fetched, on every call while a caller waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp
    from ctilint.understand.server.refs import PyRef

CACHED = ("cache", "lru_cache", "functools.cache", "functools.lru_cache", "cached_property")


def check(app: App) -> Iterator[Problem]:
    """Yield each client that is made in a function on the path of a contact flow."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import makes_client

    code = server.code
    inside: set[PyRef] = set()
    found: list[tuple[PyRef, PyCall, str]] = []
    for ref in server.waited_for:
        if not ref.function.index or any(name in CACHED for name in ref.function.decorators):
            continue
        for call in ref.function.calls:
            name = makes_client(call, ref, code)
            if name and not _is_kept(call, ref):
                found.append((ref, call, name))
                inside.update(one for target in code.targets(call) for one in code.reached(target))
    for ref, call, name in found:
        if ref in inside:
            continue
        function = server.waited_for[ref]
        verb = "asked" if name.startswith("get_") else "made"
        message = f"{name} is {verb} on every call of {function.name} while a contact flow waits"
        help_ = "do it once outside the handler: a warm function keeps it"
        related = [
            other.at(one.callee_span, f"with {shown}") for other, one, shown in found if _within(other, call, server)
        ]
        yield Problem(ref.at(call.callee_span), message, help_, None, Evidence.DERIVED, (*related, *function.waiting))


def _within(ref: PyRef, call: PyCall, server: ServerApp) -> bool:
    return any(ref in server.code.reached(target) for target in server.code.targets(call))


def _is_kept(call: PyCall, ref: PyRef) -> bool:
    """Say whether the call fills a variable that the module keeps (``if client is None: client = ...``)."""
    from ctilint.read.server.records import PyName

    module = ref.module.functions[0]
    held = {one.target.name for one in module.assigns if isinstance(one.target, PyName)}
    for one in ref.function.assigns:
        inside = one.span.start <= call.span.start and call.span.end <= one.span.end
        if inside and isinstance(one.target, PyName) and one.target.name in held and call.arms:
            return True
    return False
