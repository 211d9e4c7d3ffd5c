"""The scenarios: the built-in ones show what is wrong and pass what is right; a user's own are read with care."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ctilint.prove import Options, WindowRun, as_text, prove_app
from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.sandbox import Limits
from ctilint.prove.play.scenario_file import ScenarioError, read_scenarios
from ctilint.prove.play.scenarios import BUILT_IN
from ctilint.prove.telling.report import report_data
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def proved(name: str, **options: Any) -> tuple[WindowRun, ...]:
    return prove_app(build_app(Tree([str(FIXTURES / name)]), Settings()), Options(**options))


def problems(make_app: Any, script: str, scenario: str, page: str = "") -> list[tuple[str, str]]:
    text = f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script src="/support/console/60.0/integration.js"></script>{page}<script>{script}</script>'
    app = make_app({"index.html": text})
    chosen = tuple(one for one in BUILT_IN if one.name == scenario)
    runs = prove_app(app, Options(scenarios=chosen, limits=Limits(seconds=1)))
    return [(problem.level, problem.kind) for problem in runs[0].scenarios[0].problems]


def test_the_reference_app_passes_every_scenario() -> None:
    runs = proved("reference-softphone")
    assert len(runs) == 3
    assert {run.status for run in runs} == {"run"}
    bad = {Outcome.FAILED, Outcome.NOT_RUN}
    assert [(run.window.root, one.scenario.name) for run in runs for one in run.scenarios if one.outcome in bad] == []
    assert [sum(one.passed for one in run.scenarios) for run in runs] == [13, 12, 8]
    assert {(one.made, one.handlers - one.entered) for run in runs for one in run.known} == {("scenario", 0)}
    assert all(len(run.scenarios) == len(BUILT_IN) for run in runs)


def test_the_softphone_with_five_mistakes_shows_them() -> None:
    (run,) = proved("prove-softphone")
    shown = {problem.kind for one in run.scenarios for problem in one.problems if problem.level == "error"}
    assert {"threw", "blocked", "unasked", "left"} <= shown
    assert run.loads == ("/support/api/45.0/lightning/opencti_min.js",)


def test_the_glossary_page_fails_and_hears_what_would_work() -> None:
    runs = proved("glossary-event-sink")
    helps = {problem.help for run in runs for one in run.scenarios for problem in one.problems}
    assert any(
        "what works is sforce.opencti.onClickToDial or sforce.interaction.cti.onClickToDial" in one for one in helps
    )
    assert not any(run.passed for run in runs)


def test_the_glossary_page_written_with_care_passes_when_event_sinks_are_allowed() -> None:
    runs = proved("glossary-event-sink", glossary=True)
    careful = next(run for run in runs if run.window.root.endswith("careful.html"))
    failed = [
        (one.scenario.name, [problem.message for problem in one.problems])
        for one in careful.scenarios
        if not one.passed and one.outcome is not Outcome.NOTHING
    ]
    assert failed == []


DIAL = "sforce.opencti.enableClickToDial();"
SEEN = {
    "a handler that throws": (
        "click-to-dial",
        DIAL + "sforce.opencti.onClickToDial({listener: function (p) { p.none.x; }});",
        [("error", "threw")],
    ),
    "a handler that guards": (
        "click-to-dial",
        DIAL
        + "sforce.opencti.onClickToDial({listener: function (p) { try { p.none.x; } catch (e) { console.log(e); } }});",
        [],
    ),
    "an async handler that fails": (
        "click-to-dial",
        DIAL + "sforce.opencti.onClickToDial({listener: async function (p) { await 1; p.none.x; }});",
        [("error", "threw")],
    ),
    "a dialog": (
        "click-to-dial",
        DIAL + "sforce.opencti.onClickToDial({listener: function () { alert('x'); }});",
        [("error", "blocked")],
    ),
    "a busy wait": (
        "click-to-dial",
        DIAL
        + "sforce.opencti.onClickToDial({listener: function () { var s = Date.now(); while (Date.now() - s < 900) {} }});",
        [("error", "blocked")],
    ),
    "the same listener twice": (
        "click-to-dial",
        DIAL
        + "function f() {} sforce.opencti.onClickToDial({listener: f}); sforce.opencti.onClickToDial({listener: f});",
        [("error", "repeated")],
    ),
    "two different listeners": (
        "click-to-dial",
        DIAL
        + "sforce.opencti.onClickToDial({listener: function () {}}); sforce.opencti.onClickToDial({listener: function () {}});",
        [],
    ),
    "a wrong call": (
        "click-to-dial",
        "sforce.opencti.setSoftphonePanelHeight({heightPX: 5, callback: function () {}});",
        [("error", "misuse")],
    ),
    "a payload with gaps": (
        "gaps",
        DIAL + "sforce.opencti.onClickToDial({listener: function (p) { p.number.trim(); }});",
        [("error", "threw"), ("error", "threw")],
    ),
    "left on": ("leave", DIAL, [("error", "left")]),
    "switched off": (
        "leave",
        DIAL + "addEventListener('pagehide', function () { sforce.opencti.disableClickToDial(); });",
        [],
    ),
    "a listener left behind": ("leave", "sforce.console.addEventListener('x', function () {});", [("error", "left")]),
    "a listener taken back": (
        "leave",
        "function f() {} sforce.console.addEventListener('x', f); addEventListener('pagehide', function () { sforce.console.removeEventListener('x', f); });",
        [],
    ),
    "a listener nothing takes back": ("leave", "sforce.console.onFocusedPrimaryTab(function () {});", []),
    "a pop in another tab": (
        "two-tabs",
        "sforce.opencti.onNavigationChange({listener: function (p) { sforce.opencti.screenPop({type: 'sobject', params: {recordId: p.recordId}}); }});",
        [("error", "unasked"), ("error", "unasked")],
    ),
    "a pop after asking": (
        "two-tabs",
        "sforce.opencti.onNavigationChange({listener: function (p) { if (document.hasFocus()) sforce.opencti.screenPop({type: 'sobject', params: {recordId: p.recordId}}); }});",
        [],
    ),
    "a pop that asks in time": (
        "two-tabs",
        "sforce.opencti.onNavigationChange({listener: function (p) { sforce.console.getFocusedPrimaryTabId(function (a) { sforce.console.openSubtab(a.id, '/x', true, 'x', null); }); }});",
        [],
    ),
    "an answer that is not looked at": (
        "api-failure",
        "sforce.opencti.getAppViewInfo({callback: function (r) { r.returnValue.recordId; }});",
        [("error", "threw")],
    ),
    "a network that is down": (
        "offline",
        DIAL
        + "sforce.opencti.onClickToDial({listener: function () { return fetch('/x').then(function (r) { return r.json(); }); }});",
        [("error", "threw"), ("error", "threw")],
    ),
    "registered when the page comes back": (
        "twice",
        "function f() {} addEventListener('pageshow', function () { sforce.console.addEventListener('x', f); });",
        [("error", "repeated")],
    ),
    "scripts that run twice": (
        "twice",
        "sforce.console.addEventListener('x', function f() {});",
        [("note", "repeated")],
    ),
    "a message that is not for the page": (
        "gaps",
        "addEventListener('message', function (e) { JSON.parse(e.data); });",
        [("error", "threw")],
    ),
    "an endless handler": (
        "click-to-dial",
        DIAL + "sforce.opencti.onClickToDial({listener: function () { for (;;) {} }});",
        [("error", "limit")],
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_scenario_shows(make_app: Any, name: str) -> None:
    scenario, script, wanted = SEEN[name]
    assert problems(make_app, script, scenario) == wanted


def test_buttons_are_clicked_twice(make_app: Any) -> None:
    script = "function on() {} function login() { sforce.console.addEventListener('x', on); }"
    assert problems(make_app, script, "buttons", "<button onclick='login()'>Log in</button>") == [("error", "repeated")]


def test_a_dialog_that_answers_a_click_is_a_note(make_app: Any) -> None:
    found = problems(make_app, "", "buttons", "<button onclick='confirm(1)'>Ask</button>")
    assert set(found) == {("note", "blocked")}


def test_a_lone_module_is_started_by_its_export(make_app: Any) -> None:
    module = "let on = false;\nexport function start() { if (on) return; on = true; sforce.opencti.onClickToDial({listener: () => {}}); sforce.opencti.enableClickToDial(); }\n"
    (run,) = prove_app(make_app({"sink.js": module}))
    assert any("exports start" in note for note in run.notes)
    twice = next(one for one in run.scenarios if one.scenario.name == "twice")
    assert [record.text("name") for record in twice.played.of("register")] == ["sforce.opencti.onClickToDial"] * 2
    assert twice.passed
    again = module.replace("if (on) return; ", "")
    (run,) = prove_app(make_app({"sink.js": again}))
    twice = next(one for one in run.scenarios if one.scenario.name == "twice")
    assert [problem.kind for problem in twice.problems if problem.level == "error"] == ["repeated", "repeated"]


def test_what_cannot_run_says_why(make_app: Any) -> None:
    text = "namespace A { export const b = 1; } sforce.opencti.enableClickToDial({});"
    (run,) = prove_app(make_app({"a.ts": text}))
    assert (run.status, run.reasons) == ("not run", ("a namespace needs a build step",))
    assert "a.ts: not run\n  because a namespace needs a build step" in as_text([run])


def test_unsure_behaviour_is_marked(make_app: Any) -> None:
    script = "sforce.opencti.subscribe({channelName: 'C__c', listener: function () {}});"
    app = make_app(
        {"a.html": f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>{script}</script>'}
    )
    runs = prove_app(app, Options(scenarios=BUILT_IN[:1]))
    assert report_data(runs)["windows"][0]["scenarios"][0]["steps"][0]["unverified"] == ["sforce.opencti.subscribe"]
    assert "behaviour not verified: sforce.opencti.subscribe" in as_text(runs, verbose=True)


GOOD = '[[scenario]]\nname = "a"\n[scenario.settings]\nnetwork = "failure"\n[[scenario.step]]\ndo = "start"\n[[scenario.step]]\ndo = "click-to-dial"\nnumber = "1"\n'


def test_a_scenario_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(GOOD)
    (scenario,) = read_scenarios(str(path))
    assert (scenario.name, scenario.title, scenario.settings) == ("a", "a", {"network": "failure"})
    assert [step["do"] for step in scenario.steps] == ["start", "click-to-dial"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no [[scenario]]"),
        ("a = ", "s.toml'"),
        ('[[scenario]]\nname = "a"', "it has no [[scenario.step]]"),
        ("[[scenario]]\n[[scenario.step]]\ndo = 'clikc'", "unknown action 'clikc' (did you mean 'click'?)"),
        ("[[scenario]]\n[[scenario.step]]\ndo = 'click'", "click needs 'selector'"),
        ("[[scenario]]\n[[scenario.step]]\ndo = 'start'\nspeed = 1", "unknown key 'speed'"),
        ("[[scenario]]\n[[scenario.step]]\ndo = 'click'\nselector = 1", "'selector' must be text"),
        (
            "[[scenario]]\n[[scenario.step]]\ndo = 'answers'\nanswers = 'maybe'",
            "'answers' is one of 'success', 'failure', 'never'",
        ),
        ("[[scenario]]\n[[scenario.step]]\ndo = 'wait'\nwait = -1", "between 0 and 3600000"),
        ("[[scenario]]\nnmae = 'x'\n[[scenario.step]]\ndo = 'start'", "unknown key 'nmae' (did you mean 'name'?)"),
        (
            "[[scenario]]\n[scenario.expect]\nlisteners = 'x'\n[[scenario.step]]\ndo = 'start'",
            "'listeners' must be a number",
        ),
        ("other = 1\n[[scenario]]\n[[scenario.step]]\ndo = 'start'", "unknown key 'other'"),
        (GOOD + GOOD, "the name 'a' is used twice"),
    ],
)
def test_a_broken_scenario_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as error:
        read_scenarios(str(path))
    assert words in str(error.value)
    assert "s.toml" in str(error.value)


def test_expectations_are_held(make_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        GOOD
        + '[scenario.expect]\ncalls = ["sforce.opencti.saveLog"]\nnever-calls = ["sforce.opencti.enableClickToDial"]\nlisteners = 2\n'
    )
    app = make_app(
        {"a.html": f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>{DIAL}</script>'}
    )
    (run,) = prove_app(app, Options(scenarios=read_scenarios(str(path))))
    assert [problem.message for problem in run.scenarios[0].problems] == [
        "sforce.opencti.saveLog was expected to be called and was not",
        "sforce.opencti.enableClickToDial was called and should not have been",
        "0 listeners are registered, 2 were expected",
    ]


@pytest.mark.parametrize(
    "declares",
    ["class Phone {}", "const phone = {};", "let phone = null;", "'use strict'; const phone = 1; function f() {}"],
)
def test_a_declaration_for_the_whole_page_does_not_end_its_second_run(make_app: Any, declares: str) -> None:
    code = f"{declares}\nsforce.opencti.onClickToDial({{ listener: dial }});\nfunction dial(call) {{ console.log(call.number); }}"
    page = f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>{code}</script>'
    chosen = tuple(one for one in BUILT_IN if one.name == "twice")
    (run,) = prove_app(make_app({"index.html": page}), Options(scenarios=chosen))
    (twice,) = run.scenarios
    assert not list(twice.played.of("uncaught"))
    again = next(index for index, step in enumerate(twice.scenario.steps) if step["do"] == "start-again")
    seen = [(record.step, record.spot) for record in twice.played.of("register")]
    (start, first), (load, second), (rerun, third) = seen
    assert (start, load, rerun) == (0, 3, again)
    assert first == second == third
    assert first is not None
    assert (first.line, first.column) == (2, 1)


def test_another_mistake_of_the_second_run_is_still_told(make_app: Any) -> None:
    code = "if (window.seen) { throw new SyntaxError('once only') } window.seen = true; sforce.opencti.onClickToDial({ listener() {} })"
    page = f'<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>{code}</script>'
    chosen = tuple(one for one in BUILT_IN if one.name == "twice")
    (run,) = prove_app(make_app({"index.html": page}), Options(scenarios=chosen))
    assert [one.text("message") for one in run.scenarios[0].played.of("uncaught")] == ["SyntaxError: once only"]
