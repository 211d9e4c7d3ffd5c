"""Code to start from on the way to Salesforce Voice, filled from an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctilint.emit.voice.filling import Skeleton
    from ctilint.understand.model import App

SKELETONS = ("connector", "lwc", "agent-workspace")


def skeleton(kind: str, app: App, name: str, *, typescript: bool = False) -> Skeleton:
    """Return the skeleton of ``kind`` (one of ``SKELETONS``) for ``app``."""
    if kind == "lwc":
        from ctilint.emit.voice.lwc import lwc

        return lwc(app, name, typescript=typescript)
    if kind == "agent-workspace":
        from ctilint.emit.voice.workspace import workspace

        return workspace(app, name, typescript=typescript)
    from ctilint.emit.voice.connector import connector

    return connector(app, name, typescript=typescript)
