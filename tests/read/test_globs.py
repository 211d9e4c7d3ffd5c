"""Patterns mean what git says, and none of them takes long."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctilint.read.files.globs import NOTHING, glob_of
from ctilint.read.files.ignoring import Ignoring, matcher

NAMES = ("a", "b", "ab", "a-b", "B", "a]", "[", "x.js", "!a", "#a", "a b", "1", "build")
NOT_ASKED_FOR_GIT = shutil.which("git") is None


def names(line: str, path: str) -> bool:
    question = matcher([line])
    return bool(question is not None and question(path))


@pytest.mark.parametrize(
    ("line", "named", "others"),
    [
        ("*.js", ("a.js", "x/a.js", "x/.js"), ("a.jsx", "js")),
        ("/a.js", ("a.js",), ("x/a.js",)),
        ("x/*.js", ("x/a.js",), ("a.js", "y/x/a.js", "x/y/a.js")),
        ("**/a", ("a", "x/a", "x/y/a/z"), ("xa", "x/ab")),
        ("a/**", ("a/b", "a/b/c"), ("a/", "b/a/b")),
        ("a/**/b", ("a/b", "a/x/b", "a/x/y/b"), ("a/xb", "b")),
        ("a/**/b/**/c", ("a/b/c", "a/x/b/y/b/c", "a/b/b/c/d"), ("a/c/b", "a/b/x")),
        ("a**b", ("ab", "axxb", "x/axb"), ("a/b",)),
        ("dist/", ("dist/", "x/dist/", "x/dist/y"), ("dist", "xdist/")),
        ("a?c", ("abc",), ("a/c", "ac")),
        ("[ab]x", ("ax", "bx"), ("cx",)),
        ("[!ab]x", ("cx",), ("ax", "/x")),
        ("[^ab]x", ("cx",), ("bx",)),
        ("[a-c]x", ("bx",), ("dx",)),
        ("[]-]x", ("]x", "-x"), ("ax",)),
        ("[[:digit:]-]x", ("1x", "-x"), ("ax",)),
        (r"[\]]x", ("]x",), ("\\x",)),
        ("a[^/]b", ("axb",), ("a/b",)),
        (r"\!a", ("!a",), ("a",)),
        (r"\#a", ("#a",), ("a",)),
        (r"a\ ", ("a ",), ("a",)),
        ("a  ", ("a",), ("a  ",)),
        ("*", ("a", "a/b", ".x"), ()),
        ("**", ("a", "a/b"), ()),
        ("a.b(c)+$", ("a.b(c)+$",), ("axb(c)+$",)),
        # What git accepts, though hardly anybody means it.
        ("[z-a]", ("z",), ("a", "m", "[z-a]")),
        ("build[9-0]/", ("build9/",), ("build0/", "build[9-0]/")),
        ("a[", (), ("a", "a[")),
        ("a[[:odd:]]", (), ("ao",)),
        ("a\\", (), ("a", "a\\")),
        ("[a\\", (), ("a",)),
        ("/", (), ("a", "/")),
    ],
)
def test_what_a_line_names(line: str, named: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert [path for path in named if not names(line, path)] == []
    assert [path for path in others if names(line, path)] == []


def test_a_line_that_says_nothing() -> None:
    assert glob_of("# a") is None
    assert glob_of("") is None
    assert glob_of("!") is None
    assert glob_of("[z-a]") is not None
    assert NOTHING in glob_of("a[").source


@given(st.text(max_size=30))
def test_every_line_can_be_asked(line: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = glob_of(line)
        if found is not None:
            re.compile(found.source)


@pytest.mark.parametrize(
    "unit", ["*a", "*", "?*", "**/", "**/a/", "*/", "[a]*", "a*b", "[", "[!", "[a-", "\\", "[[:alpha:]]*", "**/*a/"]
)
def test_no_pattern_takes_long(unit: str) -> None:
    """Eight stars and sixty letters took three quarters of a minute once; this is a thousand of each."""
    paths = ["a" * 1000, "a/" * 500 + "a", "ab" * 500]
    began = time.process_time()
    for end in ("", "b", "/b", "[z-a]"):
        question = matcher([unit * 500 + end])
        for path in paths if question is not None else ():
            question(path)
    assert time.process_time() - began < 5


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    root = tmp_path_factory.mktemp("globs")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    paths = [*NAMES, *("/".join(pair) for pair in itertools.product(NAMES[:7], repeat=2))]
    paths += ["/".join(three) for three in itertools.product(("a", "b", "ab"), repeat=3)]
    files = []
    for path in paths:
        # Under each name a folder may stand, a file of this name stands in a folder of its own.
        file = f"d/{path}/f/{path.rpartition('/')[2]}"
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("")
        files.append(file)
    return root, sorted(files)


TOKENS = (
    "*",
    "**",
    "/",
    "?",
    "a",
    "b",
    "ab",
    "[ab]",
    "[!a]",
    "[a-b]",
    "[b-a]",
    "]",
    "[",
    "!",
    "-",
    "\\",
    "f",
    "d",
    ".",
)


@pytest.mark.skipif(NOT_ASKED_FOR_GIT, reason="git is not installed")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).map("".join), min_size=1, max_size=3))
def test_git_says_the_same(repository: tuple[Path, list[str]], lines: list[str]) -> None:
    root, files = repository
    (root / ".gitignore").write_text("\n".join(lines) + "\n")
    asked = ["git", "-c", "core.excludesFile=", "-C", str(root), "check-ignore", "--no-index", "--stdin", "-z"]
    done = subprocess.run(asked, input="\0".join(files), capture_output=True, text=True, check=False)
    theirs = [name for name in done.stdout.split("\0") if name]
    assert [file for file in files if is_ignored(str(root), file)] == theirs


def is_ignored(root: str, file: str) -> bool:
    """Say whether a walk from the root would not come to the file."""
    ignoring = Ignoring().inside(root, has_file=True)
    parts = file.split("/")
    folders = ("/".join(parts[:at]) for at in range(1, len(parts)))
    return any(ignoring.ignores(os.path.join(root, folder), folder=True) for folder in folders) or ignoring.ignores(
        os.path.join(root, file), folder=False
    )
