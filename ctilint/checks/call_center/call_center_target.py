"""call-center-target: a call center names a page or a static resource that the tree does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.patterns import pattern
from ctilint.records import replace
from ctilint.understand.model import App
from ctilint.understand.windows.linking import page_or_resource, page_stem
from ctilint.views.callcenter import centers

PACKAGED = pattern(r"[a-z][a-z0-9]{0,14}(?:_[a-z0-9]+)*__")
WORDS = {"page": "Visualforce page", "resource": "static resource"}
FOLDERS = {"page": ("pages/", ".page"), "resource": ("staticresources/", ".resource")}


def check(app: App) -> Iterator[Problem]:
    """Yield each address of a page or resource of the org that no file here is."""
    if app.seen < 2:
        return
    for center in centers(app):
        for name in ("reqAdapterUrl", "reqStandbyUrl"):
            setting = center.get(name)
            named = page_or_resource(setting.value) if setting is not None else None
            if setting is None or named is None or "/".join(named) in app.whole.held or _is_here(app, *named):
                continue
            kind, target = named
            packaged = PACKAGED.match(target)
            where = (
                f"it can only come from the package {packaged[0][:-2]}"
                if packaged
                else f"Salesforce finds no {WORDS[kind]}"
            )
            yield replace(
                center.problem(
                    setting.span,
                    f"{name} names the {WORDS[kind]} {target}, which no file here is: {where}",
                    "deploy it with the call center, or correct the name",
                ),
                severity=Severity.NOTE if packaged or not _holds_others(app, kind) else None,
            )


def _is_here(app: App, kind: str, name: str) -> bool:
    """Say whether a file outside the usual folder has the name."""
    return any(path.endswith(FOLDERS[kind][1]) and page_stem(path) == name for path in app.files)


def _holds_others(app: App, kind: str) -> bool:
    """Say whether the tree holds pages or resources at all: else they are kept elsewhere."""
    folder, suffix = FOLDERS[kind]
    return any(path.endswith(suffix) or f"/{folder}" in f"/{path}" for path in app.files)
