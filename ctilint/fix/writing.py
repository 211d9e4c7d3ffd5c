"""Writes a file whole or not at all, and says of a mended file why it must not be written."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterable

from ctilint.fix.planning import Change
from ctilint.patterns import pattern

_LITTER = pattern(r"\..+\.(\d+)\.ctilint~\Z")
_OLD = 3600.0
_COPY = pattern(r"(?:~|\.orig|\.bak|\.rej|\.old|\.swp)\Z", 2)


def write_whole(path: str, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; the file keeps its mode, and a link keeps pointing where it points.

    A path that is no ordinary file (``/dev/stdout``, a pipe) is written to as it is. A run that is killed leaves the
    old file or the new one, and at most a file that ``clear`` takes away.
    """
    target = os.path.realpath(path)
    mode = 0o666 & ~_umask()
    with contextlib.suppress(FileNotFoundError):
        status = os.stat(target)
        if not stat.S_ISREG(status.st_mode):
            with open(target, "wb") as file:
                file.write(data)
            return
        mode = stat.S_IMODE(status.st_mode)
    folder, base = os.path.split(target)
    name = os.path.join(folder, f".{base}.{os.getpid()}.ctilint~")
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def clear(folders: Iterable[str]) -> None:
    """Take away what a run that was killed has left in ``folders``."""
    for folder in folders:
        try:
            names = os.listdir(folder or os.curdir)
        except OSError:
            continue
        for name in names:
            match = _LITTER.match(name)
            path = os.path.join(folder, name)
            if match is not None and not _is_at_work(int(match[1]), path):
                with contextlib.suppress(OSError):
                    os.unlink(path)


def _is_at_work(process: int, path: str) -> bool:
    """Say whether the process that made a file may still write it."""
    with contextlib.suppress(OSError):
        if time.time() - os.stat(path).st_mtime > _OLD:
            return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return process != os.getpid()


class Places:
    """Which files a run may write: those under its paths, each once, as they were when they were read."""

    def __init__(self, paths: Iterable[str]) -> None:
        folders, files = [], set()
        for path in paths:
            if os.path.isdir(path):
                folders.append(os.path.realpath(path))
            else:
                folder, name = os.path.split(os.path.abspath(path))
                files.add(os.path.join(os.path.realpath(folder), name))
        self._folders = tuple(folders)
        self._files = frozenset(files)
        self._written: dict[tuple[int, int], str] = {}

    def refusal(self, change: Change) -> str:
        """Return why the file of ``change`` must not be written, or ''."""
        path = change.path
        real = os.path.realpath(path)
        if _COPY.search(os.path.basename(path)) is not None:
            return "it is a copy that another program has put aside"
        if real not in self._files and not any(
            real.startswith(f"{folder.rstrip(os.sep)}{os.sep}") for folder in self._folders
        ):
            return "a link on the way leads out of the paths given"
        try:
            status = os.stat(real)
            with open(real, "rb") as file:
                now = file.read()
        except OSError as error:
            return f"it cannot be read any more: {error.strerror}"
        known = self._written.get((status.st_dev, status.st_ino))
        if known is not None and known != path:
            return f"it is the same file as {known}, which is written already"
        if now != change.source.data:
            return "it has changed since it was read: run again"
        if status.st_nlink > 1:
            return f"it has {status.st_nlink} names (hard links), and writing it whole would part them"
        if not os.access(real, os.W_OK):
            return "it is read-only"
        return ""

    def write(self, change: Change) -> str:
        """Write the file of ``change``; return why it was left alone, '' when it is written. OSError as it comes."""
        refusal = self.refusal(change)
        if refusal:
            return refusal
        real = os.path.realpath(change.path)
        write_whole(real, change.source.encode(change.after))
        status = os.stat(real)
        self._written[status.st_dev, status.st_ino] = change.path
        return ""


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
