from __future__ import annotations

import json
import re

import pytest

from ctilint.cli import run
from ctilint.rulebook.pages import page, pages


def test_the_list_names_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule"]) == 0
    out = capsys.readouterr().out
    for one in pages():
        assert f"* **{one.rule}** ({one.severity.value}): {one.summary}\n" in out


@pytest.mark.parametrize("name", ["blocking-handler", "missing-unsubscribe", "unknown-suppression"])
def test_a_page_is_plain_markdown_when_piped(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["rule", name]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"# {name}\n\n")
    assert "## When to allow it\n" in out
    assert "\x1b" not in out


def test_a_page_is_rendered_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "blocking-handler", "--color", "always"]) == 0
    out = capsys.readouterr().out
    assert "\x1b[" in out
    assert "## When to allow it" not in out


def test_an_unknown_name_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "blocking-handlers"]) == 2
    assert capsys.readouterr().err == "ctilint: unknown rule 'blocking-handlers' (did you mean 'blocking-handler'?)\n"


@pytest.mark.parametrize("columns", ["40", "80"])
def test_an_example_keeps_its_lines_at_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["rule", "missing-unsubscribe", "--color", "always"]) == 0
    out = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    lines = [line.strip() for line in out.splitlines()]
    examples = re.findall(r"^```js\n(.*?)^```$", page("missing-unsubscribe").body, re.DOTALL | re.MULTILINE)
    assert len(examples) > 3
    for example in examples:
        for line in example.splitlines():
            assert line.strip() in lines


def test_the_facts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    from ctilint.cli.rule import facts_text

    assert run(["rule", "--facts"]) == 0
    assert " | server/runtimes.toml | 48 | AWS Lambda runtimes and their three dates |\n" in capsys.readouterr().out
    fresh = facts_text(date(2026, 11, 29))
    assert fresh.startswith("# The facts\n\n0 of ")
    assert "was due" not in fresh
    late = facts_text(date(2027, 2, 1))
    assert (
        "\n* **server/runtimes.toml** was due on 2027-01-31: AWS Lambda runtimes and their three dates. To do: " in late
    )
    assert "* **releases.toml**" not in late


def test_the_facts_are_of_no_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--facts", "blocking-handler"]) == 2
    assert "--facts lists all tables: it takes no rule" in capsys.readouterr().err


def test_the_list_for_programs_has_the_head_of_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in rows] == [one.rule for one in pages()]
    assert {tuple(row) for row in rows} == {
        ("rule", "summary", "severity", "evidence", "fix", "mend", "effort", "since")
    }
    for row, one in zip(rows, pages(), strict=True):
        assert (row["summary"], row["severity"], row["fix"]) == (one.summary, one.severity.value, one.fix)


def test_a_page_for_programs_has_its_sections_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "missing-unsubscribe", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    one = page("missing-unsubscribe")
    assert (found["reason"], found["sources"]) == (one.reason, one.sources)
    assert (found["when_to_allow"], found["salesforce_voice"]) == (one.when_to_allow, one.voice)
    assert len(found["examples"]) == len(one.examples)
    first = found["examples"][0]
    assert first["heading"] == "A listener without an end"
    assert first["files"][0]["path"] == "example.js"
    assert first["files"][0]["text"].startswith("sforce.console.addEventListener('CaseChanged', onCase);\n")
    assert first["expected"] == [
        {
            "path": "example.js",
            "line": 1,
            "severity": "warning",
            "message": "the listener for CaseChanged is never removed: nothing calls removeEventListener for it",
        }
    ]
    assert "removeEventListener" in first["mended"][0]["text"]


def test_the_facts_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--facts", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"server/runtimes.toml", "releases.toml"} <= {row["name"] for row in rows}
    assert all(row["due"] >= row["looked"] for row in rows)


def test_an_unknown_rule_is_named_for_programs_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "lost-thiss", "--format", "json"]) == 2
    assert capsys.readouterr().err == "ctilint: unknown rule 'lost-thiss' (did you mean 'lost-this'?)\n"
