"""The same scenarios in Chromium; required in CI, skipped with a reason on a machine without it."""

from __future__ import annotations

# ruff: noqa: E501 - a page stands on the lines on which it reads best
import os
from pathlib import Path
from typing import Any

import pytest

from ctilint.prove import Options, WindowRun, prove_app
from ctilint.prove.play.browser import BrowserError, system_browser
from ctilint.prove.play.sandbox import Limits
from ctilint.prove.play.scenarios import BUILT_IN
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

pytest.importorskip("playwright", reason="playwright is not installed (extra ctilint[browser])")
pytestmark = pytest.mark.skipif(
    system_browser() is None and "CI" not in os.environ, reason="no Chromium on this machine"
)
FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'


def proved(app: Any, *names: str, wall: float = 20) -> tuple[WindowRun, ...]:
    chosen = tuple(one for one in BUILT_IN if one.name in names)
    return prove_app(app, Options(scenarios=chosen, browser=True, limits=Limits(wall=wall)))


def test_the_mistakes_are_seen_in_a_real_browser() -> None:
    app = build_app(Tree([str(FIXTURES / "prove-softphone")]), Settings())
    (run,) = proved(app, "click-to-dial", "gaps", "leave")
    assert run.status == "run"
    seen = {
        (one.scenario.name, problem.kind, problem.spot.line if problem.spot else 0)
        for one in run.scenarios
        for problem in one.problems
    }
    assert {("click-to-dial", "blocked", 18), ("gaps", "threw", 15), ("leave", "left", 38)} <= seen
    assert run.loads == ("/support/api/45.0/lightning/opencti_min.js",)


def test_modules_run_as_the_browser_runs_them() -> None:
    app = build_app(Tree([str(FIXTURES / "reference-softphone")]), Settings())
    runs = proved(app, "two-tabs", "leave", "buttons")
    assert [(run.status, run.passed) for run in runs] == [("run", True)] * 3


def test_requests_to_the_outside_are_refused_and_recorded(make_app: Any) -> None:
    text = (
        LIBRARY
        + "<script src='https://evil.example/x.js'></script><img src='http://evil.example/y.png'><script>sforce.opencti.enableClickToDial();</script>"
    )
    (run,) = proved(make_app({"a.html": text}), "click-to-dial")
    refused = {
        record.text("url") for record in run.scenarios[0].played.of("request") if "refused" in record.text("form")
    }
    assert refused == {"https://evil.example/x.js", "http://evil.example/y.png"}
    assert run.reasons == ("https://evil.example/x.js is not part of the app",)


def test_a_page_that_hangs_is_ended(make_app: Any) -> None:
    text = (
        LIBRARY
        + "<script>sforce.opencti.enableClickToDial(); sforce.opencti.onClickToDial({listener: function () { for (;;) {} }});</script>"
    )
    (run,) = proved(make_app({"a.html": text}), "click-to-dial", "message", wall=6)
    assert "was ended" in run.scenarios[0].played.limit
    assert run.scenarios[1].played.limit == ""


def test_a_lone_module_is_started(make_app: Any) -> None:
    (run,) = proved(
        make_app({"sink.mjs": "export function start() { sforce.opencti.enableClickToDial(); }\n"}), "leave"
    )
    assert any("exports start" in note for note in run.notes)
    assert [problem.kind for problem in run.scenarios[0].problems] == ["left"]


def test_a_browser_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, make_app: Any) -> None:
    monkeypatch.setenv("CTILINT_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(BrowserError, match="no Chromium can be started"):
        proved(make_app({"a.html": LIBRARY + "<script>sforce.opencti.enableClickToDial();</script>"}), "leave")
