from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ctilint.findings import Edit, Evidence, Fix, Place, Problem, Severity
from ctilint.judge import judge
from ctilint.read.source import Span
from ctilint.settings import Settings
from ctilint.understand.model import App

TEXT = "sforce.opencti.getAppViewInfo({callback: show});\nconfirm(1);\nconfirm(1);\n"
Check = Callable[[App], Iterator[Problem]]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(check: Check, mend: object = None) -> None:
        monkeypatch.setattr("ctilint.judge.asking.check_of", lambda _: (check, mend))

    return put


def problems(*spans: Span, **more: object) -> Check:
    def check(app: App) -> Iterator[Problem]:
        for path in app.files:
            for span in spans:
                yield Problem(Place(path, span), "said", **more)

    return check


ONE = Settings(select=("blocking-handler",))


def test_a_finding_has_the_pages_severity_and_its_place(make_app, use) -> None:
    use(problems(Span(49, 56)))
    report = judge(make_app({"a.js": TEXT}), ONE)
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.evidence) == (
        "blocking-handler",
        Severity.WARNING,
        Evidence.MATCHED,
    )
    at = finding.location
    assert (at.path, at.line, at.column, at.end_line, at.end_column) == ("a.js", 2, 1, 2, 8)
    assert report.rules == ("blocking-handler",)


def test_the_problems_own_severity_wins_and_the_settings_win_over_it(make_app, use) -> None:
    use(problems(Span(0, 1), severity=Severity.NOTE))
    app = make_app({"a.js": TEXT})
    assert judge(app, ONE).findings[0].severity is Severity.NOTE
    louder = Settings(select=ONE.select, severity={"blocking-handler": Severity.ERROR})
    assert judge(app, louder).findings[0].severity is Severity.ERROR


def test_equal_findings_become_the_weightiest_one(make_app, use) -> None:
    def check(app: App) -> Iterator[Problem]:
        for severity, evidence in (
            ("note", "proved"),
            ("error", "matched"),
            ("error", "derived"),
            ("warning", "derived"),
        ):
            yield Problem(Place("a.js", Span(0, 1)), "said", severity=Severity(severity), evidence=Evidence(evidence))

    use(check)
    (finding,) = judge(make_app({"a.js": TEXT}), ONE).findings
    assert (finding.severity, finding.evidence) == (Severity.ERROR, Evidence.DERIVED)


def test_findings_stand_in_the_order_of_their_places(make_app, use) -> None:
    use(problems(Span(61, 62), Span(0, 1)))
    found = judge(make_app({"b.js": TEXT, "a.js": TEXT}), ONE).findings
    assert [(f.location.path, f.location.line) for f in found] == [("a.js", 1), ("a.js", 3), ("b.js", 1), ("b.js", 3)]


def test_what_is_for_strict_only_is_said_under_strict_only(make_app, use) -> None:
    use(problems(Span(0, 1), strict_only=True))
    app = make_app({"a.js": TEXT})
    assert judge(app, ONE).findings == ()
    assert len(judge(app, Settings(select=ONE.select, strict=True)).findings) == 1


def test_mend_gives_the_fixes(make_app, use) -> None:
    fix = Fix("drop it", safe=True, edits=(Edit("a.js", Span(0, 1), ""),), why="it is idle")
    use(problems(Span(0, 1)), lambda *_: [fix])
    report = judge(make_app({"a.js": TEXT}), ONE)
    assert report.findings[0].fixes == (fix,)
    assert report.summary.fixable == 1


def test_rules_can_be_switched_off_for_paths(make_app, use) -> None:
    use(problems(Span(0, 1)))
    settings = Settings(select=ONE.select, per_path_ignores=(("old/**", ("blocking-handler",)),))
    found = judge(make_app({"old/a.js": TEXT, "new/a.js": TEXT}), settings).findings
    assert [finding.location.path for finding in found] == ["new/a.js"]


def test_the_summary_counts(make_app, use) -> None:
    use(problems(Span(0, 1), Span(49, 50), severity=Severity.ERROR))
    app = make_app(
        {
            "page.html": '<script src="https://x.my.salesforce.com/support/api/62.0/lightning/opencti_min.js"></script>'
            '<script src="a.js"></script>',
            "a.js": TEXT + "// ctilint-disable-file unguarded-handler\n",
            "readme.txt": "words",
        }
    )
    summary = judge(app, Settings(select=("blocking-handler",))).summary
    assert summary.files_seen == 3
    assert summary.files_with_cti == 2
    assert summary.windows == 1
    assert summary.dialects == ("lightning",)
    assert [(load.library, load.version, load.location.path) for load in summary.loads] == [
        ("opencti", "62.0", "page.html")
    ]
    assert summary.by_rule == {"blocking-handler": 4}
    assert summary.by_severity == {"error": 4, "warning": 0, "note": 0}


def test_a_report_fails_at_a_level_or_above(make_app, use) -> None:
    use(problems(Span(0, 1)))
    report = judge(make_app({"a.js": TEXT}), ONE)
    assert report.fails(Severity.NOTE)
    assert report.fails(Severity.WARNING)
    assert not report.fails(Severity.ERROR)
    assert not report.fails(None)
