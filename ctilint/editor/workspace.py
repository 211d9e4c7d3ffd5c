"""The app of one folder as an editor has it open: the disk's files, unsaved buffers over them, and the findings."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ctilint import settings as settings_file
from ctilint.findings import Finding
from ctilint.judge import judge
from ctilint.judge.outcome import Report
from ctilint.judge.rules import rule_names
from ctilint.read.facts import FileFacts
from ctilint.read.files.overlay import Overlay
from ctilint.records import replace
from ctilint.settings import Settings, SettingsError
from ctilint.understand.model import App
from ctilint.understand.warm import WarmApp


class Workspace:
    """Judges one folder. Paths are relative to it, with ``/``; the process stands in it while it is judged.

    ``problem`` says what is wrong with the settings file, '' when nothing is: the last good settings hold on.
    """

    def __init__(self, root: str) -> None:
        self.root = os.path.abspath(root)
        self.problem = ""
        self.settings = Settings()
        self.findings: tuple[Finding, ...] = ()
        self._buffers: dict[str, bytes] = {}
        self._kept: dict[str, FileFacts] = {}
        self._warm: WarmApp | None = None

    @property
    def app(self) -> App:
        """Return the app as it was last judged."""
        return self._built().app

    def path_of(self, file: str) -> str:
        """Return the path of an absolute file name as findings show it."""
        return os.path.relpath(os.path.realpath(file), os.path.realpath(self.root)).replace(os.sep, "/")

    def put(self, path: str, text: str) -> frozenset[str]:
        """Take ``text`` as what ``path`` holds; return the files whose findings may be others now."""
        data = text.encode("utf-8", "surrogatepass")
        self._buffers[path] = data
        before = self._paths()
        warm = self._warm
        part = None if warm is None else warm.changed(path, data)
        if part is None or warm is None:
            return self.judge_all()
        found = judge(part, self.settings).findings
        self.findings = (*(one for one in self.findings if one.place.path not in part.files), *found)
        return before | self._paths()

    def close(self, path: str) -> frozenset[str]:
        """Let the disk's text of ``path`` count again."""
        self._buffers.pop(path, None)
        return self.judge_all()

    def judge_all(self) -> frozenset[str]:
        """Read what changed, judge the whole app; return the files that had or have findings."""
        before = self._paths()
        self._warm = None
        self._read_settings()
        report: Report = judge(self._built().app, self.settings)
        self.findings = report.findings
        return before | self._paths()

    def at(self, path: str) -> tuple[Finding, ...]:
        """Return the findings of one file."""
        return tuple(one for one in self.findings if one.place.path == path)

    def facts(self, path: str) -> FileFacts | None:
        """Return what is known of a file of the app."""
        return self.app.files.get(path)

    def _paths(self) -> frozenset[str]:
        return frozenset(one.place.path for one in self.findings)

    def _built(self) -> WarmApp:
        if self._warm is None:
            os.chdir(self.root)
            held: dict[str, bytes | None] = dict(self._buffers)
            tree = Overlay(["."], held, exclude=self.settings.exclude)
            self._warm = WarmApp(tree, self.settings, self._kept)
        return self._warm

    def _read_settings(self) -> None:
        os.chdir(self.root)
        path = settings_file.find(self.root)
        try:
            found = settings_file.read(path, rule_names()) if path else Settings()
        except SettingsError as error:
            self.problem = str(error)
            return
        self.problem = ""
        self.settings = replace(found, exclude=_inside(found.exclude, found.root, self.root))


def _inside(globs: Iterable[str], root: str, folder: str) -> tuple[str, ...]:
    """Return the exclusions of a settings file as they hold in ``folder``: those without a folder hold anywhere."""
    same = not root or os.path.realpath(root) == os.path.realpath(folder)
    return tuple(glob for glob in globs if same or "/" not in glob.rstrip("/"))
