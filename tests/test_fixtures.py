"""Every app in ``fixtures/`` is judged as its ``expected.toml`` says: the same findings, no more, no fewer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures"
APPS = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("**/expected.toml"))
RUN = "from ctilint.cli import main; main()"
MISSION = ("outdated-library", "missing-unsubscribe", "blocking-handler", "unguarded-handler", "missing-tab-check")


def expected(app: str) -> list[dict[str, Any]]:
    """Return the findings that ``app`` must have."""
    return list(tomllib.loads((FIXTURES / app / "expected.toml").read_text("utf-8"))["finding"])


def judged(app: str) -> dict[str, Any]:
    """Return what ``ctilint check --format json`` says about ``app``, run inside it."""
    command = [sys.executable, "-c", RUN, "check", "--format", "json"]
    command += [part for rule in MISSION for part in ("--select", rule)]
    environment = {**os.environ, "PYTHONPATH": str(FIXTURES.parent)}
    done = subprocess.run(command, cwd=FIXTURES / app, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in {0, 1}, done.stderr
    return dict(json.loads(done.stdout))


def row(finding: dict[str, Any]) -> tuple[str, int, str, str, str]:
    """Return what two findings are compared by."""
    return (finding["path"], finding["line"], finding["rule"], finding["severity"], finding["evidence"])


@pytest.mark.parametrize("app", APPS)
def test_app_is_judged_exactly_as_reviewed(app: str) -> None:
    wanted = expected(app)
    found = [finding for finding in judged(app)["findings"] if finding["rule"] in MISSION]
    assert sorted(map(row, found)) == sorted(map(row, wanted))
    for one in wanted:
        messages = [finding["message"] for finding in found if row(finding) == row(one)]
        assert any(all(words in message for words in one["message"]) for message in messages), (one, messages)


@pytest.mark.parametrize("app", APPS)
def test_expected_lines_hold_the_code_they_name(app: str) -> None:
    for one in expected(app):
        lines = (FIXTURES / app / one["path"]).read_text("utf-8").splitlines()
        assert one["code"] in lines[one["line"] - 1], one


def test_legacy_softphone_shows_all_five_rules() -> None:
    assert {one["rule"] for one in expected("legacy-softphone")} == set(MISSION)


def test_glossary_page_shows_all_five_rules() -> None:
    assert {one["rule"] for one in expected("glossary-event-sink")} == set(MISSION)


def test_reference_softphone_is_read_and_has_nothing() -> None:
    report = judged("reference-softphone")
    assert report["findings"] == []
    assert report["summary"]["files_with_cti_code"] >= 4
