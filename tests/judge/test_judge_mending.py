from __future__ import annotations

from ctilint.findings import ByHand, Edit, Fix, Place, Problem
from ctilint.judge.mending import FILLED_IN, IN_ARCHIVE, with_mends
from ctilint.read.source import Span
from ctilint.rulebook.pages import head

PAGE = "<apex:page><script>sforce.console.isInConsole('{!name}');</script></apex:page>"


def problem(path: str, help_text: str = "ask first") -> Problem:
    return Problem(Place(path, Span(0, 1)), "no", help_text)


def fix(path: str, start: int, end: int) -> Fix:
    return Fix("mend", safe=True, edits=(Edit(path, Span(start, end), "x"),), why="it is")


def test_a_fix_is_offered_as_it_is(make_app) -> None:
    app = make_app({"a.js": "sforce.console.isInConsole();\n"})
    found = with_mends("missing-tab-check", problem("a.js"), lambda *_: [fix("a.js", 0, 6)], app)
    assert found.fixes == (fix("a.js", 0, 6),)
    assert found.by_hand == ""


def test_what_another_language_fills_in_is_not_written_over(make_app) -> None:
    app = make_app({"a.page": PAGE})
    at = PAGE.index("{!name}")
    found = with_mends("missing-tab-check", problem("a.page"), lambda *_: [fix("a.page", at - 1, at + 8)], app)
    assert (found.fixes, found.by_hand) == ((), FILLED_IN.format("ask first"))
    found = with_mends("missing-tab-check", problem("a.page"), lambda *_: [fix("a.page", at - 1, at)], app)
    assert len(found.fixes) == 1


def test_an_archive_is_out_of_reach(make_app) -> None:
    app = make_app({"a.js": "sforce.console.isInConsole();\n"})
    found = with_mends("missing-tab-check", problem("a.zip!/a.js"), lambda *_: [fix("a.zip!/a.js", 0, 1)], app)
    assert (found.fixes, found.by_hand) == ((), IN_ARCHIVE)


def test_every_rest_has_its_sentence(make_app) -> None:
    app = make_app({"a.js": "sforce.console.isInConsole();\n"})
    said = with_mends("missing-tab-check", problem("a.js"), lambda *_: [ByHand("too long")], app)
    assert said.by_hand == "too long"
    page = with_mends("any-origin", problem("a.js"), None, app)
    assert page.by_hand == head("any-origin").mend
    no_fit = with_mends("insecure-url", problem("a.js", "write https"), lambda *_: [], app)
    assert no_fit.by_hand == "write https; no mend fits what is written here"
