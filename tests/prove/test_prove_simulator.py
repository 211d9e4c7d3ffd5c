"""The simulated libraries: every method of the tables is there and does what is known of it."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import json
from typing import Any

import pytest

from ctilint.prove.page.assembly import PageBuilder
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.sandbox import Sandbox
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Reader
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.rulebook.tables import api
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text

LIBRARY = {
    "lightning": "/support/api/{}/lightning/opencti_min.js",
    "classic": "/support/api/{}/interaction.js",
    "console": "/support/console/{}/integration.js",
}
CALLED = {
    dialect: [entry for entry in api(dialect).values() if entry.kind in {"method", "listener"}] for dialect in LIBRARY
}
SURE = [(dialect, entry.name) for dialect, entries in CALLED.items() for entry in entries if entry.confidence == "A"]
UNSURE = [(dialect, entry.name) for dialect, entries in CALLED.items() for entry in entries if entry.confidence != "A"]
# Two have tests of their own: what they register is taken back, or fired by its name.
OWN = {"sforce.console.addEventListener", "sforce.console.addPushNotificationListener"}
HEARD = [one for one in SURE if api(one[0])[one[1]].listener and one[1] not in OWN]
MARK = "ctilint-test "


def sample(entry: ApiEntry, argument: ApiArgument) -> str:
    """Return JavaScript for a right value of an argument."""
    if argument.type.startswith("function"):
        return "function (answer) { tell('answer', answer); }"
    if argument.values and argument.values[0].startswith("<"):
        constant = api(entry.dialect).get(argument.values[0][1:-1])
        if constant is not None and constant.values:
            return json.dumps(constant.values.get("SOBJECT") or next(iter(constant.values.values())))
    if argument.values:
        return json.dumps(argument.values[0])
    if argument.forms:
        return "{ recordId: '003000000000001AAA' }"
    kind = argument.type.partition("|")[0]
    number = str(int(argument.minimum or 1))
    return {"string": "'x'", "number": number, "boolean": "true", "array": "['x']", "json": "'{}'"}.get(
        kind, "{ a: 1 }"
    )


def right_call(entry: ApiEntry) -> str:
    """Return a call as the reference has it, with every argument."""
    if entry.style == "object":
        given = ", ".join(f"{argument.name}: {sample(entry, argument)}" for argument in entry.arguments)
        return f"{entry.name}({{ {given} }})" if given else f"{entry.name}()"
    return f"{entry.name}({', '.join(sample(entry, argument) for argument in entry.arguments)})"


def wrong_call(entry: ApiEntry) -> str:
    """Return a call that the library does not take."""
    if entry.style == "object":
        return f"{entry.name}('x', 'y')"
    if entry.listener:
        return f"{entry.name}({', '.join(['null'] * len(entry.arguments))})"
    needed = [
        argument for argument in entry.arguments if argument.required and not argument.type.startswith("function")
    ]
    given = []
    for argument in entry.arguments:
        if argument.type.startswith("function"):
            given.append(sample(entry, argument) if needed else "{ callback: 1 }")
        else:
            given.append("undefined")
    return f"{entry.name}({', '.join(given)})"


def program(dialect: str, entries: list[ApiEntry], version: str) -> str:
    """Return a page that calls every method, rightly and wrongly, and tells what came of it."""
    calls = []
    for entry in entries:
        for how, call in (("right", right_call(entry)), ("wrong", wrong_call(entry))):
            tell = f"var tell = function (what, value) {{ report('{entry.name}', '{how}', what, value); }};"
            calls.append(
                f"(function () {{ {tell} try {{ tell('returned', {call}); }} catch (error) {{ tell('threw', error.message); }} }}());"
            )
    report = (
        "var number = 0; function report(name, how, what, value) { number += 1;"
        " var text = JSON.stringify([name, how, what, value === undefined ? '(undefined)' : value]);"
        f" for (var at = 0; at < text.length; at += 200) {{ console.log('{MARK}' + number + ' ' + text.slice(at, at + 200)); }} }}"
    )
    return (
        f'<script src="{LIBRARY[dialect].format(version)}"></script>\n<script>{report}\n'
        + "\n".join(calls)
        + "</script>"
    )


class Told:
    """What a page told about each method."""

    def __init__(self, played: Played) -> None:
        self.played = played
        self.said: dict[tuple[str, str], dict[str, Any]] = {}
        pieces: dict[str, str] = {}
        for record in played.of("console"):
            number, _, piece = json.loads(record.text("value")).removeprefix(MARK).partition(" ")
            pieces[number] = pieces.get(number, "") + piece
        for text in pieces.values():
            name, how, what, value = json.loads(text)
            self.said.setdefault((name, how), {})[what] = value


@pytest.fixture(scope="module")
def told(sandbox: Sandbox) -> dict[str, Told]:
    made = {}
    for dialect, entries in CALLED.items():
        for version in ("68.0", "31.0"):
            own = [entry for entry in entries if bool(entry.removed) == (version == "31.0")]
            app = build_app_from_text("page.html", program(dialect, own, version).encode(), Settings())
            page = PageBuilder(app, app.windows[0], {}).build()
            steps = ({"do": "start"}, *({"do": "event", "name": entry.name} for entry in own if entry.listener))
            job = job_for(page, Scenario("t", "t", steps, {"settle": 2000}, {}), Options())
            made[f"{dialect} {version}"] = Told(Reader(page.places).read(sandbox.run(job)))
    return made


def find(told: dict[str, Told], dialect: str, name: str) -> tuple[ApiEntry, Told]:
    entry = api(dialect)[name]
    return entry, told[f"{dialect} {'31.0' if entry.removed else '68.0'}"]


@pytest.mark.parametrize(("dialect", "name"), SURE)
def test_a_right_call_answers_in_the_dialects_shape(told: dict[str, Told], dialect: str, name: str) -> None:
    entry, seen = find(told, dialect, name)
    said = seen.said[name, "right"]
    assert "threw" not in said, said
    assert said["returned"] == (True if entry.returns == "boolean" else "(undefined)")
    if entry.listener:
        registered = [record for record in seen.played.of("register") if record.text("name") == name]
        assert registered
        assert registered[0].text("undo") == entry.undo
        return
    if not entry.callback:
        assert "answer" not in said
        return
    answer = said["answer"]
    if dialect == "lightning":
        assert set(answer) == {"success", "returnValue", "errors"}
        assert answer["success"] is True
        assert answer["errors"] is None
    elif dialect == "classic":
        assert "result" in answer
        assert "error" not in answer
        if entry.response["result"] == "json":
            json.loads(answer["result"])
        elif entry.response["result"] == "boolean":
            assert isinstance(answer["result"], bool)
        assert ("id" in entry.response) == ("id" in answer)
    else:
        wanted = {key for key in entry.response if "." not in key} - {"error"}
        assert wanted <= set(answer)
        assert answer.get("success", True) is True


@pytest.mark.parametrize(("dialect", "name"), HEARD)
def test_a_listener_gets_the_payload_of_its_dialect(told: dict[str, Told], dialect: str, name: str) -> None:
    entry, seen = find(told, dialect, name)
    payload = seen.said[name, "right"]["answer"]
    fields = {key for key in entry.payload if "." not in key} - {"error", "accountId", "contactId", "personAccount"}
    assert fields <= set(payload)
    if entry.payload.get("result") == "json":
        inside = {key.removeprefix("result.") for key in entry.payload if key.startswith("result.")}
        assert inside - {"accountId", "contactId", "personAccount"} <= set(json.loads(payload["result"]))


@pytest.mark.parametrize(("dialect", "name"), SURE)
def test_a_wrong_call_fails_as_the_library_fails(told: dict[str, Told], dialect: str, name: str) -> None:
    entry, seen = find(told, dialect, name)
    said = seen.said[name, "wrong"]
    misused = [record.text("what") for record in seen.played.of("misuse") if record.text("name") == name]
    if dialect == "lightning":
        if "no-object" in entry.throws:
            assert said["threw"] == "Must pass in only one object which holds arguments to this API method call."
        else:
            assert said.get("returned") == "(undefined)"
            assert "answer" not in said
        return
    if name == "sforce.console.removeEventListener":
        assert misused
        return
    assert "threw" not in said, said
    if not entry.arguments:
        return
    assert misused, "nothing was recorded"
    if entry.listener:
        assert "answer" not in said
        return
    needed = [
        argument for argument in entry.arguments if argument.required and not argument.type.startswith("function")
    ]
    if needed and entry.callback and dialect == "classic":
        assert said["answer"]["error"] == f"the argument {needed[0].name} is missing"
    elif needed and entry.callback:
        assert said["answer"] == {"success": False}
    elif entry.callback and dialect == "classic":
        swallowed = [record for record in seen.played.of("swallowed") if record.text("name") == name]
        assert swallowed, "the library calls what is no function and swallows what that throws"


@pytest.mark.parametrize(("dialect", "name"), UNSURE)
def test_what_is_not_certain_is_there_and_marked(told: dict[str, Told], dialect: str, name: str) -> None:
    entry, seen = find(told, dialect, name)
    assert "threw" not in seen.said[name, "right"], seen.said[name, "right"]
    called = [record for record in seen.played.of("call") if record.text("name") == name]
    assert called
    assert all(record.text("confidence") == entry.confidence != "A" for record in called)


def test_a_method_of_a_later_version_is_absent(play: Any) -> None:
    from conftest import lines

    text = '<script src="/support/api/{}/interaction.js"></script><script>console.log(typeof sforce.interaction.cti.getDirectoryNumbers)</script>'
    assert lines(play(text.format("30.0"))) == ["undefined"]
    assert lines(play(text.format("31.0"))) == ["function"]


def test_a_missing_listener_throws_in_lightning(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>'
        "[['onClickToDial', {callback: function () {}}], ['getAppViewInfo', {a: 1}], ['saveLog', {value: '{}'}], ['refreshView', {}]].forEach("
        "function (one) { try { sforce.opencti[one[0]](one[1]); } catch (error) { console.log(error.message); } });"
        "sforce.opencti.refreshView(); console.log('fine');</script>"
    )
    assert lines(play(text)) == [
        "Missing the required argument `listener`!",
        "Missing the required argument `callback`!",
        "Missing the required argument `value object`!",
        "Must pass in only one object which holds arguments to this API method call.",
        "fine",
    ]


def test_lightning_skips_the_listeners_after_one_that_throws(play: Any) -> None:
    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>'
        "sforce.opencti.enableClickToDial();"
        "sforce.opencti.onClickToDial({listener: function () { throw new Error('first'); }});"
        "sforce.opencti.onClickToDial({listener: function () { console.log('second'); }});</script>"
    )
    played = play(text, {"do": "click-to-dial"})
    assert [record.text("message") for record in played.of("uncaught")] == ["Error: first"]
    assert [record.number("count") for record in played.of("skipped")] == [1]
    assert list(played.of("console")) == []


def test_classic_swallows_and_goes_on(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/interaction.js"></script><script>'
        "sforce.interaction.cti.enableClickToDial();"
        "sforce.interaction.cti.onClickToDial(function () { throw new Error('first'); });"
        "sforce.interaction.cti.onClickToDial(function (r) { console.log(JSON.parse(r.result).number); });</script>"
    )
    played = play(text, {"do": "click-to-dial", "number": "555"})
    assert [record.text("message") for record in played.of("swallowed")] == ["Error: first"]
    assert list(played.of("uncaught")) == []
    assert lines(played) == ["555"]


def test_listener_lists_only_grow(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>'
        "function on() { console.log('ran'); }"
        "for (var i = 0; i < 3; i++) { sforce.opencti.onClickToDial({listener: on}); }"
        "sforce.opencti.enableClickToDial(); </script>"
    )
    assert lines(play(text, {"do": "click-to-dial"})) == ["ran"] * 3


def test_switched_off_click_to_dial_fires_nothing(play: Any) -> None:
    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>'
        "sforce.opencti.onClickToDial({listener: function () { console.log('ran'); }});"
        "sforce.opencti.enableClickToDial(); sforce.opencti.disableClickToDial();</script>"
    )
    played = play(text, {"do": "click-to-dial"})
    assert list(played.of("console")) == []
    assert [record.text("name") for record in played.of("not-clickable")] == ["sforce.opencti.onClickToDial"]


def test_lightning_throws_at_load_outside_a_softphone(play: Any) -> None:
    text = '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>console.log(typeof window.sforce)</script>'
    played = play(text, framed=False)
    assert "Failed to initialize Open CTI" in next(played.of("uncaught")).text("message")


def test_classic_is_silent_outside_a_softphone(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/interaction.js"></script>'
        "<script>sforce.interaction.isInConsole(function () { console.log('never'); }); console.log('fine')</script>"
    )
    assert lines(play(text, framed=False)) == ["fine"]


def test_console_events_reach_their_listeners(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/console/60.0/integration.js"></script><script>'
        "function own(e) { console.log('own ' + e.message); }"
        "sforce.console.addEventListener('acme', own);"
        "sforce.console.addEventListener(sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED, function (e) { console.log(e.statusName); });"
        "sforce.console.addEventListener('', own); sforce.console.addEventListener('acme', null);</script>"
    )
    step = {"do": "console-event", "event": "acme", "payload": "hello"}
    played = play(text, step, {"do": "presence", "payload": {"statusName": "Lunch"}})
    assert lines(played) == ["own hello", "Lunch"]
    assert len(list(played.of("misuse"))) == 2


def test_removal_compares_event_and_function(play: Any) -> None:
    text = (
        '<script src="/support/console/60.0/integration.js"></script><script>'
        "function own() {}"
        "try { sforce.console.removeEventListener('acme', own); } catch (error) { console.log(error.name); }"
        "sforce.console.addEventListener('acme', own);"
        "sforce.console.removeEventListener('acme', function () {});"
        "sforce.console.removeEventListener('other', own);"
        "sforce.console.removeEventListener('acme', own);</script>"
    )
    played = play(text)
    assert [record.text("value") for record in played.of("console")] == ['"TypeError"']
    assert [record.text("how") for record in played.of("unregister")] == ["sforce.console.removeEventListener"]


def test_one_push_listener_per_page(play: Any) -> None:
    text = (
        '<script src="/support/console/60.0/integration.js"></script><script>'
        "console.log(sforce.console.addPushNotificationListener(['Task'], function () {}));"
        "console.log(sforce.console.addPushNotificationListener(['Case'], function () {}));</script>"
    )
    assert [record.text("value") for record in play(text).of("console")] == ["undefined", "false"]


def test_a_push_listener_hears_until_it_is_removed(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/console/60.0/integration.js"></script><button id="b">end</button><script>'
        "sforce.console.addPushNotificationListener(['Task'], function (change) { console.log(change.Type); });"
        "document.getElementById('b').onclick = function () { sforce.console.removePushNotificationListener(); };</script>"
    )
    step = {"do": "event", "name": "sforce.console.addPushNotificationListener"}
    assert lines(play(text, step, {"do": "click", "selector": "#b"}, step)) == ["Updated"]


def test_a_channel_is_heard_until_it_is_left(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><button id="b">end</button><script>'
        "var subscription; sforce.opencti.subscribe({channelName: 'Calls__c', listener: function (m) { console.log(m.id); },"
        " callback: function (r) { subscription = r.subscription; }});"
        "document.getElementById('b').onclick = function () { sforce.opencti.unsubscribe({subscription: subscription}); };</script>"
    )
    step = {"do": "message", "channel": "Calls__c", "payload": {"id": "7"}}
    played = play(text, step, {"do": "click", "selector": "#b"}, step)
    assert lines(played) == ["7"]


def test_failure_and_silence(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        "<script>sforce.opencti.getAppViewInfo({callback: function (r) { console.log(r.success + ' ' + r.returnValue + ' ' + r.errors[0].code); }})</script>"
    )
    assert lines(play(text, {"do": "answers", "answers": "failure"}, {"do": "start"})) == ["false null SERVER_ERROR"]
    played = play(text, {"do": "answers", "answers": "never"}, {"do": "start"})
    assert lines(played) == []
    assert [record.text("name") for record in played.of("unanswered")] == ["sforce.opencti.getAppViewInfo"]


def test_the_ajax_toolkit_stops_the_page_without_a_callback(play: Any) -> None:
    text = (
        '<script src="/soap/ajax/60.0/connection.js"></script>'
        "<script>sforce.connection.query('SELECT Id FROM Contact'); sforce.connection.query('SELECT Id FROM Task', {onSuccess: function (r) { console.log(r.size); }});</script>"
    )
    played = play(text)
    assert [(record.text("what"), record.number("ms")) for record in played.of("blocked")] == [
        ("synchronous sforce.connection.query", 250)
    ]
    assert [record.text("value") for record in played.of("console")] == ["1"]


def test_event_sinks_fail_unless_they_are_allowed(play: Any) -> None:
    from conftest import lines

    text = (
        '<script src="/support/console/60.0/integration.js"></script><script>'
        "sforce.opencti.subscribe({ eventType: onClickToDial, listener: function (payload) { console.log(payload.number); } });"
        "window.addEventListener('pagehide', function () { sforce.opencti.unsubscribe({ eventType: onClickToDial }); });</script>"
    )
    assert "cannot read property 'subscribe' of undefined" in next(play(text).of("uncaught")).text("message")
    played = play(text, {"do": "click-to-dial", "number": "42"}, {"do": "leave"}, glossary=True)
    assert lines(played) == ["42"]
    assert list(played.of("left")) == []
