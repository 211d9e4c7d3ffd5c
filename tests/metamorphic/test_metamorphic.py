"""What does not change an app does not change what ctilint says about it; the score is printed with ``-s``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from cases import MISSION, Row, apps, found
from morphing import MORPHS, SAME_FILES, SAME_LINES

LEAST = 0.98
ENOUGH = {
    "rename identifiers": 60,
    "wrap in a function": 50,
    "functions to arrows": 25,
    "functions to methods": 20,
    "move to another file": 4,
    "split into two files": 12,
    "inline into the page": 45,
    "minify": 60,
    "CR LF": 80,
    "to var": 10,
    "to const": 15,
}
"""How many apps each transformation must at least apply to, so that it cannot fall silent."""


@dataclass
class Score:
    """How many findings came out as they were, of how many, by rule; and those that did not."""

    kept: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    apps: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, morph: str, app: str, before: Counter[Row], after: Counter[Row]) -> None:
        """Count one app before and after ``morph``."""
        self.apps[morph] += 1
        for row in before.keys() | after.keys():
            self.kept[row[0]] += min(before[row], after[row])
            self.all[row[0]] += max(before[row], after[row])
            if before[row] != after[row]:
                self.wrong.append(f"{morph} of {app}: {' '.join(row)}: {before[row]} before, {after[row]} after")

    def of(self, rule: str) -> float:
        """Return the part of ``rule``'s findings that came out as they were."""
        return self.kept[rule] / self.all[rule]


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """Run every transformation over every app, once for the whole module."""
    result = Score()
    before: dict[tuple[str, bool, bool], Counter[Row]] = {}
    for app, files in apps():
        for morph, change in MORPHS.items():
            changed = change(files)
            if changed is None:
                continue
            lines, paths = morph in SAME_LINES, morph in SAME_FILES
            key = (app, lines, paths)
            if key not in before:
                before[key] = found(files, tmp_path_factory.mktemp("before"), lines=lines, paths=paths)
            after = found(changed, tmp_path_factory.mktemp("after"), lines=lines, paths=paths)
            result.add(morph, app, before[key], after)
    return result


def test_every_transformation_applies_often_enough(score: Score) -> None:
    assert set(ENOUGH) == set(MORPHS)
    assert {morph: count for morph, count in ENOUGH.items() if score.apps[morph] < count} == {}


def test_the_same_findings_come_out_overall(score: Score) -> None:
    for rule in MISSION:
        print(f"metamorphic {rule}: {score.kept[rule]} of {score.all[rule]} ({score.of(rule):.3f})")
    print(f"metamorphic cases: {sum(score.apps.values())}", *score.wrong, sep="\n")
    assert sum(score.kept.values()) / sum(score.all.values()) >= LEAST, score.wrong


@pytest.mark.parametrize("rule", MISSION)
def test_the_same_findings_come_out_for_each_rule(rule: str, score: Score) -> None:
    assert score.all[rule] >= 30
    assert score.of(rule) >= LEAST, [line for line in score.wrong if f": {rule} " in line]


@cache
def example() -> dict[str, str]:
    """Return a small app of two functions."""
    return {
        "phone.js": (
            "// listens\nvar seen = 0;\nfunction dial(call) {\n  seen += call.number.length;\n}\n"
            "sforce.opencti.onClickToDial({ listener: function (p) { dial(p); } });\n"
        )
    }


def texts(morph: str) -> Iterator[str]:
    """Yield the texts that ``morph`` makes of the example."""
    changed = MORPHS[morph](example())
    assert changed is not None, morph
    yield from changed.values()


def test_names_are_changed_and_nothing_else_is() -> None:
    (text,) = texts("rename identifiers")
    assert text == (
        "// listens\nvar q3_ = 0;\nfunction q1_(q0_) {\n  q3_ += q0_.number.length;\n}\n"
        "sforce.opencti.onClickToDial({ listener: function (q2_) { q1_(q2_); } });\n"
    )


def test_line_ends_and_comments_go() -> None:
    (text,) = texts("minify")
    assert text == (
        "var seen=0;function dial(call){seen+=call.number.length;}\n"
        "sforce.opencti.onClickToDial({listener:function(p){dial(p);}});\n"
    )


def test_functions_become_arrows_and_methods() -> None:
    assert "listener: ((p) => { dial(p); })" in "".join(texts("functions to arrows"))
    (text,) = texts("functions to methods")
    assert "var held = {\ndial(call) {" in text
    assert "{ held.dial(p); }" in text
    assert "function dial" not in text


def test_scripts_are_wrapped_split_and_put_into_a_page() -> None:
    assert "".join(texts("wrap in a function")).startswith("(function () {// listens")
    assert sum("function dial" in text for text in texts("split into two files")) == 1
    assert "<script>\n// listens" in "".join(texts("inline into the page"))
    assert "\r\n" in "".join(texts("CR LF"))


def test_declarations_change_their_word() -> None:
    assert "let seen = 0;" in "".join(texts("to const"))
    changed = MORPHS["to var"]({"a.js": "const one = 1;\nfor (const two of [one]) { let three = two; }\n"})
    assert changed == {"a.js": "var one = 1;\nfor (const two of [one]) { var three = two; }\n"}
