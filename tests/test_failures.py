"""What ctilint itself gets wrong is kept, told, and takes nothing else with it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from ctilint.cli import run
from ctilint.failures import Failure, Failures, failure_of, judged_file
from ctilint.findings import Place
from ctilint.read.source import Span

BAD = """sforce.opencti.onClickToDial({ listener: function (payload) { alert(payload.number); } });
sforce.opencti.enableClickToDial({ callback: show });
addEventListener("pagehide", () => sforce.opencti.disableClickToDial({ callback: show }));
"""


def failing(**names: object) -> BaseException:
    def inner(window: object = None, facts: object = None, path: object = None) -> None:
        raise KeyError("x\ny")

    try:
        inner(**names)
    except KeyError as error:
        return error
    raise AssertionError


def test_the_file_is_found_in_what_the_code_held() -> None:
    assert judged_file(failing(path="a.js").__traceback__) == "a.js"
    assert judged_file(failing(facts=SimpleNamespace(path="b.js")).__traceback__) == "b.js"
    assert judged_file(failing(facts=SimpleNamespace(place=Place("c.js", Span(0, 1)))).__traceback__) == "c.js"
    assert judged_file(failing(window=SimpleNamespace(root="page.html")).__traceback__) == "page.html"
    assert judged_file(failing().__traceback__) == ""


def test_a_failure_says_what_was_done_to_which_file() -> None:
    assert failure_of(failing(path="a.js"), "", "reading").path == "a.js"
    assert failure_of(failing(path="a.js"), "b.js", "reading") == Failure("b.js", "reading", r"KeyError: 'x\ny'", "")
    assert failure_of(ValueError(), "b.js", "reading").message == "ctilint failed reading: ValueError"
    assert len(failure_of(ValueError("x" * 10_000), "", "").said) < 300


def test_equal_failures_are_one_and_the_run_goes_on() -> None:
    failures = Failures()
    for _ in range(2):
        with failures.guard("a.js", "reading"):
            Span("x")
    assert [(one.path, one.said.partition(":")[0], one.where) for one in failures.found] == [("a.js", "TypeError", "")]
    with pytest.raises(KeyboardInterrupt), failures.guard("a.js", "reading"):
        raise KeyboardInterrupt


@pytest.fixture
def apps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"<script>\n{BAD}</script>")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *options: str) -> list[tuple[str, str, str]]:
    assert run(["check", "--format", "json", "--select", "blocking-handler", *options]) == 2
    out, err = capsys.readouterr()
    assert err == ""
    return [(one["path"], one["rule"], one["message"]) for one in json.loads(out)["findings"]]


WINDOW = ("one/index.html", "internal-error", "ctilint failed following this window: RuntimeError: odd")
BLOCKS = "alert() stops the page until it is answered"


def spoiled(monkeypatch: pytest.MonkeyPatch, where: str, path: str) -> None:
    """Let the function ``where`` fail for what belongs to ``path``."""
    module, _, name = where.rpartition(".")
    whole = getattr(__import__(module, fromlist=[name]), name)

    def odd(*given: object) -> object:
        for one in given:
            if path in [one, getattr(one, "root", None), *(w.root for w in getattr(one, "windows", ()))]:
                raise RuntimeError("odd")
        return whole(*given)

    monkeypatch.setattr(where, odd)


@pytest.mark.parametrize(
    ("where", "doing"),
    [
        ("ctilint.understand.share.build_window", "following this window"),
        ("ctilint.understand.share.read_document", "reading this file"),
        ("ctilint.checks.blocking_handler.check", "in the check blocking-handler"),
    ],
)
def test_what_fails_is_told_and_the_rest_is_judged(
    apps: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, where: str, doing: str
) -> None:
    spoiled(monkeypatch, where, "one/index.html")
    first, second = told(capsys)
    assert first == ("one/index.html", "internal-error", f"ctilint failed {doing}: RuntimeError: odd")
    assert second[:2] == ("two/index.html", "blocking-handler")


def test_links_that_cannot_be_followed_leave_a_file_out(
    apps: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ctilint.understand.windows.files import Library

    whole = Library.card

    def card(self: Library, path: str) -> object:
        if path == "one/index.html":
            raise RuntimeError("odd")
        return whole(self, path)

    monkeypatch.setattr(Library, "card", card)
    first, *others = told(capsys)
    assert first[2] == "ctilint failed following the links of this file: RuntimeError: odd"
    assert [path for path, _, _ in others] == ["one/index.html", "two/index.html"]


@pytest.mark.parametrize(
    "options", [["--ignore", "internal-error"], ["--fail-on", "never"], ["--write-baseline"], ["--diff"]]
)
def test_nothing_hides_a_failure(
    apps: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    (apps / "ctilint.toml").write_text('[per-path-ignores]\n"**" = ["internal-error"]\n')
    (apps / "one" / "index.html").write_text(f"<!-- ctilint-disable-file internal-error -->\n<script>\n{BAD}</script>")
    spoiled(monkeypatch, "ctilint.understand.share.build_window", "one/index.html")
    assert run(["check", *options]) == 2
    out, err = capsys.readouterr()
    assert WINDOW[2] in out + err


def test_a_failure_in_one_of_several_processes(
    apps: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1000):
        (apps / f"x{number}.txt").write_text("")
    spoiled(monkeypatch, "ctilint.understand.share.build_window", "one/index.html")
    alone = told(capsys, "--jobs", "1")
    assert alone[0] == WINDOW
    assert told(capsys, "--jobs", "2") == alone


@pytest.mark.parametrize("command", [["assess"], ["prove"]])
def test_other_commands_say_it_and_end_with_two(
    apps: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    spoiled(monkeypatch, "ctilint.understand.share.build_window", "one/index.html")
    assert run(command) == 2
    assert f"ctilint: {WINDOW[2]}\n" in capsys.readouterr().err
