from __future__ import annotations

import pytest

from ctilint.judge.rules import OF_THE_RUN, UnknownRuleError, check_of, demand, rule_names, selected
from ctilint.settings import Settings


def test_the_folder_listing_is_the_registry() -> None:
    names = rule_names()
    assert "blocking-handler" in names
    assert "unknown-suppression" in names
    assert not [name for name in names if name.startswith("-")]
    assert list(names) == sorted(names)


def test_selection_and_exclusion() -> None:
    assert selected(Settings()) == rule_names()
    assert selected(Settings(select=("missing-tab-check", "blocking-handler"))) == (
        "blocking-handler",
        "missing-tab-check",
    )
    assert "blocking-handler" not in selected(Settings(ignore=("blocking-handler",)))


def test_a_name_that_no_rule_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        UnknownRuleError, match=r"^unknown rule 'blocking-handlers' \(did you mean 'blocking-handler'\?\)$"
    ):
        demand("blocking-handlers")
    with pytest.raises(UnknownRuleError, match=r"^unknown rule 'x'$"):
        selected(Settings(ignore=("x",)))


def test_every_check_is_a_function_of_the_app() -> None:
    for name in rule_names():
        if name not in OF_THE_RUN:
            check, mend = check_of(name)
            assert callable(check)
            assert mend is None or callable(mend)
