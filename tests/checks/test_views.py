"""The questions that several checks ask: ways to a call, what a value was given, addresses of the server side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ctilint.read.facts import Call, Member, Name
from ctilint.understand.model import App
from ctilint.views.facts import View, views
from ctilint.views.instances import event_names
from ctilint.views.values import class_of, is_a, member_of, origin
from ctilint.views.ways import called, led_to, ways_to

MakeApp = Callable[..., App]
USED = "connect.core.onInitialized(() => {});\n"


def view_of(make_app: MakeApp, code: str) -> View:
    (view,) = views(make_app({"a.js": code}))
    return view


def call_of(view: View, name: str) -> Call:
    (index,) = view.program.indexes
    return next(call for call in index.calls if called(call) == name)


def ways(view: View, name: str) -> set[tuple[str, str]]:
    """Return from which call the outermost function is handed, and what the way begins with."""
    (index,) = view.program.indexes
    found = ways_to(view, index, call_of(view, name))
    return {(called(way.handed) if way.handed is not None else "", called(way.calls[0][1])) for way in found}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("target();", {("", "target")}),
        ("function f() { target(); } f();", {("", "f")}),
        ("function f() { target(); } f(); connect.core.onAuthFail(() => f());", {("", "f"), ("onAuthFail", "f")}),
        ("function f() { target(); } connect.core.onAuthFail(f);", {("onAuthFail", "target")}),
        ("setTimeout(() => target(), 5);", {("", "setTimeout")}),
        ("load().then(function () { target(); });", {("", "then")}),
        ("box.addEventListener('click', () => target());", {("addEventListener", "target")}),
        ("connect.storageAccess.onRequest({ onGrant() { target(); } });", {("onRequest", "target")}),
        ("function f() { f(); target(); }", set()),
    ],
)
def test_the_ways_to_a_call(make_app: MakeApp, code: str, expected: set[tuple[str, str]]) -> None:
    assert ways(view_of(make_app, USED + code), "target") == expected


def test_what_a_function_leads_to(make_app: MakeApp) -> None:
    view = view_of(
        make_app, USED + "function f() { a(); later(() => b()); go().then(() => c()); g(); }\nfunction g() { d(); }"
    )
    (index,) = view.program.indexes
    ref = next(ref for ref in index.refs if ref.name == "f")
    assert {called(call) for _, call in led_to(view, ref)} == {"a", "later", "go", "then", "c", "g", "d"}
    assert {called(call) for _, call in led_to(view, ref, through=frozenset({"later"}))} >= {"b"}


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("const r = new CallResult({}); use(r);", "CallResult"),
        ("const r = new CallResult({}); const s = r; use(s);", "CallResult"),
        ("use(await new HangupResult({}));", "HangupResult"),
        ("let r = new CallResult({}); r = other(); use(r);", ""),
        ("class Own {} use(new Own());", ""),
        ("use(CallResult);", ""),
    ],
)
def test_the_class_of_a_value(make_app: MakeApp, code: str, made: str) -> None:
    head = "import { CallResult, HangupResult, publishEvent } from 'scv-connector-base';\n"
    view = view_of(make_app, f"{head}publishEvent({{ eventType: 'MESSAGE' }});\n{code}")
    (index,) = view.program.indexes
    assert class_of(view, index.script, call_of(view, "use").arguments[0]) == made


def test_classes_below_others() -> None:
    assert is_a("SetAgentStateResult", "GenericResult", "connector")
    assert not is_a("GenericResult", "SetAgentStateResult", "connector")
    assert not is_a("CallResult", "HangupResult", "connector")


def test_a_member_of_a_constant(make_app: MakeApp) -> None:
    view = view_of(make_app, USED + "const type = connect.AgentStateType.OFFLINE; use(type);")
    (index,) = view.program.indexes
    given = call_of(view, "use").arguments[0]
    found = member_of(view, index.script, given)
    assert found is not None
    assert (found[0].name, found[1]) == ("connect.AgentStateType", "OFFLINE")
    assert isinstance(given, Name)
    assert isinstance(origin(view, index.script, given)[1], Member)


def test_the_events_of_every_edition() -> None:
    assert {"HANGUP", "CALL_STARTED", "PREVIEW_CALL_STARTED", "GET_CONTACTS_RESULT"} <= event_names()
    assert "PHONE_RANG" not in event_names()
