"""What an internal error says: the file that was being judged, the error, and where it happened."""

from __future__ import annotations

import traceback
from types import TracebackType
from typing import Any

from ctilint.cli._printing import one_line

_NAMES = ("path", "facts", "script", "source", "place", "call", "registration", "handler", "window", "file")


def describe(error: BaseException) -> str:
    """Return what to print for an uncaught error."""
    path = judged_file(error.__traceback__)
    about = f" while judging {one_line(path)}" if path else ""
    lines = [f"ctilint: internal error{about}: {type(error).__name__}: {one_line(str(error))}"]
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    lines.extend(f"  at {frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames))
    lines.append("  please report this with the file, or leave the file out with --exclude")
    return "\n".join(lines)


def judged_file(trace: TracebackType | None) -> str:
    """Return the path of the file that the innermost frame that knows one was working on; '' when none does."""
    found = ""
    while trace is not None:
        held = trace.tb_frame.f_locals
        for name in _NAMES:
            path = _path_of(held.get(name))
            if path:
                found = path
                break
        trace = trace.tb_next
    return found


def _path_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    for step in ("path", "place", "script", "function", "root"):
        inner = getattr(value, step, None)
        if isinstance(inner, str):
            return inner
        if inner is not None and not callable(inner):
            return _path_of(inner)
    return ""
