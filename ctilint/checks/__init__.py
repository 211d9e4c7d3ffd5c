"""One module per page in ``rules/``, of the same name: ``check(app)`` yields problems.

A module in a folder here is asked only when the app has what the folder is called: the server side, a call center
file, code or libraries of a dialect. Without it the module need not even be imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctilint.understand.model import App


def subjects(app: App) -> frozenset[str]:
    """Return what ``app`` has, in the names of the folders."""
    found: set[str] = {*app.dialects}
    if app.server is not None:
        found.add("server")
    if any(facts.call_center is not None for facts in app.files.values()):
        found.add("call-center")
    return frozenset(name.replace("-", "_") for name in found)
