"""What the mends of a rule are meant to change, and the first thing that two runs differ in beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from ctilint.patterns import pattern
from ctilint.prove.comparing.deeds import ERRORS, Deed, bare, deeds_of
from ctilint.prove.play.outcome import ScenarioRun
from ctilint.prove.play.scenarios import Scenario
from ctilint.records import dataclass
from ctilint.rulebook.tables import DIALECTS, api

_LEAVING = frozenset({"leave", "restore", "load-again", "start-again"})
_WAYS_OUT = frozenset({"pagehide", "beforeunload", "unload"})
_LOGGING = frozenset({"console", "request", "sent", "storage", "post-message"})
_NEVER = float("inf")
# The callback that keeps a subscription, beside what was given before.
_KEEPER = pattern(r"(?:, )?callback: function")


@dataclass(frozen=True, slots=True)
class Meant:
    """What may differ between two runs.

    ``ends``: on the way out a registration is ended, and what it would have done afterwards is not done. ``guards``:
    an error is caught and logged, so that the listeners after it run. ``logger``: it is logged by a function of the
    app's own, which may send or store it. A version in an address never counts.
    """

    ends: bool = False
    guards: bool = False
    logger: bool = False

    def joined(self, other: Meant) -> Meant:
        """Return what either may change."""
        return Meant(self.ends or other.ends, self.guards or other.guards, self.logger or other.logger)


def meant_by(rule: str, texts: Iterable[str]) -> Meant:
    """Return what a mend of ``rule`` that writes ``texts`` is meant to change; nothing for a rule that is not known."""
    if rule == "missing-unsubscribe":
        return Meant(ends=True)
    if rule == "unguarded-handler":
        return Meant(guards=True, logger=not any("console." in text for text in texts))
    return Meant()


def difference(before: ScenarioRun, after: ScenarioRun, meant: Meant) -> str:
    """Return in words the first thing that differs and is not meant to, '' when there is none."""
    old, new = deeds_of(before), deeds_of(after)
    leaving = _leaving(before.scenario) if meant.ends else _NEVER
    freed = _first_skipped(old) if meant.guards or meant.ends else _NEVER
    for step in range(-1, len(before.scenario.steps)):
        may_lose, may_gain = step >= leaving, step >= freed
        was = [deed for deed in old if deed.step == step]
        now = [deed for deed in new if deed.step == step]
        kept, done = _rest(was, meant, leaves=may_lose), _rest(now, meant, leaves=may_lose)
        found = _compared(kept, done, may_lose=may_lose, may_gain=may_gain)
        if not found and meant.guards:
            found = _of_logs(was, now, meant, may_lose=may_lose, may_gain=may_gain)
        if found:
            return f'{found} in step {step + 1} of "{before.scenario.title}"'
    return ""


def _leaving(scenario: Scenario) -> float:
    """Return the first step on the way out."""
    return next((index for index, step in enumerate(scenario.steps) if step["do"] in _LEAVING), _NEVER)


def _first_skipped(deeds: Sequence[Deed]) -> float:
    """Return the step from which on more may be done, for an error kept other listeners from running there."""
    return min((deed.step for deed in deeds if deed.kind == "skipped"), default=_NEVER)


def _rest(deeds: Sequence[Deed], meant: Meant, *, leaves: bool) -> list[Deed]:
    """Return all but what the mends themselves add or take away; ``leaves`` says that they do so on the way out."""
    found = list(deeds)
    if meant.guards:
        found = [deed for deed in found if deed.kind not in ERRORS and not _logged(deed, meant)]
    if meant.ends:
        found = [_without_keeper(deed) for deed in found if not _ends(deed, leaves=leaves)]
    return found


def _logged(deed: Deed, meant: Meant) -> bool:
    return deed.kind in _LOGGING if meant.logger else deed.kind == "console"


def _without_keeper(deed: Deed) -> Deed:
    return Deed(deed.kind, deed.step, deed.name, _KEEPER.sub("", deed.value))


def _ends(deed: Deed, *, leaves: bool) -> bool:
    if deed.kind == "dom-listener":
        return deed.value in _WAYS_OUT
    if deed.kind == "unregister":
        return leaves
    return leaves and deed.kind == "call" and _last(deed.name) in _removals()


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1].rsplit("#", 1)[-1]


@cache
def _removals() -> frozenset[str]:
    """Return the last names of the methods that end a registration or switch click-to-dial off."""
    return frozenset(_last(end) for dialect in DIALECTS for entry in api(dialect).values() for end in entry.undone_by)


def _of_logs(was: Sequence[Deed], now: Sequence[Deed], meant: Meant, *, may_lose: bool, may_gain: bool) -> str:
    """Say what new error there is, or which log line is gone: a guard only takes the one and adds the other."""
    errors = Counter(deed for deed in now if deed.kind in ERRORS) - Counter(was)
    if errors and not may_gain:
        return f"it now {next(iter(errors))}"
    lines = Counter(deed for deed in was if _logged(deed, meant)) - Counter(now)
    return f"it no longer {next(iter(lines))}" if lines and not may_lose else ""


def _compared(before: list[Deed], after: list[Deed], *, may_lose: bool, may_gain: bool) -> str:
    if may_lose:
        before, after = [bare(deed) for deed in before], [bare(deed) for deed in after]
    if may_lose or may_gain:
        lost, gained = Counter(before) - Counter(after), Counter(after) - Counter(before)
        if gained and not may_gain:
            return f"it now {next(iter(gained))}"
        return f"it no longer {next(iter(lost))}" if lost and not may_lose else ""
    for was, now in zip(before, after, strict=False):
        if was != now:
            return f"it {now} where it {was}"
    if len(before) > len(after):
        return f"it no longer {before[len(after)]}"
    return f"it now {after[len(before)]}" if len(after) > len(before) else ""
