"""Places and lines, and what is never repeated."""

from __future__ import annotations

import pytest

from ctilint.assess.gathered.spots import Spots, distinct, without_secrets
from ctilint.assess.model import Spot
from ctilint.findings import Place
from ctilint.read.source import Source, Span


def test_a_place_is_the_line_it_starts_on():
    spots = Spots({})
    spots.add(Source("a.js", b"", "one\n  two(three)\n"))
    assert spots.of(Place("a.js", Span(6, 9))) == Spot("a.js", 2, 3)
    assert spots.of(Place("a.js", Span(6, 9))).text == "two(three)"
    assert spots.text("a.js", Span(6, 16)) == "two(three)"


def test_a_line_is_drawn_together_once_however_many_places_it_has(monkeypatch):
    drawn = []
    monkeypatch.setattr("ctilint.assess.gathered.spots.without_secrets", lambda line: drawn.append(line) or line)
    spots = Spots({})
    spots.add(Source("a.js", b"", "one two\nthree"))
    assert [spots.at("a.js", Span(at, at + 1)).text for at in (0, 4, 8)] == ["one two", "one two", "three"]
    assert drawn == ["one two", "three"]


def test_a_file_that_was_not_read_is_its_first_line():
    assert Spots({}).of(Place("gone.js", Span(50, 60))) == Spot("gone.js", 1)
    assert Spots({}).text("gone.js", Span(0, 1)) == ""
    assert Spots({}).source("gone.js") is None


def test_a_span_past_the_end_is_the_last_line():
    spots = Spots({})
    spots.add(Source("a.js", b"", "one\ntwo"))
    assert spots.at("a.js", Span(99, 120)).line == 2


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('var password = "hunter2";', 'var password = "...";'),
        ("{ apiKey: 'abc', user: 'me' }", "{ apiKey: '...', user: 'me' }"),
        ('<item name="phoneToken" label="Token">abc</item>', '<item name="phoneToken" label="Token">...</item>'),
        ("login(user, password)", "login(user, password)"),
        ("keyboard = 'azerty'", "keyboard = 'azerty'"),
    ],
)
def test_texts_given_to_secret_names_are_left_out(line, shown):
    assert without_secrets(line) == shown


def test_distinct_sorts():
    assert distinct([Spot("b", 1), Spot("a", 2), Spot("a", 2), Spot("a", 1)]) == (
        Spot("a", 1),
        Spot("a", 2),
        Spot("b", 1),
    )
