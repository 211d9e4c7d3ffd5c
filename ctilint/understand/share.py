"""A share of a run: it reads files, says what links them, and builds the windows that fall to it.

A run has one share, or several that each live in a process of their own and never see each other's facts (see
``judge/processes.py``). What passes between them are Cards, paths and Wholes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ctilint.failures import Failures
from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts, FileKind
from ctilint.read.markup.callcenter import CallCenter
from ctilint.read.source import Source, UnreadableSourceError, decode
from ctilint.records import replace
from ctilint.rulebook.entries import Dialect
from ctilint.settings import Settings
from ctilint.understand.build import build_window
from ctilint.understand.lifecycle import same_event
from ctilint.understand.model import App, Ending, Removal, Skipped, Whole, Window
from ctilint.understand.windows.files import Disk, Library, is_foreign_library, outline_of
from ctilint.understand.windows.linking import MOCKS, PAGES, Card, Linking, page_or_resource, page_stem

SILENT_KINDS = frozenset({FileKind.HTML, FileKind.METADATA, FileKind.OTHER, FileKind.TEMPLATE})
SCRIPT_KINDS = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.OTHER})
# Names whose mere mention anywhere in the app answers a question of a rule.
MENTIONED = ("enableClickToDial", "notifyInitializationComplete")


class Share:
    """The files and windows of one process. ``progress`` is told the path of each file before it is read."""

    def __init__(self, disk: Disk, settings: Settings, progress: Callable[[str], None] | None = None) -> None:
        self.disk = disk
        self.settings = settings
        self._progress = progress
        self._windows: list[Window] = []
        self._files: dict[str, FileFacts] = {}
        self.failures = Failures()
        self._library = Library(disk, self._read)

    # The questions of Linking

    def read(self, *part: int) -> list[Card]:
        """Read the files that speak of CTI, all or those of a part of the list (see ``Tree.narrow``)."""
        if part:
            self.disk.narrow(*part)
        library = self._library
        fresh = []
        for path, data in self.disk.cti_documents():
            if not MOCKS.search(path):
                library.add(path, data)
                fresh.append(path)
        return [self._card(path) for path in fresh]

    def open(self, paths: Iterable[str]) -> list[Card]:
        """Read linked files, as far as they can be had."""
        return [self._card(path) for path in paths if self._library.open(path) is not None]

    def mentioning(self, names: frozenset[str], known: frozenset[str]) -> list[Card]:
        """Read the pages and modules that name one of ``names``, and keep those that pull in a ``known`` file."""
        library = self._library
        kept = []
        for path, data in self.disk.mentions(names):
            if path in known or MOCKS.search(path) or is_foreign_library(data):
                continue
            library.add(path, data)
            card = self._card(path)
            if any(target in known for _, target in card.links):
                kept.append(card)
            else:
                library.forget(path)
        return kept

    def framing(self, names: frozenset[str], known: frozenset[str]) -> list[Card]:
        """Read the pages that show one of ``names`` in a frame, and speak of no CTI themselves."""
        library = self._library
        stems = frozenset(page_stem(name) for name in names)
        kept = []
        for path, data in self.disk.mentions(names):
            if path in known or MOCKS.search(path) or b"frame" not in data.lower():
                continue
            library.add(path, data)
            card = library.card(path)
            if card.kind in PAGES and stems.intersection(card.frames):
                kept.append(card)
            else:
                library.forget(path)
        return kept

    # Building

    def build(self, roots: Sequence[str], files: Iterable[str]) -> Whole:
        """Build the windows of ``roots``, which run ``files``; return what the other shares ask of them."""
        held = {path: self._library.fetch(path) for path in files}
        self._files = {path: facts for path, facts in held.items() if facts is not None}
        found = [root for root in roots if root in self._files]
        self._windows = []
        for root in found:
            with self.failures.guard(root, "following this window"):
                window = build_window(self._library, outline_of(self._library, root), self.settings)
                if not _is_empty(window):
                    self._windows.append(window)
        there = frozenset(
            "/".join(named)
            for facts in self._files.values()
            if isinstance(facts.call_center, CallCenter)
            for address in facts.call_center.addresses
            if (named := page_or_resource(address)) is not None and self.disk.find(*named)
        )
        return replace(whole_of(self._windows, self._files), held=there)

    def app(self, whole: Whole, seen: int, skipped: tuple[Skipped, ...]) -> App:
        """Return the windows of this share as an App of a run that found ``whole`` in all."""
        windows = ended_elsewhere(self._windows, whole)
        failures = tuple(self.failures.found)
        return App(windows, self._files, seen, skipped, settings=self.settings, whole=whole, failures=failures)

    def skipped(self) -> tuple[Skipped, ...]:
        """Return what this share did not read, and why."""
        return tuple(Skipped(item.path, item.reason) for item in self.disk.skipped)

    def _read(self, path: str, data: bytes) -> FileFacts:
        if self._progress is not None:
            self._progress(path)
        with self.failures.guard(path, "reading this file"):
            return read_document(path, data)
        return _nothing_of(path, data)

    def _card(self, path: str) -> Card:
        """Return the Card of a file; one whose links cannot be followed has none."""
        library = self._library
        with self.failures.guard(path, "following the links of this file"):
            return library.card(path)
        return Card(path, library.files[path].kind, copy=False, weight=1, links=())


class Alone:
    """The team of a run in one process."""

    count = 1
    parts: Sequence[tuple[int, ...]] = ((),)

    def __init__(self, share: Share) -> None:
        self._share = share

    def each(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask the one share."""
        return [getattr(self._share, question)(*given[0])]

    def any(self, question: str, given: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Ask the one share everything."""
        for arguments in given:
            yield 0, getattr(self._share, question)(*arguments)


def build(share: Share) -> Whole:
    """Read, link and build all windows of a run in one process."""
    linking = Linking(Alone(share))
    linking.read()
    ((roots, files),) = linking.dealt()
    return share.build(roots, files)


def _nothing_of(path: str, data: bytes) -> FileFacts:
    try:
        source = decode(path, data)
    except UnreadableSourceError:
        source = Source(path, data, "")
    return FileFacts(path, FileKind.OTHER, source)


def _is_empty(window: Window) -> bool:
    """Say whether a page is none of the app's: data, a report, a page that only speaks of CTI."""
    return window.kind in SILENT_KINDS and not (window.scripts or window.loads)


def whole_of(windows: Iterable[Window], files: Mapping[str, FileFacts]) -> Whole:
    """Return what ``windows`` say to questions that go beyond one window."""
    dialects: set[Dialect] = set()
    called: set[str] = set()
    removals: set[tuple[str, str]] = set()
    for window in windows:
        dialects.update(call.dialect for call in window.calls)
        dialects.update(load.dialect for load in window.loads if load.form != "vendored copy")
        called.update(call.name for call in window.calls)
        removals.update((item.call.name, item.event) for item in window.removals if item.reached_from)
    mentioned = (name for name in MENTIONED if any(name in facts.source.text for facts in files.values()))
    return Whole(frozenset(dialects), frozenset(called), frozenset(removals), frozenset(mentioned))


def ended_elsewhere(windows: Sequence[Window], whole: Whole) -> tuple[Window, ...]:
    """Where no page is known, let a removal anywhere in the repository end a registration."""
    removals: dict[str, list[tuple[Window, Removal]]] = defaultdict(list)
    for window in windows:
        for removal in window.removals:
            if removal.reached_from:
                removals[removal.call.name].append((window, removal))
    return tuple(_ended_elsewhere(window, removals, whole) for window in windows)


def _ended_elsewhere(window: Window, removals: Mapping[str, Sequence[tuple[Window, Removal]]], whole: Whole) -> Window:
    if window.kind not in SCRIPT_KINDS:
        return window
    endings = []
    for ending in window.endings:
        registration = ending.registration
        entry = registration.call.entry
        if ending.verdict == "never" and entry is not None:
            # A removal of the same functions shares a script with the registration, and so the process.
            near = (
                removal
                for name in entry.undone_by
                for other, removal in removals.get(name, ())
                if other is not window and same_event(registration.event, removal.event) and _may_end(ending, removal)
            )
            removal = next(near, None)
            far = _ends_any(ending) and any(
                name in entry.undone_by and same_event(registration.event, event) for name, event in whole.removals
            )
            if removal is not None or far:
                ending = Ending(registration, "ended", removal)  # noqa: PLW2901
        endings.append(ending)
    return replace(window, endings=tuple(endings))


def _ends_any(ending: Ending) -> bool:
    """Say whether any removal of the event ends a registration: click-to-dial, or a handler that is not known."""
    registration = ending.registration
    return registration.undo == "switch" or not (registration.in_component or registration.handlers)


def _may_end(ending: Ending, removal: Removal) -> bool:
    """Say whether a removal in another window can end a registration: any does, or it takes the very same function."""
    mine = {id(handler.function) for handler in ending.registration.handlers}
    same = bool(mine & {id(item) for item in removal.functions})
    return _ends_any(ending) or (same and not ending.registration.in_component)
