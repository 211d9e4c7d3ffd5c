"""A module from an app keeps its events, channels and handlers, and mends what was wrong with its subscriptions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from emitted_kits import write_kit

from ctilint.cli._reading import read_app, read_text
from ctilint.emit.events import UnknownEventError
from ctilint.emit.from_app import NothingToKeepError, plan_from
from ctilint.emit.planning import Plan
from ctilint.emit.writing import render
from ctilint.judge import judge
from ctilint.settings import Settings

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
MISSION = ("outdated-library", "missing-unsubscribe", "blocking-handler", "unguarded-handler", "missing-tab-check")


def of(text: str, path: str = "phone.js", **given: object) -> Plan:
    """Return the plan of a module from an app of one file."""
    return plan_from(read_text(path, text.encode(), Settings()), **given)  # type: ignore[arg-type]


def names(made: Plan) -> dict[str, list[str]]:
    """Return the handlers' names by event."""
    return {event.name: [handler.name for handler in event.handlers] for event in made.events}


def test_handlers_keep_their_names_and_places() -> None:
    made = of("function dial(p) {}\n\nsforce.opencti.onClickToDial({ listener: dial });\n")
    assert names(made) == {"onClickToDial": ["dial"]}
    assert made.events[0].handlers[0].origins == ("dial in phone.js:1",)


def test_a_handler_without_a_name_takes_the_events() -> None:
    made = of("sforce.opencti.onClickToDial({ listener: (p) => console.log(p) });\n")
    assert names(made) == {"onClickToDial": ["onClickToDial"]}


def test_two_handlers_of_one_event_are_both_kept() -> None:
    made = of(
        "function a() {}\nfunction b() {}\n"
        + "".join(f"sforce.console.cti.onCallEnd({name});\n" for name in ("a", "b"))
    )
    assert names(made) == {"cti.onCallEnd": ["a", "b"]}


def test_two_functions_of_one_name_at_two_events_stay_apart() -> None:
    text = """
    (function () { function run() {} sforce.console.cti.onCallEnd(run); }());
    (function () { function run() {} sforce.console.cti.onCallBegin(run); }());
    """
    assert names(of(text)) == {"cti.onCallEnd": ["run"], "cti.onCallBegin": ["run2"]}


def test_one_function_at_two_events_is_one_handler() -> None:
    text = "function log() {}\nsforce.console.cti.onCallEnd(log);\nsforce.console.cti.onCallBegin(log);\n"
    made = of(text)
    assert names(made) == {"cti.onCallEnd": ["log"], "cti.onCallBegin": ["log"]}
    assert render(made).module.count("    log(payload) {") == 1


def test_an_app_without_the_dialect_asked_for_is_refused() -> None:
    with pytest.raises(NothingToKeepError, match=r"the app has no subscription of console$"):
        of("sforce.opencti.onClickToDial({ listener() {} });\n", dialects=["console"])


def test_channels_push_topics_and_events_of_the_apps_own_are_kept() -> None:
    text = """
    sforce.opencti.subscribe({ channelName: 'Calls__c', listener: onCall, callback: keep });
    sforce.console.addPushNotificationListener(['Task', 'Case'], onChange);
    sforce.console.addEventListener('ring', onRing);
    sforce.console.addEventListener(sforce.console.ConsoleEvent.OPEN_TAB, onTab);
    function onCall() {} function onChange() {} function onRing() {} function onTab() {} function keep() {}
    """
    assert names(of(text)) == {
        "Calls__c": ["onCall"],
        "push:Task,Case": ["onChange"],
        "ring": ["onRing"],
        "OPEN_TAB": ["onTab"],
    }


def test_click_to_dial_that_is_only_switched_on_is_listened_to() -> None:
    assert names(of("sforce.opencti.enableClickToDial();\n")) == {"onClickToDial": ["onClickToDial"]}


def test_what_was_asked_for_besides_is_added() -> None:
    made = of("sforce.opencti.onClickToDial({ listener() {} });\n", events=["onNavigationChange"], channels=["A__c"])
    assert list(names(made)) == ["onClickToDial", "onNavigationChange", "A__c"]


def test_an_event_asked_for_besides_must_be_known_to_one_of_the_apps_dialects() -> None:
    text = "sforce.opencti.onClickToDial({ listener() {} }); sforce.console.cti.onCallEnd(f); function f() {}\n"
    assert list(names(of(text, events=["cti.onCallBegin"]))) == ["onClickToDial", "cti.onCallEnd", "cti.onCallBegin"]
    with pytest.raises(UnknownEventError, match="lightning has no event 'onNothing'"):
        of(text, events=["onNothing"])


def test_an_event_can_be_asked_for_beside_those_of_streams() -> None:
    made = of("connect.agent(function (agent) {});\n", events=["onClickToDial"])
    assert set(names(made)) == {"connect.agent", "onClickToDial"}
    assert made.dialects == ("lightning", "streams")


def test_what_hands_out_an_agent_is_added_for_its_events() -> None:
    made = of("new connect.Agent().onStateChange(show); function show() {}\n")
    assert names(made) == {"Agent#onStateChange": ["show"], "connect.agent": ["onAgent"]}


def test_names_that_javascript_or_objects_need_are_not_used() -> None:
    made = of("var o = { delete: function () {} }; sforce.console.cti.onCallEnd(o.delete);\n")
    assert names(made) == {"cti.onCallEnd": ["onCallEnd"]}


@pytest.mark.parametrize("given", ["topics()", "['Task', other]"])
def test_a_push_topic_that_is_not_written_out_is_left_out_and_named(given: str) -> None:
    made = of(
        f"sforce.console.addPushNotificationListener({given}, f); sforce.console.cti.onCallEnd(f); function f() {{}}"
    )
    assert list(names(made)) == ["cti.onCallEnd"]
    assert made.left_out == (
        "sforce.console.addPushNotificationListener (phone.js:1): the names of its objects are not known",
    )


def test_a_listener_of_an_object_that_only_the_app_has_is_left_out_and_named() -> None:
    made = of("connect.core.getEventBus().subscribe('x', f); connect.agent(f); function f() {}\n")
    assert list(names(made)) == ["connect.agent"]
    assert made.left_out == ("EventBus#subscribe (phone.js:1): it belongs to an object that only the app has",)


def test_what_cannot_be_kept_is_said() -> None:
    made = of("sforce.console.addEventListener(someName(), f); sforce.console.cti.onCallEnd(f); function f() {}\n")
    assert list(names(made)) == ["cti.onCallEnd"]
    assert made.left_out == ("sforce.console.addEventListener (phone.js:1): the event's name is not known",)


def test_an_app_without_subscriptions_is_refused() -> None:
    with pytest.raises(NothingToKeepError, match="no subscription of lightning"):
        of("sforce.opencti.getAppViewInfo({ callback() {} });\n")


BAD = sorted(
    path.parent.relative_to(FIXTURES).as_posix()
    for path in FIXTURES.glob("**/expected.toml")
    if any(f'rule = "{rule}"' in path.read_text("utf-8") for rule in MISSION[1:])
)
WITHOUT = {"forms/bookmarklet", "forms/web-link", "forms/guard-by-flag"}
"""What is wrong with these are a navigation or a blocking call; they subscribe to nothing."""


def test_every_bad_fixture_is_tried() -> None:
    assert len(BAD) >= 18
    assert set(BAD) >= WITHOUT


@pytest.mark.parametrize("app", [app for app in BAD if app not in WITHOUT])
def test_the_module_in_a_bad_apps_place_keeps_all_and_has_none_of_the_five_findings(app: str, tmp_path: Path) -> None:
    source = read_app((str(FIXTURES / app),), Settings())
    made = plan_from(source, root=str(FIXTURES / app))
    kept = {handler.name for event in made.events for handler in event.handlers}
    origins = " ".join(origin for event in made.events for handler in event.handlers for origin in handler.origins)
    for window in source.windows:
        for registration in window.registrations:
            for handler in registration.handlers:
                line = source.files[handler.function.place.path].source.position(handler.function.place.span.start)[0]
                path = os.path.relpath(handler.function.place.path, FIXTURES / app)
                assert f"{path}:{line}" in origins
                assert handler.function.name in kept | {"", "listener"}
    assert made.events
    assert made.left_out == ()
    write_kit(tmp_path, made)
    report = judge(read_app((str(tmp_path),), Settings()), Settings())
    assert report.findings == ()


@pytest.mark.parametrize("app", sorted(WITHOUT))
def test_an_app_that_subscribes_to_nothing_is_refused(app: str) -> None:
    with pytest.raises(NothingToKeepError):
        plan_from(read_app((str(FIXTURES / app),), Settings()))


def test_the_toolkit_of_a_component_is_handed_over_and_taken_back() -> None:
    root = str(FIXTURES / "voice-toolkit-panel")
    text = render(plan_from(read_app((root,), Settings()), root=root)).module
    assert "given.addEventListener('transcript', heardTranscript);" in text
    assert "held.removeEventListener('transcript', heardTranscript);" in text
    assert "attachToolkit, detachToolkit } = subscriptions;" in text


def test_subscriptions_of_streams_are_ended_by_their_handles() -> None:
    text = """
    connect.contact(function (contact) { contact.onEnded(save); });
    function save(contact) {}
    """
    made = of(text)
    assert names(made) == {"connect.contact": ["onContact"], "Contact#onEnded": ["save"]}
    module = render(made).module
    assert "data.onEnded(heardContactEnded)," in module
    assert "handleContact.unsubscribe();" in module


def test_listeners_of_one_chat_are_left_out_and_named() -> None:
    made = of("sforce.console.chat.onNewMessage(k, f); sforce.console.cti.onCallEnd(f); function f() {}\n")
    assert made.left_out == ("onNewMessage (phone.js:1): its listener belongs to one chat, and legacy Chat is retired",)
