"""unsupported-component: Salesforce's internal click-to-dial service, or its component where it does not work."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import Member, Name
from ctilint.understand.model import App
from ctilint.views.facts import View, views
from ctilint.views.loads import loads_of

SERVICE = "clickToDialService"
COMPONENTS = frozenset({"lightning:clicktodial", "lightning-click-to-dial", "support:clicktodial"})
METHODS = frozenset({"enable", "disable", "addDialListener", "removeDialListener"})


def check(app: App) -> Iterator[Problem]:
    """Yield each use of the service, and each click-to-dial component in a Lightning Out app or softphone page."""
    seen: set[Place] = set()
    for view in views(app):
        for place in _service(view):
            if place not in seen:
                seen.add(place)
                yield Problem(
                    place,
                    f"{SERVICE} is internal to Salesforce and may change or go at any release",
                    "use sforce.opencti.onClickToDial and enableClickToDial",
                )
    for place, tag, where in _components(app):
        if place not in seen:
            seen.add(place)
            yield Problem(
                place,
                f"{tag} does not work in {where}: it dials nothing there",
                "place it on a record page, or dial from the softphone's own code",
            )


def _service(view: View) -> Iterator[Place]:
    for index in view.program.indexes:
        for item in index.script.imports:
            if item.source.rpartition("/")[2] == SERVICE:
                yield Place(index.script.path, item.span)
        for name in METHODS:
            for call in index.called.get(name, ()):
                callee = call.callee
                if isinstance(callee, Member) and isinstance(callee.object, Name | Member):
                    holder = callee.object
                    last = holder.name if isinstance(holder, Name) else holder.key
                    if last == SERVICE:
                        yield Place(index.script.path, callee.span)


def _components(app: App) -> Iterator[tuple[Place, str, str]]:
    """Yield the components in Lightning Out apps, which may have no script at all, and in softphone pages."""
    framed = {path for view in views(app) if loads_of(view, "opencti") for path in view.window.files}
    for path, facts in app.files.items():
        out_app = any("ltng:outapp" in (element.get("extends") or "").lower() for element in facts.elements)
        if path not in framed and not out_app:
            continue
        for element in facts.elements:
            if element.tag.lower() in COMPONENTS:
                where = "a Lightning Out app" if out_app else "a softphone's frame"
                yield Place(path, element.span), element.tag, where
