"""The same scenarios in a real browser (Chromium through playwright)."""

from __future__ import annotations


class BrowserError(Exception):
    """The browser cannot be used; the text says what to do."""
