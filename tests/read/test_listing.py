import pytest

from ctilint.read.files.listing import Listing, Skipped


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in ("a/x.js", "a/b/y.js", "z.js", "a/b/keep.js"):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("")
    return tmp_path


def listed(*paths, exclude=(), use_gitignore=True):
    listing = Listing(paths or (".",), exclude, use_gitignore=use_gitignore)
    return list(listing.files()), listing.skipped


def test_folders_are_listed_in_the_order_of_names(here):
    assert listed() == (["a/b/keep.js", "a/b/y.js", "a/x.js", "z.js"], [])


def test_paths_that_overlap_give_each_file_once(here):
    assert listed("a/b", "a", "a/x.js")[0] == ["a/b/keep.js", "a/b/y.js", "a/x.js"]


def test_excluded_folders_are_not_entered(here):
    assert listed(exclude=["/a/b/"]) == (["a/x.js", "z.js"], [Skipped("a/b", "excluded")])
    files, skipped = listed(exclude=["**/b/*", "!keep.js"])
    assert files == ["a/b/keep.js", "a/x.js", "z.js"]
    assert skipped == [Skipped("a/b/y.js", "excluded")]


def test_the_first_reason_stands(here):
    listing = Listing((".",), (), use_gitignore=True)
    listing.note("a", "one")
    listing.note("a", "two")
    assert listing.skipped == [Skipped("a", "one")]


def test_a_path_that_leads_nowhere_any_more_is_noted(here):
    (here / "dead").symlink_to(here / "nothing")
    assert listed("dead") == ([], [Skipped("dead", "no such file or directory")])
