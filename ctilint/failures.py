"""What ctilint itself got wrong in a run: which file, window or check was given up, and where the mistake happened.

A mistake in judging one thing never takes the rest with it: it is kept as a Failure, told as a finding, and makes the
exit code 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from ctilint.records import dataclass

_NAMES = ("path", "facts", "script", "source", "place", "call", "registration", "handler", "window", "file")
_LONGEST = 200


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One mistake of ctilint: in which file (or the page of which window), doing what, and what went wrong.

    ``where`` is the place in ctilint's code, for the report of the mistake.
    """

    path: str
    doing: str
    said: str
    where: str

    @property
    def message(self) -> str:
        """Return one sentence for the user."""
        return f"ctilint failed {self.doing}: {self.said}"


class Failures:
    """The mistakes of one process so far."""

    def __init__(self) -> None:
        self.found: list[Failure] = []

    @contextmanager
    def guard(self, path: str, doing: str) -> Iterator[None]:
        """Keep an error of what is done inside; the run goes on behind it. Without ``path`` the error names it."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is: it is ours, and is told
            self.note(error, path, doing)

    def note(self, error: Exception, path: str, doing: str) -> None:
        """Keep an error."""
        failure = failure_of(error, path, doing)
        if failure not in self.found:
            self.found.append(failure)


def failure_of(error: BaseException, path: str, doing: str) -> Failure:
    """Return what is to be said of an uncaught error; where ``path`` is '', the file is the one that was looked at."""
    text = " ".join(str(error).split())[:_LONGEST]
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    import traceback  # costs 2 ms of start-up, and most runs have nothing to tell

    frames = traceback.extract_tb(error.__traceback__)
    where = next((f"{_shown(frame.filename)}:{frame.lineno}" for frame in reversed(frames) if _own(frame.filename)), "")
    return Failure(path or judged_file(error.__traceback__), doing, said, where)


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


def _own(filename: str) -> bool:
    return "/ctilint/" in filename.replace("\\", "/") and filename != __file__


def _shown(filename: str) -> str:
    return "ctilint/" + filename.replace("\\", "/").rpartition("/ctilint/")[2]


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
