"""Mends applied in rounds, until none is left or two of them undo one another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from ctilint.findings import Finding, Fix
from ctilint.fix.planning import Change, Plan, plan
from ctilint.fix.writing import Places, clear
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span
from ctilint.records import dataclass, field

MOST = 20
IDLE = "it would not end what it is for"
Judged = tuple[Report, Mapping[str, FileFacts]]
Judge = Callable[[Mapping[str, bytes | None] | None], Judged]


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


def apply(first: Judged, judge: Judge, paths: Sequence[str], *, unsafe: bool, anew: bool = False) -> Done:
    """Write the mends of a report, judge again, and go on while there are more.

    What is to be written is judged first: a mend that does not end its finding is not written. ``judge`` is given the
    files that are not (yet) as on the disk, None for the disk as it is; ``anew`` says that it finds other things on
    the disk than in such files, so that the disk is judged after each round. LoopError when a file comes back to a
    text that it had. OSError when a file cannot be written.
    """
    report, files = first
    clear(sorted({os.path.dirname(path) for path in files if "!/" not in path}))
    places = Places(paths)
    seen: dict[str, dict[str, tuple[str, ...]]] = {}
    left: set[str] = set()
    idle: set[Fix] = set()
    mended = 0
    changed: dict[str, None] = {}
    refused: dict[tuple[str, int, str, str], None] = {}
    proofs: list[str] = []
    for _ in range(MOST):
        planned, after = _useful(report, files, judge, left, idle, unsafe=unsafe)
        for change in planned.changes:
            _demand_new(change, seen.setdefault(change.path, {change.source.text: ()}))
        unwritten = _write(planned, places)
        refused.update({(change.path, 0, ", ".join(change.rules), why): None for change, why in unwritten})
        left.update(change.path for change, _ in unwritten)
        changed.update(dict.fromkeys(change.path for change in planned.changes if change.path not in left))
        proofs.extend(_proofs(planned, left))
        mended += _count(planned, left)
        if len(unwritten) == len(planned.changes):
            refused.update({_row(finding, reason): None for finding, reason in planned.refused})
            refused.update({_row(one, IDLE): None for one in report.findings if not idle.isdisjoint(one.fixes)})
            break
        report, files = judge(None) if unwritten or anew or after is None else after
    else:
        rules = sorted({rule for texts in seen.values() for names in list(texts.values())[-2:] for rule in names})
        raise LoopError(f"the mends do not end after {MOST} rounds: {' and '.join(rules)}")
    return Done(report, files, mended, tuple(changed), tuple(refused), tuple(proofs))


def _useful(
    report: Report, files: Mapping[str, FileFacts], judge: Judge, left: set[str], idle: set[Fix], *, unsafe: bool
) -> tuple[Plan, Judged | None]:
    """Plan the mends that end their findings, and judge what they make; ``idle`` gets those that do not."""
    while True:
        open_findings = [one for one in report.findings if not _touches(one.fixes, left) and idle.isdisjoint(one.fixes)]
        planned = plan(open_findings, files, unsafe=unsafe)
        if not planned.changes:
            return planned, None
        after = judge({change.path: change.source.encode(change.after) for change in planned.changes})
        standing = {(one.rule, one.place.path, one.place.span.start, one.message) for one in after[0].findings}
        written = {fix for change in planned.changes for fix in change.fixes}
        useless = {
            fix
            for one in open_findings
            for fix in one.fixes
            if fix in written
            and any((one.rule, one.place.path, at, one.message) in standing for at in _now_at(one, planned))
        }
        if not useless:
            return planned, after
        idle |= useless


def _now_at(finding: Finding, planned: Plan) -> set[int]:
    """Return where the place of a finding begins after the edits; text put in just there may stand before it or not."""
    start = finding.place.span.start
    edits = {
        edit
        for change in planned.changes
        for fix in change.fixes
        for edit in fix.edits
        if edit.path == finding.place.path
    }
    before = sum(
        len(edit.text) - (edit.span.end - edit.span.start)
        for edit in edits
        if edit.span.end <= start and edit.span.start < start
    )
    return {start + before, start + before + sum(len(edit.text) for edit in edits if edit.span == Span(start, start))}


def _write(planned: Plan, places: Places) -> list[tuple[Change, str]]:
    """Write the changes; return those that must not be written, each with the reason."""
    unwritten = []
    for change in planned.changes:
        try:
            reason = places.write(change)
        except OSError as error:
            raise OSError(error.errno, error.strerror, change.path) from error
        if reason:
            unwritten.append((change, reason))
    return unwritten


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
