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


def test_the_text_says_first_what_came_of_it(make_app: Any) -> None:
    text = as_text(runs(make_app))
    assert text.startswith(
        "1 window: 1 run, 0 partly run, 0 not run; 3 scenarios: 0 passed, 2 failed, 1 with nothing to play, 0 not run\n"
        "of 1 registrations that static reading knows 1 were made; of their 1 handlers 1 were entered\n"
        "\n"
        "problem 1: a.html:3:69: the listener of sforce.opencti.onClickToDial threw TypeError: "
        "cannot read property 'x' of undefined\n"
        '  seen in step 2 of "click to dial on a record" and in navigation\n'
        "\n"
        "a.html: run\n"
        "  requested /support/api/60.0/lightning/opencti_min.js\n"
    )


def test_the_text_tells_a_failing_scenario_once(make_app: Any) -> None:
    text = as_text(runs(make_app))
    assert "  FAIL  click to dial on a record: problem 1\n        1. the page starts\n" in text
    assert "           registered a listener of sforce.opencti.onClickToDial once at a.html:3\n" in text
    assert "             ran the listener at a.html:3: 1 step, 0 ms and threw\n" in text
    assert "  FAIL  navigation in one tab: problem 1\n  -     a message on a channel: nothing to play, " in text
    assert text.count("threw TypeError") == 2


def test_a_long_text_says_at_its_end_again_what_came_of_it(make_app: Any) -> None:
    done = runs(make_app)
    closing = "1 window: 1 run, 0 partly run, 0 not run; "
    assert as_text(done, verbose=True).count(closing) == 2
    assert as_text(done, quiet=True).count(closing) == 1
    assert as_text(()) == "nothing to run: no window with a script or a Salesforce library\n"


def test_a_problem_of_several_windows_is_told_once(make_app: Any) -> None:
    page = '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script src="cti.js"></script>'
    code = "sforce.opencti.enableClickToDial(); sforce.opencti.onClickToDial({ listener(p) { p.number.none.x; } });"
    app = make_app({"a.html": page, "b.html": page, "cti.js": code})
    chosen = tuple(one for one in BUILT_IN if one.name == "click-to-dial")
    done = prove_app(app, Options(scenarios=chosen))
    text = as_text(done, quiet=True)
    assert text.count("threw TypeError") == 1
    assert "  in 2 windows: a.html, b.html\n" in text
    (problem,) = json.loads(as_json(done))["problems"]
    assert (problem["path"], problem["windows"], problem["scenarios"]) == (
        "cti.js",
        ["a.html", "b.html"],
        ["click-to-dial"],
    )


def test_lines_break_between_words_where_a_width_is_given(make_app: Any) -> None:
    done = runs(make_app)
    text = as_text(done, width=80)
    assert max(map(len, text.splitlines())) <= 80
    assert "\n".join(text.splitlines()[:3]) == (
        "1 window: 1 run, 0 partly run, 0 not run; 3 scenarios: 0 passed, 2 failed, 1\n"
        "    with nothing to play, 0 not run\n"
        "of 1 registrations that static reading knows 1 were made; of their 1 handlers 1"
    )
    assert " ".join(text.split()) == " ".join(as_text(done).split())
    assert as_text(done, width=20) == as_text(done)


def test_quiet_and_verbose(make_app: Any) -> None:
    done = runs(make_app)
    quiet, verbose = as_text(done, quiet=True), as_text(done, verbose=True)
    assert "registered a listener" not in quiet
    assert "problem 1: " in quiet
    assert verbose.count("1. the page starts") == 3
    assert verbose.count("problem 1: ") == 1


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
