from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.findings import Edit, Evidence, Finding, Fix, Location, Place, Severity
from ctilint.fix.planning import Plan, plan
from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span

TEXT = "sforce.opencti.getAppViewInfo({ callback: show });\nalert(1);\nalert(2);\n"


def finding(path: str, *edits: tuple[int, int, str], safe: bool = True) -> Finding:
    fix = Fix("mend", safe, tuple(Edit(path, Span(start, end), text) for start, end, text in edits))
    at = Location(path, 1, 1, 1, 1)
    place = Place(path, fix.edits[0].span)
    return Finding("blocking-handler", Severity.NOTE, Evidence.MATCHED, "", "", at, place, fixes=(fix,))


def planned(text: str, edits: Sequence[tuple[int, int, str]], path: str = "a.js", **how: bool) -> tuple[str, Plan]:
    files = {path: read_document(path, text.encode())}
    done = plan([finding(path, edit) for edit in edits], files, **how)
    return (done.changes[0].after if done.changes else text), done


def where(text: str, needle: str) -> tuple[int, int]:
    start = text.index(needle)
    return start, start + len(needle)


def test_edits_are_applied_from_the_end() -> None:
    after, done = planned(TEXT, [(*where(TEXT, "alert(1)"), "show(1)"), (*where(TEXT, "alert(2)"), "show(2, 'long')")])
    assert after == TEXT.replace("alert(1)", "show(1)").replace("alert(2)", "show(2, 'long')")
    assert done.applied == 2
    assert done.refused == ()


def test_the_first_of_two_that_overlap_wins() -> None:
    start, end = where(TEXT, "alert(1)")
    after, done = planned(TEXT, [(start, end, "show(1)"), (start, start + 5, "confirm")])
    assert after == TEXT.replace("alert(1)", "show(1)")
    assert [reason for _, reason in done.refused] == ["it overlaps another fix; run again"]


def test_two_insertions_at_one_place_overlap_and_one_at_an_edge_does_not() -> None:
    start, end = where(TEXT, "alert(1)")
    _, done = planned(TEXT, [(start, start, "a();"), (start, start, "b();")])
    assert len(done.refused) == 1
    after, done = planned(TEXT, [(start, end, "show(1)"), (end, end, ", 2")])
    assert done.refused == ()
    assert "show(1), 2;" in after


def test_equal_fixes_of_two_findings_are_one() -> None:
    edit = (*where(TEXT, "alert(1)"), "show(1)")
    after, done = planned(TEXT, [edit, edit])
    assert after == TEXT.replace("alert(1)", "show(1)")
    assert done.applied == 2


def test_a_fix_is_whole_or_not_at_all() -> None:
    files = {"a.js": read_document("a.js", TEXT.encode())}
    first = finding("a.js", (*where(TEXT, "alert(2)"), "two()"))
    both = finding("a.js", (*where(TEXT, "alert(1)"), "one()"), (*where(TEXT, "alert(2)"), "zwei()"))
    done = plan([first, both], files)
    assert done.changes[0].after == TEXT.replace("alert(2)", "two()")


def test_unsafe_fixes_are_asked_for() -> None:
    files = {"a.js": read_document("a.js", TEXT.encode())}
    risky = finding("a.js", (*where(TEXT, "alert(1)"), "show(1)"), safe=False)
    assert plan([risky], files).changes == ()
    assert len(plan([risky], files, unsafe=True).changes) == 1


@pytest.mark.parametrize(
    ("text", "new", "reason"),
    [
        (TEXT, "alert(", "the script would not be valid JavaScript"),
        (TEXT + "if (", "show(1)", "the script would not be valid JavaScript"),
    ],
)
def test_the_strict_gate_stands_behind_every_mend(text: str, new: str, reason: str) -> None:
    _, done = planned(text, [(*where(text, "alert(1)"), new)])
    assert done.changes == ()
    assert [why for _, why in done.refused] == [reason]


def test_a_script_that_was_not_valid_may_become_so() -> None:
    text = TEXT.replace("alert(1)", "alert(\u201c1\u201d)")
    after, done = planned(text, [(*where(text, "\u201c1\u201d"), "'1'")])
    assert done.refused == ()
    assert after == TEXT.replace("alert(1)", "alert('1')")


def test_one_that_spoils_the_text_does_not_spoil_the_others() -> None:
    after, done = planned(TEXT, [(*where(TEXT, "alert(1)"), "alert("), (*where(TEXT, "alert(2)"), "show(2)")])
    assert after == TEXT.replace("alert(2)", "show(2)")
    assert [why for _, why in done.refused] == ["the script would not be valid JavaScript"]
    assert done.changes[0].rules == ("blocking-handler",)


def test_python_must_stay_python() -> None:
    path, text = "app.py", "import boto3\nx = boto3.client('connect')\n"
    for new, refused in (("y = 1", []), ("y = = 1", ["the file would not be valid Python"])):
        _, done = planned(text, [(*where(text, "x = boto3.client('connect')"), new)], path)
        assert [why for _, why in done.refused] == refused


def test_a_mask_is_never_touched() -> None:
    text = f"<apex:page><script>\n{TEXT}alert('{{!name}}');\n</script></apex:page>"
    after, done = planned(text, [(*where(text, "alert('{!name}')"), "show()")], "a.page")
    assert after == text
    assert [why for _, why in done.refused] == ["it touches text that another language fills in"]
    after, done = planned(text, [(*where(text, "alert(1"), "show(1")], "a.page")
    assert after == text.replace("alert(1", "show(1")


def test_a_text_that_ends_the_script_is_refused() -> None:
    text = "<script>sforce.opencti.getAppViewInfo({callback: show}); alert(1)</script>"
    _, done = planned(text, [(*where(text, "alert(1)"), "show('</script><script>')")], "a.html")
    assert done.changes == ()
    assert len(done.refused) == 1


def test_a_character_that_the_file_cannot_hold_is_refused() -> None:
    data = TEXT.replace("alert(2)", "alert('é')").encode("latin-1")
    files = {"a.js": read_document("a.js", data)}
    done = plan([finding("a.js", (*where(TEXT, "alert(1)"), "show('電')"))], files)
    assert [why for _, why in done.refused] == ["latin-1 cannot hold the new text"]


def test_archives_and_unknown_files_are_refused() -> None:
    files: dict[str, FileFacts] = {"a.resource!/b.js": read_document("a.resource!/b.js", TEXT.encode())}
    for path in ("a.resource!/b.js", "gone.js"):
        assert [why for _, why in plan([finding(path, (0, 1, ""))], files).refused] == [
            "the file lies in an archive or was not read"
        ]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 6), st.sampled_from(["", "x", "();", "/*"])), max_size=4))
def test_whatever_the_fixes_are_the_new_text_is_valid(rows: list[tuple[int, int, str]]) -> None:
    from ctilint.read.strict import syntax_error

    after, done = planned(TEXT, [(start, min(start + size, len(TEXT)), text) for start, size, text in rows])
    assert syntax_error(after) is None
    assert done.applied + len(done.refused) == len(rows)
