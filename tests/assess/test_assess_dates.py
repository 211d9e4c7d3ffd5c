"""Dates that apply."""

from __future__ import annotations

import pytest
from assess_sample import lines_from

from ctilint.assess.meaning.dates import dates_for, season_order, version_number, version_says
from ctilint.assess.model import Library, Spot


def library(name, version):
    return Library(name, "lightning", version, "", "", "", "", Spot("a", 1))


def titles(text="", libraries=(), server=()):
    return [(one.day or one.season, one.certain) for one in dates_for(lines_from(text).values(), libraries, server)]


def test_open_cti_ends_for_lightning_classic_and_the_event_sink_form():
    for text in (
        "sforce.opencti.saveLog({})",
        "sforce.interaction.saveLog()",
        "sforce.opencti.subscribe({ eventType: x })",
    ):
        assert titles(text) == [("2028-02-28", True)]


def test_the_console_toolkit_alone_has_no_date():
    assert titles("sforce.console.isInConsole()") == []


def test_chat_and_voice_id_have_theirs():
    assert titles("sforce.console.chat.acceptChat()") == [("2026-02-14", False)]
    assert titles(server=["voice-id"]) == [("2026-05-20", True)]


def test_versions_bring_the_seasons_of_their_range_in_order():
    found = dates_for((), [library("opencti", "40.0"), library("interaction", "25.0"), library("opencti", "66.0")], ())
    assert [one.season or one.day for one in found] == ["Summer '25", "Summer '27", "2028-02-28", "Summer '28"]
    assert found[0].note.startswith("Open CTI for Classic 25.0;")
    assert all("library files of these numbers is not announced" in one.note for one in found if one.season)


@pytest.mark.parametrize(
    ("season", "order"),
    [("Winter '27", (2026, 10)), ("Spring '27", (2027, 2)), ("Summer '28", (2028, 6)), ("soon", (9999,))],
)
def test_seasons_are_ordered_by_the_calendar(season, order):
    assert season_order(season) == order


@pytest.mark.parametrize(
    ("version", "status", "words"),
    [
        ("25.0", "retired", "what becomes of the library file is not announced"),
        ("35.0", "leaving", "what becomes of the library file is not announced"),
        ("55.0", "past-support", "past the three years"),
        ("67.0", "supported", "67.0 (Summer '26) is supported"),
        ("99.0", "newer", "not in the table of 2026"),
        ("3.0", "unknown", "not in the table"),
        ("", "unknown", "cannot be read"),
        ("x", "unknown", "cannot be read"),
    ],
)
def test_a_version_says_its_state(version, status, words):
    found, says = version_says(version)
    assert found == status
    assert words in says


def test_the_ajax_toolkit_is_retired_without_a_doubt():
    status, says = version_says("25.0", "ajax")
    assert status == "retired"
    assert says == "the AJAX Toolkit of 25.0 (Summer '12) is retired since Summer '25, with the platform API"
    (event,) = dates_for((), [library("ajax", "25.0")], ())
    assert event.note == "AJAX Toolkit 25.0"


def test_version_numbers():
    assert [version_number(text) for text in ("57.0", "57", "", "{!v}", "1234.0")] == [57, 57, None, None, None]
