"""Calls of the dialects' methods, and how registrations and removals are found among them."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import app_of, called, line, registered, window_of

from ctilint.findings import Evidence
from ctilint.rulebook.tables import DIALECTS
from ctilint.understand.registrations import MANY, fixed_event, method_names


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("sforce.opencti.onClickToDial", "onClickToDial"),
        ("sforce.interaction.cti.enableClickToDial", "onClickToDial"),
        ("sforce.opencti.disableClickToDial", "onClickToDial"),
        ("sforce.opencti.onNavigationChange", "onNavigationChange"),
        ("Contact#onEnded", "onEnded"),
        ("connect.contact", "connect.contact"),
        ("sforce.console.addEventListener", ""),
        ("sforce.opencti.subscribe", ""),
    ],
)
def test_the_event_of_a_method_of_its_own(name: str, event: str) -> None:
    assert fixed_event(name) == event


def test_the_last_parts_of_all_names_of_the_tables() -> None:
    names = method_names(frozenset(DIALECTS))
    assert {"onClickToDial", "addEventListener", "openPrimaryTab", "onEnded", "initializeConnector"} <= names
    assert "onEnded" not in method_names(frozenset({"lightning", "classic"}))
    assert all("." not in name and "#" not in name for name in names)


REGISTRATIONS = {
    "lightning": ("sforce.opencti.onClickToDial({ listener: go });", ("sforce.opencti.onClickToDial", "onClickToDial", ("go",))),
    "lightning navigation": ("sforce.opencti.onNavigationChange({ listener: go });", ("sforce.opencti.onNavigationChange", "onNavigationChange", ("go",))),
    "lightning channel": ("sforce.opencti.subscribe({ channelName: 'C', listener: go });", ("sforce.opencti.subscribe", "C", ("go",))),
    "lightning enabling": ("sforce.opencti.enableClickToDial({ callback: go });", ("sforce.opencti.enableClickToDial", "onClickToDial", ())),
    "sales engagement": ("sforce.opencti.hvs.onWorkStart({ listener: go });", ("sforce.opencti.hvs.onWorkStart", "onWorkStart", ("go",))),
    "event-sink": ("sforce.opencti.subscribe({ eventType: onClickToDial, listener: go });", ("sforce.opencti.subscribe", "onClickToDial", ("go",))),
    "event-sink in quotes": ("sforce.opencti.subscribe({ eventType: 'onClickToDial', listener: go });", ("sforce.opencti.subscribe", "onClickToDial", ("go",))),
    "event-sink of the library": ("sforce.opencti.subscribe({ eventType: sforce.opencti.onClickToDial, listener: go });", ("sforce.opencti.subscribe", "sforce.opencti.onClickToDial", ("go",))),
    "classic": ("sforce.interaction.cti.onClickToDial(go);", ("sforce.interaction.cti.onClickToDial", "onClickToDial", ("go",))),
    "classic focus": ("sforce.interaction.onFocus(go);", ("sforce.interaction.onFocus", "onFocus", ("go",))),
    "classic object": ("sforce.interaction.entityFeed.onObjectUpdate(go);", ("sforce.interaction.entityFeed.onObjectUpdate", "onObjectUpdate", ("go",))),
    "console": ("sforce.console.addEventListener('E', go);", ("sforce.console.addEventListener", "E", ("go",))),
    "console focus": ("sforce.console.onFocusedSubtab(go);", ("sforce.console.onFocusedSubtab", "onFocusedSubtab", ("go",))),
    "console telephony": ("sforce.console.cti.onCallBegin(go);", ("sforce.console.cti.onCallBegin", "onCallBegin", ("go",))),
    "console push": ("sforce.console.addPushNotificationListener(['Case'], go);", ("sforce.console.addPushNotificationListener", "", ("go",))),
    "console chat": ("sforce.console.chat.onAgentSend(id, go);", ("sforce.console.chat.onAgentSend", "onAgentSend", ("go",))),
    "streams": ("connect.contact(go);", ("connect.contact", "connect.contact", ("go",))),
}  # fmt: skip


@pytest.mark.parametrize("name", REGISTRATIONS)
def test_registrations_of_every_dialect(name: str) -> None:
    code, expected = REGISTRATIONS[name]
    assert registered(f"{code}\nfunction go(p) {{}}") == [expected]


def test_the_dialect_of_the_glossarys_form() -> None:
    code = "sforce.opencti.subscribe({ eventType: onClickToDial, listener: go });\nsforce.opencti.subscribe({ channelName: 'C', listener: go });\nsforce.opencti.unsubscribe({ eventType: onClickToDial });\nfunction go() {}"
    assert [call.dialect for call in window_of(code).calls] == ["event-sink", "lightning", "event-sink"]


def test_the_connector() -> None:
    code = "import { initializeConnector } from 'scv-connector-base';\ninitializeConnector({ dial(c) { go(c); }, endCall: go });\nfunction go(c) {}"
    window = window_of(code)
    assert [(call.name, call.dialect) for call in window.calls] == [("initializeConnector", "connector")]
    assert {(item.source, item.event) for item in window.handlers} == {("connector", "dial"), ("connector", "go")}


def test_a_call_knows_its_place_and_spelling() -> None:
    app = app_of("var c = sforce.console;\nfunction f() {\nc.isInConsole(); }\nsforce.console.isInConsole();\nf();")
    [window] = app.windows
    found = [(line(app, call.place), call.written, call.evidence, call.function.name) for call in window.calls]
    assert sorted(found) == [
        (3, "c.isInConsole", Evidence.DERIVED, "f"),
        (4, "sforce.console.isInConsole", Evidence.MATCHED, ""),
    ]


def test_a_method_without_a_row_is_kept_for_the_rules_about_names() -> None:
    [call] = window_of("sforce.opencti.noSuchMethod();").calls
    assert (call.name, call.dialect, call.entry) == ("sforce.opencti.noSuchMethod", "lightning", None)
    assert called("connect.noSuchMethod(sforce);\nsforce.one.navigateToURL('/');") == []


def test_the_place_of_a_registration_is_the_call_that_names_the_handler() -> None:
    code = "function listen(name, fn) {\nsforce.console.addEventListener(name, fn); }\nlisten('A', go);\nlisten('B', go);\nfunction go(r) {}"
    app = app_of(code)
    [window] = app.windows
    found = [(line(app, item.place), item.event, item.evidence) for item in window.registrations]
    assert found == [(3, "A", Evidence.DERIVED), (4, "B", Evidence.DERIVED)]
    assert {line(app, item.call.place) for item in window.registrations} == {2}
    [handler] = window.handlers
    assert [place.message for place in handler.trace] == ["registered here through listen", ""]
    assert [item.handlers[0].function for item in window.registrations] == [handler.function] * 2


def test_a_registrar_that_nothing_calls_still_registers() -> None:
    code = "export function listen(fn) { sforce.console.onFocusedSubtab(fn); }"
    assert registered(code) == [("sforce.console.onFocusedSubtab", "onFocusedSubtab", ())]


def test_removals() -> None:
    code = """
sforce.console.addEventListener('E', go);
sforce.console.removeEventListener('E', go);
sforce.opencti.enableClickToDial();
sforce.opencti.disableClickToDial();
function go(r) {}
"""
    window = window_of(code)
    assert [(item.call.name, item.event, tuple(ref.name for ref in item.functions)) for item in window.removals] == [
        ("sforce.console.removeEventListener", "E", ("go",)),
        ("sforce.opencti.disableClickToDial", "onClickToDial", ()),
    ]


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("class P extends LightningElement { connectedCallback() { REG } }", True),
        ("class P extends NavigationMixin(LightningElement) { connectedCallback() { REG } }", True),
        ("class P extends React.Component { componentDidMount() { REG } }", True),
        ("class P extends HTMLElement { connectedCallback() { [1].forEach(() => { REG }); } }", True),
        ("class P extends Base { connectedCallback() { REG } }", False),
        ("class P { constructor() { REG } }\nnew P();", False),
        ("export default { mounted() { REG } };", True),
        ("function P() { useEffect(() => { REG }, []); }\nP();", True),
        ("onMounted(function () { REG });", True),
        ("REG", False),
    ],
)
def test_what_belongs_to_a_component(code: str, inside: bool) -> None:
    window = window_of(code.replace("REG", "sforce.console.onFocusedSubtab(go);") + "\nfunction go(r) {}")
    assert [item.in_component for item in window.registrations] == [inside]


def test_an_aura_bundle_is_a_component() -> None:
    path = "force-app/main/default/aura/p/p"
    files = {
        f"{path}.cmp": "<aura:component><!-- sforce --></aura:component>",
        f"{path}Helper.js": "({ go: function () { sforce.console.onFocusedSubtab(function (r) {}); } })",
    }
    assert [item.in_component for window in app_of(files).windows for item in window.registrations] == [True]


def test_a_window_with_thousands_of_calls_is_searched_by_names() -> None:
    code = (
        "".join(f"work{at}.go({at});\n" for at in range(4200))
        + "sforce.opencti.refreshView();\nvar on = sforce.opencti.onClickToDial;"
    )
    assert called(code) == ["sforce.opencti.refreshView"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("sforce.console.isInConsole();", ["sforce.console.isInConsole"]),
        ("sforce.console.isInConsole.call(null);", ["sforce.console.isInConsole"]),
        ("thing.other.call(null); connect.contact(f);", ["connect.contact"]),
        # What is kept under the name of ``call`` is called by it.
        ("var phone = { call: sforce.opencti.screenPop }; phone.call({});", ["sforce.opencti.screenPop"]),
        ("var phone = {}; phone.apply = sforce.opencti.screenPop; phone.apply({});", ["sforce.opencti.screenPop"]),
    ],
)
def test_a_large_window_has_the_same_calls_as_a_small_one(code: str, names: list[str]) -> None:
    large = code + "later(1);" * (MANY + 1)
    assert called(code) == called(large) == names


TYPED = {
    "bound": "connect.agent(function (agent) { agent.onOffline(function () { this.x(); }.bind(this)); }.bind(this));",
    "a member": "var api = { heard: function (agent) { agent.onOffline(function () {}); } }; connect.agent(api.heard);",
    "a name": "var heard = (agent) => { agent.onOffline(function () {}); }; connect.agent(heard);",
}


@pytest.mark.parametrize("shape", TYPED)
def test_what_streams_hands_over_is_known_however_the_function_is_given(shape: str) -> None:
    assert [one.call.name for one in window_of(TYPED[shape]).registrations] == ["connect.agent", "Agent#onOffline"]


def test_what_streams_hands_over_is_known_in_another_module() -> None:
    files = {
        "a.js": "import heard from './heard.js';\nconnect.agent(heard);\n",
        "heard.js": "export default (agent) => { agent.onOffline(() => {}); };\n",
    }
    names = {one.call.name for one in window_of(files, "a.js").registrations}
    assert names == {"connect.agent", "Agent#onOffline"}


def test_a_variable_that_is_used_again_means_what_it_was_given_last() -> None:
    code = (
        "args = { listener: function first() {} };\nsforce.opencti.onClickToDial(args);\n"
        "args = { listener: function second() {} };\nsforce.opencti.onNavigationChange(args);\n"
    )
    for text in (code, f"var args;\n{code}", f"(function () {{ var args;\n{code}}})();"):
        found = [[handler.function.name for handler in one.handlers] for one in window_of(text).registrations]
        assert found == [["first"], ["second"]]
    maybe = code.replace(
        "args = { listener: function second() {} };", "if (x) { args = { listener: function second() {} }; }"
    )
    assert {handler.function.name for one in window_of(maybe).registrations for handler in one.handlers} >= {"first"}
