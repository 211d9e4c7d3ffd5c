"""What the checks of the server side share. Imports nothing heavy: an app without a server side never pays for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp


def server_of(app: App) -> ServerApp | None:
    """Return the server side of ``app``, or None when it has none."""
    if app.server is None:
        return None
    from ctilint.understand.server.deployment import ServerApp

    return app.server if isinstance(app.server, ServerApp) else None
