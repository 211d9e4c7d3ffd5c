"""``.gitignore`` files and exclude patterns -> which paths are left out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

Question = Callable[[str], bool | None]


def matcher(lines: Iterable[str]) -> Question | None:
    """Return the question whether a path (relative, ``/`` at the end of folders) is named; None when none can be.

    The answer None means that no pattern has the path, False that one takes it back.
    """
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return None
    from ctilint.read.files.globs import glob_of

    globs = [glob for line in lines if (glob := glob_of(line)) is not None]
    if not globs:
        return None
    if not any(glob.takes_back for glob in globs):
        joined = re.compile("|".join(f"(?:{glob.source})" for glob in globs), re.DOTALL)
        return lambda path: True if joined.match(path) is not None else None
    # The last line that has a path decides.
    rows = [(re.compile(glob.source, re.DOTALL), not glob.takes_back) for glob in reversed(globs)]
    return lambda path: next((names for row, names in rows if row.match(path) is not None), None)


class Ignoring:
    """The ``.gitignore`` files that hold in one folder: its own and those of the folders above it."""

    __slots__ = ("_rules",)

    def __init__(self, rules: tuple[tuple[str, Question], ...] = ()) -> None:
        self._rules = rules

    def inside(self, folder: str, has_file: bool) -> Ignoring:
        """Return what holds in ``folder``, which holds a ``.gitignore`` or not."""
        if not has_file:
            return self
        try:
            with open(os.path.join(folder, ".gitignore"), encoding="utf-8-sig", errors="replace") as file:
                question = matcher(file)
        except OSError:
            return self
        if question is None:
            return self
        prefix = folder if folder.endswith("/") else f"{folder}/"
        return Ignoring((*self._rules, (prefix, question)))

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Say whether ``path`` is ignored."""
        if not self._rules:
            return False
        end = "/" if folder else ""
        for prefix, question in reversed(self._rules):
            answer = question(path[len(prefix) :] + end) if path.startswith(prefix) else None
            if answer is not None:
                return answer
        return False


def above(folder: str) -> Ignoring:
    """Return the ``.gitignore`` files between the repository's root and ``folder`` (absolute), itself left out."""
    folders: list[str] = []
    at = folder
    while not os.path.exists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return Ignoring()
        folders.append(parent)
        at = parent
    ignoring = Ignoring()
    for each in reversed(folders):
        ignoring = ignoring.inside(each, os.path.isfile(os.path.join(each, ".gitignore")))
    return Ignoring() if ignoring.ignores(folder, folder=True) else ignoring
