"""Safe mends tried on the app that is run: those that change more than they are meant to are not applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ctilint.findings import Finding, Fix
from ctilint.fix.planning import Plan, plan
from ctilint.prove.comparing.meant import Meant, difference, meant_by
from ctilint.prove.play.job import Options
from ctilint.prove.play.outcome import WindowRun
from ctilint.prove.play.run import prove_app
from ctilint.prove.telling.proofs import came_to
from ctilint.records import dataclass, replace
from ctilint.understand.model import App

PROVED = "proved: {} does the same before and after in {} scenarios"
PARTLY = "proved as far as it runs: {} does the same before and after in {} scenarios; it was {}, because {}"
NOT_RUN = "not proved: {} was {}, because {}"
NOT_REACHED = "not proved: no scenario came to it in {}"
NOTHING_RUNS = "not proved: it stands in nothing that can be run"
DIFFERS = "run before and after it, {} differs: {}"
Rebuild = Callable[[Mapping[str, bytes | None]], App]


def prove_mends(
    app: App, findings: Sequence[Finding], rebuild: Rebuild, options: Options | None = None
) -> tuple[Finding, ...]:
    """Run the app before and after its safe mends, and return the findings with what that showed of each.

    The mends that ``plan`` would apply are tried together, as they are written; where a window differs, each of its
    mends is tried alone, and what makes the difference gets an obstacle. ``rebuild`` returns the app with other bytes
    in some files.
    """
    trial = _Trial(app, findings, rebuild, options or Options())
    return tuple(trial.told(finding) for finding in findings) if trial.fixes else tuple(findings)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A mend with the first finding that it is for."""

    finding: Finding
    fix: Fix

    @property
    def paths(self) -> frozenset[str]:
        """Return the files that it writes."""
        return frozenset(edit.path for edit in self.fix.edits)

    @property
    def meant(self) -> Meant:
        """Return what it is meant to change."""
        return meant_by(self.finding.rule, (edit.text for edit in self.fix.edits))


class _Trial:
    """One run before, as many after as it takes to know which mends make a difference."""

    def __init__(self, app: App, findings: Sequence[Finding], rebuild: Rebuild, options: Options) -> None:
        self._app = app
        self._findings = findings
        self._rebuild = rebuild
        self._options = options
        planned = {fix for change in plan(findings, app.files).changes for fix in change.fixes}
        self.fixes: dict[Fix, _Tried] = {}
        for finding in findings:
            fix = next((one for one in finding.fixes if one.safe), None)
            if fix in planned and fix is not None:
                self.fixes.setdefault(fix, _Tried(finding, fix))
        self._bad: dict[Fix, str] = {}
        self._before = self._run(app, {path for one in self.fixes.values() for path in one.paths})
        self._search()

    def _run(self, app: App, paths: Iterable[str]) -> dict[str, WindowRun]:
        return {run.window.root: run for run in prove_app(app, self._options, paths=frozenset(paths))}

    def _search(self) -> None:
        roots = set(self._before)
        while roots:
            tried = [one for one in self.fixes.values() if one.fix not in self._bad]
            differing = {root: why for root, why in self._differences(tried, roots).items() if why}
            for root, why in differing.items():
                own = [one for one in tried if not one.paths.isdisjoint(self._before[root].window.files)]
                alone = {one.fix: self._differences([one], {root})[root] for one in own} if len(own) > 1 else {}
                guilty = {fix: said for fix, said in alone.items() if said} or {one.fix: why for one in own}
                self._bad.update({fix: DIFFERS.format(root, said) for fix, said in guilty.items()})
            roots = set(differing)

    def _differences(self, tried: Sequence[_Tried], roots: set[str]) -> dict[str, str]:
        """Return how each of the windows differs when these mends are applied."""
        if not tried:
            return {}
        done = self._planned([one.fix for one in tried])
        held: dict[str, bytes | None] = {change.path: change.source.encode(change.after) for change in done.changes}
        after = self._run(self._rebuild(held), roots)
        found = {}
        for root in roots:
            own = [one for one in tried if not one.paths.isdisjoint(self._before[root].window.files)]
            meant = Meant()
            for one in own:
                meant = meant.joined(one.meant)
            found[root] = _differs(self._before[root], after.get(root), meant) if own else ""
        return found

    def _planned(self, fixes: Sequence[Fix]) -> Plan:
        """Plan some of the mends and no other."""
        return plan(
            (replace(one, fixes=tuple(fix for fix in one.fixes if fix in fixes)) for one in self._findings),
            self._app.files,
        )

    def told(self, finding: Finding) -> Finding:
        """Return a finding with what the runs say of its mend."""
        fix = next((one for one in finding.fixes if one in self.fixes), None)
        if fix is None:
            return finding
        if fix in self._bad:
            told = replace(fix, safe=False, obstacle=self._bad[fix])
            finding = replace(finding, by_hand=self._bad[fix])
        else:
            told = replace(fix, proof=self._proof(finding, self.fixes[fix]))
        return replace(finding, fixes=tuple(told if one is fix or one == fix else one for one in finding.fixes))

    def _proof(self, finding: Finding, tried: _Tried) -> str:
        own = [run for run in self._before.values() if not tried.paths.isdisjoint(run.window.files)]
        reached = sorted((run for run in own if came_to(finding, run)), key=lambda run: run.status != "run")
        for run in reached:
            played = sum(1 for one in run.scenarios if one.played.records)
            if run.status == "run":
                return PROVED.format(run.window.root, played)
            return PARTLY.format(run.window.root, played, run.status, next(iter(run.reasons), ""))
        for run in own:
            if run.status != "run":
                return NOT_RUN.format(run.window.root, run.status, next(iter(run.reasons), ""))
        return NOT_REACHED.format(own[0].window.root) if own else NOTHING_RUNS


def _differs(before: WindowRun, after: WindowRun | None, meant: Meant) -> str:
    """Return how two runs of a window differ, '' when they do not; what hit a limit of the engine is not compared."""
    if after is None or len(after.scenarios) != len(before.scenarios):
        return "it is no longer run as it was"
    for one, other in zip(before.scenarios, after.scenarios, strict=True):
        if not (one.played.limit or other.played.limit) and (found := difference(one, other, meant)):
            return found
    return ""
