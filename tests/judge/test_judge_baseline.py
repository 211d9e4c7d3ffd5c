from __future__ import annotations

import os
from pathlib import Path

import pytest

from ctilint.findings import Evidence, Finding, Location, Place, Severity
from ctilint.judge import baseline
from ctilint.judge.outcome import Report
from ctilint.read.source import Span

WRONG_LINE = """{"version": 1, "findings": [
    {"rule": "r", "path": "p", "line": "one", "message": "m", "fingerprint": "f", "match_key": "k"}]}"""


def finding(fingerprint: str, match_key: str = "", path: str = "a.js", line: int = 1) -> Finding:
    return Finding(
        "blocking-handler",
        Severity.WARNING,
        Evidence.MATCHED,
        "said",
        "",
        Location(path, line, 1, line, 2),
        Place(path, Span(0, 1)),
        fingerprint=fingerprint,
        match_key=match_key or f"key of {fingerprint}",
    )


def known(folder: Path, *findings: Finding) -> tuple[baseline.Known, ...]:
    return baseline.known_of(findings, str(folder))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.js").write_text("")
    return tmp_path


def test_what_is_written_is_read(folder: Path) -> None:
    rows = known(folder, finding("f2", path="b.js"), finding("f1"))
    Path("base.json").write_text(baseline.write(rows), encoding="utf-8")
    assert baseline.read("base.json") == tuple(sorted(rows, key=lambda row: row.path))


def test_single_findings_are_matched(folder: Path) -> None:
    report = Report((finding("f1"), finding("f2"), finding("f3")))
    after, left = baseline.apply(report, known(folder, finding("f2"), finding("f9")), str(folder))
    assert [one.fingerprint for one in after.findings] == ["f1", "f3"]
    assert [one.fingerprint for one in after.baselined] == ["f2"]
    assert [row.fingerprint for row in left] == ["f9"]


def test_a_renamed_file_is_matched_by_its_code_once(folder: Path) -> None:
    rows = known(folder, finding("old", "same", path="gone.js"))
    report = Report((finding("n1", "same"), finding("n2", "same")))
    after, left = baseline.apply(report, rows, str(folder))
    assert [one.fingerprint for one in after.findings] == ["n2"]
    assert [one.fingerprint for one in after.baselined] == ["n1"]
    assert left == ()


def test_the_same_code_in_another_file_is_new_while_the_old_file_is_there(folder: Path) -> None:
    (folder / "b.js").write_text("")
    rows = known(folder, finding("old", "same", path="b.js"))
    after, left = baseline.apply(Report((finding("n1", "same"),)), rows, str(folder))
    assert len(after.findings) == 1
    assert left == rows


def test_a_run_from_another_folder_matches_by_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = known(folder, finding("seen from above", "same", path=os.path.join("a.js")))
    report = Report((finding("seen from elsewhere", "same", path=str(folder / "a.js")),))
    after, _ = baseline.apply(report, rows, str(folder))
    assert after.findings == ()


def test_partial_runs_leave_the_rest_alone(folder: Path) -> None:
    rows = known(folder, finding("f1", path="app/a.js"), finding("f2", path="lib/b.js"), finding("f3", path="app.js"))
    report = Report((), rules=("blocking-handler",))
    kept = baseline.not_looked_at(rows, report, ["app"], str(folder))
    assert [row.fingerprint for row in kept] == ["f2", "f3"]
    assert baseline.not_looked_at(rows, report, ["."], str(folder)) == ()
    assert baseline.not_looked_at(rows, Report((), rules=("outdated-library",)), ["."], str(folder)) == rows


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"{", "base.json:1: is not JSON: Expecting property name enclosed in double quotes"),
        (b"[]", "base.json: is not a ctilint baseline of version 1"),
        (b'{"version": 2, "findings": []}', "base.json: is not a ctilint baseline of version 1"),
        (b'{"version": 1, "findings": [{"rule": 1}]}', "base.json: has entries that are not findings"),
        (b'{"version": 1}', "base.json: has entries that are not findings"),
        (b"\xff", "base.json: is not UTF-8 text"),
    ],
)
def test_a_broken_baseline_is_named(data: bytes, cause: str) -> None:
    Path("base.json").write_bytes(data)
    with pytest.raises(baseline.BaselineError) as refused:
        baseline.read("base.json")
    assert str(refused.value) == cause


def test_a_missing_baseline_is_named() -> None:
    with pytest.raises(baseline.BaselineError, match=r"^none\.json: cannot be read: No such file or directory$"):
        baseline.read("none.json")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[" * 50_000, "base.json: is nested too deep"),
        ('{"version": ' + "1" * 5000 + "}", "base.json: is not JSON that can be used: "),
        (WRONG_LINE, "base.json: has entries that are not findings"),
    ],
)
def test_a_file_that_nobody_wrote(text: str, cause: str) -> None:
    Path("base.json").write_text(text, encoding="utf-8")
    with pytest.raises(baseline.BaselineError) as refused:
        baseline.read("base.json")
    assert str(refused.value).startswith(cause)


def test_the_first_entry_that_fits_answers_whether_its_file_is_gone_or_the_same(folder: Path) -> None:
    rows = known(
        folder, finding("o1", "same", path="a.js"), finding("o2", "same", path="gone.js"), finding("o3", "same")
    )
    report = Report((finding("n1", "same"), finding("n2", "same", path="a.js")))
    after, left = baseline.apply(report, rows, str(folder))
    assert after.findings == ()
    assert [row.fingerprint for row in left] == ["o3"]


def test_many_findings_of_one_code_are_matched_in_one_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    there = os.path.exists
    monkeypatch.setattr(os.path, "exists", lambda path: asked.append(path) or there(path))
    (folder / "b.js").write_text("")
    rows = known(folder, *(finding(f"o{at}", "same", path="b.js") for at in range(500)))
    report = Report(tuple(finding(f"n{at}", "same") for at in range(500)))
    after, left = baseline.apply(report, rows, str(folder))
    assert (len(after.findings), len(left)) == (500, 500)
    assert len(asked) == 1
