from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from ctilint.cli import run
from ctilint.cli._watching import is_worth, watch


def test_every_change_is_judged_and_a_mistake_is_waited_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def changes(*paths: str, watch_filter: Callable[[int, str], bool], raise_interrupt: bool) -> Iterator[set[object]]:
        assert paths == ("app",)
        assert raise_interrupt
        assert watch_filter(1, "/x/app/phone.js")
        yield set()
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    answers = iter([1, None, 0])

    def judge() -> int:
        answer = next(answers)
        if answer is None:
            raise click.UsageError("ctilint.toml:1: unknown key 'x'")
        return answer

    assert watch(["app"], judge) == 0
    said = "ctilint: waiting for a change, Ctrl-C ends\n"
    assert capsys.readouterr().err == f"{said}ctilint: ctilint.toml:1: unknown key 'x'\n{said}{said}"


def test_a_real_change_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    done = threading.Event()

    def write() -> None:
        for number in range(200):
            if done.wait(0.1):
                return
            (tmp_path / "a.js").write_text(f"x({number});\n")
        os.kill(os.getpid(), signal.SIGINT)

    def judge() -> int:
        calls.append(1)
        if len(calls) == 1:
            return 1
        raise KeyboardInterrupt

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert watch([str(tmp_path)], judge) == 1
    finally:
        done.set()
        writer.join()
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("path", "worth"),
    [
        ("a/b.js", True),
        ("a/.b.js.swp", False),
        ("a/b.js~", False),
        ("a/.git/index", False),
        ("node_modules/a.js", False),
    ],
)
def test_what_is_worth_a_run(path: str, worth: bool) -> None:
    assert is_worth(path) is worth


def test_statistics_explanations_and_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.js").write_text(
        "sforce.opencti.onNavigationChange({ listener: (p) => alert(p.x) });\n"
        "sforce.opencti.getAppViewInfo({ callback: show });\n"
        "// ctilint-disable-next-line blocking-handler -- no longer\n"
    )
    assert run(["check", "--statistics"]) == 1
    assert capsys.readouterr().out == (
        "  blocking-handler        1  warning  1 fixable\n  unused-suppression      1  note  1 fixable\n"
    )
    assert run(["check", "--explain", "--select", "blocking-handler"]) == 1
    assert "\nblocking-handler\n  " in capsys.readouterr().out
    assert run(["check", "--exit-zero"]) == 0
    assert [run(["check", "--fail-on", "never", "--max-warnings", limit]) for limit in ("0", "1")] == [1, 0]
