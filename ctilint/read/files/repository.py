"""What git says about a folder: which files differ between two states, their bytes, and the lines that changed.

Nothing is written: no index, no branch, no work tree. Programs that a repository's configuration names for showing
differences, or for watching its files, are not started.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from ctilint.patterns import pattern
from ctilint.records import dataclass

_T = TypeVar("_T")
_LIMIT = 120.0
_HUNK = pattern(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", 8)
_SECTION = pattern(r"^diff --(?:git|cc) ", 8)


class RepositoryError(Exception):
    """What was asked of git cannot be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between an old state and the new one.

    ``new`` and ``old`` hold, by absolute path, the bytes of the files that differ from what lies on the disk; None
    for a file that the state does not have. ``lines`` are the numbers of the new or changed lines by absolute path;
    ``whole`` are files of which every line is new.
    """

    new: Mapping[str, bytes | None]
    old: Mapping[str, bytes | None]
    lines: Mapping[str, frozenset[int]]
    whole: frozenset[str] = frozenset()

    def touches(self, path: str, line: int) -> bool:
        """Say whether ``line`` of the file at the absolute ``path`` is new."""
        return path in self.whole or line in self.lines.get(path, ())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing differs."""
        return not self.lines and not self.whole and not self.old


def changes_since(folder: str, ref: str) -> Changes:
    """Return what the work tree of the repository around ``folder`` has that ``ref`` has not.

    The old state is the commit where the two ways part, so that what others did on ``ref`` since counts for nothing.
    Files that git does not know and does not ignore are new.
    """
    git = _Git(folder)
    commit = git.commit(ref)
    base = git.text("merge-base", commit, "HEAD", check=False).strip() or commit
    moves = git.moves(base)
    lines = dict(git.lines(moves, base))
    new_files = git.names("ls-files", "--others", "--exclude-standard", "--full-name", "-z")
    old = {**git.before(moves, base), **dict.fromkeys(new_files, None)}
    return Changes({}, git.absolute(old), git.absolute(lines), frozenset(git.absolute(dict.fromkeys(new_files))))


def staged_changes(folder: str) -> Changes:
    """Return what the next commit of the repository around ``folder`` brings: the index against the last commit."""
    git = _Git(folder)
    has_head = git.text("rev-parse", "--verify", "-q", "HEAD", check=False).strip()
    base = has_head or git.text("hash-object", "-t", "tree", "--stdin", check=False).strip()
    moves = git.moves("--cached", base)
    lines = dict(git.lines(moves, "--cached", base))
    aside = git.names("diff", "--name-only", "-z", "--no-renames")
    unknown = git.names("ls-files", "--others", "--exclude-standard", "--full-name", "-z")
    new = dict(zip(aside, git.blobs(f":{name}" for name in aside), strict=True))
    new.update(dict.fromkeys(unknown, None))
    old = {**new, **git.before(moves, base)}
    return Changes(git.absolute(new), git.absolute(old), git.absolute(lines))


class _Git:
    """Asks git about one repository."""

    def __init__(self, folder: str) -> None:
        self._folder = folder if os.path.isdir(folder) else os.path.dirname(os.path.abspath(folder))
        self.root = self._folder
        top = self.text("rev-parse", "--show-toplevel", check=False).strip()
        if not top:
            raise RepositoryError(f"'{os.path.relpath(self._folder)}' lies in no git repository")
        self.root = os.path.abspath(top)

    def run(self, *words: str, given: bytes = b"", check: bool = True) -> bytes:
        """Return what git prints; RepositoryError when it fails and ``check`` is set."""
        command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--no-pager", *words]
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603 - words of ours; a reference is resolved to a commit first
                command,
                cwd=self.root,
                input=given,
                capture_output=True,
                check=False,
                timeout=_LIMIT,
                env=environment,
            )
        except FileNotFoundError as error:
            raise RepositoryError("git is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise RepositoryError(f"git {words[0]} did not end within {_LIMIT:.0f} s") from error
        if check and done.returncode:
            says = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise RepositoryError(f"git {words[0]}: {says.removeprefix('fatal: ')}")
        return done.stdout if not done.returncode else b""

    def text(self, *words: str, check: bool = True) -> str:
        """Return what git prints, as text."""
        return os.fsdecode(self.run(*words, check=check))

    def commit(self, ref: str) -> str:
        """Return the commit that ``ref`` names."""
        found = self.text("rev-parse", "--verify", "-q", "--end-of-options", f"{ref}^{{commit}}", check=False).strip()
        if not found:
            raise RepositoryError(f"'{ref}' is no commit, branch or tag of this repository")
        return found.splitlines()[-1]

    def names(self, *words: str) -> list[str]:
        """Return the paths that git lists, relative to the root of the repository."""
        return [name for name in self.text(*words).split("\0") if name]

    def moves(self, *states: str) -> list[tuple[str, str]]:
        """Return the old and the new path of each file that differs; they are the same unless it was renamed."""
        words = self.text("diff", "--name-status", "-z", "-M", *states).split("\0")[:-1]
        found: list[tuple[str, str]] = []
        at = 0
        while at < len(words):
            renamed = words[at][:1] in {"R", "C"}
            found.append((words[at + 1], words[at + 2 if renamed else at + 1]))
            at += 3 if renamed else 2
        return found

    def before(self, moves: Sequence[tuple[str, str]], base: str) -> dict[str, bytes | None]:
        """Return the files that differ as they are in ``base``; None for the new path of a renamed one."""
        held: dict[str, bytes | None] = dict.fromkeys((new for _, new in moves), None)
        names = [old for old, _ in moves]
        held.update(zip(names, self.blobs(f"{base}:{name}" for name in names), strict=True))
        return held

    def lines(self, moves: Sequence[tuple[str, str]], *states: str) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield the new lines of each of the files that differ, which stand in the order of git's own difference."""
        words = ("-M", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv")
        text = self.run("diff", *words, *states).decode("utf-8", "replace")
        starts = [match.start() for match in _SECTION.finditer(text)]
        if len(starts) != len(moves):
            raise RepositoryError("git diff lists other files than it shows")
        for (_, name), start, end in zip(moves, starts, [*starts, len(text)][1:], strict=True):
            numbers: set[int] = set()
            for hunk in _HUNK.finditer(text, start, end):
                first, count = int(hunk[1]), int(hunk[2] or 1)
                numbers.update(range(first, first + count))
            yield name, frozenset(numbers)

    def blobs(self, objects: Iterator[str]) -> list[bytes | None]:
        """Return the contents of ``objects`` (``REF:path``), None for each that is not there."""
        wanted = list(objects)
        if not wanted:
            return []
        asked = b"".join(os.fsencode(one) + b"\n" for one in wanted if "\n" not in one)
        answer = self.run("cat-file", "--batch", given=asked)
        found: list[bytes | None] = []
        at = 0
        for one in wanted:
            if "\n" in one:
                found.append(None)
                continue
            end = answer.index(b"\n", at)
            words = answer[at:end].split(b" ")
            at = end + 1
            if words[-1].isdigit():
                size = int(words[-1])
                found.append(answer[at : at + size] if words[-2] == b"blob" else None)
                at += size + 1
            else:
                found.append(None)
        return found

    def absolute(self, by_name: Mapping[str, _T]) -> dict[str, _T]:
        """Return ``by_name`` with absolute paths."""
        return {os.path.join(self.root, name): value for name, value in by_name.items()}
