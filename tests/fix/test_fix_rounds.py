"""Mends go on in rounds, end where they undo one another, and leave alone what must not be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ctilint.findings import Edit, Evidence, Finding, Fix, Location, Place, Severity
from ctilint.fix.rounds import MOST, Judged, LoopError, apply
from ctilint.judge.outcome import Report
from ctilint.read.document import read_document
from ctilint.read.source import Span


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[[], Judged]]:
    """Judge ``a.js`` by a table: where a text stands, a rule writes another in its place."""
    monkeypatch.chdir(tmp_path)

    def make(text: str, *rules: tuple[str, str, str]) -> Callable[[], Judged]:
        Path("a.js").write_text(text)

        def judge(held: Mapping[str, bytes | None] | None = None) -> Judged:
            facts = read_document("a.js", (held or {}).get("a.js") or Path("a.js").read_bytes())
            findings = []
            for rule, old, new in rules:
                at = facts.source.text.find(old)
                if at >= 0:
                    place = Place("a.js", Span(at, at + len(old)))
                    fix = Fix("mend", safe=True, edits=(Edit("a.js", place.span, new),))
                    where = Location("a.js", 1, at + 1, 1, at + 2)
                    findings.append(Finding(rule, Severity.NOTE, Evidence.MATCHED, "", "", where, place, fixes=(fix,)))
            return Report(tuple(findings)), {"a.js": facts}

        return judge

    return make


def test_a_mend_makes_room_for_another(judged) -> None:
    judge = judged("sforce.a(1);\n", ("one", "a(1)", "b(2)"), ("two", "b(2)", "c(3)"))
    done = apply(judge(), judge, ["."], unsafe=False)
    assert Path("a.js").read_text() == "sforce.c(3);\n"
    assert (done.mended, done.changed, done.refused) == (2, ("a.js",), ())


def test_two_that_undo_one_another_are_named(judged) -> None:
    judge = judged("sforce.a(1);\n", ("one", "a(1)", "b(2)"), ("two", "b(2)", "a(1)"))
    with pytest.raises(
        LoopError, match=r"^the mends of one and two undo one another in a.js: nothing more is written$"
    ):
        apply(judge(), judge, ["."], unsafe=False)
    assert Path("a.js").read_text() == "sforce.b(2);\n"


def test_what_never_ends_is_named(judged) -> None:
    judge = judged("sforce.a(1);\n", ("grow", "a(1", "b(1, 1"), ("more", "b(1", "a(1, 1"))
    with pytest.raises(LoopError, match=f"^the mends do not end after {MOST} rounds: grow and more$"):
        apply(judge(), judge, ["."], unsafe=False)


def test_a_file_that_changes_while_it_is_judged_is_left_alone(judged) -> None:
    judge = judged("sforce.a(1);\n", ("one", "a(1)", "b(2)"))
    first = judge()
    Path("a.js").write_text("sforce.mine(1);\n")
    done = apply(first, judge, ["."], unsafe=False)
    assert Path("a.js").read_text() == "sforce.mine(1);\n"
    assert done.refused == (("a.js", 0, "one", "it has changed since it was read: run again"),)
    assert done.mended == 0


def test_what_is_refused_is_said_once(judged) -> None:
    judge = judged("sforce.a(1);\n", ("one", "a(1)", "b("))
    done = apply(judge(), judge, ["."], unsafe=False)
    assert done.refused == (("a.js", 1, "one", "the script would not be valid JavaScript"),)


def test_a_mend_that_does_not_end_its_finding_is_not_written(judged) -> None:
    judge = judged("x(); sforce.a(1);\n", ("idle", "a(1)", "a(1), b()"), ("two", "x()", "y()"))
    done = apply(judge(), judge, ["."], unsafe=False)
    assert Path("a.js").read_text() == "y(); sforce.a(1);\n"
    assert done.refused == (("a.js", 1, "idle", "it would not end what it is for"),)
    assert (done.mended, done.changed) == (1, ("a.js",))


def test_the_disk_is_judged_after_each_round_where_it_says_more(judged) -> None:
    judge = judged("sforce.a(1);\n", ("one", "a(1)", "b(2)"), ("two", "b(2)", "c(3)"))
    asked: list[bool] = []

    def counted(held: Mapping[str, bytes | None] | None) -> Judged:
        asked.append(held is None)
        return judge(held)

    apply(judge(), counted, ["."], unsafe=False, anew=True)
    assert Path("a.js").read_text() == "sforce.c(3);\n"
    assert asked == [False, True, False, True]
