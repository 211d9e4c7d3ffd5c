"""What a module will hold."""

from __future__ import annotations

import pytest

from ctilint.emit.events import EMITTED_DIALECTS, Handler, UnknownEventError, custom_event, find_event
from ctilint.emit.planning import assemble, plan
from ctilint.records import replace


def test_without_anything_it_is_lightning_with_its_usual_events() -> None:
    made = plan()
    assert made.dialects == ("lightning",)
    assert [event.name for event in made.events] == ["onClickToDial", "onNavigationChange"]
    assert [event.handlers for event in made.events] == [
        (Handler("onClickToDial"),),
        (Handler("onNavigationChange"),),
    ]


def test_the_dialect_follows_from_the_events() -> None:
    assert plan(events=["onFocus"]).dialects == ("classic",)
    assert plan(events=["cti.onCallEnd"]).dialects == ("console",)


def test_a_channel_needs_lightning() -> None:
    made = plan(["console"], ["cti.onCallEnd"], ["Calls__c"])
    assert made.dialects == ("lightning", "console")
    assert [event.name for event in made.events] == ["cti.onCallEnd", "Calls__c"]


def test_a_click_that_two_libraries_tell_of_has_one_handler_and_two_types() -> None:
    made = plan(["lightning", "classic"], ["onClickToDial"])
    assert [event.identifier for event in made.events] == ["ClickToDial", "ClassicClickToDial"]
    assert {handler.name for event in made.events for handler in event.handlers} == {"onClickToDial"}


def test_what_a_sink_hears_is_heard_once() -> None:
    made = plan(EMITTED_DIALECTS, channels=["Calls__c"])
    methods = [(event.dialect, event.name) for event in made.events]
    assert methods == [
        ("event-sink", "onClickToDial"),
        ("event-sink", "onNavigationChange"),
        ("classic", "cti.onClickToDial"),
        ("classic", "onFocus"),
        ("console", "onFocusedPrimaryTab"),
        ("console", "cti.onCallBegin"),
        ("console", "cti.onCallEnd"),
        ("event-sink", "onAgentStatusChange"),
        ("lightning", "Calls__c"),
    ]
    assert made.dialects == EMITTED_DIALECTS


def test_a_dialect_whose_events_the_sinks_hear_is_left_out() -> None:
    made = plan(["lightning", "event-sink"])
    assert made.dialects == ("event-sink",)
    assert [event.name for event in made.events] == ["onClickToDial", "onNavigationChange", "onAgentStatusChange"]


def test_the_handlers_of_a_sink_and_of_the_event_behind_it_are_all_kept() -> None:
    plain = replace(find_event("lightning", "onClickToDial"), handlers=(Handler("dial", ("a.js:1",)),))
    sink = replace(find_event("event-sink", "onClickToDial"), handlers=(Handler("show", ("b.js:1",)),))
    (event,) = assemble(("lightning", "event-sink"), (plain, sink)).events
    assert (event.dialect, event.handlers) == (
        "event-sink",
        (Handler("dial", ("a.js:1",)), Handler("show", ("b.js:1",))),
    )


def test_an_event_that_no_dialect_has_is_refused() -> None:
    with pytest.raises(UnknownEventError, match="console has no event 'onNothing'"):
        plan(["console"], ["onNothing"])


def test_one_event_is_held_once_with_all_its_handlers() -> None:
    ring = custom_event("acme:ring")
    first = replace(ring, handlers=(Handler("onRing", ("a.js:1",)),))
    second = replace(ring, handlers=(Handler("onRing", ("b.js:2",)), Handler("beep", ("b.js:9",))))
    made = assemble(("console",), (first, second))
    assert [event.handlers for event in made.events] == [
        (Handler("onRing", ("a.js:1", "b.js:2")), Handler("beep", ("b.js:9",))),
    ]


def test_a_handler_without_a_name_takes_the_events() -> None:
    made = assemble(("lightning",), (replace(find_event("lightning", "onClickToDial"), handlers=(Handler(""),)),))
    assert made.events[0].handlers == (Handler("onClickToDial"),)


def test_many_events_of_one_name_stay_apart() -> None:
    names = [event.identifier for event in plan(["console"], ["a:b", "a-b", "a/b", "event:a.b"]).events]
    assert names == ["AB", "ConsoleAB", "AB2", "AB3"]
