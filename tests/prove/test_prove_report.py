"""The text and the JSON of a run."""

from __future__ import annotations

import json
from typing import Any

from ctilint.prove import Options, as_json, as_text, prove_app
from ctilint.prove.play.scenarios import BUILT_IN, Scenario
from ctilint.prove.telling.report import printable, step_lines, summary
from ctilint.prove.telling.story import title_of

PAGE = (
    '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>\n'
    "sforce.opencti.enableClickToDial();\n"
    "sforce.opencti.onClickToDial({ listener: function onDial(payload) { payload.number.none.x; } });</script>"
)


def runs(make_app: Any) -> Any:
    return prove_app(
        make_app({"a.html": PAGE}),
        Options(scenarios=tuple(one for one in BUILT_IN if one.name in {"click-to-dial", "message", "navigation"})),
    )


def test_the_text_tells_a_failing_scenario_once(make_app: Any) -> None:
    text = as_text(runs(make_app))
    assert "  FAIL  click to dial on a record\n        1. the page starts\n" in text
    assert "           registered a listener of sforce.opencti.onClickToDial once at a.html:3\n" in text
    assert "             ran the listener at a.html:3: 1 step, 0 ms and threw\n" in text
    assert "  FAIL  navigation in one tab\n        for the problems above\n" in text
    assert "  -     a message on a channel: nothing to play, nothing of the app listens" in text
    assert text.count("problem, step 2") == 1


def test_quiet_and_verbose(make_app: Any) -> None:
    done = runs(make_app)
    quiet, verbose = as_text(done, quiet=True), as_text(done, verbose=True)
    assert "registered a listener" not in quiet
    assert "problem, step 2" in quiet
    assert verbose.count("1. the page starts") == 3
    assert verbose.count("problem, step 2") == 2


def test_json_and_summary(make_app: Any) -> None:
    done = runs(make_app)
    report = json.loads(as_json(done))
    assert report["summary"] == summary(done)
    assert (report["summary"]["passed"], report["summary"]["failed"]) == (0, 2)
    assert report["summary"]["nothing_to_play"] == 1
    assert report["windows"][0]["share"] == {
        "registrations": 1,
        "made": 1,
        "explored": 0,
        "handlers": 1,
        "entered": 1,
        "not_seen": [],
    }
    (problem,) = report["windows"][0]["scenarios"][0]["problems"]
    assert (problem["kind"], problem["level"], problem["step"], problem["path"], problem["line"]) == (
        "threw",
        "error",
        2,
        "a.html",
        3,
    )


def test_nothing_for_a_terminal_to_obey() -> None:
    assert printable("a\x1b[0m\n\u202eb é") == "a\\x1b[0m\\n\\u202eb é"


def test_the_lines_of_a_step() -> None:
    step = {
        "registered": [{"name": "m", "event": "e", "times": 2}],
        "events": [{"name": "m", "payload": "{}", "listeners": 2, "handlers": [{"steps": 1, "ms": 0}], "skipped": 1}],
        "removed": ["m"],
        "still_registered": [{"name": "m", "removable": False}],
        "still_on": ["classic"],
        "unanswered": ["m"],
        "unverified": ["m"],
        "dropped": 3,
    }
    assert list(step_lines(step)) == [
        "registered a listener of m (e) 2 times",
        "event m with {}: 2 listen",
        "  ran the listener: 1 step, 0 ms",
        "  1 more did not run",
        "took back a listener of m",
        "still registered: m (nothing takes it back)",
        "still on: click-to-dial (classic)",
        "m got no answer",
        "behaviour not verified: m",
        "3 more records were left out",
    ]


def test_every_step_of_the_built_in_scenarios_has_a_title() -> None:
    titles = {title_of(step) for scenario in BUILT_IN for step in scenario.steps}
    assert not any("{" in title for title in titles)
    assert title_of({"do": "navigate", "tab": 1, "record": "second"}) == "the agent goes to tab 2 and another record"
    assert title_of({"do": "click", "selector": "#a"}) == "a click on #a"
    assert isinstance(BUILT_IN[0], Scenario)
