"""Releases, ranges and the support line."""

from __future__ import annotations

import pytest

from ctilint.rulebook.releases import releases


def test_the_table_says_when_it_was_drawn_up() -> None:
    table = releases()
    assert table.as_of == "2026-11-22"
    assert table.newest == 68
    assert table.floor == 59
    assert set(table.known) == set(range(24, 69))


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (23, ""),
        (24, "Spring '12"),
        (25, "Summer '12"),
        (30, "Spring '14"),
        (41, "Winter '18"),
        (59, "Winter '24"),
        (68, "Winter '27"),
        (69, "Spring '27"),
        (73, "Summer '28"),
    ],
)
def test_a_number_has_a_season(number: int, name: str) -> None:
    assert releases().name(number) == name


def test_names_follow_the_arithmetic() -> None:
    table = releases()
    seasons = ("Winter", "Spring", "Summer")
    for number, release in table.known.items():
        year, season = divmod(number - 68, 3)
        assert release.name == f"{seasons[season]} '{27 + year:02d}"


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (6, "unknown"),
        (7, "retired"),
        (20, "retired"),
        (21, "retired"),
        (30, "retired"),
        (31, "leaving"),
        (40, "leaving"),
        (41, "supported"),
        (68, "supported"),
        (69, "unknown"),
    ],
)
def test_a_number_has_a_status(number: int, status: str) -> None:
    assert releases().status(number) == status


def test_the_ranges_say_when_and_by_whom() -> None:
    leaving = releases().range_of(35)
    assert leaving is not None
    assert (leaving.since, leaving.until) == ("Summer '27", "Summer '28")
    assert leaving.source == "Salesforce Help article 005321531"
    retired = releases().range_of(21)
    assert retired is not None
    assert retired.since == "Summer '25"


def test_the_support_line_is_three_years() -> None:
    table = releases()
    assert not table.is_past_support(59)
    assert table.is_past_support(58)


def test_products_and_libraries() -> None:
    table = releases()
    assert table.endings["open-cti"].ends == "2028-02-28"
    assert table.library_minimum["opencti"] == 38
    assert table.library_minimum["integration_in_softphone"] == 43
