"""Every page of the rule book is tested by its own examples: what it says is reported is, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctilint.findings import Finding, Grade
from ctilint.judge import judge
from ctilint.judge.rules import rule_names as checked_rules
from ctilint.read.files.discover import Tree
from ctilint.rulebook.pages import Example, page, rule_names
from ctilint.settings import Settings
from ctilint.understand import build_app

EXAMPLES = [(rule, example) for rule in rule_names() for example in page(rule).examples]


def findings_of(rule: str, example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    for name, text in example.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.chdir(folder)
    if rule == "internal-error" and "fails" in example.heading:
        monkeypatch.setattr("ctilint.understand.share.build_window", lambda *_: 1 / 0)
    # A heading that speaks of --strict shows what is said only then.
    select = () if rule == "unused-suppression" else (rule,)
    settings = Settings(select=select, strict="--strict" in example.heading)
    tree = Tree(["."])
    report = judge(build_app(tree, settings), settings)
    return tuple(finding for finding in report.findings if finding.rule == rule)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}:{example.line}" for rule, example in EXAMPLES])
def test_an_example_says_what_it_marks(
    rule: str, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = findings_of(rule, example, tmp_path, monkeypatch)
    said = sorted((it.location.path, it.location.line, it.severity.value, it.message) for it in found)
    marked = sorted((it.path, it.line, it.severity.value, it.message) for it in example.expected)
    assert said == marked


FIXED = [(rule, example) for rule, example in EXAMPLES if example.fixed]


@pytest.mark.parametrize(("rule", "example"), FIXED, ids=[f"{rule}:{example.line}" for rule, example in FIXED])
def test_a_fix_makes_the_block_below(
    rule: str, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = findings_of(rule, example, tmp_path, monkeypatch)
    texts = dict(example.files)
    edits = {(edit.path, edit.span, edit.text) for finding in found for fix in finding.fixes[:1] for edit in fix.edits}
    for path, span, text in sorted(edits, key=lambda edit: edit[1], reverse=True):
        texts[path] = texts[path][: span.start] + text + texts[path][span.end :]
    assert {name: texts[name] for name, _ in example.fixed} == dict(example.fixed)


@pytest.mark.parametrize("rule", rule_names())
def test_a_page_shows_each_mend_and_has_its_best_grade(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is mended stands below as a fixed block; what is not has a sentence; the head names the best grade."""
    grades = [Grade.BY_HAND]
    for number, example in enumerate(page(rule).examples):
        found = findings_of(rule, example, tmp_path / str(number), monkeypatch)
        assert bool(example.fixed) is any(one.fixes for one in found), example.line
        assert all(bool(one.by_hand) is not bool(one.fixes) for one in found), example.line
        assert all(fix.why for one in found for fix in one.fixes), example.line
        grades += [one.grade for one in found]
    best = next(grade for grade in Grade if grade in grades)
    assert page(rule).fix == best


@pytest.mark.parametrize("rule", rule_names())
def test_a_page_shows_the_rule_speaking_and_silent(rule: str) -> None:
    examples = page(rule).examples
    assert any(example.expected for example in examples)
    assert any(not example.expected for example in examples)


def test_pages_and_checks_are_the_same() -> None:
    assert set(rule_names()) == set(checked_rules())
