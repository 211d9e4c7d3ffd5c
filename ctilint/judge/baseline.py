"""A baseline holds the findings that are known, so that only new ones are reported.

Each known finding answers for one finding: by its fingerprint, or, where a file was renamed, by its match key. A run
that saw only some paths or rules leaves the entries of the others alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from ctilint.findings import Finding
from ctilint.judge.outcome import Report
from ctilint.records import asdict, dataclass, replace

VERSION = 1
FILE = ".ctilint-baseline.json"


class BaselineError(ValueError):
    """A baseline that cannot be used; the text names the file and the cause."""


@dataclass(frozen=True, slots=True)
class Known:
    """One known finding; ``path`` is relative to the baseline's folder, ``line`` only helps people."""

    rule: str
    path: str
    line: int
    message: str
    fingerprint: str
    match_key: str


def read(path: str) -> tuple[Known, ...]:
    """Read the baseline at ``path``."""
    shown = os.path.relpath(path)
    try:
        with open(path, encoding="utf-8") as file:
            document: Any = json.load(file)
    except OSError as error:
        raise BaselineError(f"{shown}: cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise BaselineError(f"{shown}:{error.lineno}: is not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{shown}: is not UTF-8 text") from error
    except ValueError as error:  # a number of thousands of digits
        raise BaselineError(f"{shown}: is not JSON that can be used: {error}") from error
    except RecursionError as error:
        raise BaselineError(f"{shown}: is nested too deep") from error
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise BaselineError(f"{shown}: is not a ctilint baseline of version {VERSION}")
    try:
        known = tuple(Known(**row) for row in document["findings"])
    except (KeyError, TypeError) as error:
        raise BaselineError(f"{shown}: has entries that are not findings") from error
    for row in known:
        texts = (row.rule, row.path, row.message, row.fingerprint, row.match_key)
        if not (isinstance(row.line, int) and all(isinstance(text, str) for text in texts)):
            raise BaselineError(f"{shown}: has entries that are not findings")
    return known


def write(known: Iterable[Known]) -> str:
    """Return the text of a baseline, sorted so that its changes read well in a diff."""
    rows = sorted(known, key=lambda row: (row.path, row.rule, row.line, row.fingerprint))
    return json.dumps({"version": VERSION, "findings": [asdict(row) for row in rows]}, indent=1) + "\n"


def apply(report: Report, known: Sequence[Known], folder: str) -> tuple[Report, tuple[Known, ...]]:
    """Return the report without the findings known in the baseline of ``folder``, and the entries that found none."""
    by_fingerprint = {row.fingerprint: row for row in known}
    taken = {finding.fingerprint for finding in report.findings if finding.fingerprint in by_fingerprint}
    spare = _Spare((row for row in known if row.fingerprint not in taken), folder)
    standing: list[Finding] = []
    held: list[Finding] = []
    for finding in report.findings:
        if finding.fingerprint in taken or spare.claim(finding):
            held.append(finding)
        else:
            standing.append(finding)
    return replace(report, findings=tuple(standing), baselined=tuple(held)), spare.left()


def known_of(findings: Iterable[Finding], folder: str) -> tuple[Known, ...]:
    """Return the entries of ``findings`` for a baseline in ``folder``."""
    return tuple(
        Known(
            rule=finding.rule,
            path=_relative(finding.place.path, folder),
            line=finding.location.line,
            message=finding.message,
            fingerprint=finding.fingerprint,
            match_key=finding.match_key,
        )
        for finding in findings
    )


def not_looked_at(left: Iterable[Known], report: Report, paths: Iterable[str], folder: str) -> tuple[Known, ...]:
    """Return the entries that this run says nothing about: of rules that did not run, or of other paths."""
    asked = tuple(_relative(path, folder) for path in paths)
    return tuple(row for row in left if row.rule not in report.rules or not any(_under(row.path, at) for at in asked))


def _relative(path: str, folder: str) -> str:
    return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def _under(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith((f"{folder}/", f"{folder}!/"))


class _Spare:
    """The entries whose fingerprint no finding has. Each answers for one finding of its match key at most.

    That is a finding of the same file; when the file is gone (renamed), of any.
    """

    def __init__(self, rows: Iterable[Known], folder: str) -> None:
        self._folder = folder
        self._rows: dict[str, list[Known]] = {}
        for row in rows:
            self._rows.setdefault(row.match_key, []).append(row)
        # By match key and path ('' for all that are gone): the places in the list of the key, the last one first.
        self._open: dict[tuple[str, str], list[int]] = {}
        self._sorted: set[str] = set()
        self._gone: dict[str, bool] = {}
        self._claimed: set[tuple[str, int]] = set()

    def claim(self, finding: Finding) -> bool:
        """Take the first entry that can answer for ``finding``; say whether there was one."""
        key = finding.match_key
        if key not in self._rows:
            return False
        self._sort(key)
        queues = (self._open.get((key, ""), []), self._open.get((key, _relative(finding.place.path, self._folder)), []))
        first = min((queue for queue in queues if queue), key=lambda queue: queue[-1], default=None)
        if first is None:
            return False
        self._claimed.add((key, first.pop()))
        return True

    def left(self) -> tuple[Known, ...]:
        """Return the entries that answered for nothing."""
        return tuple(
            row for key, rows in self._rows.items() for at, row in enumerate(rows) if (key, at) not in self._claimed
        )

    def _sort(self, key: str) -> None:
        if key in self._sorted:
            return
        self._sorted.add(key)
        rows = self._rows[key]
        for at in range(len(rows) - 1, -1, -1):
            path = rows[at].path
            if path not in self._gone:
                self._gone[path] = not os.path.exists(os.path.join(self._folder, path.split("!/")[0]))
            self._open.setdefault((key, "" if self._gone[path] else path), []).append(at)
