"""Paths or standard input -> App: discovery and understanding, for every command that reads an app."""

from __future__ import annotations

from collections.abc import Sequence

from ctilint.settings import Settings
from ctilint.understand.model import App


def read_app(paths: Sequence[str], settings: Settings) -> App:
    """Read what lies under ``paths``."""
    from ctilint.read.discover import discover
    from ctilint.understand import build_app

    return build_app(discover(paths, settings), settings)


def read_text(path: str, data: bytes, settings: Settings) -> App:
    """Read one file that is not (yet) on the disk."""
    from ctilint.understand import build_app_from_text

    return build_app_from_text(path, data, settings)
