"""No fact of the rule book grows stale unnoticed: tables and dated rows say when they must be looked at again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctilint.rulebook import facts as module
from ctilint.rulebook import location
from ctilint.rulebook.facts import Fact, due, facts, tables
from ctilint.rulebook.location import read_table

ABOUT = '[about]\ntitle = "t"\nlooked = "2026-11-29"\ndue = "2027-01-01"\nagain = "a"\nsource = "s"\n'
DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def test_every_table_of_the_rule_book_is_listed() -> None:
    files = {path.relative_to(location.rules_root()).as_posix() for path in Path(location.rules_root()).rglob("*.toml")}
    assert set(tables()) == files
    assert {fact.table for fact in facts() if not fact.row} == files
    for fact in facts():
        assert fact.looked <= fact.due, fact.name


def test_a_dated_row_is_a_fact_of_its_own() -> None:
    named = {fact.name: fact for fact in facts()}
    row = named["server/retired.toml: login.oauth-password"]
    assert (row.looked, row.due, row.rows) == ("2026-11-29", "2027-02-20", 1)
    assert named["releases.toml: ending.open-cti"].due == "2028-02-28"
    assert named["releases.toml: range 31"].due == "2027-06-01"
    assert named["api/ajax.toml: sforce.connection.login"].due == "2027-06-01"
    assert named["server/runtimes.toml"].rows == 48


def test_what_is_due_is_told_by_the_day() -> None:
    first = min(facts(), key=lambda fact: fact.due)
    assert due(date.fromisoformat(first.due)) == ()
    assert first.name in {fact.name for fact in due(date(2027, 2, 1))}
    assert {fact.due for fact in due(date(2027, 2, 1))} == {"2027-01-31"}
    assert len(due(date(2099, 1, 1))) == len(facts())


@pytest.mark.parametrize("path", tables())
def test_a_date_to_come_is_looked_at_before_it_is_past(path: str) -> None:
    """A row (else its table) is due no later than the first day in it that was still to come when it was looked at."""
    table: dict[str, Any] = read_table(*path.split("/"))
    about = table.pop("about")
    for name, texts, row in _texts(table, "", about):
        looked, when = row.get("looked", about["looked"]), row.get("due", about["due"])
        for day in (day for text in texts for day in DAY.findall(text)):
            assert day <= looked or when <= day, f"rules/{path}: {name} speaks of {day}, and is due on {when}"


def _texts(value: Any, name: str, row: dict[str, Any]) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    if isinstance(value, dict):
        row = value if "due" in value or "looked" in value else row
        for key, inner in value.items():
            if key not in {"due", "looked", "source"}:
                yield from _texts(inner, f"{name}.{key}", row)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name, row)
    elif isinstance(value, str):
        yield name, [value], row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\n", "rules/x.toml: [about] lacks title, looked, due, again, source"),
        (
            '[about]\ntitle = "t"\nlooked = "2026-11-29"\ndue = "soon"\nagain = "a"\nsource = "s"\n',
            "rules/x.toml: 'soon' is no day: expected YYYY-MM-DD",
        ),
        (
            f"{ABOUT}[one]\nlooked = 3\n",
            "rules/x.toml: 3 is no day: expected YYYY-MM-DD",
        ),
    ],
)
def test_a_table_that_does_not_say_is_named(
    text: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.toml").write_text(text)
    monkeypatch.setattr(location, "rules_root", lambda: str(tmp_path))
    monkeypatch.setattr(module, "rules_root", lambda: str(tmp_path))
    with pytest.raises(ValueError, match=re.escape(words)):
        facts()


def test_rows_of_an_array_are_named_by_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.toml").write_text(
        f'{ABOUT}[[one]]\nname = "n"\ndue = "2027-01-02"\n'
        '[[one]]\nlooked = "2026-11-30"\ndue = "2027-01-03"\nagain = "b"\n'
    )
    monkeypatch.setattr(location, "rules_root", lambda: str(tmp_path))
    monkeypatch.setattr(module, "rules_root", lambda: str(tmp_path))
    assert facts() == (
        Fact("x.toml", "", "t", "2026-11-29", "2027-01-01", "a", 2),
        Fact("x.toml", "one n", "t", "2026-11-29", "2027-01-02", "a"),
        Fact("x.toml", "one 1", "t", "2026-11-30", "2027-01-03", "b"),
    )
