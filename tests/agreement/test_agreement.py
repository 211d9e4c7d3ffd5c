"""Every registration that ran is known, reached, with its handler; every one that is known was made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from agreeing import disagreements

from ctilint.prove import Options, prove_app
from ctilint.read.files.discover import Tree
from ctilint.rulebook.pages import page, rule_names
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text
from ctilint.understand.model import App

MakeApp = Callable[..., App]

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
# What is not agreed upon yet, and why: reading does not know Lightning Message Service of a component that came with
# the move; a panel that takes a listener back before any was added ends there, as the library does.
OPEN = {
    "moved-softphone": ["moved-softphone/new/force-app/lwc/callNotes/callNotes.js:13 subscribe ran and is not known"],
    "forms": [
        (
            "forms/removal-before-registration/panel.js:11 sforce.console.addEventListener is held for reached and was "
            "never made: its script did not come this far"
        )
    ],
}
APPS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir() and any(path.rglob("*.html")))


@pytest.mark.parametrize("name", APPS)
def test_reading_and_running_agree_on_a_fixture(name: str) -> None:
    app = build_app(Tree([str(FIXTURES / name)]), Settings())
    sinks = any(call.dialect == "event-sink" for window in app.windows for call in window.calls)
    found = disagreements(app, prove_app(app, Options(glossary=sinks)))
    assert [line.partition("fixtures/")[2] for line in found] == OPEN.get(name, [])


# Why running does not come to what reading holds for reached in an example.
ABSENT = "a package of Amazon Connect that is not simulated"
FRAMEWORK = "a hook of a framework that the example does not bring"
COMPONENT = "a component whose markup the example does not bring"
ENDS = "a call before it that no library answers"
UNMADE = {
    ("lost-this", "example.js:11"): FRAMEWORK,
    ("missing-unsubscribe", "example.js:5"): ENDS,
    ("missing-unsubscribe", "panel.js:4"): ENDS,
    ("missing-unsubscribe", "lwc/goodPanel/goodPanel.js:5"): COMPONENT,
    ("missing-unsubscribe", "lwc/voicePanel/voicePanel.js:5"): COMPONENT,
    ("missing-unsubscribe", "service.js:10"): ENDS,
    ("missing-unsubscribe", "service.js:11"): ENDS,
    ("missing-unsubscribe", "example.ts:7"): ABSENT,
    ("missing-unsubscribe", "example.ts:8"): ABSENT,
    ("missing-unsubscribe", "example.tsx:8"): ABSENT,
    ("missing-unsubscribe", "example.ts:10"): ABSENT,
    ("missing-unsubscribe", "example.ts:11"): ABSENT,
    ("repeated-registration", "example.js:2"): ENDS,
    ("unguarded-handler", "example.ts:4"): ABSENT,
    ("unguarded-handler", "example.ts:8"): ABSENT,
    ("unknown-method", "example.js:2"): ENDS,
    ("wrong-response-field", "example.js:11"): ENDS,
}
RULES = [rule for rule in rule_names() if page(rule).examples]


@pytest.mark.parametrize("rule", RULES)
def test_reading_and_running_agree_on_the_examples_of_a_rule(rule: str, make_app: MakeApp, tmp_path: Path) -> None:
    found = []
    for example in page(rule).examples:
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        app = make_app(dict(example.files))
        if any(window.registrations for window in app.windows):
            sinks = any(call.dialect == "event-sink" for window in app.windows for call in window.calls)
            found.extend(disagreements(app, prove_app(app, Options(glossary=sinks))))
    assert [line for line in found if "was never made" not in line] == []
    assert {line.split()[0] for line in found} == {place for name, place in UNMADE if name == rule}


LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
SHAPES = {
    "inline": "{on}(function (p) {{ use(p); }})",
    "named": "function heard(p) {{ use(p); }} {on}(heard)",
    "late": "var heard; function start() {{ heard = function (p) {{ use(p); }}; {on}(heard); }} start()",
    "bound": "var app = {{ heard: function (p) {{ use(p); }} }}; {on}(app.heard.bind(app))",
    "method": "class App {{ start() {{ {on}(this.heard.bind(this)); }} heard(p) {{ use(p); }} }} new App().start()",
    "arrow": "const heard = (p) => use(p); window.addEventListener('load', () => {on}(heard))",
    "never called": "function start() {{ {on}(function (p) {{ use(p); }}); }} document.onclick = start",
    "behind a condition": (
        "function start(kind) {{ if (kind === 'x') {{ {on}(function (p) {{ use(p); }}); }} }} window.onfocus = start"
    ),
}


@pytest.mark.parametrize("method", ["onClickToDial", "onNavigationChange"])
@pytest.mark.parametrize("shape", SHAPES)
def test_reading_and_running_agree_on_a_generated_app(shape: str, method: str) -> None:
    script = SHAPES[shape].replace("{{", "{").replace("}}", "}")
    script = script.replace("{on}(", f"sforce.opencti.{method}({{ listener: ")
    script = _closed(script, f"sforce.opencti.{method}({{ listener: ")
    text = f"{LIBRARY}<script>\nfunction use(p) {{ return p; }}\n{script};\n</script>"
    app = build_app_from_text("a.html", text.encode(), Settings())
    runs = prove_app(app)
    assert disagreements(app, runs) == []
    assert sum(len(run.known) for run in runs) == 1


def _closed(script: str, opening: str) -> str:
    """Close the object of each call that was opened: ``on({ listener: f)`` becomes ``on({ listener: f })``."""
    at = script.index(opening) + len(opening)
    depth = 0
    for index in range(at, len(script)):
        depth += script[index] in "({"
        depth -= script[index] in ")}"
        if depth < 0:
            return f"{script[:index]} }}{script[index:]}"
    return script
