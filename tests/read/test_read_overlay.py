from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.read.files.overlay import Overlay


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.js").write_text("sforce.opencti.a();\n")
    (tmp_path / "app" / "b.js").write_text("sforce.opencti.b();\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_held_counts_instead_of_the_disk() -> None:
    held = {"app/a.js": b"sforce.opencti.x();", "app/b.js": None, "app/c.js": b"sforce.opencti.c();", "d.js": b"sforce"}
    tree = Overlay(["app"], held)
    assert list(tree.files()) == ["app/a.js", "app/c.js"]
    assert tree.seen == 2
    assert dict(tree.cti_documents()) == {"app/a.js": b"sforce.opencti.x();", "app/c.js": b"sforce.opencti.c();"}
    assert tree.open("app/a.js") == b"sforce.opencti.x();"
    assert tree.open("app/b.js") is None
    assert not tree.exists("app/b.js")
    assert tree.exists("app/c.js")


def test_what_lies_elsewhere_is_not_listed() -> None:
    tree = Overlay(["."], {"/app/c.js": b"sforce.opencti.c();", "../d.js": b"sforce.opencti.d();"})
    assert list(tree.files()) == ["app/a.js", "app/b.js"]


def test_exclusions_hold_for_what_is_held() -> None:
    tree = Overlay(["."], {"app/old/c.js": b"sforce.opencti.c();"}, exclude=["old/"])
    assert list(tree.files()) == ["app/a.js", "app/b.js"]
    assert not tree.exists("app/old/c.js")
