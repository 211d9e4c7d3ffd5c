"""missing-tab-check: a handler that navigates or pops without asking which console, tab or call it is in."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem, Severity
from ctilint.understand.model import App, Effect, Handler
from ctilint.views.handlers import evidence, is_event_handler, named, way

FOLLOWING = ("onNavigationChange", "onFocus", "onFocusedSubtab", "onFocusedPrimaryTab", "onEnclosingTabRefresh")

GESTURES = frozenset(
    "click dblclick mousedown mouseup touchstart touchend pointerdown pointerup change submit input select keydown "
    "keyup keypress contextmenu drop complete".split()
)


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each navigation or pop that some handler leads to without a question."""
    best: dict[Place, tuple[int, Handler, Effect]] = {}
    for window in app.windows:
        for handler in window.handlers:
            for effect in handler.effects:
                rank = weight(handler, effect)
                if rank and (effect.place not in best or rank > best[effect.place][0]):
                    best[effect.place] = (rank, handler, effect)
    for place, (rank, handler, effect) in best.items():
        yield _problem(place, rank, handler, effect)


def weight(handler: Handler, effect: Effect) -> int:
    """Return 2 for a navigation that asks nothing, 1 for one that asks only for the console, 0 for none."""
    if effect.asked == "tab":
        return 0
    event = is_event_handler(handler)
    if effect.kind == "navigates":
        if not event:
            return 0 if effect.asked else 2
    elif effect.kind == "pops":
        # What the agent's own dial asks for is asked for in this tab.
        if not event or handler.event.endswith("onClickToDial"):
            return 0
    elif effect.kind in {"logs", "dials", "server", "network"}:
        if not event or not handler.event.endswith(FOLLOWING) or effect.answer or not effect.fed:
            return 0
    else:
        return 0
    return 1 if effect.asked == "console" else 2


def is_gesture(handler: Handler) -> bool:
    """Say whether a handler runs because a person does something with the page: it is in front then."""
    return handler.source == "dom" and handler.event.lower() in GESTURES


def _problem(place: Place, rank: int, handler: Handler, effect: Effect) -> Problem:
    name = effect.name.rpartition(".")[2]
    what = {
        "navigates": f"{name} moves the agent's tabs",
        "pops": f"{name} pops a page",
        "logs": f"{name} writes a log",
        "server": f"{name} calls Apex",
        "dials": f"{name} dials",
        "network": f"{name} calls the network",
    }[effect.kind]
    asked = "only isInConsole was asked, not which tab" if rank == 1 else "nothing asked which tab or console this is"
    return Problem(
        place,
        f"{what} in {named(handler)}, and {asked}",
        "ask before acting: isInConsole, getFocusedPrimaryTabId, getEnclosingPrimaryTabId, getAppViewInfo "
        "or document.hasFocus()",
        Severity.NOTE if rank == 1 or is_gesture(handler) else None,
        evidence(handler, effect),
        way(handler, effect),
        strict_only=rank == 1,
    )
