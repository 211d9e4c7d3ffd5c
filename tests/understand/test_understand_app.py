"""The App as a whole: buffers, what was seen and skipped, and that no text brings it down."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from app_of import app_of
from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.checks import (
    blocking_handler,
    missing_tab_check,
    missing_unsubscribe,
    outdated_library,
    unguarded_handler,
)
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text
from ctilint.understand.app import RECURSION, Buffer, assemble
from ctilint.understand.model import App

# What ``assemble`` does on its first call, done before hypothesis looks.
sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))

CHECKS = (outdated_library, missing_unsubscribe, blocking_handler, unguarded_handler, missing_tab_check)
NAMES = st.sampled_from(["a", "b", "cti", "go", "x"])
EXPRESSIONS = st.recursive(
    st.one_of(
        NAMES,
        st.sampled_from(
            [
                "this",
                "sforce",
                "sforce.opencti",
                "window.sforce?.console",
                "sforce.interaction.cti",
                "this.go",
                "'E'",
                "'41.0'",
                "null",
                "1",
                "alert(1)",
                "JSON.parse(x)",
                "location.search",
                "document.hasFocus()",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, NAMES).map(lambda pair: f"{pair[0]}.{pair[1]}"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} || {pair[1]})"),
        st.tuples(inner, inner, inner).map(lambda three: f"({three[0]} ? {three[1]} : {three[2]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        st.tuples(NAMES, inner).map(lambda pair: f"({{ {pair[0]}: {pair[1]}, ...{pair[1]} }})"),
        st.tuples(NAMES, inner).map(lambda pair: f"(({pair[0]}) => {pair[1]})"),
        st.tuples(NAMES, inner).map(lambda pair: f"(function {pair[0]}({pair[0]}) {{ return {pair[1]}; }})"),
        inner.map(lambda one: f"[{one}, ...{one}]"),
        inner.map(lambda one: f"new ({one})()"),
        inner.map(lambda one: f"`/support/api/${{{one}}}/interaction.js`"),
    ),
    max_leaves=6,
)
STATEMENTS = st.recursive(
    st.one_of(
        EXPRESSIONS.map(lambda one: f"{one};"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"var {pair[0]} = {pair[1]};"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"{pair[0]}.{pair[0]} = {pair[1]};"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"{pair[0]} = {pair[0]}.{pair[0]} = {pair[1]};"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"var {{ {pair[0]}, b: [c] }} = {pair[1]};"),
        EXPRESSIONS.map(lambda one: f"sforce.console.addEventListener('E', {one});"),
        EXPRESSIONS.map(lambda one: f"sforce.opencti.onClickToDial({{ listener: {one} }});"),
        EXPRESSIONS.map(lambda one: f"sforce.opencti.subscribe({{ eventType: {one}, listener: {one} }});"),
        EXPRESSIONS.map(lambda one: f"window.onpagehide = () => sforce.console.removeEventListener('E', {one});"),
        EXPRESSIONS.map(lambda one: f"sforce.console.getFocusedPrimaryTabId({one});"),
        EXPRESSIONS.map(lambda one: f"document.getElementById('x').onclick = {one};"),
        EXPRESSIONS.map(lambda one: f"$.ajax({{ async: false, success: {one} }});"),
        st.just("sforce.console.openPrimaryTab(null, '/500', true);"),
        st.just("load('/support/api/30.0/interaction.js');"),
    ),
    lambda inner: st.one_of(
        st.tuples(NAMES, inner).map(lambda pair: f"function {pair[0]}(x) {{ {pair[1]} }}"),
        st.tuples(NAMES, inner).map(
            lambda pair: (
                f"class {pair[0]} extends x {{ {pair[0]} = go; get b() {{ return a; }} go(x) {{ {pair[1]} }} }}"
            )
        ),
        st.tuples(EXPRESSIONS, inner).map(lambda pair: f"if ({pair[0]}) {{ {pair[1]} }} else return;"),
        st.tuples(NAMES, EXPRESSIONS, inner).map(
            lambda three: f"for (const {three[0]} of {three[1]}) {{ {three[2]} }}"
        ),
        st.tuples(inner, inner).map(lambda pair: f"try {{ {pair[0]} }} catch (e) {{ {pair[1]} }}"),
        st.tuples(inner, inner).map("\n".join),
    ),
    max_leaves=6,
)


NAMED = st.sampled_from(["a", "b", "go", "x", "default"])
FILES = st.sampled_from(["m0", "m1", "m2"])
MODULES = st.one_of(
    st.tuples(NAMED, NAMES, FILES).map(lambda three: f"import {{ {three[0]} as {three[1]}1 }} from './{three[2]}.js';"),
    st.tuples(NAMES, FILES).map(lambda pair: f"import {pair[0]}2 from './{pair[1]}.js';"),
    st.tuples(NAMES, FILES).map(lambda pair: f"import * as {pair[0]}3 from './{pair[1]}.js';"),
    st.tuples(NAMED, NAMES, FILES).map(lambda three: f"export {{ {three[0]} as {three[1]} }} from './{three[2]}.js';"),
    st.tuples(NAMES, FILES).map(lambda pair: f"const {pair[0]}4 = require('./{pair[1]}');"),
    EXPRESSIONS.map(lambda one: f"module.exports = {one};"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"exports.{pair[0]} = {pair[1]};"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"export const {pair[0]} = {pair[1]};"),
    EXPRESSIONS.map(lambda one: f"export default {one};"),
    st.tuples(NAMES, NAMES).map(
        lambda pair: (
            f"class {pair[0]} extends {pair[1]} {{ #p = {pair[0]}; constructor(x) {{ super(x); this.a = x; }} "
            f"go() {{ return this.b || super.go(); }} static b = {pair[1]}.b; get a() {{ return this.go(); }} }}"
        )
    ),
    st.tuples(NAMES, st.sampled_from("1234")).map(
        lambda pair: f"sforce.console.addEventListener('E', {pair[0]}{pair[1]});"
    ),
    st.tuples(NAMES, NAMES).map(
        lambda pair: f"for (const {pair[0]} of Object.entries({pair[1]})) {pair[0]}[0]({pair[0]}[1]);"
    ),
    STATEMENTS,
)
TEXTS = st.lists(MODULES, min_size=1, max_size=6).map(lambda parts: "\n".join([*parts, "// sforce"]))


def judged(app: App) -> list[tuple[str, int, int]]:
    """Return the places of all findings of the five rules, each made sure to lie in its file."""
    found = []
    for module in CHECKS:
        for problem in module.check(app):
            for place in (problem.place, *problem.related):
                assert 0 <= place.span.start <= place.span.end <= len(app.files[place.path].source.text)
            assert problem.place.span.start < problem.place.span.end
            found.append((module.__name__, problem.place.span.start, problem.place.span.end))
    return found


@given(st.lists(STATEMENTS, min_size=1, max_size=4).map("\n".join))
@settings(max_examples=150, deadline=4000)
def test_no_script_of_cti_words_brings_it_down(code: str) -> None:
    found = judged(build_app_from_text("phone.js", code.encode(), Settings()))
    assert judged(build_app_from_text("phone.js", code.encode(), Settings())) == found


@given(st.lists(STATEMENTS, min_size=1, max_size=3).map("\n".join))
@settings(max_examples=40, deadline=4000)
def test_a_page_says_what_its_script_says(code: str) -> None:
    script = f"sforce.opencti.refreshView();\n{code}"
    page = build_app_from_text("a.html", f"<script>{script}</script>".encode(), Settings())
    judged(page)
    assert len(page.windows) == 1


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=60, deadline=8000)
def test_no_modules_that_import_each_other_bring_it_down(one: str, two: str, three: str) -> None:
    judged(app_of({"m0.js": one, "m1.js": two, "m2.js": three}))


@given(st.text(alphabet="sforce.opencti(){}[]=>;,'`$ \n\x00é😀?:&|<!--", max_size=80))
@settings(max_examples=80, deadline=4000)
def test_no_text_brings_it_down(text: str) -> None:
    for path in ("phone.js", "phone.ts", "a.html", "a.page", "a.cmp", "a.jsx", "a.vue"):
        judged(build_app_from_text(path, f"sforce.opencti.refreshView();{text}".encode(), Settings()))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"sforce\xff.opencti.x();", b"PK\3\4"])
@pytest.mark.parametrize("path", ["phone.js", "a.html", "a.resource", "noending"])
def test_odd_bytes(path: str, data: bytes) -> None:
    app = build_app_from_text(path, data, Settings())
    assert judged(app) == []


def test_a_buffer_is_a_tree_of_one_file() -> None:
    buffer = Buffer("a.py", b"x = 1")
    assert list(buffer.cti_documents()) == [("a.py", b"x = 1")]
    assert list(buffer.server_documents()) == [("a.py", b"x = 1")]
    assert list(Buffer("a.js", b"").server_documents()) == []
    assert (buffer.open("a.py"), buffer.open("b.py")) == (b"x = 1", None)
    assert (buffer.exists("a.py"), buffer.exists("b.py")) == (True, False)
    assert (buffer.find("lwc", "a"), list(buffer.mentions(frozenset({"a"})))) == ([], [])


def test_a_buffer_is_read_whatever_it_is_called() -> None:
    app = build_app_from_text("-", b"sforce.opencti.refreshView();", Settings())
    assert list(app.files) == ["-"]
    app = build_app_from_text(
        "deep/er/phone.js", b"import { x } from './x';\nsforce.opencti.refreshView();", Settings()
    )
    assert [(window.root, window.files) for window in app.windows] == [("deep/er/phone.js", ("deep/er/phone.js",))]
    assert (app.seen, app.skipped) == (1, ())


def test_progress_names_each_file_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctilint.read.files.discover import Tree

    (tmp_path / "a.html").write_text("<script src='b.js'></script><script>sforce.opencti.refreshView();</script>")
    (tmp_path / "b.js").write_text("var x;")
    (tmp_path / "c.js").write_text("var y;")
    monkeypatch.chdir(tmp_path)
    named: list[str] = []
    app = build_app(Tree(["."]), Settings(), progress=named.append)
    assert named == ["a.html", "b.js"]
    assert list(app.files) == named
    assert (app.seen, app.skipped, app.server) == (3, (), None)


def test_what_was_skipped_is_told() -> None:
    app = app_of({"phone.js": "sforce.opencti.refreshView();", "big.js": "sforce;" + "x=1;" * 300_000})
    assert [item.path for item in app.skipped] == ["big.js"]
    assert app.skipped[0].reason.startswith("minified bundle of")


def test_the_server_side_is_read_when_there_is_one() -> None:
    code = (
        "import boto3\nfrom simple_salesforce import Salesforce\n"
        "def lambda_handler(event, context):\n    return event['Details']['ContactData']\n"
    )
    app = assemble(Buffer("sfInvoke.py", code.encode()), Settings(), None)
    assert app.server is not None
    assert "sfInvoke.py" in app.files


def test_loads_of_the_app_stand_once() -> None:
    page = "<script src='load.js'></script><script>sforce.opencti.refreshView();</script>"
    app = app_of({"a.html": page, "b.html": page, "load.js": "add('/support/api/60.0/interaction.js');"})
    assert len(app.windows) == 2
    assert [load.version for load in app.loads] == ["60.0"]


def test_two_runs_say_the_same() -> None:
    files = {
        f"{name}.js": f"sforce.console.addEventListener('{name}', go);\nfunction go(r) {{ JSON.parse(r.x); alert(1); }}"
        for name in "cab"
    }
    runs = [judged(app_of(files)) for _ in range(3)]
    assert all(one == other for one, other in pairwise(runs))
    assert len(runs[0]) == 9
