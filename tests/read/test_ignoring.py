import os

from ctilint.read.files.ignoring import Ignoring, above, matcher


def ignored(lines, path):
    question = matcher(lines)
    return question is not None and question(path)


def test_patterns_of_every_form():
    lines = ["# note", "", "dist/", "*.log", "/top.js", "a/**/b.js", "\\!odd"]
    for path in ("dist/", "x/dist/", "x/y.log", "top.js", "a/b.js", "a/c/d/b.js", "!odd"):
        assert ignored(lines, path), path
    for path in ("dist", "x/top.js", "b.js", "log"):
        assert not ignored(lines, path), path


def test_a_pattern_can_take_another_back():
    assert ignored(["*.js", "!keep.js"], "a.js")
    assert ignored(["*.js", "!keep.js"], "keep.js") is False
    assert ignored(["*.js", "!keep.js"], "a.ts") is None


def test_patterns_that_mean_nothing_are_passed_over():
    assert matcher(["# only", "", "!"]) is None
    assert ignored(["!", "a[", "*.js"], "x.js")


def test_files_of_inner_folders_hold_over_those_of_outer_ones(tmp_path):
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("*.js\n/a/b/only\n")
    (inner / ".gitignore").write_text("!keep.js\n")
    ignoring = above(str(inner)).inside(str(inner), has_file=True)
    assert ignoring.ignores(f"{inner}/x.js", folder=False)
    assert not ignoring.ignores(f"{inner}/keep.js", folder=False)
    assert ignoring.ignores(f"{inner}/only", folder=True)
    assert not ignoring.ignores("/elsewhere/x.js", folder=False)


def test_a_folder_outside_a_repository_has_nothing_above_it(tmp_path):
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "a").mkdir()
    assert not above(str(tmp_path / "a")).ignores(str(tmp_path / "a" / "x"), folder=False)


def test_a_folder_that_was_named_is_not_ignored_by_those_above_it(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "build").mkdir()
    assert not above(str(tmp_path / "build")).ignores(str(tmp_path / "build" / "x.js"), folder=False)


def test_a_file_that_cannot_be_read_ignores_nothing(tmp_path):
    ignoring = Ignoring()
    assert ignoring.inside(str(tmp_path), has_file=True) is ignoring
    (tmp_path / ".gitignore").write_text("# nothing\n")
    assert ignoring.inside(os.fspath(tmp_path), has_file=True) is ignoring
