"""Exploration: what nothing called is called with stand-ins, and what it registers is seen."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import json
from typing import Any

import pytest

from ctilint.findings import Evidence
from ctilint.judge import judge
from ctilint.prove import Options, as_json, prove_app, prove_findings
from ctilint.prove.play.ending import Outcome
from ctilint.settings import Settings

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
ON = "sforce.opencti.onClickToDial({ listener: function dialled(p) { return p; } });"


@pytest.mark.parametrize(
    "script",
    [
        "function start() { ON }",
        "var start = function () { ON };",
        "var start = () => { ON };",
        "var app = { start() { this.go(); }, go() { ON } };",
        "var app = { start: function () { ON } };",
        "class App { constructor(api) { this.api = sforce.opencti; } start() { ON } }",
        "class App { static start() { ON } }",
        "function App() { this.api = sforce.opencti; } App.prototype.start = function () { this.api.onClickToDial({ listener: function dialled(p) {} }); };",
        "function start(kind) { if (kind !== 'phone') { return; } ON }",
        "function start(kind) { if (kind === 'phone') { ON } else { console.log(1); } }",
        "function start(kind) { kind === 'phone' && ON.x; }".replace(
            "ON.x", "sforce.opencti.onClickToDial({ listener: function dialled(p) {} })"
        ),
        "if (location.hash === '#phone') { ON }",
        "function outer() { return function inner() { ON }; }",
        "async function start() { await fetch('/settings'); ON }",
        "function start() { fetch('/a').then(function (r) { return r.json(); }).then(function (a) { a.list.first.name.trim(); ON }); }",
    ],
)
def test_exploration_makes_the_registration(make_app: Any, script: str) -> None:
    text = f"{LIBRARY}<script>\n{script.replace('ON', ON)}\n</script><button onclick='void 0'>x</button>"
    (run,) = prove_app(make_app({"a.html": text}))
    assert run.explored is not None
    assert run.explored.outcome is Outcome.EXPLORED
    registered = {record.text("name") for record in run.explored.played.of("register")}
    assert "sforce.opencti.onClickToDial" in registered
    assert all(one.made == "exploration" for one in run.known)


def test_it_is_told_like_a_scenario_and_judges_nothing(make_app: Any) -> None:
    text = f"{LIBRARY}<script>\nfunction start() {{ {ON} throw new Error('x'); }}\n</script>"
    (run,) = prove_app(make_app({"a.html": text}))
    report = json.loads(as_json([run]))
    last = report["windows"][0]["scenarios"][-1]
    assert (last["name"], last["outcome"]) == ("exploration", "explored")
    assert {problem["level"] for problem in last["problems"]} == {"note"}
    assert last["steps"][1]["registered"][0]["line"] == 2
    assert not run.failed
    assert report["summary"]["failed"] == 0


def test_what_was_reached_is_not_explored(make_app: Any) -> None:
    (run,) = prove_app(make_app({"a.html": f"{LIBRARY}<script>sforce.opencti.enableClickToDial(); {ON}</script>"}))
    assert run.explored is None


def test_a_finding_that_only_exploration_saw(make_app: Any) -> None:
    text = f"{LIBRARY}<script>\nsforce.opencti.enableClickToDial();\nfunction ring() {{ alert('x'); }}\nwindow.api = {{ ring: ring }};\nfunction start() {{ sforce.opencti.onClickToDial({{ listener: function (p) {{ ring(p); }} }}); }}\nif (location.hash === '#x') {{ start(); }}</script>"
    app = make_app({"a.html": text})
    found = [
        one for one in prove_findings(app, judge(app, Settings()).findings, Options()) if one.rule == "blocking-handler"
    ]
    assert [one.evidence for one in found] == [Evidence.EXPLORED]
    assert found[0].proof.startswith("explored: ")
    assert found[0].proof.endswith("not reached when run: no scenario came to it")


def test_it_goes_beyond_what_no_library_has(make_app: Any) -> None:
    script = "sforce.opencti.onReady(function () {});\nsforce.opencti.onClickToDial({ listener: function () {} });"
    (run,) = prove_app(make_app({"a.html": f"{LIBRARY}<script>\n{script}</script>"}))
    assert [(one.name, one.made) for one in run.known] == [("sforce.opencti.onClickToDial", "exploration")]
