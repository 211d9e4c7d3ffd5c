"""Runs the checks over an App: findings, suppressions, baseline, summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ctilint.checks import subjects
from ctilint.failures import Failures
from ctilint.findings import Evidence, Finding, Grade, Problem, Severity
from ctilint.judge.asking import asked, told
from ctilint.judge.locating import locate, with_fingerprints
from ctilint.judge.mending import with_mends
from ctilint.judge.outcome import Report, SeenLoad, Summary
from ctilint.judge.parting import apart
from ctilint.judge.rules import (
    INTERNAL_ERROR,
    OF_THE_RUN,
    UNKNOWN_SUPPRESSION,
    UNUSED_SUPPRESSION,
    selected,
    subject_of,
)
from ctilint.judge.suppressions import Suppressions
from ctilint.records import replace
from ctilint.rulebook.pages import head
from ctilint.settings import Settings
from ctilint.understand.model import App

__all__ = ["Report", "Summary", "counted", "joined", "judge"]


def judge(app: App, settings: Settings) -> Report:
    """Run the rules that ``settings`` asks for over ``app``."""
    rules = selected(settings)
    has = {"", *subjects(app)}
    suppressions = Suppressions(app.files)
    failures = Failures()
    found: list[Finding] = []
    for rule in rules:
        if rule not in OF_THE_RUN and subject_of(rule) in has:
            found.extend(_findings(rule, asked(app, rule, settings, failures), app, settings))
    away = apart(app)
    kept, suppressed = suppressions.split(
        replace(finding, apart=finding.place.path in away) if away else finding
        for finding in _distinct(_allowed_by_path(found, settings))
    )
    shown = [finding for finding in kept if settings.ajax_pages or not finding.apart]
    left_out, kept = len(kept) - len(shown), shown
    if UNKNOWN_SUPPRESSION in rules:
        said = (with_mends(UNKNOWN_SUPPRESSION, problem, None, app) for problem in _wrong(suppressions, settings))
        extra = _findings(UNKNOWN_SUPPRESSION, said, app, settings)
        kept.extend(_allowed_by_path(extra, settings))
    if UNUSED_SUPPRESSION in rules:
        said = (with_mends(UNUSED_SUPPRESSION, problem, None, app) for problem in suppressions.unused(rules))
        extra = _findings(UNUSED_SUPPRESSION, said, app, settings)
        unused, allowed = suppressions.split(_allowed_by_path(extra, settings))
        kept.extend(unused)
        suppressed.extend(allowed)
    kept.extend(_findings(INTERNAL_ERROR, told((*app.failures, *failures.found), app), app, Settings()))
    kept.sort(key=_order)
    suppressed.sort(key=_order)
    marked = with_fingerprints([*kept, *suppressed], app.files, settings.root)
    report = Report(tuple(marked[: len(kept)]), tuple(marked[len(kept) :]), rules=rules)
    return replace(report, summary=replace(summary(app, report), left_out=left_out))


def _wrong(suppressions: Suppressions, settings: Settings) -> Iterator[Problem]:
    yield from suppressions.unknown()
    if settings.suppression_reasons:
        yield from suppressions.unexplained()


def summary(app: App, report: Report) -> Summary:
    """Return the summary of ``app`` and the findings of ``report``."""
    loads = app.loads
    paths = {load.place.path for load in loads}
    for window in app.windows:
        paths.update(call.place.path for call in window.calls)
    seen = (SeenLoad(it.library, it.dialect, it.version, locate(it.place, app.files)) for it in loads)
    found = Summary(
        files_seen=app.seen,
        files_with_cti=len(paths),
        windows=len(app.windows),
        dialects=tuple(sorted(app.dialects - {""})),
        loads=tuple(sorted(seen, key=_place_of_load)),
        skipped=tuple(sorted({(skipped.path, skipped.reason) for skipped in app.skipped})),
    )
    return counted(found, report)


def counted(summary: Summary, report: Report) -> Summary:
    """Return ``summary`` with the numbers of the findings of ``report``."""
    found = report.findings
    return replace(
        summary,
        by_rule=dict(sorted(Counter(finding.rule for finding in found).items())),
        by_severity={level.value: sum(f.severity is level for f in found) for level in Severity},
        fixable=sum(finding.grade is not Grade.BY_HAND for finding in found),
        safely=sum(finding.grade is Grade.SAFE for finding in found),
        apart=sum(finding.apart for finding in found),
        suppressed=len(report.suppressed),
        baselined=len(report.baselined),
    )


def joined(reports: Sequence[Report]) -> Report:
    """Return the report of a run from those of its shares; no two have windows or files in common."""
    first = reports[0]
    loads = (load for report in reports for load in report.summary.loads)
    skipped = (item for report in reports for item in report.summary.skipped)
    whole = Report(
        tuple(_once(sorted((finding for report in reports for finding in report.findings), key=_order))),
        tuple(sorted((finding for report in reports for finding in report.suppressed), key=_order)),
        rules=first.rules,
        summary=Summary(
            files_seen=first.summary.files_seen,
            files_with_cti=sum(report.summary.files_with_cti for report in reports),
            windows=sum(report.summary.windows for report in reports),
            dialects=tuple(sorted({name for report in reports for name in report.summary.dialects})),
            loads=tuple(sorted(loads, key=_place_of_load)),
            skipped=tuple(sorted(set(skipped))),
            left_out=sum(report.summary.left_out for report in reports),
        ),
    )
    return replace(whole, summary=counted(whole.summary, whole))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what two shares failed at alike: a file may have been read by both."""
    known: set[tuple[object, ...]] = set()
    for finding in findings:
        key = _order(finding)
        if finding.rule != INTERNAL_ERROR or key not in known:
            known.add(key)
            yield finding


def _place_of_load(load: SeenLoad) -> tuple[str, int, int]:
    return load.location.path, load.location.line, load.location.column


def _findings(rule: str, problems: Iterable[Problem], app: App, settings: Settings) -> Iterator[Finding]:
    for problem in problems:
        severity = settings.severity.get(rule) or problem.severity or head(rule).severity
        yield Finding(
            rule=rule,
            severity=severity,
            evidence=problem.evidence,
            message=problem.message,
            help=problem.help,
            location=locate(problem.place, app.files),
            place=problem.place,
            related=tuple(locate(place, app.files) for place in problem.related),
            fixes=problem.fixes,
            by_hand=problem.by_hand,
        )


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Make equal findings of several windows one: the most severe, then the better evidence, then the first."""
    best: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.place.path, finding.place.span, finding.message)
        other = best.get(key)
        if other is None or _weight(finding) > _weight(other):
            best[key] = finding
    yield from best.values()


def _weight(finding: Finding) -> tuple[int, int]:
    return finding.severity.rank, list(Evidence).index(finding.evidence)


def _allowed_by_path(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    if not settings.per_path_ignores:
        yield from findings
        return
    from ctilint.judge.per_path import PerPath

    ignored = PerPath(settings)
    yield from (finding for finding in findings if finding.rule not in ignored.rules(finding.place.path))


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.apart, finding.place.path, finding.place.span, finding.rule, finding.message
