"""``ctilint emit``: options, files, messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.cli import run

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_options_the_lightning_module_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["emit"]) == 0
    printed = capsys.readouterr()
    assert "window.sforce.opencti.onClickToDial({ listener: heardClickToDial });" in printed.out
    assert "\nexport const { start, stop, setActiveCall, handlers } = subscriptions;\n" in printed.out
    assert printed.err == ""


def test_a_file_is_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["emit", "--dialect", "classic", "-o", "cti.js"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["cti.js"]
    assert "sforce.interaction.cti.onClickToDial(heardClickToDial)" in (tmp_path / "cti.js").read_text("utf-8")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[0] == "ctilint: wrote cti.js"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["-o", "cti.js", "--with", "all"], ["cti.d.ts", "cti.html", "cti.js", "cti.test.mjs"]),
        (["-o", "cti.js", "--module", "script", "--with", "test,types"], ["cti.d.ts", "cti.js", "cti.test.cjs"]),
        (["-o", "cti.cjs", "--with", "all"], ["cti.cjs", "cti.d.cts", "cti.html", "cti.test.cjs"]),
        (["-o", "cti.ts", "--with", "all"], ["cti.html", "cti.test.mjs", "cti.ts"]),
        (["-o", "cti.mjs", "--with", "page"], ["cti.html", "cti.mjs"]),
    ],
)
def test_what_comes_with_it_stands_beside_it(options: list[str], names: list[str], tmp_path: Path) -> None:
    assert run(["emit", *options]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_events_and_channels_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["emit", "--event", "onClickToDial", "--event", "hvs.onWorkStart", "--channel", "A__c,B__c"]) == 0
    text = capsys.readouterr().out
    assert "sforce.opencti.hvs.onWorkStart({ listener: heardWorkStart })" in text
    assert "channelName: 'A__c'" in text
    assert "channelName: 'B__c'" in text
    assert "onNavigationChange" not in text


def test_typescript_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["emit", "--typescript"]) == 0
    assert "export interface ClickToDialPayload {" in capsys.readouterr().out


def test_from_an_app_keeps_dialects_events_and_handlers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["emit", "--from", str(FIXTURES / "legacy-softphone")]) == 0
    text = capsys.readouterr().out
    assert "was: onDial in pages/SoftphonePanel.page:26" in text
    for name in ("onDial", "onFocus", "onStatus", "onCallEnd"):
        assert f"    {name}(payload) {{" in text
    assert "sforce.console.addEventListener('acme:status', heardAcmeStatus)" in text
    assert "sforce.console.removeEventListener('acme:status', heardAcmeStatus)" in text
    assert str(FIXTURES) not in text


def test_from_an_app_one_dialect_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(FIXTURES / "legacy-softphone")
    assert run(["emit", "--from", source, "--dialect", "classic", "-o", "cti.js"]) == 0
    assert "sforce.console" not in (tmp_path / "cti.js").read_text("utf-8").partition("*/")[2]
    assert (
        "not in the module: acme:status of console (pages/CallHistory.page:6): not asked for" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--event", "onNothing"], "lightning has no event 'onNothing': expected onClickToDial, onNavigationChange"),
        (["--dialect", "voice"], "'voice' is not one of 'lightning', 'classic', 'console', 'event-sink'"),
        (["--module", "amd"], "'amd' is not one of 'esm', 'script', 'commonjs'"),
        (["--with", "all"], "--with needs -o FILE"),
        (["-o", "cti.js", "--with", "docs"], "'docs' is not one of types, page, test, all"),
        (["-o", "cti.cjs", "--module", "esm"], "'cti.cjs' is the name of a module of form commonjs, not esm"),
        (["-o", "cti.js", "--typescript"], "'cti.js' is the name of a JavaScript file: TypeScript needs .ts"),
        (["-o", "nowhere/cti.js"], "'nowhere/cti.js' cannot be written: No such file or directory"),
        (["--from", "nowhere"], "path 'nowhere' does not exist"),
        (["--event", "a\x1b[31m"], "is no name"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["emit", *options]) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert words in printed.err
    assert list(tmp_path.iterdir()) == []


def test_an_app_without_subscriptions_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.js").write_text("console.log('sforce.opencti');\n", "utf-8")
    assert run(["emit", "--from", "."]) == 2
    assert "'.': the app has no subscription of lightning, classic, console, event-sink" in capsys.readouterr().err
