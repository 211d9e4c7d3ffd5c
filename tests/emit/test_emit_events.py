"""The events that a module can hold are those of the tables."""

from __future__ import annotations

import pytest

from ctilint.emit.events import (
    EMITTED_DIALECTS,
    UnknownEventError,
    channel_event,
    custom_event,
    event_names,
    find_event,
    listened_event,
    push_event,
)
from ctilint.rulebook.tables import api


@pytest.mark.parametrize("dialect", EMITTED_DIALECTS)
def test_every_name_that_is_offered_is_an_event(dialect: str) -> None:
    for name in event_names(dialect):
        event = find_event(dialect, name)
        assert (event.dialect, event.name) == (dialect, name)
        assert event.words


@pytest.mark.parametrize("dialect", ["lightning", "classic", "console"])
def test_every_event_registers_with_a_call_that_salesforce_has(dialect: str) -> None:
    for name in event_names(dialect):
        assert find_event(dialect, name).method in api(dialect)


def test_names_are_found_short_and_whole() -> None:
    assert find_event("classic", "onClickToDial").method == "sforce.interaction.cti.onClickToDial"
    assert find_event("classic", "sforce.interaction.cti.onClickToDial").name == "cti.onClickToDial"
    assert find_event("classic", "onObjectUpdate").name == "entityFeed.onObjectUpdate"
    assert find_event("console", "onCallEnd").method == "sforce.console.cti.onCallEnd"
    assert find_event("lightning", "hvs.onWorkStart").payload["attributes"] == "object"


def test_console_events_are_found_by_name_constant_and_value() -> None:
    wanted = "sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED"
    for name in ("PRESENCE.STATUS_CHANGED", wanted, "SFORCE_PRESENCE:STATUS_CHANGED"):
        event = find_event("console", name)
        assert (event.argument, event.method) == (wanted, "sforce.console.addEventListener")


def test_an_event_of_the_apps_own_is_a_message() -> None:
    event = find_event("console", "acme:call-status")
    assert event == custom_event("acme:call-status")
    assert (event.identifier, event.form, event.argument) == ("AcmeCallStatus", "message", "acme:call-status")


def test_an_event_of_the_apps_own_may_have_a_plain_name() -> None:
    assert find_event("console", "event:ring") == custom_event("ring")
    assert listened_event("ring") == custom_event("ring")
    assert listened_event("SFORCE_CONSOLE:OPEN_TAB").name == "OPEN_TAB"


def test_push_notifications_name_their_objects() -> None:
    assert find_event("console", "push:Task, Case").argument == "Task,Case"
    with pytest.raises(UnknownEventError, match="push:"):
        push_event(())


def test_a_channel_is_an_event_with_its_name() -> None:
    event = channel_event("ns__CallUpdates__c")
    assert (event.identifier, event.argument) == ("NsCallUpdatesMessage", "ns__CallUpdates__c")


def test_the_glossarys_other_names_mean_its_three_events() -> None:
    assert find_event("event-sink", "onPresenceChange").name == "onAgentStatusChange"
    assert find_event("event-sink", "onFocus").name == "onNavigationChange"


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        ("lightning", "onFocus"),
        ("lightning", "subscribe"),
        ("classic", "onNavigationChange"),
        ("console", "onNothing"),
        ("event-sink", "onDoorbell"),
    ],
)
def test_an_unknown_event_is_named_with_what_is_there(dialect: str, name: str) -> None:
    with pytest.raises(UnknownEventError, match=f"{dialect} has no event '{name}': expected .*on"):
        find_event(dialect, name)


def test_a_name_never_begins_with_a_digit() -> None:
    assert custom_event("4711").identifier == "Event4711"
    assert custom_event("::").identifier == "Event"
