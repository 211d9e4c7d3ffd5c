"""The score on labelled apps: what counts right, missed, wrong or neither way, and that the labels are data alone."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from score import LABELS, RULES, Score, add, main, paired

PAGE = """<script src="https://example.my.salesforce.com/support/api/28.0/interaction.js"></script>
<script>
sforce.interaction.cti.onClickToDial(function (response) {
  alert(response.result);
});
</script>
"""


def label(line: int, rule: str = "unguarded-handler", **more: Any) -> dict[str, Any]:
    agreed = {"confidence": "high", "first_reader": "high", "second_reader": "high", "note": ""}
    return {"app": "a/b", "path": "p.html", "line": line, "also": [], "rule": rule, **agreed, **more}


def truth(*labels: dict[str, Any], traps: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    files = [{"app": "a/b", "path": "p.html"}]
    return {"apps": [{"app": "a/b"}], "files": files, "labels": list(labels), "traps": list(traps)}


def counted(given: dict[str, Any], *found: tuple[str, str, int], verdict: str = "confidence") -> tuple[int, ...]:
    score = Score()
    add(score, given, "a/b", found, verdict)
    return score.right.total(), score.missed.total(), score.wrong.total(), score.trapped


def test_a_finding_two_lines_away_is_right_and_one_further_is_wrong() -> None:
    assert counted(truth(label(10)), ("unguarded-handler", "p.html", 12)) == (1, 0, 0, 0)
    assert counted(truth(label(10)), ("unguarded-handler", "p.html", 13)) == (0, 1, 1, 0)
    assert counted(truth(label(10, also=[13])), ("unguarded-handler", "p.html", 13)) == (1, 0, 0, 0)
    assert counted(truth(label(10)), ("blocking-handler", "p.html", 10)) == (0, 1, 1, 0)


def test_each_label_needs_a_finding_of_its_own() -> None:
    labels = [label(10), label(12)]
    assert paired(labels, [("unguarded-handler", "p.html", 11)]) == {0}
    assert paired(labels, [("unguarded-handler", "p.html", 12), ("unguarded-handler", "p.html", 14)]) == {0, 1}


def test_low_confidence_and_files_that_were_not_judged_count_neither_way() -> None:
    given = truth(label(10, confidence="low", second_reader="none"))
    found = ("unguarded-handler", "p.html", 10)
    assert counted(given) == (0, 0, 0, 0)
    assert counted(given, found, ("unguarded-handler", "other.js", 1), ("lost-this", "p.html", 1)) == (0, 0, 0, 0)
    assert counted(given, found, verdict="first_reader") == (1, 0, 0, 0)
    assert counted(given, found, verdict="second_reader") == (0, 0, 1, 0)


def test_a_trap_is_counted_among_what_is_wrong() -> None:
    given = truth(traps=(label(5),))
    assert counted(given, ("unguarded-handler", "p.html", 5)) == (0, 0, 1, 1)


def test_a_folder_of_checkouts_is_run_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a+b"
    folder.mkdir()
    (folder / "p.html").write_text(PAGE, "utf-8")
    given = truth(label(1, "outdated-library"), label(4, "blocking-handler"), label(4, "missing-unsubscribe"))
    given["labels"].append(label(9, "missing-tab-check"))
    given["apps"].append({"app": "not/there"})
    labels = tmp_path / "labels.json"
    labels.write_text(json.dumps(given), "utf-8")
    command = f"{sys.executable} -c 'from ctilint.cli import main; main()'"
    asked = [str(tmp_path), "--labels", str(labels), "--ctilint", command, "--at-least", "0.9"]
    assert main(asked) == 1
    told = capsys.readouterr().out
    assert "missed  a/b/p.html:9  missing-tab-check" in told
    assert "not there: not/there" in told
    assert "recall 0.750, precision 1.000, traps fallen into: 0, absent: 1" in told


def test_the_labels_are_sound_and_hold_no_code() -> None:
    given = json.loads(LABELS.read_text("utf-8"))
    apps = {item["app"]: item for item in given["apps"]}
    assert len(apps) == 55
    for name, item in apps.items():
        assert item["address"] == f"https://github.com/{name}"
        assert re.fullmatch(r"[0-9a-f]{40}", item["commit"])
    files = {(item["app"], item["path"]) for item in given["files"]}
    for item in (*given["labels"], *given["traps"]):
        assert (item["app"], item["path"]) in files
        assert item["rule"] in (*RULES, "any")
        assert item["line"] > 0
        assert not re.search(r"[(){};=\"'`<>\[\]]", item["note"])
    sure = Counter(item["confidence"] for item in given["labels"])
    assert sure["high"] + sure["medium"] == 118
    for item in given["labels"]:
        assert {item["confidence"], item["first_reader"], item["second_reader"]} <= {"high", "medium", "low", "none"}
        if item["confidence"] != "low":
            assert "none" not in {item["first_reader"], item["second_reader"]}
