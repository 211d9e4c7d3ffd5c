"""The test that comes with a module, run by Node: registers once, guards, keeps order, asks, stops, fails clearly."""

from __future__ import annotations

import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from emitted_kits import DIALECTS, FORMS, everything, write_kit

from ctilint.cli._reading import read_app
from ctilint.emit import plan
from ctilint.emit.from_app import plan_from
from ctilint.read.javascript.blanking import blank
from ctilint.settings import Settings

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def run(test: Path) -> str:
    """Run a test file with Node and return what it printed; a failure is the test's failure."""
    assert NODE is not None
    done = subprocess.run(
        [NODE, "--test", "--test-force-exit", "--test-reporter=tap", test.name],
        cwd=test.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_node
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_module_behaves(dialect: str, form: str, tmp_path: Path) -> None:
    made = everything(dialect, form) if form == "esm" else plan([dialect], form=form)
    printed = run(write_kit(tmp_path, made))
    for event in made.events:
        assert f"passes on: {event.words}" in printed


@needs_node
@pytest.mark.parametrize("dialects", [*combinations(DIALECTS, 2), DIALECTS], ids="+".join)
def test_a_module_of_several_dialects_behaves(dialects: tuple[str, ...], tmp_path: Path) -> None:
    printed = run(write_kit(tmp_path, plan(dialects, channels=["Calls__c"])))
    dials = {"dials at once, whatever the other events wait for: " + one for one in dialects if one != "console"}
    dials -= {"dials at once, whatever the other events wait for: lightning"} if "event-sink" in dialects else set()
    assert {line for line in dials if f" - {line}\n" in printed} == dials
    assert ("step 6: " in printed) == ("event-sink" in dialects)


@needs_node
@pytest.mark.parametrize("dialects", [*combinations(DIALECTS, 2), DIALECTS], ids="+".join)
def test_one_click_is_handled_once(dialects: tuple[str, ...], tmp_path: Path) -> None:
    """Whichever library tells of it, and however many dialects the module speaks."""
    test = write_kit(tmp_path, plan(dialects, form="script"))
    text = test.read_text("utf-8")
    more = """
    test('one click', async () => {
      for (const event of events.filter((one) => /onClickToDial$/.test(one.method))) {
        const host = salesforce();
        const { cti, problems, start } = await page(host);
        const ran = [];
        await start();
        Object.keys(cti.handlers).forEach((name) => { cti.handlers[name] = () => { ran.push(name); }; });
        host.fire(event);
        await quiet();
        assert.deepStrictEqual([ran, problems], [['onClickToDial'], []]);
        assert.strictEqual(host.calls.filter((call) => call === 'on').length, libraries);
        cti.stop();
      }
    });
    """
    libraries = ("classic" in dialects) + bool({"lightning", "event-sink"} & set(dialects))
    test.write_text(f"{text}\nconst libraries = {libraries};\n{more}", "utf-8")
    assert " - one click\n" in run(test)


@needs_node
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("app", ["connect-streams-softphone", "voice-toolkit-panel", "aura-panel", "legacy-softphone"])
def test_a_module_from_an_app_behaves(app: str, form: str, tmp_path: Path) -> None:
    source = str(FIXTURES / app)
    run(write_kit(tmp_path, plan_from(read_app((source,), Settings()), form=form, root=source)))


@needs_node
@pytest.mark.parametrize("name", ["cti.mjs", "cti.cjs"])
def test_a_module_of_another_suffix_behaves(name: str, tmp_path: Path) -> None:
    run(write_kit(tmp_path, plan(form="esm" if name == "cti.mjs" else "commonjs"), name))


@needs_node
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_typescript_is_the_same_program_with_types(dialect: str, form: str, tmp_path: Path) -> None:
    made = everything(dialect, form, typescript=True) if form == "esm" else plan([dialect], form=form, typescript=True)
    test = write_kit(tmp_path, made, "cti.ts")
    text = (tmp_path / "cti.ts").read_text("utf-8")
    plain = blank(text, "typescript")
    assert not plain.obstacle
    (tmp_path / "cti.js").write_text(plain.text, "utf-8")
    run(test)


@needs_node
def test_the_test_can_fail(tmp_path: Path) -> None:
    test = write_kit(tmp_path, plan())
    module = tmp_path / "cti.js"
    text = module.read_text("utf-8")
    assert text.count("    active = false;\n    disconnectLightning") == 1
    module.write_text(text.replace("    active = false;\n    disconnectLightning", "    disconnectLightning"), "utf-8")
    with pytest.raises(AssertionError, match="not ok"):
        run(test)
