"""A check in a folder is asked only where the app has what the folder is called; the rest are always asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import ctilint.checks
from ctilint.checks import subjects
from ctilint.judge import judge
from ctilint.judge.rules import OF_THE_RUN, modules, rule_names, subject_of
from ctilint.read.files.discover import Tree
from ctilint.rulebook.tables import DIALECTS
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text
from ctilint.understand.model import App

FOLDERS = {subject_of(rule) for rule in modules()} - {""}
CENTER = (
    "<callCenter><section sortOrder='0' name='reqGeneralInfo' label='x'>"
    "<item sortOrder='0' name='reqInternalName' label='x'>acme</item></section></callCenter>"
)


def app_of(path: str, text: str) -> App:
    return build_app_from_text(path, text.encode(), Settings())


def test_each_folder_is_a_subject_and_each_module_a_rule() -> None:
    dialects = {dialect.replace("-", "_") for dialect in DIALECTS}
    assert {"server", "call_center", *dialects} >= FOLDERS
    files = [path for path in Path(ctilint.checks.__file__).parent.rglob("[a-z]*.py") if "/_" not in path.as_posix()]
    assert len(files) == len(modules()) == len(rule_names()) - len(OF_THE_RUN)


@pytest.mark.parametrize(
    ("path", "text", "has"),
    [
        ("a.js", "sforce.opencti.refreshView();", {"lightning"}),
        ("a.js", "sforce.opencti.subscribe({ eventType: 'onClickToDial', listener: f });", {"event_sink"}),
        ("a.html", "<script src='/support/console/60.0/integration.js'></script>", {"console"}),
        ("a.callCenter", CENTER, {"call_center"}),
        ("a.py", "import boto3\nfrom simple_salesforce import Salesforce\ndef lambda_handler(e, c): pass", {"server"}),
        ("a.js", "var x;", set()),
    ],
)
def test_the_subjects_of_an_app(path: str, text: str, has: set[str]) -> None:
    assert subjects(app_of(path, text)) == has


def test_without_the_subject_no_module_of_its_folder_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.js").write_text("sforce.opencti.refreshView();")
    monkeypatch.chdir(tmp_path)
    held = {name for name in sys.modules if name.startswith("ctilint.checks.server.")}
    for name in held:
        monkeypatch.delitem(sys.modules, name)
    judge(build_app(Tree(["."]), Settings()), Settings())
    assert not [name for name in sys.modules if name.startswith("ctilint.checks.server.")]
