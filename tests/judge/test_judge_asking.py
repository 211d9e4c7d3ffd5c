from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctilint.failures import Failure, Failures
from ctilint.findings import Place, Problem
from ctilint.judge.asking import asked, told
from ctilint.read.source import Span
from ctilint.settings import Settings
from ctilint.understand.model import App

CALL = "sforce.opencti.getAppViewInfo({callback: show});\n"


def roots(app: App) -> Iterator[Problem]:
    for window in app.windows:
        if window.root == "b.js":
            raise ZeroDivisionError("here")
        yield Problem(Place(window.root, Span(0, 1)), "said")


def test_a_check_that_fails_is_silent_only_where_it_fails(make_app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctilint.judge.asking.check_of", lambda _: (roots, None))
    failures = Failures()
    app = make_app({"a.js": CALL, "b.js": CALL, "c.js": CALL})
    problems = list(asked(app, "blocking-handler", Settings(), failures))
    assert [problem.place.path for problem in problems] == ["a.js", "c.js"]
    assert [(one.path, one.doing, one.said) for one in failures.found] == [
        ("b.js", "in the check blocking-handler", "ZeroDivisionError: here")
    ]


def test_a_check_that_fails_in_the_one_window(make_app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctilint.judge.asking.check_of", lambda _: (roots, None))
    failures = Failures()
    assert list(asked(make_app({"b.js": CALL}), "blocking-handler", Settings(), failures)) == []
    assert [one.path for one in failures.found] == ["b.js"]


def test_a_problem_stands_without_a_mend_that_fails(make_app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctilint.judge.asking.check_of", lambda _: (roots, lambda *_: 1 / 0))
    failures = Failures()
    (problem,) = asked(make_app({"a.js": CALL}), "blocking-handler", Settings(), failures)
    assert problem.fixes == ()
    assert [(one.path, one.doing) for one in failures.found] == [("a.js", "in the mend of blocking-handler")]


def test_what_is_told_of_a_failure(make_app) -> None:
    app = make_app({"a.js": CALL})
    first, second = told([Failure("a.js", "reading", "E: x", "ctilint/a.py:1"), Failure("", "reading", "E", "")], app)
    assert (first.place, first.message) == (Place("a.js", Span(0, 0)), "ctilint failed reading: E: x")
    assert first.help == "report this, with the file if you can; it happened at ctilint/a.py:1; all else was judged"
    assert (second.place.path, second.help) == (".", "report this, with the file if you can; all else was judged")
