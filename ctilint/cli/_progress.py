"""A progress bar for long runs: on a terminal only, and only once a run has taken longer than a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

    from ctilint.read.files.discover import Tree

PATIENCE = 1.0


class Bar:
    """Shows how far the list of files is read; what comes after the last file counts as its end."""

    def __init__(self, stream: TextIO, tree: Tree, patience: float = PATIENCE) -> None:
        self._stream = stream
        self._tree = tree
        self._due = time.monotonic() + patience
        self._places: dict[str, int] | None = None
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, path: str) -> None:
        """Note that ``path`` is read next."""
        if self._bar is None:
            if time.monotonic() < self._due:
                return
            self._bar = self._started()
        if self._places is None:
            self._places = {name: number for number, name in enumerate(self._tree.files(), 1)}
            self._bar.add_task("reading", total=len(self._places))
        place = self._places.get(path)
        if place is not None:
            self._bar.update(self._bar.task_ids[0], completed=place)

    def _started(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        bar.start()
        return bar
