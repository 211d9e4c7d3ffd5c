"""A tree with some files as they are not on the disk: an editor's unsaved buffers, or the files of another commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ctilint.read.files.discover import Tree


class Overlay(Tree):
    """The files under the paths of a run, some of them with other bytes.

    ``held`` maps a path, as the run shows it, to the bytes that count; None means that there is no such file. What
    comes in addition to the disk's files stands after them.
    """

    def __init__(
        self,
        paths: Iterable[str] = (".",),
        held: Mapping[str, bytes | None] | None = None,
        *,
        exclude: Iterable[str] = (),
        no_exclude: bool = False,
    ) -> None:
        self.held = dict(held or {})
        super().__init__(paths, exclude=exclude, no_exclude=no_exclude)

    def files(self) -> Iterator[str]:
        """Yield every file that is listed, in order: those that are held instead of those on the disk."""
        if self._files is None:
            listed = [path for path in super().files() if self.held.get(path, b"") is not None]
            known = set(listed)
            added = [
                path
                for path, data in self.held.items()
                if data is not None and path not in known and self._is_below(path) and not self._is_excluded(path)
            ]
            self._files = (*listed, *sorted(added))
            self.seen = len(self._files)
        yield from self._files

    def _is_below(self, path: str) -> bool:
        outside = path.startswith(("/", "../"))
        return any((root == "." and not outside) or root == path or path.startswith(f"{root}/") for root in self.paths)

    def _is_excluded(self, path: str) -> bool:
        return self._listing.is_excluded(path, folder=False)

    def _is_allowed(self, path: str) -> bool:
        if path in self.held:
            return self.held[path] is not None and not self._is_excluded(path)
        return super()._is_allowed(path)

    def _read(self, path: str) -> bytes | None:
        return self.held[path] if path in self.held else super()._read(path)
