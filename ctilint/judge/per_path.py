"""Rules that the settings switch off for some paths, by globs as in ``.gitignore``."""

from __future__ import annotations

import os

from pathspec import GitIgnoreSpec

from ctilint.settings import Settings


class PerPath:
    """Answers which rules are off for a path."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.root or os.getcwd()
        self._rows = [(GitIgnoreSpec.from_lines([glob]), rules) for glob, rules in settings.per_path_ignores]

    def rules(self, path: str) -> frozenset[str]:
        """Return the rules that are off for ``path``."""
        relative = os.path.relpath(os.path.abspath(path), self._root).replace(os.sep, "/")
        return frozenset(rule for spec, rules in self._rows if spec.match_file(relative) for rule in rules)
