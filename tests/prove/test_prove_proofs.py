"""Findings of ``check`` that were seen when the app ran."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ctilint.findings import Evidence, Finding
from ctilint.judge import judge
from ctilint.prove import prove_findings
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
MISSION = ("outdated-library", "missing-unsubscribe", "blocking-handler", "unguarded-handler", "missing-tab-check")


@pytest.fixture(scope="module")
def found() -> tuple[Finding, ...]:
    settings = Settings()
    app = build_app(Tree([str(FIXTURES / "prove-softphone")]), settings)
    return prove_findings(app, judge(app, settings).findings)


PROOFS = {
    "outdated-library": "the page requested https://softphone.example/support/api/45.0/lightning/opencti_min.js (step 1 of",
    "missing-unsubscribe": 'click-to-dial is still on after the agent left (lightning) (step 3 of "the agent leaves the page": the agent leaves)',
    "blocking-handler": "synchronous XMLHttpRequest stopped the page for 300 ms in what sforce.opencti.onClickToDial started (step 2 of",
    "unguarded-handler": "the listener of sforce.opencti.onClickToDial threw TypeError: cannot read property 'replace' of undefined (step 4 of",
    "missing-tab-check": 'made the page call sforce.opencti.screenPop and nothing asked which tab is the active one (step 3 of "navigation between two tabs"',
}


@pytest.mark.parametrize("rule", MISSION)
def test_each_of_the_five_rules_is_proved_with_its_step(found: tuple[Finding, ...], rule: str) -> None:
    (finding,) = [one for one in found if one.rule == rule]
    assert finding.evidence is Evidence.PROVED
    assert finding.proof.startswith("proved: ")
    assert PROOFS[rule] in finding.proof


def test_nothing_is_dropped_or_reordered(make_app: Any) -> None:
    text = (
        '<script src="/support/console/60.0/integration.js"></script><script>'
        "if (location.hash === '#never') { sforce.console.addEventListener('x', function () {}); }</script>"
    )
    app = make_app({"a.html": text})
    findings = judge(app, Settings()).findings
    marked = prove_findings(app, findings)
    assert [(one.rule, one.location) for one in marked] == [(one.rule, one.location) for one in findings]
    (left,) = [one for one in marked if one.rule == "missing-unsubscribe"]
    assert left.evidence is not Evidence.PROVED
    assert left.proof == "not reached when run: no scenario came to it"


def test_what_did_not_run_says_why(make_app: Any) -> None:
    text = (
        '<script src="https://cdn.example/vendor.js"></script><script src="/support/console/60.0/integration.js"></script>'
        "<script>if (Vendor.kind === 'none') { sforce.console.addEventListener('x', function () {}); }</script>"
    )
    app = make_app({"a.html": text})
    (left,) = [one for one in prove_findings(app, judge(app, Settings()).findings) if one.rule == "missing-unsubscribe"]
    assert (
        left.proof
        == "not reached when run: a.html was partly run, because https://cdn.example/vendor.js is not part of the app"
    )


def test_nothing_to_prove(make_app: Any) -> None:
    assert prove_findings(make_app({"a.html": "<p>"}), ()) == ()


@pytest.mark.parametrize("fixture", ["legacy-softphone", "glossary-event-sink"])
def test_the_mistakes_of_other_fixtures_are_seen(fixture: str) -> None:
    settings = Settings()
    app = build_app(Tree([str(FIXTURES / fixture)]), settings)
    marked = [one for one in prove_findings(app, judge(app, settings).findings) if one.rule in MISSION]
    assert [(one.rule, one.location.line, one.proof) for one in marked if one.evidence is not Evidence.PROVED] == []
