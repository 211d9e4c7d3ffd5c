"""Rules that the settings switch off for some paths, by globs as in ``.gitignore``."""

from __future__ import annotations

import os

from ctilint.read.files.ignoring import matcher
from ctilint.settings import Settings


class PerPath:
    """Answers which rules are off for a path."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.root or os.getcwd()
        rows = ((matcher([glob]), rules) for glob, rules in settings.per_path_ignores)
        self._rows = [(question, rules) for question, rules in rows if question is not None]

    def rules(self, path: str) -> frozenset[str]:
        """Return the rules that are off for ``path``."""
        relative = os.path.relpath(os.path.abspath(path), self._root).replace(os.sep, "/")
        return frozenset(rule for question, rules in self._rows if question(relative) for rule in rules)
