"""The App from a tree of files: the client's windows, and the server side where there is one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ctilint.records import replace
from ctilint.settings import Settings
from ctilint.understand.model import App, Skipped
from ctilint.understand.share import Share, build
from ctilint.understand.windows.files import Disk

RECURSION = 6000


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

    def narrow(self, first: int, last: int) -> None:
        """Do nothing: one file has no parts."""

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
    """Read, link and build in one process."""
    with at_full_depth():
        share = Share(disk, settings, progress)
        whole = build(share)
        app = share.app(whole, disk.seen, ())
        if has_server(disk):
            from ctilint.understand.server.build import build_server  # libcst and PyYAML cost 0.2 s

            with share.failures.guard("", "reading the server side"):
                server = build_server(disk, progress)
                if server is not None:
                    app = replace(app, files={**app.files, **server.file_facts}, server=server)
        return replace(app, skipped=share.skipped(), failures=tuple(share.failures.found))


@contextmanager
def at_full_depth() -> Iterator[None]:
    """Let values be followed deep, and leave the collector of cycles out of it."""
    # Following values nests deep in generated code; the resolver's own limits end it long before the C stack does.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))
    collecting = gc.isenabled()
    # Records refer to each other in no circle that matters: the collector would only walk them again and again.
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def has_server(disk: Disk) -> bool:
    """Say whether the files hold the server side of an Amazon Connect deployment; the parsers behind it stay out."""
    from ctilint.read.server import strength  # asked only when the rest of the app is read

    return any(strength(path, data) > 1 for path, data in disk.server_documents())
