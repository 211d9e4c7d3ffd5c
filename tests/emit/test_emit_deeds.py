"""What a module says of an app's handlers, and the bodies that it takes over."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from ctilint.cli import run
from ctilint.cli._reading import read_app, read_text
from ctilint.emit.events import Handler
from ctilint.emit.from_app import plan_from
from ctilint.emit.planning import Plan
from ctilint.emit.writing import render
from ctilint.judge import judge
from ctilint.settings import Settings

NODE = shutil.which("node")

SIMPLE = """
async function dial(click) {
    const number = String(click.number).replace(/\\s/g, '');
    await fetch('/calls', { method: 'POST', body: JSON.stringify({ number }) });
    sforce.opencti.screenPop({ type: 'sobject', params: { recordId: click.recordId }, callback(answer) {
        console.info(answer.success);
    } });
}
sforce.opencti.onClickToDial({ listener: dial });
"""


def of(text: str, path: str = "phone.js") -> Plan:
    """Return the plan of a module from an app of one file, bodies taken over."""
    return plan_from(read_text(path, text.encode(), Settings()), bodies=True)


def handler(text: str) -> Handler:
    """Return the one handler of an app."""
    (event,) = of(text).events
    (found,) = event.handlers
    return found


def test_a_module_says_what_a_handler_did_and_where() -> None:
    assert handler(SIMPLE).does == (
        "pops: sforce.opencti.screenPop in phone.js:5",
        "sends a request: fetch in phone.js:4",
    )
    module = render(of(SIMPLE)).module
    assert "     * it pops: sforce.opencti.screenPop in phone.js:5\n" in module
    logs = handler("sforce.opencti.onClickToDial({ listener: (p) => sforce.opencti.saveLog({ value: p }) });")
    assert logs.does == ("writes a log: sforce.opencti.saveLog in phone.js:1",)


def test_a_body_that_needs_nothing_of_the_app_is_taken_over() -> None:
    found = handler(SIMPLE)
    assert found.why == ""
    assert found.body is not None
    assert (found.body.parameter, found.body.is_async) == ("click", True)
    module = render(of(SIMPLE)).module
    assert "    async dial(click) {\n      const number = String(click.number)" in module
    assert "          console.info(answer.success);\n      } });\n    },\n" in module


def test_what_was_taken_over_has_nothing_to_find_and_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "phone.js").write_text(SIMPLE, "utf-8")
    command = ["emit", "--from", "phone.js", "--with-bodies", "--module", "script", "-o", "out/cti.js"]
    (tmp_path / "out").mkdir()
    assert run(command) == 0
    assert run(command) == 0
    assert judge(read_app(("out",), Settings()), Settings()).findings == ()
    assert run(["emit", "--from", "phone.js", "-o", "out/cti.js"]) == 0, capsys.readouterr().err
    assert "async dial" not in (tmp_path / "out" / "cti.js").read_text("utf-8")


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_the_body_runs_in_the_module(tmp_path: Path) -> None:
    assert NODE is not None
    module = render(plan_from(read_text("phone.js", SIMPLE.encode(), Settings()), bodies=True, form="script")).module
    script = tmp_path / "run.mjs"
    script.write_text(
        f"""
        const asked = [];
        globalThis.window = globalThis;
        globalThis.fetch = async (address, given) => {{ asked.push([address, given.body]); }};
        globalThis.sforce = {{ opencti: {{ screenPop: (given) => asked.push(given.params) }} }};
        globalThis.addEventListener = () => {{}};
        globalThis.removeEventListener = () => {{}};
        globalThis.parent = {{}};
        globalThis.location = {{ search: '' }};
        globalThis.document = {{ visibilityState: 'visible' }};
        new Function({json.dumps(module)})();
        await ctiSubscriptions.handlers.dial({{ number: '+1 555', recordId: '003A' }});
        console.log(JSON.stringify(asked));
        process.exit(0);
        """,
        "utf-8",
    )
    done = subprocess.run([NODE, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert json.loads(done.stdout) == [["/calls", '{"number":"+1555"}'], {"recordId": "003A"}], done.stderr


@pytest.mark.parametrize(
    ("listener", "why"),
    [
        ("function (p) { show(p.number); }", "it needs what the app has elsewhere: show"),
        ("function (p) { this.last = p; }", "it needs what the app has elsewhere: this"),
        ("function (p) { last = p; }", "it needs what the app has elsewhere: last"),
        ("function () { console.log(arguments[0]); }", "it needs what the app has elsewhere: arguments"),
        ("function (p) { alert(p.number); }", "it stops the page (alert)"),
        ("function (p, more) { console.log(more); }", "it takes more than the event"),
        ("function ({ number }) { console.log(number); }", "it takes more than the event"),
        ("function (p) { console.log(`a\n${p.number}`); }", "a text over several lines may stand in it"),
        ("function (p) { with (p) { console.log(1); } }", "its text is not valid in a module"),
        ("(p) => { const inner = () => outer(p); inner(); }", "it needs what the app has elsewhere: outer"),
        ("(p) => { " + "console.log(p.number);\n" * 50 + "}", "it has more than 40 lines"),
    ],
)
def test_a_body_that_cannot_stand_alone_is_left_and_said_why(listener: str, why: str) -> None:
    text = "var last; function show() {} function outer() {}\n"
    text += f"sforce.opencti.onClickToDial({{ listener: {listener} }});"
    found = handler(text)
    assert (found.body, found.why) == (None, why)
    assert f"not taken over: {why}" in render(of(text)).module


def test_a_body_of_one_expression_is_returned() -> None:
    found = handler("sforce.opencti.onClickToDial({ listener: (p) => console.log(p.number) });")
    assert found.body is not None
    assert found.body.text == "return console.log(p.number);"


def test_what_reads_a_raw_answer_is_not_taken_over() -> None:
    text = "sforce.interaction.cti.onClickToDial(function (a) { console.log(JSON.parse(a.result).number); });"
    assert handler(text).why == "it reads the raw answer, and here it gets the event"


def test_a_page_with_merge_fields_keeps_them() -> None:
    page = (
        "<apex:page><script>sforce.opencti.onClickToDial({ listener: function (p) "
        "{ console.log('{!$User.Id}', p.number); } });</script></apex:page>"
    )
    (event,) = of(page, "Phone.page").events
    assert event.handlers[0].why == "a template fills in parts of it"


def test_a_plain_script_that_no_page_loads_is_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = "<html><body><script src='phone.js'></script></body></html>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    (tmp_path / "phone.js").write_text("sforce.opencti.onClickToDial({ listener: function dial(p) {} });", "utf-8")
    (tmp_path / "sample.js").write_text("sforce.opencti.onNavigationChange({ listener: function go(p) {} });", "utf-8")
    (tmp_path / "source.js").write_text(
        "import { a } from './a.js'; sforce.opencti.hvs.onWorkStart({ listener: function work(p) { a(p); } });", "utf-8"
    )
    made = plan_from(read_app((".",), Settings()))
    assert sorted(event.name for event in made.events) == ["hvs.onWorkStart", "onClickToDial"]
    assert made.left_out == ("onNavigationChange (sample.js:1): no page of the app loads this script",)
    assert run(["emit", "--from", "sample.js"]) == 0, "alone it is the app"
    assert "go(payload)" in capsys.readouterr().out


@pytest.mark.parametrize("more", [[], ["--from", "phone.js", "--typescript"], ["--from", "phone.js", "--minimal"]])
def test_bodies_need_an_app_and_the_full_form_in_javascript(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "phone.js").write_text(SIMPLE, "utf-8")
    assert run(["emit", "--with-bodies", *more]) == 2
    assert "--with-bodies needs --from APP, and writes JavaScript in the full form" in capsys.readouterr().err
