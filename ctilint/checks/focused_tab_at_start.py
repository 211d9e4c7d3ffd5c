"""focused-tab-at-start: a component that starts acts on the tab in front, which need not be its own."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import Call, FileKind, Member, ScriptKind
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.facts import View, views
from ctilint.views.hooks import aura_starts, component_hooks
from ctilint.views.ways import CONTINUING, called, led_to

FOCUSED = frozenset(
    "getFocusedTabInfo getFocusedPrimaryTabId getFocusedSubtabId getFocusedPrimaryTabObjectId "
    "getFocusedSubtabObjectId".split()
)
ENCLOSING = frozenset("getEnclosingTabId getEnclosingPrimaryTabId getEnclosingPrimaryTabObjectId".split())
ACTS = frozenset(
    "closeTab setTabLabel setTabTitle setTabIcon setTabHighlighted setTabStyle setTabTextStyle setTabUnsavedChanges "
    "refreshTab refreshSubtabById refreshPrimaryTabById disableTabClose openSubtab".split()
)
HOOKS = frozenset({"constructor", "connectedCallback", "renderedCallback"})
CODE = frozenset({ScriptKind.INLINE, ScriptKind.FILE})
UTILITY = "lightning:utilityitem"


def check(app: App) -> Iterator[Problem]:
    """Yield each question for the focused tab on whose answer a start acts."""
    seen: set[Place] = set()
    for view in views(app):
        if not all(any(view.program.called.get(name) for name in names) for names in (FOCUSED, ACTS)):
            continue
        if _is_utility(view):
            continue
        for index in view.program.indexes:
            for ref, name in _starts(view, index):
                made = [call for _, call in led_to(view, ref, through=CONTINUING | FOCUSED)]
                if any(called(call) in ENCLOSING for call in made):
                    continue
                act = next((call for call in made if called(call) in ACTS), None)
                for call in made:
                    if act is not None and called(call) in FOCUSED:
                        found = _problem(view, ref, call, act, name)
                        if found.place not in seen:
                            seen.add(found.place)
                            yield found


def _starts(view: View, index: ScriptIndex) -> Iterator[tuple[FunctionRef, str]]:
    for ref in component_hooks(index, HOOKS):
        yield ref, ref.function.name
    for ref in aura_starts(view, index):
        yield ref, f"{ref.function.name}, which runs when the component starts"
    if index.script.kind in CODE and view.window.kind is FileKind.VISUALFORCE:
        yield index.refs[0], "code that runs when the page loads"


def _is_utility(view: View) -> bool:
    """Say whether a component stands in the utility bar, which has no tab of its own."""
    return any(
        UTILITY in (element.get("implements") or "").lower()
        for path in view.window.files
        for element in view.app.files[path].elements
        if element.tag.lower() == "aura:component"
    )


def _problem(view: View, ref: FunctionRef, call: Call, act: Call, name: str) -> Problem:
    path = next(
        (index.script.path for index in view.program.indexes if any(item is call for item in index.calls)),
        ref.script.path,
    )
    where = next(
        (index.script.path for index in view.program.indexes if any(item is act for item in index.calls)), path
    )
    callee = call.callee
    span = callee.key_span if isinstance(callee, Member) else call.span
    asked = called(call)
    instead = "getEnclosingTabId" if asked == "getFocusedTabInfo" or "Subtab" in asked else "getEnclosingPrimaryTabId"
    return Problem(
        Place(path, span),
        f"{asked} in {name}: the tab in front need not be this component's, and {called(act)} acts on it",
        f"ask {instead}, which gives the component's own tab",
        evidence=Evidence.DERIVED,
        related=(Place(where, act.span, "acted on here"),),
    )
