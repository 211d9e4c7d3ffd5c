"""Every registration that ran is known, reached, with its handler; every one that is known was made."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreeing import disagreements

from ctilint.prove import Options, prove_app
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

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
