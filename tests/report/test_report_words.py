from __future__ import annotations

from report_sample import nothing, report

from ctilint.judge.outcome import Report, Summary
from ctilint.report.words import facts, many, mends, verdict


def test_the_verdict() -> None:
    assert verdict(report()) == "3 findings: 1 error, 1 warning, 1 note"
    assert verdict(nothing()) == "No CTI code found in 4 files."
    assert verdict(Report((), summary=Summary(files_seen=4, files_with_cti=1))) == (
        "Nothing to find in 1 file with CTI code."
    )
    assert verdict(Report((), summary=Summary(files_seen=4, files_with_cti=1, baselined=2))) == (
        "Nothing new to find: 2 findings in the baseline."
    )


def test_many() -> None:
    assert (many(1, "file"), many(0, "file"), many(2, "entry", "entries")) == ("1 file", "0 files", "2 entries")


def test_the_rows() -> None:
    assert list(facts(report().summary)) == [
        ("files", "5 seen, 3 with CTI code"),
        ("windows", "2"),
        ("dialects", "classic, lightning"),
        ("library", "Open CTI for Classic, no version in the address"),
        ("library", "Open CTI for Classic, version unknown"),
        ("library", "Open CTI for Lightning 62.0"),
        ("mends", "1 of 3 can be mended, 1 of them safely (--diff shows them, --fix applies the safe ones)"),
        ("suppressed", "2 by comments"),
        ("skipped", "big.js and 1 more: minified bundle of 900 kB"),
        ("skipped", "x: excluded"),
    ]


def test_the_mends_are_counted_even_when_there_are_none() -> None:
    assert mends(3, 0, 0) == "0 of 3 can be mended, 0 of them safely"
    assert mends(3, 2, 0) == "2 of 3 can be mended, 0 of them safely (--diff --unsafe-fixes shows them)"
    assert mends(3, 2, 1) == (
        "2 of 3 can be mended, 1 of them safely "
        "(--diff shows them, --fix applies the safe ones, --unsafe-fixes the others too)"
    )


def test_verbose_names_every_skipped_path() -> None:
    assert list(facts(report().summary, verbose=True))[-3:] == [
        ("skipped", "big.js: minified bundle of 900 kB"),
        ("skipped", "big2.js: minified bundle of 900 kB"),
        ("skipped", "x: excluded"),
    ]


def test_many_reasons_are_cut() -> None:
    summary = Summary(skipped=tuple((f"f{n}", f"reason {n}") for n in range(9)))
    rows = [value for label, value in facts(summary) if label == "skipped"]
    assert len(rows) == 7
    assert rows[-1] == "and others; --verbose lists them all"
