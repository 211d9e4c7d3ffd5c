"""The words of the App: what the type checker cannot see of them, since a set or dict on the spot may hold any text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from ctilint.read import facts
from ctilint.rulebook import entries
from ctilint.understand import words

PACKAGE = Path(__file__).parents[2] / "ctilint"
HOMES = (words, entries, facts)
# The attributes that hold a word, with the names of the records where other records have such an attribute too.
HOLDERS: dict[tuple[str, str], str] = {
    ("", "verdict"): "Verdict",
    ("", "dialect"): "Dialect",
    ("", "undo"): "Undo",
    ("load", "library"): "Library",
    ("", "asked"): "Asked",
    ("", "reached_from"): "Reach",
    ("effect", "kind"): "EffectKind",
    ("handler", "source"): "HandlerSource",
    ("entry", "source"): "HandlerSource",
    ("found", "source"): "HandlerSource",
    ("load", "form"): "LoadForm",
}


def strangers(tree: ast.AST) -> Iterator[str]:
    """Yield each text with which a word is compared on the spot that is none of its words."""
    for node in ast.walk(tree):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Compare):
            pairs = [(node.left, other) for other in node.comparators]
        elif isinstance(node, ast.BinOp):
            pairs = [(node.left, node.right), (node.right, node.left)]
        elif isinstance(node, ast.Subscript):
            pairs = [(node.slice, node.value)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            pairs = [(node.args[0], node.func.value)]
        for word, display in pairs:
            alias = _alias(word)
            if alias is None:
                continue
            keys: list[ast.expr | None] = []
            if isinstance(display, ast.Set | ast.Tuple | ast.List):
                keys = list(display.elts)
            elif isinstance(display, ast.Dict):
                keys = list(display.keys)
            known = get_args(next(getattr(home, alias) for home in HOMES if hasattr(home, alias)))
            for key in keys:
                if isinstance(key, ast.Constant) and key.value not in known:
                    yield f"{key.lineno}: {key.value!r} is no {alias}"


def _alias(word: ast.expr) -> str | None:
    if not isinstance(word, ast.Attribute):
        return None
    name = word.value.id if isinstance(word.value, ast.Name) else ""
    return HOLDERS.get((name, word.attr)) or HOLDERS.get(("", word.attr))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_word_is_compared_with_a_stranger(path: Path) -> None:
    if path.is_relative_to(PACKAGE / "prove"):
        pytest.skip("the words of a run are its own")
    assert list(strangers(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ending.verdict in {'never', 'dread'}", ["1: 'dread' is no Verdict"]),
        ("removal.reached_from & {'teardwon'}", ["1: 'teardwon' is no Reach"]),
        ("{'never': 1, 'ever': 2}[ending.verdict]", ["1: 'ever' is no Verdict"]),
        ("{'tab': 1, 'tap': 2}.get(state.asked, 3)", ["1: 'tap' is no Asked"]),
        ("effect.kind in ('blocks', 'block')", ["1: 'block' is no EffectKind"]),
        ("call.dialect in {'lightning', 'lightening'}", ["1: 'lightening' is no Dialect"]),
        ("load.library in {'opencti', 'openctl'}", ["1: 'openctl' is no Library"]),
        ("element.kind in ('blocks', 'block')", []),
        ("effect.kind in ('blocks', 'throws')", []),
    ],
)
def test_a_planted_stranger_is_found(code: str, said: list[str]) -> None:
    assert list(strangers(ast.parse(code))) == said


def test_each_list_of_names_says_why_it_is_there() -> None:
    lines = (PACKAGE / "understand" / "program" / "vocabulary.py").read_text(encoding="utf-8").splitlines()
    lists = [at for at, line in enumerate(lines) if re.match(r"[A-Z_]+ = ", line)]
    assert len(lists) > 20
    assert [lines[at] for at in lists if not lines[at - 1].startswith("# ")] == []
