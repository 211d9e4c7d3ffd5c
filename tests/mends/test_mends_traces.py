"""What is called safe is run: before and after, the app does the same but for what the mend is meant to change."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from ctilint.fix.planning import plan
from ctilint.judge import judge
from ctilint.prove import WindowRun, prove_app
from ctilint.prove.play.seen import Record
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
DEEDS = ("register", "call", "request", "asked", "blocked", "misuse")
# A callback that keeps the subscription stands in the place of the one that was given, and calls it.
FUNCTION = re.compile(r"function(?: bound)? \w+")
# The page is started again there: that a listener of the first start is gone by then is what the mend is for.
AGAIN = "twice"
Row = tuple[str, int, str, str]


def row(record: Record) -> Row:
    """Return what two records are compared by: what was done in which step with what, wherever it stands now."""
    value = FUNCTION.sub("function", record.text("value"))
    return record.kind, record.step, record.text("name") or record.text("what"), value


def traces(runs: tuple[WindowRun, ...]) -> dict[tuple[str, str], list[Row]]:
    return {
        (run.window.root, played.scenario.name): [row(record) for record in played.played.of(*DEEDS)]
        for run in runs
        if run.status == "run"
        for played in run.scenarios
    }


def ends(rows: list[Row]) -> list[Row]:
    """Return the rows without the calls that end a registration: what a missing end adds."""
    ending = ("removeEventListener", "disableClickToDial", "unsubscribe", "removeTelephonyEventListener")
    return [one for one in rows if not one[2].endswith(ending)]


@pytest.mark.parametrize("fixture", ["legacy-softphone", "lightning-softphone", "prove-softphone"])
def test_the_trace_is_the_same(fixture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / fixture, tmp_path / "app")
    monkeypatch.chdir(tmp_path / "app")
    app = build_app(Tree(["."]), Settings())
    before = traces(prove_app(app))
    done = plan(judge(app, Settings()).findings, app.files)
    assert done.changes
    for change in done.changes:
        Path(change.path).write_bytes(change.source.encode(change.after))
    after = traces(prove_app(build_app(Tree(["."]), Settings())))
    assert before.keys() == after.keys()
    assert before
    for key, rows in before.items():
        if key[1] == AGAIN:
            assert not Counter(ends(after[key])) - Counter(ends(rows)), key
        else:
            assert ends(after[key]) == ends(rows), key
