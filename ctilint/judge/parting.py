"""Which files are no telephony's: those of pages that use the AJAX Toolkit and nothing else of Salesforce's."""

from __future__ import annotations

from ctilint.understand.model import App, Window

TOOLKIT = frozenset({"ajax"})


def apart(app: App) -> frozenset[str]:
    """Return the files that run only in windows of the AJAX Toolkit; a file that telephony runs too is telephony's."""
    away: set[str] = set()
    telephony: set[str] = set()
    for window in app.windows:
        (away if _is_apart(window) else telephony).update(window.files)
    return frozenset(away - telephony)


def _is_apart(window: Window) -> bool:
    found = {load.dialect for load in window.loads} | {call.dialect for call in window.calls}
    return bool(found) and found <= TOOLKIT
