"""An app that is kept at hand, so that a change of one file is understood without reading the others again."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts
from ctilint.read.files.marks import speaks_of_cti
from ctilint.records import dataclass, replace
from ctilint.settings import Settings
from ctilint.understand.app import at_full_depth, has_server
from ctilint.understand.model import App, Whole, Window
from ctilint.understand.share import Alone, Share, ended_elsewhere, whole_of
from ctilint.understand.windows.files import Disk
from ctilint.understand.windows.linking import Linking


@dataclass(frozen=True, slots=True)
class _Group:
    """Windows that have a file or a frame in common: their roots, their files, what they say together."""

    roots: tuple[str, ...]
    files: tuple[str, ...]
    whole: Whole


class _Keeping(Share):
    """A share that reads a file anew only when its bytes are others."""

    def __init__(self, disk: Disk, settings: Settings, kept: dict[str, FileFacts]) -> None:
        super().__init__(disk, settings)
        self.kept = kept
        self.library = self._library

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the windows that were built last, before they are asked what other windows do for them."""
        return tuple(self._windows)

    def _read(self, path: str, data: bytes) -> FileFacts:
        known = self.kept.get(path)
        if known is None or known.source.data != data:
            known = self.kept[path] = super()._read(path, data)
        return known

    def card_of(self, path: str) -> object:
        """Return what linking needs of a file, without how much there is to judge."""
        return replace(self._card(path), weight=0)


class WarmApp:
    """The app under the paths of ``disk``, built whole once and in part at each change.

    ``kept`` holds the facts of files between one WarmApp and the next: a file is read again when its bytes are others.
    """

    def __init__(self, disk: Disk, settings: Settings, kept: dict[str, FileFacts] | None = None) -> None:
        self._share = _Keeping(disk, settings, {} if kept is None else kept)
        with at_full_depth():
            linking = Linking(Alone(self._share))
            linking.read()
            ((roots, files),) = linking.dealt()
            whole = self._share.build(roots, files)
            self.app = self._share.app(whole, disk.seen, ())
            # Each window as it is built, before it is asked what other windows do for it.
            self._built = {window.root: window for window in self._share.windows}
            self._groups = [self._group(tuple(heads), tuple(held), self.app) for heads, held in linking.groups()]
            if has_server(disk):
                from ctilint.understand.server.build import build_server

                server = build_server(disk, None)
                if server is not None:
                    self.app = replace(self.app, files={**self.app.files, **server.file_facts}, server=server)
            self.app = replace(self.app, skipped=self._share.skipped())

    @staticmethod
    def _group(roots: tuple[str, ...], files: tuple[str, ...], app: App) -> _Group:
        heads, held = frozenset(roots), frozenset(files)
        windows = tuple(window for window in app.windows if window.root in heads)
        facts = {path: facts for path, facts in app.files.items() if path in held}
        return _Group(roots, files, whole_of(windows, facts))

    def changed(self, path: str, data: bytes) -> App | None:
        """Return the part of the app that the new text of ``path`` can change; None where all has to be built anew.

        That is so where the change touches what links the files. Where it touches what windows say to one another, the
        part is the whole app: the other windows are asked again, not built again.
        """
        number = next((at for at, group in enumerate(self._groups) if path in group.files), -1)
        library = self._share.library
        old = library.files.get(path)
        if number < 0 or old is None or speaks_of_cti(data) != speaks_of_cti(old.source.data) or self.app.server:
            return None
        group = self._groups[number]
        with at_full_depth():
            card = self._share.card_of(path)
            facts = read_document(path, data)
            library.renew(path, facts)
            self._share.kept[path] = facts
            if self._share.card_of(path) != card:
                return None
            mine = self._share.build(group.roots, group.files)
            others = Whole(held=self.app.whole.held)
            for other in self._groups:
                others = others.joined(other.whole) if other is not group else others
            whole = others.joined(mine)
            part = self._share.app(whole, self.app.seen, self.app.skipped)
            roots = frozenset(group.roots)
            self._built = {root: window for root, window in self._built.items() if root not in roots}
            self._built |= {window.root: window for window in self._share.windows}
            files: Mapping[str, FileFacts] = {**self.app.files, **part.files}
            if _asked(whole) != _asked(self.app.whole):
                part = replace(part, windows=ended_elsewhere(tuple(self._built.values()), whole), files=files)
                windows = part.windows
            else:
                windows = (*(window for window in self.app.windows if window.root not in roots), *part.windows)
            self.app = replace(self.app, windows=windows, files=files, whole=whole)
            self._groups[number] = replace(group, whole=mine)
        return part


def _asked(whole: Whole) -> tuple[object, ...]:
    """Return what windows of other groups can ask of ``whole``."""
    return whole.dialects, whole.called, whole.removals, whole.mentioned
