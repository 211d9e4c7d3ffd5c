"""The words by which code that no script defines is known: no word may mean two things that contradict each other."""

from __future__ import annotations

import pytest

from ctilint.understand.program import vocabulary
from ctilint.understand.program.vocabulary import (
    DIALOGS,
    DOM_WRITE_KEYS,
    HARMLESS,
    HARMLESS_ROOTS,
    JQUERY_EVENTS,
    LISTENING,
    LOGGING,
    NETWORK_KEYS,
    NOW,
    PARSER_KEYS,
    PARSERS,
    PROMISE,
    READY,
    SHOWING,
    TEARDOWN_EVENTS,
    TIMERS,
)

TABLES = {name: value for name, value in vars(vocabulary).items() if name.isupper()}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_plain_words(name: str) -> None:
    assert TABLES[name]
    assert all(word == word.strip() and word and " " not in word for word in TABLES[name])


def test_what_parses_is_not_harmless() -> None:
    assert not PARSERS & HARMLESS
    assert not PARSER_KEYS & (SHOWING | LOGGING | NOW)
    assert not {path.partition(".")[0] for path in PARSERS} & HARMLESS_ROOTS


def test_what_runs_at_once_does_not_run_later() -> None:
    assert not NOW & (PROMISE | TIMERS)


def test_what_registers_does_not_send() -> None:
    assert not LISTENING & vocabulary.EMITTING


def test_the_events_that_end_a_page_do_not_start_it() -> None:
    assert {"pagehide", "beforeunload", "unload"} == TEARDOWN_EVENTS
    assert {"ready", "load", "DOMContentLoaded", "readystatechange"} == READY
    assert not READY & JQUERY_EVENTS


def test_dialogs_throw_nothing() -> None:
    assert {"alert", "confirm", "prompt", "showModalDialog"} == DIALOGS
    assert DIALOGS <= HARMLESS
    assert TIMERS <= HARMLESS


def test_a_request_is_not_harmless() -> None:
    assert not NETWORK_KEYS & (SHOWING | LOGGING)
    assert not DOM_WRITE_KEYS & NETWORK_KEYS
