"""hidden-failure: an except that catches everything and tells nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyHandler
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp
    from ctilint.understand.server.refs import PyRef

WIDE = frozenset({"Exception", "BaseException", "builtins.Exception"})
SILENT = frozenset({"pass", "continue"})


def check(app: App) -> Iterator[Problem]:
    """Yield each bare except, and each wide one whose body only passes or logs."""
    server = server_of(app)
    if server is None:
        return
    for ref in server.code.refs:
        for one in ref.function.tries:
            for handler in one.handlers:
                problem = _judge(handler, ref, server)
                if problem is not None:
                    yield problem


def _judge(handler: PyHandler, ref: PyRef, server: ServerApp) -> Problem | None:
    bare = not handler.types
    if handler.raises or not (bare or WIDE.intersection(handler.types)):
        return None
    place = Place(ref.module.path, handler.header)
    name = "a bare except" if bare else f"except {', '.join(handler.types)}"
    if all(kind in SILENT for kind in handler.statements):
        message = f"{name} drops every failure: an unknown caller and a failed look-up look the same"
        return Problem(place, message, "catch what can fail here, and answer or raise the rest")
    if _only_logs(handler, ref, server):
        message = f"{name} logs every failure and goes on as if nothing had happened"
        return Problem(place, message, "answer that it failed, or raise it again after the log")
    if bare:
        message = "a bare except also catches the end of the process and every typing mistake"
        return Problem(place, message, "catch Exception, or what can fail here")
    return None


def _only_logs(handler: PyHandler, ref: PyRef, server: ServerApp) -> bool:
    from ctilint.understand.server.calls import log_level

    if any(kind not in SILENT and kind != "call" for kind in handler.statements):
        return False
    outer = [call for call in handler.calls if not _inside(call, handler)]
    return bool(outer) and all(log_level(call, ref, server.code) for call in outer)


def _inside(call: object, handler: PyHandler) -> bool:
    """Say whether a call stands inside another call of the handler (``logger.error(str(e))``)."""
    span = call.span  # type: ignore[attr-defined]
    return any(
        other is not call and other.span.start <= span.start and span.end <= other.span.end and other.span != span
        for other in handler.calls
    )
