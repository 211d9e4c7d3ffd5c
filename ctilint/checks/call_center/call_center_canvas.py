"""call-center-canvas: Canvas settings in a call center that Lightning shows."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.understand.model import App
from ctilint.views.callcenter import centers


def check(app: App) -> Iterator[Problem]:
    """Yield the Canvas settings of each call center for Lightning."""
    for center in centers(app):
        if not center.for_lightning:
            continue
        for name in ("reqCanvasApiName", "reqCanvasNamespace"):
            setting = center.get(name)
            if setting is not None and setting.value:
                yield center.problem(
                    setting.span,
                    f"{name} has no effect in Lightning: Canvas softphones work in Classic only",
                    "host the softphone without Canvas and give its address in reqAdapterUrl",
                )
