"""The App from a tree of files: windows built one by one, then judged against each other where a page is unknown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts
from ctilint.records import replace
from ctilint.settings import Settings
from ctilint.understand.build import build_window
from ctilint.understand.lifecycle import same_event
from ctilint.understand.model import App, Ending, Removal, Skipped, Window
from ctilint.understand.windows import Disk, Library, outlines

if TYPE_CHECKING:
    from ctilint.understand.server import ServerApp

RECURSION = 6000
SCRIPT_KINDS = frozenset({"javascript", "typescript", "other"})


class Buffer:
    """A tree of one file that is not on disk."""

    seen = 1
    skipped: tuple[Skipped, ...] = ()

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    def cti_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the one file."""
        yield self.path, self.data

    def open(self, path: str) -> bytes | None:
        """Return the bytes of the one file, None for any other."""
        return self.data if path == self.path else None

    def exists(self, path: str) -> bool:
        """Say whether ``path`` is the one file."""
        return path == self.path

    def find(self, kind: str, name: str) -> list[str]:
        """Find nothing."""
        del kind, name
        return []

    def mentions(self, names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
        """Yield nothing."""
        del names
        yield from ()

    def server_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the one file when it can be part of a server side."""
        if self.path.endswith((".py", ".yaml", ".yml", ".json", ".template", ".txt", ".toml")):
            yield self.path, self.data


def assemble(disk: Disk, settings: Settings, progress: Callable[[str], None] | None) -> App:
    """Read, link and build."""

    def read(path: str, data: bytes) -> FileFacts:
        if progress is not None:
            progress(path)
        return read_document(path, data)

    # Following values nests deep in generated code; the resolver's own limits end it long before the C stack does.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))
    library = Library(disk, read)
    collecting = gc.isenabled()
    # Records refer to each other in no circle that matters: the collector would only walk them again and again.
    gc.disable()
    try:
        return _assembled(disk, library, settings, progress)
    finally:
        if collecting:
            gc.enable()


def _assembled(disk: Disk, library: Library, settings: Settings, progress: Callable[[str], None] | None) -> App:
    windows = [build_window(library, outline, settings) for outline in outlines(library)]
    windows = [_with_repository(window, windows) for window in windows]
    server = _server(disk, progress)
    return App(
        tuple(windows),
        library.files if server is None else {**library.files, **server.file_facts},
        getattr(disk, "seen", len(library.files)),
        tuple(Skipped(item.path, item.reason) for item in getattr(disk, "skipped", ())),
        server=server,
        settings=settings,
    )


def _server(disk: Disk, progress: Callable[[str], None] | None) -> ServerApp | None:
    """Return the server side of an Amazon Connect deployment; the parsers behind it load only when there is one."""
    from ctilint.read.server import strength  # asked only when the rest of the app is read

    if not any(strength(path, data) > 1 for path, data in disk.server_documents()):
        return None
    from ctilint.understand.server import build_server  # libcst and PyYAML cost 0.2 s

    return build_server(disk, progress)


def _with_repository(window: Window, windows: list[Window]) -> Window:
    """Where no page is known, let a removal anywhere in the repository end a registration."""
    if window.kind not in SCRIPT_KINDS:
        return window
    endings = []
    for ending in window.endings:
        entry = ending.registration.call.entry
        if ending.verdict == "never" and entry is not None:
            for other in windows:
                for removal in other.removals:
                    if (
                        other is not window
                        and removal.call.name in entry.undone_by
                        and same_event(ending.registration.event, removal.event)
                        and removal.reached_from
                        and _may_end(ending, removal)
                    ):
                        ending = Ending(ending.registration, "ended", removal)  # noqa: PLW2901
        endings.append(ending)
    return replace(window, endings=tuple(endings))


def _may_end(ending: Ending, removal: Removal) -> bool:
    """Say whether a removal in another window can end a registration: click-to-dial, or the very same function."""
    registration = ending.registration
    if registration.undo == "switch":
        return True
    mine = {id(handler.function) for handler in registration.handlers}
    return not registration.in_component and (not mine or bool(mine & {id(item) for item in removal.functions}))
