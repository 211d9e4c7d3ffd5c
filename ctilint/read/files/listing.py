"""Folders -> the files in them, in order, without what is not to be read. Links, loops and pipes are noted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from ctilint.read.files.ignoring import Ignoring, Question, above, matcher
from ctilint.records import dataclass

DEEPEST_FOLDER = 200
LEADS_OUT = "link that leads out of what was given"
NEVER_LISTED = frozenset({".git", ".hg", ".svn", "node_modules"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Folder:
    shown: str
    absolute: str
    ignoring: Ignoring


class Listing:
    """Lists the files under some paths; what is left out stands in ``skipped``."""

    def __init__(self, paths: tuple[str, ...], exclude: Iterable[str], *, use_gitignore: bool) -> None:
        self.paths = paths
        self.skipped: list[Skipped] = []
        self._use_gitignore = use_gitignore
        self._excluded: Question | None = matcher(exclude)
        self._noted: set[str] = set()
        self._roots = tuple(os.path.realpath(path) for path in paths if os.path.isdir(path))
        bases = {path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in paths}
        self._bounds = tuple(sorted(_repository_of(os.path.realpath(base)) for base in bases))
        self._followed: list[str] = []

    def files(self) -> Iterator[str]:
        """Yield every file once."""
        known: set[str] = set()
        for root in self.paths:
            for path in self._listed(root):
                if path not in known:
                    known.add(path)
                    yield path

    def note(self, path: str, reason: str) -> None:
        """Note why ``path`` is not read; the first reason stands."""
        if path not in self._noted:
            self._noted.add(path)
            self.skipped.append(Skipped(path, reason))

    def _listed(self, root: str) -> Iterator[str]:
        if self.is_excluded(root, folder=os.path.isdir(root)):
            self.note(root, "excluded")
            return
        try:
            mode = os.stat(root).st_mode
        except OSError as error:
            self.note(root, reason_of(error))
            return
        if stat.S_ISDIR(mode):
            absolute = os.path.abspath(root)
            ignoring = above(absolute) if self._use_gitignore else Ignoring()
            yield from self._walk(_Folder("" if root == "." else root.rstrip("/"), absolute, ignoring))
        elif stat.S_ISREG(mode):
            yield root
        else:
            self.note(root, "not a regular file")

    def _walk(self, folder: _Folder) -> Iterator[str]:
        stack = [self._entries(folder)]
        while stack:
            for found in stack[-1]:
                if isinstance(found, str):
                    yield found
                else:
                    stack.append(self._entries(found))
                    break
            else:
                stack.pop()

    def _entries(self, folder: _Folder) -> Iterator[str | _Folder]:
        """Yield the files of a folder and the folders to go into, in order."""
        shown, absolute, ignoring = folder.shown, folder.absolute, folder.ignoring
        if shown.count("/") > DEEPEST_FOLDER:
            self.note(shown, f"more than {DEEPEST_FOLDER} folders deep")
            return
        try:
            with os.scandir(absolute) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            self.note(shown or ".", reason_of(error))
            return
        if self._use_gitignore:
            ignoring = ignoring.inside(absolute, any(entry.name == ".gitignore" for entry in entries))
        prefix = f"{shown}/" if shown and not shown.endswith("/") else shown
        for entry in entries:
            path = prefix + entry.name
            is_folder = _is_folder(entry)
            if is_folder and entry.name in NEVER_LISTED:
                if entry.name == "node_modules":
                    self.note(path, "installed packages")
                continue
            if ignoring.ignores(f"{absolute}/{entry.name}", folder=is_folder):
                self.note(path, "named in .gitignore")
            elif self.is_excluded(path, folder=is_folder):
                self.note(path, "excluded")
            elif is_folder:
                if not entry.is_symlink() or self._is_followed(path, entry.path):
                    yield _Folder(path, entry.path, ignoring)
            elif not _is_file(entry):
                self.note(path, "broken link" if entry.is_symlink() else "not a regular file")
            elif entry.is_symlink():
                real = os.path.realpath(entry.path)
                if _lies_in(real, (*self._roots, *self._followed)):
                    self.note(path, "link to a file that is read already")
                elif self._leads_out(real):
                    self.note(path, LEADS_OUT)
                else:
                    yield path
            else:
                yield path

    def leads_out(self, path: str) -> bool:
        """Say whether links on the way to ``path`` lead out of what was given: a file that another one names is there.

        Its own repository is as far as what lies in a folder may send a run: it could be anybody's.
        """
        real = os.path.realpath(path)
        plain = os.path.normpath(os.path.join(os.path.realpath(os.curdir), path))
        return real != plain and self._leads_out(real)

    def _is_followed(self, path: str, absolute: str) -> bool:
        """Say whether a link to a folder is gone into; each folder is, once."""
        real = os.path.realpath(absolute)
        if _lies_in(real, (*self._roots, *self._followed)):
            self.note(path, "link to a folder that is read already")
        elif self._leads_out(real):
            self.note(path, LEADS_OUT)
        elif any(_lies_in(root, (real,)) for root in self._roots):
            self.note(path, "link to a folder around what was given")
        else:
            self._followed.append(real)
            return True
        return False

    def _leads_out(self, real: str) -> bool:
        return not _lies_in(real, (*self._roots, *self._bounds))

    def is_excluded(self, path: str, *, folder: bool) -> bool:
        """Say whether an exclude pattern has ``path``."""
        if self._excluded is None:
            return False
        if not folder and any(self._excluded(f"{parent}/") for parent in _parents(path)):
            return True
        return bool(self._excluded(f"{path}/" if folder else path))


def reason_of(error: OSError) -> str:
    """Return what the system says, in lower case."""
    return (error.strerror or type(error).__name__).lower()


def _lies_in(path: str, folders: Iterable[str]) -> bool:
    return any(
        path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/") for folder in folders
    )


def _repository_of(folder: str) -> str:
    """Return the nearest folder, ``folder`` or one above it, that is a repository; ``folder`` when none is."""
    at = folder
    while not os.path.exists(os.path.join(at, ".git")):
        above_it = os.path.dirname(at)
        if above_it == at:
            return folder
        at = above_it
    return at


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _parents(path: str) -> Iterator[str]:
    at = path.find("/", 1)
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
