"""Mends applied in rounds, until none is left or two of them undo one another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from ctilint.findings import Finding, Fix
from ctilint.fix.planning import Change, Plan, plan
from ctilint.fix.writing import Places, clear
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.records import dataclass, field

MOST = 20
Judged = tuple[Report, Mapping[str, FileFacts]]


class LoopError(Exception):
    """Mends undo one another, or never end; the text names the file and the rules."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was mended: how many problems in which files, and what was left alone, each with the reason.

    ``proofs`` are what a run showed of each mend that was applied, where the app was run.
    """

    report: Report
    files: Mapping[str, FileFacts]
    mended: int = 0
    changed: tuple[str, ...] = ()
    refused: tuple[tuple[str, int, str, str], ...] = field(default=())
    """Path, line (0 for the whole file), rule and reason."""
    proofs: tuple[str, ...] = ()


def apply(first: Judged, judge: Callable[[], Judged], paths: Sequence[str], *, unsafe: bool) -> Done:
    """Write the mends of a report, judge again, and go on while there are more.

    LoopError when a file comes back to a text that it had. OSError when a file cannot be written.
    """
    report, files = first
    clear(sorted({os.path.dirname(path) for path in files if "!/" not in path}))
    places = Places(paths)
    seen: dict[str, dict[str, tuple[str, ...]]] = {}
    left: set[str] = set()
    mended = 0
    changed: dict[str, None] = {}
    refused: dict[tuple[str, int, str, str], None] = {}
    proofs: list[str] = []
    for _ in range(MOST):
        planned = plan([one for one in report.findings if not _touches(one.fixes, left)], files, unsafe=unsafe)
        for change in planned.changes:
            _demand_new(change, seen.setdefault(change.path, {change.source.text: ()}))
        wrote = False
        for change in planned.changes:
            try:
                reason = places.write(change)
            except OSError as error:
                raise OSError(error.errno, error.strerror, change.path) from error
            if reason:
                left.add(change.path)
                refused[change.path, 0, ", ".join(change.rules), reason] = None
            else:
                changed[change.path] = None
                wrote = True
        proofs.extend(_proofs(planned, left))
        mended += _count(planned, left)
        if not wrote:
            refused.update({_row(finding, reason): None for finding, reason in planned.refused})
            break
        report, files = judge()
    else:
        rules = sorted({rule for texts in seen.values() for names in list(texts.values())[-2:] for rule in names})
        raise LoopError(f"the mends do not end after {MOST} rounds: {' and '.join(rules)}")
    return Done(report, files, mended, tuple(changed), tuple(refused), tuple(proofs))


def _proofs(planned: Plan, left: set[str]) -> list[str]:
    """Return what runs showed of the mends that were written whole, each once, though it may be in several files."""
    fixes = dict.fromkeys(fix for change in planned.changes for fix in change.fixes)
    return [fix.proof for fix in fixes if fix.proof and not any(edit.path in left for edit in fix.edits)]


def _touches(fixes: Sequence[Fix], paths: set[str]) -> bool:
    return any(edit.path in paths for fix in fixes for edit in fix.edits)


def _count(planned: Plan, left: set[str]) -> int:
    return planned.applied if not left else sum(len(one.fixes) for one in planned.changes if one.path not in left)


def _row(finding: Finding, reason: str) -> tuple[str, int, str, str]:
    return finding.location.path, finding.location.line, finding.rule, reason


def _demand_new(change: Change, texts: dict[str, tuple[str, ...]]) -> None:
    if change.after in texts:
        rules = sorted({*change.rules, *texts[change.after], *(list(texts.values())[-1] or ())})
        raise LoopError(
            f"the mends of {' and '.join(rules)} undo one another in {change.path}: nothing more is written"
        )
    texts[change.after] = change.rules
