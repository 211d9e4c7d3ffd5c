"""What the skeletons share: filled templates, names, and what a part stands for."""

from __future__ import annotations

import json

import pytest

from ctilint.emit.voice.filling import chosen_of, fillers_for, package, plain, refuse_errors, slug, typed
from ctilint.emit.writing import EmitError
from ctilint.rulebook.skeletons import Part
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text


def test_types_stay_in_typescript_and_in_comments():
    text = "f(a@: string@) {\n  // a@: string@\n}"
    assert typed(text, typescript=True) == "f(a: string) {\n  // a@: string@\n}"
    assert typed(text, typescript=False) == "f(a) {\n  // a@: string@\n}"


@pytest.mark.parametrize(
    ("name", "text"), [("a.js", "let = ;"), ("a.mjs", "await = 1"), ("a.ts", "class { x: }"), ("a/b.js", "(")]
)
def test_a_script_that_is_none_is_refused_with_its_name(name, text):
    with pytest.raises(EmitError, match=rf"^{name}: "):
        refuse_errors({name: text})
    refuse_errors({"a.md": text, "a.d.ts": text})


def test_names_are_fit_for_where_they_stand():
    assert plain("*/ <b> x") == "b  x"
    assert plain("<>") == "an app"
    assert slug("My App, 2") == "my-app-2"
    assert slug("…") == "app"


def test_a_package_says_its_kind_where_it_has_one():
    made = json.loads(package("a", {"test": "t"}, dependencies={"b": "1"}))
    assert made == {
        "name": "a",
        "version": "0.1.0",
        "private": True,
        "type": "module",
        "scripts": {"test": "t"},
        "dependencies": {"b": "1"},
    }
    assert "type" not in json.loads(package("a", {}, kind=""))


APP = """
function hangUp() { pbx.end(); } function wasAnswered() { pbx.log(); }
sforce.console.cti.onCallEnd(function ended(r) { show(r); });
"""


def test_names_count_where_nothing_else_speaks():
    app = build_app_from_text("a.js", APP.encode(), Settings())
    rows = (
        Part("end", "d", symbols=("sforce.console.cti.onCallEnd",), words="^hang", methods=("endCall",)),
        Part("named", "d", words="^hang"),
        Part("none", "d", symbols=("sforce.console.cti.onCallBegin",)),
        Part("always", "d", always=True),
    )
    shown = fillers_for(app, rows)
    assert {name: [one.name for one in fillers] for name, fillers in shown.items()} == {
        "end": ["ended", "hangUp"],
        "named": ["hangUp"],
    }
    assert [row.name for row in chosen_of(rows, shown)] == ["end", "named", "always"]


def test_events_of_the_platform_show_a_part_that_asks_for_them():
    text = b"line.on('ring', function rings(c) { sforce.opencti.screenPop({ type: 'sobject', params: c }); });"
    app = build_app_from_text("a.js", text, Settings())
    shown = fillers_for(app, (Part("ring", "d", platform=True), Part("other", "d")))
    assert {name: [one.name for one in fillers] for name, fillers in shown.items()} == {"ring": ["rings"]}
