"""old-console-library: an integration.js that Lightning does not support."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.rulebook.releases import releases
from ctilint.understand.model import App
from ctilint.views.facts import View, views
from ctilint.views.loads import loads_of, versions


def _lightning(view: View) -> Place | None:
    """Return where a window loads or calls Open CTI for Lightning, or None."""
    for load in loads_of(view, "opencti"):
        return Place(load.place.path, load.place.span, "Open CTI for Lightning is loaded here")
    for call, _ in view.known("lightning"):
        return Place(call.place.path, call.place.span, "Open CTI for Lightning is called here")
    return None


def check(app: App) -> Iterator[Problem]:
    """Yield each integration.js below 43.0 in a page that also uses Open CTI for Lightning."""
    for view in views(app):
        if not loads_of(view, "integration"):
            continue
        beside = _lightning(view)
        if beside is None:
            continue
        least = releases().library_minimum["integration_in_softphone"]
        if all(number >= least for number in versions(view, "integration")):
            continue
        for load in loads_of(view, "integration"):
            if load.version and int(float(load.version)) < least:
                yield Problem(
                    load.place,
                    f"integration.js {load.version} stands beside Open CTI for Lightning, which needs {least}.0 or "
                    "later: its calls fail there",
                    f"load {releases().newest}.0 and test the console calls",
                    related=(beside,),
                )
