"""What a condition asks, and which names remember an answer."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import app_of, window_of

from ctilint.read.facts import Branch
from ctilint.settings import Settings
from ctilint.understand.effects.payload import Payload
from ctilint.understand.effects.questions import Questions
from ctilint.understand.program.index import steps_of


def questions(code: str, *tab_checks: str) -> tuple[Questions, list[str]]:
    """Return the questions of a script and what each ``if`` of its outer code asks, in order."""
    window = window_of(code)
    resolver = window.resolver
    assert resolver is not None
    made = Questions(resolver, Payload(resolver), frozenset(tab_checks))
    [index] = resolver.program.indexes
    body = index.script.functions[0].body
    branches = [step for step in steps_of(body) if isinstance(step, Branch) and step.kind == "if"]
    return made, [made.asked_by(index, step.condition, None) for step in branches]


def asked(condition: str, more: str = "") -> str:
    [answer] = questions(f"{more}\nif ({condition}) {{ sforce.opencti.refreshView(); }}")[1]
    return answer


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("x", ""),
        ("sforce.console.isInConsole()", "console"),
        ("!sforce.console.isInConsole()", "console"),
        ("window.sforce && sforce.console.isInConsole() === true", "console"),
        ("document.hasFocus()", "tab"),
        ("!document.hidden", "tab"),
        ("document.visibilityState === 'visible'", "tab"),
        ("other.hidden", ""),
        ("sforce.console.isInConsole() && document.hasFocus()", "tab"),
        ("document.hasFocus() || sforce.console.isInConsole()", "tab"),
        ("location.search.indexOf('isdtp=vw') > 0", "console"),
        ("window.location.href.includes('console')", "console"),
        ("/isdtp/.test(window.top.location.href)", "console"),
        ("my.location.city", ""),
        ("sforce.opencti.screenPop({})", ""),
        ("isInConsole()", ""),
        ("sforce.console.isInConsole", ""),
    ],
)
def test_what_a_condition_asks(condition: str, answer: str) -> None:
    assert asked(condition) == answer


@pytest.mark.parametrize(
    ("more", "condition", "answer"),
    [
        ("function mine() { return document.hasFocus(); }", "mine()", "tab"),
        ("function mine() { return isOpen() && sforce.console.isInConsole(); }", "mine()", "console"),
        ("const mine = () => deeper();\nconst deeper = () => document.hasFocus();", "mine()", "tab"),
        ("function mine() { return other(); }\nfunction other() { return mine(); }", "mine()", ""),
        ("function mine() { return true; }", "mine()", ""),
        ("var self = { mine() { return document.hasFocus(); } };", "self.mine()", "tab"),
    ],
)
def test_a_function_of_the_app_asks(more: str, condition: str, answer: str) -> None:
    assert asked(condition, more) == answer


@pytest.mark.parametrize(
    ("more", "condition", "answer"),
    [
        ("var mine = document.hasFocus();", "mine", "tab"),
        ("var mine = document.hasFocus();", "!mine", "tab"),
        ("var mine = document.hasFocus();", "yours", ""),
        ("var inside = sforce.console.isInConsole();", "inside", "console"),
        ("var inside = location.search.indexOf('x') > 0;", "inside", "console"),
        ("var inside;\nsforce.interaction.isInConsole(function (r) { inside = r.result; });", "inside", "console"),
        ("var inside;\nsforce.interaction.isInConsole(keep);\nfunction keep(r) { inside = r.result; }", "inside", "console"),
        ("var seen;\nsforce.opencti.isSoftphonePanelVisible({ callback: (r) => { seen = r.returnValue.visible; } });", "seen", "tab"),
        ("var state = {};\nsforce.interaction.isInConsole(function (r) { state.inside = r.result; });", "state.inside", "console"),
        ("var x;\nsforce.opencti.refreshView({ callback: function (r) { x = r.success; } });", "x", ""),
    ],
)  # fmt: skip
def test_a_name_remembers(more: str, condition: str, answer: str) -> None:
    assert asked(condition, more) == answer


def test_the_names_of_two_functions_are_kept_apart() -> None:
    code = "function a() { var mine = document.hasFocus(); }\nfunction b() { var mine = 1; }\nsforce.opencti.refreshView();"
    made, _ = questions(code)
    assert list(made.flags.values()) == ["tab"]
    assert "mine" not in made.flags


def test_questions_of_the_users_own() -> None:
    code = "if (phone.leads()) { sforce.opencti.refreshView(); }\nif (isLeader()) { x(); }\nif (other()) { x(); }"
    assert questions(code)[1] == ["", "", ""]
    assert questions(code, "leads", "isLeader")[1] == ["tab", "tab", ""]
    body = "sforce.console.addEventListener('E', function (r) { if (leads()) { sforce.console.closeTab(r.id); } });"
    app = app_of(body, Settings(tab_checks=("leads",)))
    navigations = [effect for item in app.windows[0].handlers for effect in item.effects if effect.kind == "navigates"]
    assert [effect.asked for effect in navigations] == ["tab"]


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("r.recordId === call.recordId", "tab"),
        ("call.recordId !== r.recordId", "tab"),
        ("r.tabId == mine", "tab"),
        ("r.recordId === undefined", ""),
        ("r.recordId === '500'", ""),
        ("r.recordId === r.other", ""),
        ("r.name === call.name", ""),
        ("call.recordId === mine.recordId", ""),
    ],
)
def test_comparing_the_payload_with_what_the_app_remembers(condition: str, answer: str) -> None:
    code = (
        f"sforce.console.addEventListener('E', function (r) {{ if ({condition}) {{ sforce.console.closeTab(t); }} }});"
    )
    [handler] = window_of(code).handlers
    assert [effect.asked for effect in handler.effects if effect.kind == "navigates"] == [answer]
