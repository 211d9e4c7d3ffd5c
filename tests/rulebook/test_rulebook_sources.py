from __future__ import annotations

from ctilint.rulebook.pages import rule_names
from ctilint.rulebook.sources import addresses, weaknesses


def test_addresses_are_found_once_and_without_the_sentence_around_them() -> None:
    text = "See https://a.example/x?y=1#z. And [this](https://b.example/) or <https://a.example/x?y=1#z>."
    assert addresses(text) == ("https://a.example/x?y=1#z", "https://b.example/")


def test_every_weakness_is_of_a_rule_and_has_its_own_address() -> None:
    known = weaknesses()
    assert set(known.by_rule) <= set(rule_names())
    assert known.by_rule["secret-in-code"].number == 798
    assert known.by_rule["secret-in-code"].address == "https://cwe.mitre.org/data/definitions/798.html"
