"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile


def write_whole(path: str, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; the file keeps its mode, and a link keeps pointing where it points.

    A path that is no ordinary file (``/dev/stdout``, a pipe) is written to as it is.
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
    handle, name = tempfile.mkstemp(prefix=f".{os.path.basename(target)}.", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
