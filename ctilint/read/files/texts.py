"""The texts of files whose facts are not at hand: read again when a report quotes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.read.facts import FileFacts, FileKind
from ctilint.read.files.discover import Tree
from ctilint.read.source import UnreadableSourceError, decode


class Texts(Mapping[str, FileFacts]):
    """The listed files of a tree by path; all that is known of one is its source."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[str, FileFacts] = {}

    def __getitem__(self, path: str) -> FileFacts:
        known = self._known.get(path)
        if known is not None:
            return known
        data = self._tree.open(path)
        if data is None:
            raise KeyError(path)
        try:
            source = decode(path, data)
        except UnreadableSourceError:
            raise KeyError(path) from None
        facts = self._known[path] = FileFacts(path, FileKind.OTHER, source)
        return facts

    def __iter__(self) -> Iterator[str]:
        return self._tree.files()

    def __len__(self) -> int:
        return self._tree.count()
