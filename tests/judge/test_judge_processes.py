"""A large tree judged in several processes says what one process says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ctilint.judge import judge, processes
from ctilint.judge.outcome import Report
from ctilint.judge.processes import ShareLostError, judge_in_processes
from ctilint.read.files.discover import Tree
from ctilint.report import render
from ctilint.settings import Settings
from ctilint.understand import build_app

NEEDS_FORK = pytest.mark.skipif(sys.platform == "win32", reason="no process can be copied there")
FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGE = "<script src='/support/api/{n}.0/interaction.js'></script><script src='{script}'></script>"
LISTEN = "sforce.interaction.cti.onClickToDial(function (r) { alert(r); });\n"
FRAMED = "<script src='/support/api/62.0/lightning/opencti_min.js'></script><script>sforce.opencti.x();</script>"


def files_of(name: str) -> dict[str, str]:
    """Return apps that reach over the borders of blocks in every way that two files can."""
    return {
        # A page in the first block whose script stands in the last, and one whose script is nobody else's.
        "a/index.html": PAGE.format(n=40, script="../z/phone.js"),
        "z/phone.js": LISTEN,
        # A script that two pages run: one finding, not two.
        "b/one.html": PAGE.format(n=62, script="../y/shared.js"),
        "c/two.html": PAGE.format(n=62, script="../y/shared.js"),
        "y/shared.js": f"{LISTEN}// ctilint-disable-next-line blocking-handler -- asked for\nconfirm('x');",
        # Without a page: what one script registers another switches off.
        "d/on.js": "sforce.opencti.enableClickToDial({});",
        "x/off.js": "addEventListener('pagehide', () => sforce.opencti.disableClickToDial({}));",
        # A module that names no library itself and pulls in one that does.
        "e/main.js": "import { listen } from '../w/phone.js';\nlisten((p) => JSON.parse(p));",
        "w/phone.js": "export function listen(f) { sforce.console.addEventListener('E', f); }",
        # A page in a frame of another one.
        "f/outer.html": "<iframe src='../v/inner.html'></iframe><script>sforce.opencti.refreshView();</script>",
        "v/inner.html": FRAMED,
        # A call center file, judged against code in another place.
        "g/center.xml": "<callCenter><section sortOrder='0' name='reqGeneralInfo' label='x'>"
        "<item sortOrder='0' name='reqInternalName' label='x'>acme</item>"
        "<item sortOrder='1' name='reqAdapterUrl' label='x'>http://x.example</item></section></callCenter>",
        "u/broken.js": "sforce.opencti.onClickToDial({ listener: function ( {",
        f"t/{name}.js": "sforce.opencti.screenPop({ type: 'x' });",
    }


def laid(files: dict[str, str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in files.items():
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        (here / path).write_text(text)
    monkeypatch.chdir(here)
    monkeypatch.setattr(processes, "_PART", 1)


def alone(settings: Settings = Settings()) -> Report:  # noqa: B008 - frozen
    return judge(build_app(Tree(["."]), settings), settings)


@NEEDS_FORK
@pytest.mark.parametrize("count", [2, 3])
def test_several_processes_say_what_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    laid(files_of("plain"), tmp_path, monkeypatch)
    expected = alone()
    report = judge_in_processes(Tree(["."]), Settings(), count)
    assert report == expected
    assert {finding.rule for finding in expected.findings} >= {
        "blocking-handler",
        "nested-frame",
        "outdated-library",
        "unreadable-source",
        "call-center-url",
    }
    assert [finding.rule for finding in expected.suppressed] == []


@NEEDS_FORK
def test_what_they_find_is_reported_from_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctilint.read.files.texts import Texts

    laid(files_of("plain"), tmp_path, monkeypatch)
    app = build_app(Tree(["."]), Settings())
    tree = Tree(["."])
    report = judge_in_processes(tree, Settings(), 2)
    assert report is not None
    for form in ("json", "sarif", "html", "markdown"):
        assert render(form, report, Texts(tree)) == render(form, judge(app, Settings()), app.files), form


@NEEDS_FORK
def test_what_is_skipped_and_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid({**files_of("plain"), "big/a.js": "sforce;" + "x=1;" * 300_000}, tmp_path, monkeypatch)
    monkeypatch.setattr(processes, "_EVERY", -1.0)
    read: list[str] = []
    report = judge_in_processes(Tree(["."]), Settings(), 2, read.append)
    assert report is not None
    assert report.summary.skipped == alone().summary.skipped != ()
    assert {"a/index.html", "z/phone.js"} <= set(read)


@NEEDS_FORK
def test_a_process_that_fails_leaves_the_run_to_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(files_of("plain"), tmp_path, monkeypatch)

    def fails(*_: object) -> None:
        raise ValueError("x")

    def dies(*_: object) -> None:
        os._exit(3)

    for what, said in ((fails, r"ValueError\('x'\)"), (dies, "it was ended from outside")):
        monkeypatch.setattr(processes, "judge", what)
        tree = Tree(["."])
        with pytest.raises(ShareLostError, match=said):
            judge_in_processes(tree, Settings(), 2)
        monkeypatch.setattr(processes, "judge", judge)
        assert judge(build_app(tree, Settings()), Settings()) == alone()


def test_one_process_and_a_server_side_are_no_case_for_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(files_of("plain"), tmp_path, monkeypatch)
    assert judge_in_processes(Tree(["."]), Settings(), 1) is None
    with monkeypatch.context() as without:
        without.delattr(os, "fork", raising=False)
        assert judge_in_processes(Tree(["."]), Settings(), 2) is None
    monkeypatch.chdir(FIXTURES)
    assert judge_in_processes(Tree(["."]), Settings(), 2) is None
    assert processes.processors() >= 1
