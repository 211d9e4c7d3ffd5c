"""What is called safe is run: before and after, the app does the same but for what the mend is meant to change."""

from __future__ import annotations

import pytest

from ctilint.judge import judge
from ctilint.prove import prove_mends
from ctilint.read.files.discover import Tree
from ctilint.read.files.overlay import Overlay
from ctilint.settings import Settings
from ctilint.understand import build_app
from tests.mends.test_mends_properties import apps, folder_of

# Of each rule, a page in which it is proved, so that the test below cannot hold for want of runs.
PROVED = {
    "fixtures/legacy-softphone": {"missing-unsubscribe", "outdated-library", "unguarded-handler"},
    "fixtures/lightning-softphone": {"missing-unsubscribe", "unguarded-handler"},
    "fixtures/prove-softphone": {"missing-unsubscribe", "unguarded-handler"},
}


@pytest.mark.parametrize("name", [name for name, _ in apps()])
def test_no_safe_mend_of_an_app_makes_a_difference(name: str) -> None:
    with folder_of(dict(apps())[name]):
        app = build_app(Tree(["."]), Settings())
        found = judge(app, Settings()).findings
        tried = prove_mends(app, found, lambda held: build_app(Overlay(["."], held), Settings()))
    fixes = [(one.rule, fix) for one in tried for fix in one.fixes]
    assert [(rule, fix.title, fix.obstacle) for rule, fix in fixes if fix.obstacle] == []
    assert PROVED.get(name, set()) <= {rule for rule, fix in fixes if fix.proof.startswith("proved: ")}
