"""Pages with the AJAX Toolkit only stand apart: last in the report, counted by themselves, left out by a setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.judge import joined, judge
from ctilint.judge.outcome import Report
from ctilint.judge.parting import apart
from ctilint.read.files.discover import Tree
from ctilint.report.words import facts
from ctilint.settings import Settings
from ctilint.understand import build_app
from ctilint.understand.model import App

TOOLKIT = '<script src="/soap/ajax/20.0/connection.js"></script>'
FILES = {
    "a/Save.page": f'<apex:page>{TOOLKIT}<script src="shared.js"></script><script src="own.js"></script></apex:page>',
    "a/own.js": "function save() { sforce.connection.query('select Id from Account'); }\nsave();",
    "a/shared.js": "function show() { return sforce.connection.sessionId; }",
    "b/phone.html": '<script src="../a/shared.js"></script><script src="phone.js"></script>',
    "b/phone.js": "sforce.opencti.onClickToDial({ listener: (payload) => { alert(payload.number); } });",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)
    return build_app(Tree(["."]), Settings())


def places(report: Report) -> list[tuple[str, bool]]:
    return list(dict.fromkeys((finding.location.path, finding.apart) for finding in report.findings))


def test_a_file_that_telephony_runs_too_is_telephonys(app: App) -> None:
    assert apart(app) == {"a/Save.page", "a/own.js"}


def test_telephony_comes_first_and_both_are_counted(app: App) -> None:
    report = judge(app, Settings())
    assert places(report) == [("b/phone.js", False), ("a/Save.page", True)]
    assert (report.summary.apart, report.summary.left_out) == (1, 0)
    total = len(report.findings)
    rows = dict(facts(report.summary))
    assert rows["telephony"] == f"{total - 1} of {total}, shown first"
    assert rows["AJAX pages"] == f"1 of {total}, in pages with the AJAX Toolkit only (ajax-pages = false)"


def test_a_setting_leaves_the_others_out(app: App) -> None:
    report = judge(app, Settings(ajax_pages=False))
    assert places(report) == [("b/phone.js", False)]
    assert (report.summary.apart, report.summary.left_out) == (0, 1)
    assert dict(facts(report.summary))["left out"] == "1 in pages with the AJAX Toolkit only (ajax-pages = false)"


def test_the_shares_of_a_run_add_up(app: App) -> None:
    report = judge(app, Settings(ajax_pages=False))
    assert joined([report, report]).summary.left_out == 2
    whole = joined([judge(app, Settings()), report])
    assert [finding.apart for finding in whole.findings][-1] is True
    assert whole.summary.apart == 1
