"""What is said of a scenario: passed only of what was played to its end, touched the app, and was right."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest

from ctilint.findings import Evidence
from ctilint.judge import judge
from ctilint.prove import Options, as_text, prove_app, prove_findings
from ctilint.prove.play.ending import Outcome
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.sandbox import Limits
from ctilint.prove.play.scenarios import BUILT_IN
from ctilint.settings import Settings

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
DIAL = "sforce.opencti.enableClickToDial();"
FAULTY = DIAL + "sforce.opencti.onClickToDial({ listener: function (p) { p.number.none.x; } });"


def run_of(make_app: Any, files: dict[str, str] | str, root: str = "a.html", **options: Any) -> WindowRun:
    texts = {"a.html": files} if isinstance(files, str) else files
    return next(run for run in prove_app(make_app(texts), Options(**options)) if run.window.root == root)


def only(name: str) -> tuple[Any, ...]:
    return tuple(one for one in BUILT_IN if one.name == name)


def outcome(make_app: Any, script: str, name: str = "click-to-dial", **options: Any) -> ScenarioRun:
    (run,) = run_of(make_app, f"{LIBRARY}<script>\n{script}</script>", scenarios=only(name), **options).scenarios
    return run


def test_a_page_that_only_loads_the_library_has_nothing_to_play(make_app: Any) -> None:
    run = run_of(make_app, LIBRARY)
    assert {one.outcome for one in run.scenarios} == {Outcome.NOTHING}
    text = as_text([run])
    assert f"{len(BUILT_IN)} scenarios: 0 passed, 0 failed, {len(BUILT_IN)} with nothing to play, 0 not run" in text


def test_a_message_that_nobody_hears_is_nothing(make_app: Any) -> None:
    assert outcome(make_app, FAULTY, "message").outcome is Outcome.NOTHING
    assert outcome(make_app, "addEventListener('message', function () {});", "message").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("name", "script", "wanted"),
    [
        ("click-to-dial", FAULTY, Outcome.FAILED),
        ("click-to-dial", DIAL + "sforce.opencti.onClickToDial({ listener: function () {} });", Outcome.PASSED),
        ("click-to-dial", "sforce.opencti.onClickToDial({ listener: function () {} });", Outcome.NOTHING),
        ("api-failure", "sforce.opencti.getAppViewInfo({ callback: function () {} });", Outcome.PASSED),
        ("api-silence", "var x = 1;", Outcome.NOTHING),
        ("offline", "setInterval(function () {}, 100);", Outcome.NOTHING),
        ("leave", "addEventListener('pagehide', function () {});", Outcome.PASSED),
        ("leave", "", Outcome.NOTHING),
        (
            "buttons",
            "document.body.appendChild(document.createElement('button')).onclick = function () {};",
            Outcome.PASSED,
        ),
        ("buttons", "", Outcome.NOTHING),
        ("twice", "sforce.opencti.getAppViewInfo({ callback: function () {} });", Outcome.PASSED),
        ("twice", "", Outcome.NOTHING),
    ],
)
def test_an_outcome(make_app: Any, name: str, script: str, wanted: Outcome) -> None:
    assert outcome(make_app, script, name).outcome is wanted


def test_log_lines_do_not_use_up_the_room_of_faults(make_app: Any) -> None:
    run = outcome(make_app, "for (var i = 0; i < 4990; i++) console.log(i);" + FAULTY)
    assert run.outcome is Outcome.FAILED
    assert sum(record.number("count") for record in run.played.of("unkept")) == 3990


def test_what_was_not_kept_is_a_limit(make_app: Any) -> None:
    run = outcome(make_app, "for (var i = 0; i < 300; i++) fetch('/x');" + FAULTY, limits=Limits(records=200))
    assert run.outcome is Outcome.NOT_RUN
    assert "calls and events were not kept" in run.reason


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("(function f() { f(); })()", "the limit of the stack"),
        ("var a = []; for (;;) a.push(new ArrayBuffer(1e7))", "memory"),
    ],
)
def test_a_limit_that_a_listener_hits_is_named(make_app: Any, body: str, limit: str) -> None:
    run = outcome(make_app, DIAL + f"sforce.opencti.onClickToDial({{ listener: function () {{ {body}; }} }});")
    assert run.outcome is Outcome.FAILED
    (problem,) = [one for one in run.problems if one.level == "error"]
    assert problem.kind == "limit"
    assert limit in problem.message
    assert problem.spot is not None
    assert problem.spot.line == 2


@pytest.mark.parametrize(
    "line",
    [
        '// require("./config")',
        "exports = window.exports || {}; exports.x = 1;",
        'var q = typeof require === "function" && require("jquery");',
        "try { module.exports = f; } catch (e) {}",
        "/* module.exports = 1 */",
    ],
)
def test_a_classic_script_is_never_commonjs(make_app: Any, line: str) -> None:
    files = {"a.html": f'{LIBRARY}<script src="phone.js"></script>', "phone.js": f"{line}\n{FAULTY}"}
    run = run_of(make_app, files, scenarios=only("click-to-dial"))
    assert run.status == "run"
    assert run.scenarios[0].outcome is Outcome.FAILED


def test_a_page_may_offer_a_module_itself(make_app: Any) -> None:
    files = {
        "a.html": f'{LIBRARY}<script>var module = {{exports: {{}}}};</script><script src="phone.js"></script><script>module.exports.start();</script>',
        "phone.js": f"module.exports = {{ start: function () {{ {FAULTY} }} }};",
    }
    assert run_of(make_app, files, scenarios=only("click-to-dial")).scenarios[0].outcome is Outcome.FAILED


def test_a_module_script_without_imports_runs(make_app: Any) -> None:
    files = {"a.html": f'{LIBRARY}<script type="module" src="phone.js"></script>', "phone.js": FAULTY}
    run = run_of(make_app, files, scenarios=only("click-to-dial"))
    assert (run.status, run.scenarios[0].outcome) == ("run", Outcome.FAILED)


def test_the_scenarios_behind_a_page_that_ends_are_not_run(make_app: Any) -> None:
    run = run_of(make_app, "<script>sforce.nothing.x();</script>")
    assert [one.outcome for one in run.scenarios] == [Outcome.FAILED, *[Outcome.NOT_RUN] * (len(BUILT_IN) - 1)]
    assert "does not come beyond its start" in run.scenarios[1].reason


def test_the_share_of_what_is_known(make_app: Any) -> None:
    script = (
        "sforce.opencti.onClickToDial({\n  listener: function seen() {}\n});\n"
        "function never() { sforce.opencti.onNavigationChange({ listener: function other() {} }); }\n"
        "if (location.hash === '#x') { never(); }\n"
    )
    run = run_of(make_app, f"{LIBRARY}<script>\n{DIAL}{script}</script>")
    first, second = sorted(run.known, key=lambda one: one.spot)
    assert (first.name, first.spot.line, first.made, first.entered) == (
        "sforce.opencti.onClickToDial",
        2,
        "scenario",
        1,
    )
    assert (second.name, second.made, second.entered) == ("sforce.opencti.onNavigationChange", "exploration", 0)
    assert second.why == "nothing called never"
    text = as_text([run])
    assert (
        "of 2 registrations that static reading knows 1 were made, 1 by exploration only; of their 2 handlers 1 were entered"
        in text
    )
    assert (
        "seen by exploration only: sforce.opencti.onNavigationChange (onNavigationChange) at a.html:5, because nothing called never"
        in text
    )


def proof_of(make_app: Any, script: str, rule: str) -> str:
    app = make_app({"a.html": f"{LIBRARY}<script>\n{DIAL}{script}</script>"})
    (finding,) = [one for one in prove_findings(app, judge(app, Settings()).findings) if one.rule == rule]
    assert finding.evidence is not Evidence.PROVED
    return finding.proof


def test_not_seen_is_said_only_of_what_was_passed(make_app: Any) -> None:
    guarded = "sforce.opencti.onClickToDial({ listener: function (p) {\n if (p.number === 'none') { return alert('x'); }\n} });"
    assert proof_of(make_app, guarded, "blocking-handler").startswith("not reached when run")
    passed = "sforce.opencti.onClickToDial({ listener: function (p) {\n var x = p.number.length;\n} });"
    app = make_app({"a.html": f"{LIBRARY}<script>\n{DIAL}{passed}</script>"})
    options = Options(scenarios=only("click-to-dial"))
    (finding,) = [
        one for one in prove_findings(app, judge(app, Settings()).findings, options) if one.rule == "unguarded-handler"
    ]
    assert finding.proof == "not seen when run"
