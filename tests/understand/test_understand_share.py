"""A share: what it tells others, and what it makes of what they tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand.model import Whole
from ctilint.understand.share import Share, build

ON = "sforce.opencti.enableClickToDial({});"
LISTEN = "sforce.console.addEventListener('E', function (r) {});"


def share_of(here: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> Share:
    for path, text in files.items():
        (here / path).write_text(text)
    monkeypatch.chdir(here)
    return Share(Tree(["."]), Settings())


def test_it_tells_what_goes_beyond_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = "addEventListener('pagehide', () => sforce.console.removeEventListener('E', f)); function f() {}"
    share = share_of(tmp_path, monkeypatch, {"a.js": ON, "b.js": off, "c.js": "sforce.console.removeEventListener;"})
    whole = build(share)
    assert whole.dialects == {"lightning", "console"}
    assert whole.called == {"sforce.opencti.enableClickToDial", "sforce.console.removeEventListener"}
    assert whole.removals == {("sforce.console.removeEventListener", "E")}
    assert whole.mentioned == {"enableClickToDial"}


@pytest.mark.parametrize(
    ("code", "removal", "verdict"),
    [
        (ON, ("sforce.opencti.disableClickToDial", "onClickToDial"), "ended"),
        (ON, ("sforce.interaction.cti.disableClickToDial", "onClickToDial"), "never"),
        # A known handler ends only where the same function is removed, and that would be in this share.
        (LISTEN, ("sforce.console.removeEventListener", "E"), "never"),
        (LISTEN.replace("function (r) {}", "theirs"), ("sforce.console.removeEventListener", "E"), "ended"),
        (LISTEN.replace("function (r) {}", "theirs"), ("sforce.console.removeEventListener", "F"), "never"),
    ],
)
def test_what_another_share_removes_ends_a_registration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, removal: tuple[str, str], verdict: str
) -> None:
    share = share_of(tmp_path, monkeypatch, {"a.js": code})
    own = build(share)
    app = share.app(own.joined(Whole(removals=frozenset({removal}))), 1, ())
    assert [ending.verdict for ending in app.windows[0].endings] == [verdict]


def test_it_fetches_what_another_share_has_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = share_of(tmp_path, monkeypatch, {"a.js": ON, "b.html": "<script src='a.js'></script>"})
    whole = share.build(["b.html", "gone.html"], ["a.js", "b.html", "gone.html"])
    app = share.app(whole, 2, ())
    assert [window.root for window in app.windows] == ["b.html"]
    assert list(app.files) == ["a.js", "b.html"]
