"""Which handlers are judged, what they are called, and how an effect of one is known."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ctilint.findings import Evidence, Place
from ctilint.read.source import Span
from ctilint.understand.model import Effect, Handler
from ctilint.views.handlers import evidence, is_event_handler, is_judged, named, registered, way

AT = Place("phone.js", Span(20, 40))
AROUND = Place("phone.js", Span(10, 50))
BEFORE = Place("phone.js", Span(0, 9))
CALL = Place("phone.js", Span(22, 30), "calls dial")


def handler(source="salesforce", event="onFocus", *, name="", trace=(), reaches_api=False) -> Handler:
    return Handler(SimpleNamespace(name=name, place=AT), source, event, trace=trace, reaches_api=reaches_api)


def effect(*trace: Place) -> Effect:
    return Effect("blocks", "alert", AT, trace=trace)


@pytest.mark.parametrize("reaches_api", [False, True])
@pytest.mark.parametrize(
    ("source", "event", "judged"),
    [
        ("salesforce", True, True),
        ("voice", True, True),
        ("connector", True, True),
        ("streams", True, True),
        ("message", "when it reaches", "when it reaches"),
        ("vendor", False, "when it reaches"),
        ("dom", False, "when it reaches"),
        ("lifecycle", False, "when it reaches"),
    ],
)
def test_which_handlers_count(source, event, judged, reaches_api):
    one = handler(source, reaches_api=reaches_api)
    assert is_event_handler(one) is (reaches_api if event == "when it reaches" else event)
    assert is_judged(one) is (reaches_api if judged == "when it reaches" else judged)


@pytest.mark.parametrize(
    ("source", "event", "name", "text"),
    [
        ("salesforce", "onFocus", "focused", "the handler of onFocus"),
        ("message", "message", "", "the handler of message"),
        ("console", "a|b", "", "an a, b handler"),
        ("salesforce", "a|b", "", "the handler of a, b"),
        ("dom", "click", "", "a click handler"),
        ("dom", "input", "", "an input handler"),
        ("salesforce", "", "focused", "the handler focused"),
        ("dom", "", "", "a handler"),
        ("salesforce", "", "", "the handler of an event"),
    ],
)
def test_what_a_handler_is_called(source, event, name, text):
    assert named(handler(source, event, name=name)) == text


def test_the_way_from_the_registration_to_the_effect():
    one = handler(trace=(BEFORE, Place("a.js", Span(1, 2), "handed on here")))
    assert [(item.path, item.message) for item in registered(one)] == [
        ("phone.js", "registered here"),
        ("a.js", "handed on here"),
    ]
    assert [item.message for item in way(one, effect(CALL))] == [
        "registered here",
        "handed on here",
        "the handler",
        "calls dial",
    ]


@pytest.mark.parametrize(
    ("trace", "led", "known"),
    [
        ((), (), Evidence.MATCHED),
        ((AROUND,), (), Evidence.MATCHED),
        ((BEFORE,), (), Evidence.DERIVED),
        ((Place("other.js", AROUND.span),), (), Evidence.DERIVED),
        ((BEFORE, AROUND), (), Evidence.MATCHED),
        ((AROUND,), (CALL,), Evidence.DERIVED),
    ],
)
def test_what_stands_in_its_registration_is_matched_and_what_a_name_leads_to_derived(trace, led, known):
    assert evidence(handler(trace=trace), effect(*led)) is known
