"""framed-softphone: initCCP does not allow the softphone in the frame."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.understand.model import App
from ctilint.views.facts import arguments, place_of, problem, views
from ctilint.views.shapes import shape_of

ELSEWHERE = "connect.core.initSoftphoneManager"


def check(app: App) -> Iterator[Problem]:
    """Yield each start whose options are all known and do not speak of the framed softphone."""
    for view in views(app):
        if any(call.name == ELSEWHERE for call in view.window.calls):
            continue
        for call, _ in view.known("streams"):
            given = arguments(call)
            if not call.name.endswith(".initCCP") or given is None or len(given) < 2:
                continue
            options = shape_of(view, call.script, given[1])
            if options is None or not options.closed:
                continue
            value = options.get("softphone")
            inner = shape_of(view, options.index.script, value) if value is not None else None
            if value is None or (inner is not None and inner.closed and not inner.has("allowFramedSoftphone")):
                yield problem(
                    call,
                    place_of(options.index.script, inner.value if inner is not None else options.value),
                    "softphone.allowFramedSoftphone is not set: in this frame calls have no sound, and are missed",
                    "write softphone: { allowFramedSoftphone: true }, or false where agents use a desk phone",
                    Severity.NOTE,
                    derived=not options.direct,
                )
