"""A large tree judged in several processes: each reads a share of the files and judges a share of the windows.

Facts never travel. What passes between the processes are the Cards by which files are linked, the few answers that go
beyond one window, and the findings: handing over the facts of a file costs as much as reading it again.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, cast

from ctilint.judge import joined, judge
from ctilint.judge.outcome import Report
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand.app import at_full_depth, has_server
from ctilint.understand.model import Skipped, Whole
from ctilint.understand.share import Share
from ctilint.understand.windows.linking import Linking

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

MOST = 8
_EVERY = 0.1
# Files beside each other belong to one app more often than not: they stay together as far as that leaves all busy.
_PART = 100


class ShareLostError(Exception):
    """A process has failed or gone; what it was asked is not answered."""


def processors() -> int:
    """Return how many processes help here: 1 where a process cannot be copied safely while it runs."""
    if sys.platform != "linux":
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def judge_in_processes(
    tree: Tree, settings: Settings, count: int, progress: Callable[[str], None] | None = None
) -> Report | None:
    """Judge what lies under ``tree`` in ``count`` processes.

    None when that cannot be had: one process is no help, no system but Unix copies one, a server side is one whole.
    ShareLostError when one of the processes fails or is killed. Either way the tree is as it was, to be judged in this
    process.
    """
    if count < 2 or not hasattr(os, "fork") or has_server(tree):
        return None
    with _Processes(tree, settings, count, progress) as team:
        linking = Linking(team)
        linking.read()
        wholes: list[Whole] = team.each("build", linking.dealt())
        whole = wholes[0]
        for other in wholes[1:]:
            whole = whole.joined(other)
        skipped = tuple(item for items in team.each("skipped", [()] * count) for item in items)
        given = [(whole, tree.seen, skipped if number == 0 else ()) for number in range(count)]
        return joined(team.each("judge", given))


class _Judging(Share):
    """A share that also judges what it has built."""

    def build(self, roots: Sequence[str], files: Iterable[str]) -> Whole:
        """Build, and forget what judging does not ask: the processes of a run must not need more than one would."""
        whole = super().build(roots, files)
        self._library.forget_words()
        return whole

    def judge(self, whole: Whole, seen: int, skipped: tuple[Skipped, ...]) -> Report:
        """Return the report of the share's windows."""
        return judge(self.app(whole, seen, skipped), self.settings)


class _Processes:
    """The shares of a run, each in a process of its own. They end with the ``with`` block, whatever happens."""

    def __init__(
        self, tree: Tree, settings: Settings, count: int, progress: Callable[[str], None] | None = None
    ) -> None:
        self.count = count
        self.parts: Sequence[tuple[int, ...]] = tuple((first, first + _PART) for first in range(0, tree.count(), _PART))
        self._progress = progress
        self._given = tree, settings
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        from multiprocessing import get_context

        context = get_context("fork")
        for _ in range(self.count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, (*self._pipes, ours), *self._given), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.kill()
            process.join()

    def each(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask each share the ``question`` with its own arguments; ShareLostError when one does not answer."""
        try:
            for pipe, arguments in zip(self._pipes, given, strict=True):
                pipe.send((question, arguments))
            return [self._answer(pipe) for pipe in self._pipes]
        except (EOFError, OSError) as error:
            raise ShareLostError("it was ended from outside") from error

    def any(self, question: str, given: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Ask the ``question`` with each of the arguments, whichever share is free; yield who answered, and what."""
        from multiprocessing.connection import wait

        left = iter(given)
        busy: dict[Connection, int] = {}
        try:
            for number, (pipe, arguments) in enumerate(zip(self._pipes, left, strict=False)):
                pipe.send((question, arguments))
                busy[pipe] = number
            while busy:
                for pipe in cast("list[Connection]", wait(list(busy))):
                    answer = self._answer(pipe)
                    number = busy.pop(pipe)
                    for arguments in islice(left, 1):
                        pipe.send((question, arguments))
                        busy[pipe] = number
                    yield number, answer
        except (EOFError, OSError) as error:
            raise ShareLostError("it was ended from outside") from error

    def _answer(self, pipe: Connection) -> Any:
        while True:
            what, answer = pipe.recv()
            if what == "answer":
                return answer
            if what == "failed":
                raise ShareLostError(answer)
            if self._progress is not None:
                self._progress(answer)


def _work(pipe: Connection, others: Sequence[Connection], tree: Tree, settings: Settings) -> None:
    """Answer the questions of the process that started this one, until it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells all processes; the first one ends the others
    for other in others:
        other.close()
    told = 0.0

    def tell(path: str) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told > _EVERY:
            told = now
            pipe.send(("reading", path))

    share = _Judging(tree, settings, tell)
    with at_full_depth(), suppress(EOFError, OSError):
        while True:
            question, arguments = pipe.recv()
            try:
                answer = getattr(share, question)(*arguments)
            except Exception as error:  # noqa: BLE001 - the run is done again in one process, which says what is wrong
                pipe.send(("failed", repr(error)))
                return
            pipe.send(("answer", answer))
