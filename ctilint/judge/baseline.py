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
    spare: dict[str, list[Known]] = {}
    for row in known:
        if row.fingerprint not in taken:
            spare.setdefault(row.match_key, []).append(row)
    standing: list[Finding] = []
    held: list[Finding] = []
    for finding in report.findings:
        if finding.fingerprint in taken or _claim(finding, spare.get(finding.match_key, []), folder):
            held.append(finding)
        else:
            standing.append(finding)
    left = tuple(row for rows in spare.values() for row in rows)
    return replace(report, findings=tuple(standing), baselined=tuple(held)), left


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


def _claim(finding: Finding, rows: list[Known], folder: str) -> bool:
    """Take an entry of the same file, or of a file that is gone (renamed), out of ``rows`` for ``finding``."""
    path = _relative(finding.place.path, folder)
    for row in rows:
        if row.path == path or not os.path.exists(os.path.join(folder, row.path.split("!/")[0])):
            rows.remove(row)
            return True
    return False


def _relative(path: str, folder: str) -> str:
    return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def _under(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith((f"{folder}/", f"{folder}!/"))
