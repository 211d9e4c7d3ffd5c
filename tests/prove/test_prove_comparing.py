"""A safe mend is tried on the app that is run: what changes more than it is meant to gets an obstacle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ctilint.findings import Edit, Finding, Fix
from ctilint.fix.planning import plan
from ctilint.judge import judge
from ctilint.prove import prove_app, prove_mends
from ctilint.prove.comparing.meant import Meant, difference, meant_by
from ctilint.read.files.discover import Tree
from ctilint.read.files.overlay import Overlay
from ctilint.records import replace
from ctilint.settings import Settings
from ctilint.understand import build_app
from ctilint.understand.model import App

PAGE = """<script src="/support/api/66.0/lightning/opencti_min.js"></script>
<script>
sforce.opencti.enableClickToDial({ callback: function (answer) { console.log('ready'); } });
sforce.opencti.onClickToDial({ listener: function (p) {
  console.log('dials');
  fetch('/calls/' + p.number.trim());
} });
</script>
"""
LISTENER = """sforce.opencti.onClickToDial({ listener: function (p) {
  console.log('dials');
  fetch('/calls/' + p.number.trim());
} });
"""


def app_of(held: Mapping[str, bytes | None]) -> App:
    return build_app(Overlay(["."], held), Settings())


def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, *bad: tuple[str, str, str]) -> list[Finding]:
    """Judge one page, put worse mends in the place of those of some rules, and try all."""
    Path(tmp_path, "phone.html").write_text(text)
    monkeypatch.chdir(tmp_path)
    app = build_app(Tree(["."]), Settings())
    findings = judge(app, Settings()).findings
    for rule, old, new in bad:
        start = text.index(old)
        findings = tuple(
            replace(one, fixes=(Fix("spoil it", safe=True, edits=(_edit(start, old, new),)),))
            if one.rule == rule
            else one
            for one in findings
        )
    return list(prove_mends(app, findings, app_of))


def _edit(start: int, old: str, new: str) -> Edit:
    from ctilint.read.source import Span

    return Edit("phone.html", Span(start, start + len(old)), new)


def said(findings: list[Finding]) -> dict[str, str]:
    return {one.rule: counted(fix.obstacle or fix.proof) for one in findings for fix in one.fixes}


def counted(text: str) -> str:
    """Leave out how many scenarios there are: ten at least."""
    return re.sub(r"in \d{2} scenarios", "in N scenarios", text)


def test_what_holds_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = "proved: phone.html does the same before and after in N scenarios"
    found = tried(tmp_path, monkeypatch, PAGE)
    assert said(found) == {"missing-unsubscribe": proof, "unguarded-handler": proof}
    assert all(fix.safe and not fix.obstacle for one in found for fix in one.fixes)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("fetch('/calls/' + p.number.trim());", "", "it no longer requested"),
        ("fetch('/calls/'", "fetch('/call/'", "it no longer requested"),
        ("console.log('dials');", "", "it no longer logged log"),
        (
            "console.log('dials');",
            "sforce.opencti.setSoftphonePanelVisibility({ visible: true });",
            "it now called sforce.opencti.set",
        ),
        ("console.log('dials');", "throw new Error('gone');", "it now threw in sforce.opencti.onClickToDial"),
    ],
)
def test_what_changes_more_is_not_applied(
    old: str, new: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tried(tmp_path, monkeypatch, PAGE, ("unguarded-handler", old, new))
    told = said(found)
    assert told["unguarded-handler"].startswith("run before and after it, phone.html differs: ")
    assert why in told["unguarded-handler"]
    assert ' of "click to dial on a record"' in told["unguarded-handler"]
    assert told["missing-unsubscribe"].startswith("proved: ")
    done = plan(found, build_app(Tree(["."]), Settings()).files, unsafe=True)
    assert [(one.rule, counted(reason)) for one, reason in done.refused] == [
        ("unguarded-handler", told["unguarded-handler"])
    ]
    assert [change.rules for change in done.changes] == [("missing-unsubscribe",)]
    assert {one.rule: one.grade.value for one in found} == {
        "missing-unsubscribe": "safe",
        "unguarded-handler": "by hand",
    }


def test_an_end_before_the_way_out_is_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = "console.log('ready'); sforce.opencti.disableClickToDial({ callback: function () {} });"
    told = said(tried(tmp_path, monkeypatch, PAGE, ("missing-unsubscribe", "console.log('ready');", early)))
    assert "it now called sforce.opencti.disableClickToDial" in told["missing-unsubscribe"]
    assert told["unguarded-handler"].startswith("proved: ")


def test_two_that_spoil_it_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(
        tried(
            tmp_path,
            monkeypatch,
            PAGE,
            ("missing-unsubscribe", "console.log('ready');", ""),
            ("unguarded-handler", "console.log('dials');", ""),
        )
    )
    assert {rule for rule, why in told.items() if "phone.html differs" in why} == set(told)


def test_what_is_not_run_is_not_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = PAGE.replace("<script>\n", "<script>\nmissing.start();\n")
    told = said(tried(tmp_path, monkeypatch, broken))
    why = "phone.html was partly run, because a script ended early: ReferenceError: missing is not defined"
    assert set(told.values()) == {f"not proved: {why}"}
    unused = PAGE.replace("<script>\n", "<script>\nfunction start() {\n").replace("});\n</script>", "});\n}\n</script>")
    called = unused.replace("\n</script>", "\nif (location.hash === '#now') start();\n</script>")
    told = said(tried(tmp_path, monkeypatch, called))
    assert set(told.values()) == {"not proved: no scenario came to it in phone.html"}


def test_what_is_run_in_part_is_proved_as_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(tried(tmp_path, monkeypatch, PAGE + '<script src="vendor.js"></script>\n'))
    proof = "proved as far as it runs: phone.html does the same before and after in N scenarios"
    assert set(told.values()) == {f"{proof}; it was partly run, because vendor.js is not part of the app"}


def test_a_rule_that_is_not_known_may_change_nothing() -> None:
    assert meant_by("unused-suppression", ()) == Meant()
    assert meant_by("unguarded-handler", ["console.error('failed', error);"]) == Meant(guards=True)
    assert meant_by("unguarded-handler", ["} catch (error) {", "report(error);"]) == Meant(guards=True, logger=True)
    assert Meant(ends=True).joined(Meant(guards=True)) == Meant(ends=True, guards=True)


FOCUS = """<script src="/support/console/66.0/integration.js"></script>
<script>
sforce.console.addEventListener('Changed', changed);
{}
function changed(p) {{ {} }}
sforce.console.addEventListener('Changed', function (p) {{ console.log('second'); }});
</script>
"""


def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str):
    Path(tmp_path, "phone.html").write_text(text)
    monkeypatch.chdir(tmp_path)
    [run] = prove_app(build_app(Tree(["."]), Settings()))
    return run.scenarios


def first_difference(one, other, meant: Meant) -> str:
    return next((found for a, b in zip(one, other, strict=True) if (found := difference(a, b, meant))), "")


def test_a_version_and_a_name_are_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = runs(tmp_path, monkeypatch, PAGE)
    other = runs(tmp_path, monkeypatch, PAGE.replace("66.0", "68.0").replace("function (p)", "function dial(p)"))
    assert first_difference(one, other, Meant()) == ""


def test_an_end_is_one_only_where_it_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    end = (
        "window.addEventListener('pagehide', function () { sforce.console.removeEventListener('Changed', changed); });"
    )
    one = runs(tmp_path, monkeypatch, FOCUS.format("", "console.log('first');"))
    other = runs(tmp_path, monkeypatch, FOCUS.format(end, "console.log('first');"))
    assert first_difference(one, other, Meant(ends=True)) == ""
    assert "it listened to window pagehide where" in first_difference(one, other, Meant(guards=True))


def test_a_guard_lets_the_others_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = runs(tmp_path, monkeypatch, FOCUS.format("", "throw new Error('lost');"))
    other = runs(
        tmp_path, monkeypatch, FOCUS.format("", "try { throw new Error('lost'); } catch (e) { console.error(e); }")
    )
    assert first_difference(one, other, Meant(guards=True)) == ""
    assert first_difference(one, other, Meant()) != ""
    assert "it now threw in" in first_difference(other, one, Meant(guards=True))
