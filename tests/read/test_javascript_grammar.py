import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.javascript import grammar
from ctilint.read.javascript.grammar import parse, stand_ins


def test_letters_spaces_and_signs_keep_their_syntax() -> None:
    assert stand_ins("é漢_a\u00a0\ufeff\u3000“😀\ud800") == "zz_a   \x01\x01\x01"


@given(st.text())
def test_stand_ins_are_ascii_of_the_same_length(text: str) -> None:
    given_text = stand_ins(text)
    assert len(given_text) == len(text)
    assert given_text.isascii()
    assert all(new == old for old, new in zip(text, given_text, strict=True) if old.isascii())


@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
def test_each_language_has_its_grammar(language: str) -> None:
    text = {"javascript": "a = <b/>", "typescript": "a = <b>c", "tsx": "a = <b/> as c"}[language]
    tree = parse(text, language)
    assert tree is not None
    assert not tree.root_node.has_error


def test_a_grammar_that_is_not_found_by_path_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere:
        @staticmethod
        def find_spec(_: str) -> None:
            return None

    monkeypatch.setattr(grammar, "PathFinder", Nowhere)
    assert grammar._binding("tree_sitter_javascript") is sys.modules["tree_sitter_javascript"]
    with pytest.raises(ModuleNotFoundError):
        grammar._binding("tree_sitter_of_nothing")


def test_a_package_without_its_module_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "EXTENSION_SUFFIXES", [".none"])
    assert grammar._binding("tree_sitter_javascript").language()
