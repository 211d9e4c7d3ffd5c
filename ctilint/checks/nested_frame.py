"""nested-frame: a page that loads Open CTI stands in a frame of another page of the app."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.patterns import pattern
from ctilint.understand.model import App
from ctilint.views.facts import View, views
from ctilint.views.loads import loads_of

TEST_PAGE = pattern(r"test|demo|mock|harness|sample|example|host|wrapper", re.IGNORECASE)


def check(app: App) -> Iterator[Problem]:
    """Yield each frame whose page loads a library that talks to the frame around it."""
    inner: dict[str, View] = {}
    for view in views(app):
        if loads_of(view, "opencti") or loads_of(view, "interaction"):
            inner[view.window.root] = view
    for path, facts in app.files.items():
        frames = [include for include in facts.includes if include.kind == "frame"]
        if not frames or TEST_PAGE.search(path.rpartition("/")[2]):
            continue
        for include in frames:
            target = _resolve(path, include.target, inner)
            if target and target != path:
                load = next(load for load in inner[target].window.loads if load.library in {"opencti", "interaction"})
                yield Problem(
                    Place(path, include.span),
                    f"{target.rpartition('/')[2]} loads Open CTI inside this frame: the library talks to this page "
                    "instead of Salesforce, and no callback comes",
                    "load the library in the outermost page of the softphone, and relay with postMessage",
                    evidence=Evidence.DERIVED,
                    related=(Place(load.place.path, load.place.span, "loaded here"),),
                )


def _resolve(path: str, target: str, pages: dict[str, View]) -> str:
    name = re.split(r"[?#]", target)[0]
    if not name or "://" in name:
        return ""
    if name.startswith("/apex/"):
        wanted = f"{name.removeprefix('/apex/').lower()}.page"
        return next((page for page in pages if page.lower().rpartition("/")[2] == wanted), "")
    folder = path.rpartition("/")[0]
    candidate = f"{folder}/{name}" if folder and not name.startswith("/") else name.lstrip("/")
    parts: list[str] = []
    for part in candidate.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {".", "", ".."}:
            parts.append(part)
    return "/".join(parts) if "/".join(parts) in pages else ""
