from __future__ import annotations

from types import SimpleNamespace

from ctilint.cli._failure import describe, judged_file
from ctilint.findings import Place
from ctilint.read.source import Span


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


def test_the_description() -> None:
    lines = describe(failing(path="a\x1b.js")).splitlines()
    assert lines[0] == r"ctilint: internal error while judging a\x1b.js: KeyError: 'x\ny'"
    assert lines[1].startswith("  at ")
    assert lines[-1] == "  please report this with the file, or leave the file out with --exclude"
    assert describe(failing()).startswith("ctilint: internal error: KeyError")
