"""A module that is written anew keeps the handlers that a person filled in, or says that it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.cli import run
from ctilint.emit.keeping import merge
from ctilint.read.strict import syntax_error


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def emitted(name: str, *options: str) -> int:
    return run(["emit", "-o", name, *options])


def fill(path: Path, words: str = "click-to-dial", by: str = "phone.dial(payload.number);") -> None:
    text = path.read_text("utf-8")
    assert f"log('{words}', payload);" in text
    path.write_text(text.replace(f"log('{words}', payload);", by), "utf-8")


@pytest.mark.parametrize(("name", "options"), [("cti.js", []), ("cti.cjs", []), ("cti.ts", [])])
def test_filled_handlers_are_kept(
    tmp_path: Path, name: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert emitted(name, *options) == 0
    assert emitted(name, *options) == 0
    fill(tmp_path / name)
    filled = (tmp_path / name).read_text("utf-8")
    capsys.readouterr()
    assert emitted(name, *options) == 2
    assert capsys.readouterr().err == (
        f"ctilint: '{name}' was changed since ctilint wrote it: --force writes it anew, keeps onClickToDial\n"
    )
    assert (tmp_path / name).read_text("utf-8") == filled
    assert emitted(name, *options, "--event", "onNavigationChange,onClickToDial,hvs.onWorkStart", "--force") == 0
    assert "ctilint: kept the handler onClickToDial\n" in capsys.readouterr().err
    text = (tmp_path / name).read_text("utf-8")
    assert "phone.dial(payload.number);" in text
    assert "onWorkStart(payload" in text
    language = "typescript" if name.endswith("ts") else "javascript"
    assert syntax_error(text, language=language) is None
    # It is a person's file still: the next run does not take it for ctilint's own.
    assert emitted(name, *options) == 2


def test_what_cannot_be_kept_is_said_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    emitted("cti.js")
    fill(tmp_path / "cti.js")
    with (tmp_path / "cti.js").open("a", encoding="utf-8") as file:
        file.write("window.more = 1;\n")
    capsys.readouterr()
    assert emitted("cti.js", "--event", "onNavigationChange") == 2
    assert capsys.readouterr().err == (
        "ctilint: 'cti.js' was changed since ctilint wrote it: --force writes it anew, keeps nothing of it, "
        "loses onClickToDial: the new module has no such handler, loses what was changed outside the handlers\n"
    )
    assert emitted("cti.js", "--event", "onNavigationChange", "--force") == 0
    assert capsys.readouterr().err.splitlines()[:2] == [
        "ctilint: not kept: the handler onClickToDial: the new module has no such handler",
        "ctilint: not kept: what was changed outside the handlers",
    ]


def test_a_persons_file_is_not_eaten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.js").write_text("start();\n")
    assert emitted("app.js") == 2
    assert capsys.readouterr().err == "ctilint: 'app.js' was not written by ctilint: --force writes over it\n"
    assert (tmp_path / "app.js").read_text() == "start();\n"
    (tmp_path / "cti.test.mjs").write_text("mine();\n")
    assert emitted("cti.js", "--with", "test") == 2
    assert not (tmp_path / "cti.js").exists()
    assert emitted("README.md") == 2
    assert "the suffix .md is not known: .js, .mjs or .cjs (JavaScript)" in capsys.readouterr().err


def test_a_handler_that_does_not_fit_is_left_out() -> None:
    new = "function f() {\n  const handlers = {\n    on(payload) {\n      log('x', payload);\n    },\n  };\n}\n"
    old = new.replace("log('x', payload);", "if (")
    merged = merge("a.js", old, new)
    assert merged.text == new
    assert merged.kept == ()
    fine = merge("a.js", new.replace("log('x', payload);", "run();"), new)
    assert fine.kept == ("on",)
    assert "run();" in fine.text
    assert fine.restored == new
