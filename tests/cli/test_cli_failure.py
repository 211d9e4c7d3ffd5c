from __future__ import annotations

from ctilint.cli._failure import describe


def failing(**names: object) -> BaseException:
    def inner(window: object = None, facts: object = None, path: object = None) -> None:
        raise KeyError("x\ny")

    try:
        inner(**names)
    except KeyError as error:
        return error
    raise AssertionError


def test_the_description() -> None:
    lines = describe(failing(path="a\x1b.js")).splitlines()
    assert lines[0] == r"ctilint: internal error while judging a\x1b.js: KeyError: 'x\ny'"
    assert lines[1].startswith("  at ")
    assert lines[-1] == "  please report this with the file, or leave the file out with --exclude"
    assert describe(failing()).startswith("ctilint: internal error: KeyError")
