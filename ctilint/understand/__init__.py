"""From the facts of many files to one App. Knows no syntax."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctilint.read.files.discover import Tree
    from ctilint.settings import Settings
    from ctilint.understand.model import App


def build_app(tree: Tree, settings: Settings, *, progress: Callable[[str], None] | None = None) -> App:
    """Read the files of ``tree`` and return what they say together.

    ``progress`` is told the path of each file before it is read. Raises what ``Tree`` raises for a missing path.
    """
    from ctilint.understand.app import assemble

    return assemble(tree, settings, progress)


def build_app_from_text(path: str, data: bytes, settings: Settings) -> App:
    """Return the App of one text that is not on disk (standard input, an editor's buffer)."""
    from ctilint.understand.app import Buffer, assemble

    return assemble(Buffer(path, data), settings, None)


__all__ = ["build_app", "build_app_from_text"]
