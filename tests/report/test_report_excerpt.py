from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.findings import Location
from ctilint.inert import cells
from ctilint.read.source import Source
from ctilint.report.excerpt import Excerpt, excerpt


def shown(text: str, column: int, end: int, width: int = 40, end_line: int = 1) -> Excerpt:
    return excerpt(Source("a.js", text.encode(), text), Location("a.js", 1, column, end_line, end), width)


def test_the_indentation_goes_and_the_marks_follow() -> None:
    assert shown("\t\talert(1);", 3, 11) == Excerpt(1, "alert(1);", 0, 8)
    assert shown("  if (x) alert(1);", 10, 18) == Excerpt(1, "if (x) alert(1);", 7, 8)


def test_wide_and_invisible_characters_take_their_cells() -> None:
    assert shown("'電話' + alert(1)", 8, 16) == Excerpt(1, "'電話' + alert(1)", 9, 8)
    assert shown("'\x1b' + \talert(1)", 8, 16) == Excerpt(1, "'␛' +     alert(1)", 10, 8)


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert shown("run({\n a: 1\n})", 1, 3, end_line=3) == Excerpt(1, "run({", 0, 5)


def test_an_empty_place_has_one_mark() -> None:
    assert shown("run();", 7, 7) == Excerpt(1, "run();", 6, 1)
    assert shown("", 1, 1) == Excerpt(1, "", 0, 1)


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "a" * 5000 + "alert(1)" + "b" * 5000
    assert shown(text, 5001, 5009) == Excerpt(1, "…" + "a" * 13 + "alert(1)" + "b" * 17 + "…", 14, 8)


def test_a_place_that_is_too_long_is_cut() -> None:
    one = shown("x" * 500, 11, 400)
    assert one == Excerpt(1, "x" * 39 + "…", 10, 29)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \t電\x1b\u0301"), max_size=200), st.data(), st.integers(16, 80))
def test_every_excerpt_fits_and_its_marks_lie_in_it(text: str, data: st.DataObject, width: int) -> None:
    column = data.draw(st.integers(1, len(text) + 1))
    end = data.draw(st.integers(column, len(text) + 1))
    one = shown(text, column, end, width)
    assert cells(one.text) <= width
    assert one.offset + one.length <= max(cells(one.text), one.offset + 1)
    assert one.length >= 1
    assert one.text.isprintable()


def test_ten_megabytes_in_one_line_are_no_work() -> None:
    import time

    text = "a;" * 5_000_000
    began = time.monotonic()
    one = shown(text, 9_000_000, 9_000_003, 80)
    assert cells(one.text) <= 82
    assert time.monotonic() - began < 2


def test_an_excerpt_is_split_at_its_cells() -> None:
    assert shown("'電話' + alert(1);", 8, 16).split() == ("'電話' + ", "alert(1)", ";")
    assert shown("alert(1)", 1, 9).split() == ("", "alert(1)", "")
    assert shown("run();", 7, 7).split() == ("run();", "", "")
