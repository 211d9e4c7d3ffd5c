"""What every mend guarantees, whatever the app looks like: see the names of the tests.

The apps are the bad examples of the rule book, the fixtures, and both written anew: with other line ends, a byte order
mark, tabs, more indentation, comments, and after other code. ``CTILINT_EXAMPLES`` says how many are tried.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctilint.findings import Finding
from ctilint.fix.planning import Plan, plan
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.rulebook.pages import page, rule_names
from ctilint.settings import Settings
from ctilint.understand import build_app

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
EXAMPLES = int(os.environ.get("CTILINT_EXAMPLES", "60"))
App = dict[str, bytes]
# What a mistake hides: the finding that comes to light when it is mended.
HIDES = {
    "event-sink-form": {
        "click-to-dial-not-enabled",
        "missing-tab-check",
        "missing-unsubscribe",
        "unguarded-handler",
        "unparsed-payload",
        "wrong-response-field",
        "repeated-ending",
    },
    # what is registered only now is judged like every other listener
    "wrong-dialect": {
        "click-to-dial-not-enabled",
        "missing-tab-check",
        "missing-unsubscribe",
        "unguarded-handler",
        "unparsed-payload",
        "wrong-response-field",
    },
    "missing-listener": {"missing-tab-check", "missing-unsubscribe", "unguarded-handler", "unparsed-payload"},
    # Lightning takes other addresses and sizes than Classic
    "call-center-mode": {"call-center-canvas", "call-center-url", "call-center-value"},
    "missing-library": {"click-to-dial-not-enabled", "library-not-loaded-yet"},
    # a name that is spelt right now allows its rule, and may allow nothing that is there
    "unknown-suppression": {"unused-suppression"},
}


@contextmanager
def folder_of(app: App) -> Iterator[None]:
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as name:
        for path, data in app.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(here)


def planned(app: App, *, unsafe: bool = True) -> tuple[tuple[Finding, ...], Plan]:
    with folder_of(app):
        built = build_app(Tree(["."]), Settings())
        found = judge(built, Settings()).findings
        return found, plan(found, built.files, unsafe=unsafe)


def after(app: App, done: Plan) -> App:
    return {**app, **{change.path: change.source.encode(change.after) for change in done.changes}}


@cache
def apps() -> tuple[tuple[str, App], ...]:
    """Return every small app there is with something to mend in it, by its name."""
    found: list[tuple[str, App]] = []
    for rule in rule_names():
        for example in page(rule).examples:
            if example.fixed:
                files = {name: text.encode() for name, text in example.files}
                found.append((f"{rule}:{example.line}", files))
    for config in sorted(FIXTURES.glob("**/expected.toml")):
        files = {
            path.relative_to(config.parent).as_posix(): path.read_bytes()
            for path in sorted(config.parent.rglob("*"))
            if path.is_file() and path.suffix != ".toml"
        }
        found.append((f"fixtures/{config.parent.name}", files))
    return tuple(found)


NAMES = [name for name, _ in apps()]
SCRIPTS = (".js", ".html", ".page", ".component", ".cmp", ".resource", ".ts")


@st.composite
def written_anew(draw: st.DrawFn) -> tuple[str, App]:
    """Draw an app, and write its scripts in another way that means the same."""
    name, app = draw(st.sampled_from(apps()))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    tabs = draw(st.booleans())
    mark = draw(st.booleans())
    lead = draw(st.sampled_from(["", "\n\n", "// first\n", "/* é 電 */\n", "var unrelated = 'x';\n"]))
    double = draw(st.booleans())
    new: App = {}
    for path, data in app.items():
        if not path.endswith(SCRIPTS):
            new[path] = data
            continue
        text = data.decode()
        if tabs and "`" not in text:
            text = re.sub(r"(?m)^ +", lambda match: "\t" * ((len(match[0]) + 1) // 2), text)
        if double and path.endswith(".js") and '"' not in text:
            text = text.replace("'", '"')
        if path.endswith((".js", ".ts")) and "LightningElement" not in text and not text.lstrip().startswith("({"):
            text = lead + text
        plain = text.replace("\r\n", "\n").replace("\n", end).encode()
        new[path] = (b"\xef\xbb\xbf" if mark and path.endswith(".js") else b"") + plain
    return name, new


REGISTERED = (
    "sforce.opencti.onClickToDial({{ listener: {} }})",
    "sforce.console.addEventListener('Changed', {})",
    "sforce.interaction.cti.onClickToDial({})",
    "window.phone = sforce.console; phone.addEventListener('Other', {})",
)
SHAPES = (
    "function (p) {{{}}}",
    "function named(p) {{{}}}",
    "(p) => {{{}}}",
    "p => {{{}}}",
    "async (p) => {{{}}}",
    "async function (p) {{{}}}",
    "function* (p) {{{}}}",
    "function (p) {{'use strict';{}}}",
    "guard(function (p) {{{}}})",
    "function (p) {{{}}}.bind(phone)",
)
WORK = (
    "dial(p.number.trim());",
    "var n = JSON.parse(p.result).number;",
    "if (!p.number) return;",
    "return p.number.split('-');",
    "// why\n",
    "/* a\n b */",
    "show(`a\n  ${p.number.trim()}`);",
    "function helper(q) { return q.number.trim(); }",
    "for (var i = 0; i < p.list.length; i++) use(p.list[i].id.trim());",
    "sforce.console.openPrimaryTab(null, '/' + p.id, true);",
    "alert('no ' + p.number);",
    "var rows = sforce.connection.query('SELECT Id FROM Case').getArray('records');",
    "try { dial(p.number.trim()); } catch (e) {}",
    "setTimeout(function () { dial(p.number.trim()); }, 5);",
    "this.last = /[}'\"]/.test(p.number);",
)


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, App]:
    """Draw a script that registers a handler of some shape that does some work."""
    work = draw(st.lists(st.sampled_from(WORK), min_size=1, max_size=5))
    gap = draw(st.sampled_from([" ", "\n  ", "\n\t", "\n\n    "]))
    body = gap + gap.join(work) + ("\n" if "\n" in gap or any("\n" in one for one in work) else " ")
    handler = draw(st.sampled_from(SHAPES)).format(body)
    code = draw(st.sampled_from(REGISTERED)).format(handler)
    around = draw(
        st.sampled_from(
            ["{};\n", "{}\n", "if (ready) {};\n", "(function () {{\n  {};\n}})();\n", "start();{};stop();\n"]
        )
    )
    text = around.format(code)
    if draw(st.booleans()):
        return "page", {"a.html": f"<html>\n<script>\n{text}</script>\n</html>\n".encode()}
    return "script", {"a.js": text.encode()}


def demand_all(name: str, app: App) -> None:
    """Mend ``app`` until nothing is left to mend, and hold it to every guarantee."""
    found, done = planned(app)
    first = found
    hidden: set[str] = set()
    for _ in range(8):
        if not done.changes:
            break
        for change in done.changes:
            demand_bytes(app[change.path], change.source.encode(change.after), done, change.path)
            demand_line_ends(app[change.path], change.source.encode(change.after))
        hidden |= {new for change in done.changes for rule in change.rules for new in HIDES.get(rule, set())}
        app = after(app, done)
        again, next_done = planned(app)
        before, now = Counter(one.rule for one in found), Counter(one.rule for one in again)
        new = {rule for rule in now if now[rule] > before[rule]} - hidden
        assert not new, (name, [(one.rule, one.location, one.message) for one in again if one.rule in new])
        found, done = again, next_done
    assert not done.changes, f"{name}: mends do not end"
    assert [one for one in found if one.fixes and not refused(done, one)] == [], name
    assert len(found) < len(first) or not any(one.fixes for one in first), name


def refused(done: Plan, finding: Finding) -> bool:
    return any(one == finding for one, _ in done.refused)


def demand_bytes(old: bytes, new: bytes, done: Plan, path: str) -> None:
    """What stands outside the edits is there afterwards, byte for byte and in order."""
    change = next(one for one in done.changes if one.path == path)
    text = change.source.text
    edits = sorted({(e.span, e.text) for fix in change.fixes for e in fix.edits if e.path == path}, key=lambda e: e[0])
    built, at = "", 0
    for span, written in edits:
        built += text[at : span.start] + written
        at = span.end
    built += text[at:]
    assert change.source.encode(built) == new
    assert change.source.data == old


def demand_line_ends(old: bytes, new: bytes) -> None:
    """A file that has one kind of line end keeps it."""
    if b"\r\n" in old and old.count(b"\n") == old.count(b"\r\n"):
        assert new.count(b"\n") == new.count(b"\r\n")
    if b"\r" not in old:
        assert b"\r" not in new


@pytest.mark.parametrize("name", NAMES)
def test_an_app_as_it_stands(name: str) -> None:
    demand_all(name, dict(apps())[name])


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(written_anew())
def test_an_app_written_anew(drawn: tuple[str, App]) -> None:
    demand_all(*drawn)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(programs())
def test_a_generated_program(drawn: tuple[str, App]) -> None:
    demand_all(*drawn)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(written_anew())
def test_safe_mends_alone(drawn: tuple[str, App]) -> None:
    """What ``--fix`` applies without being asked for more mends what it says, and nothing is left for a second run."""
    _, app = drawn
    for _ in range(8):
        found, done = planned(app, unsafe=False)
        if not done.changes:
            break
        app = after(app, done)
    assert not done.changes
    assert all(not any(fix.safe for fix in one.fixes) or refused(done, one) for one in found)
