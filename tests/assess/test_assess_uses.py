"""Symbols in use: variants, distinct uses, copies, and every row of the map found in code."""

from __future__ import annotations

import pytest
from assess_sample import app_of, lines_from

from ctilint.assess.gathered import uses
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.gathered.uses import lines_of
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.tables import api
from ctilint.rulebook.voice import voice_rows

LOADS = {
    "script:opencti.js": '<script src="/support/api/60.0/lightning/opencti_min.js"></script>',
    "script:interaction.js": '<script src="/support/api/60.0/interaction.js"></script>',
    "script:integration.js": '<script src="/support/console/60.0/integration.js"></script>',
    "script:connection.js": '<script src="/soap/ajax/60.0/connection.js"></script>',
    "script:apex.js": '<script src="/soap/ajax/60.0/apex.js"></script>',
    "script:amazon-connect-streams": '<script src="https://cdn.example/amazon-connect-streams-min.js"></script>',
    "script:amazon-connect-sdk": "<script type=module>import { anything } from '@amazon-connect/app';</script>",
    "sdk.*": "<script type=module>import { getDefaultApp } from '@amazon-connect/app'; getDefaultApp();</script>",
    "script:scv-connector-base": "<script type=module>import {publishEvent as p} from 'scv-connector-base'</script>",
    "voice:*": "<template><lightning-service-cloud-voice-toolkit-api></lightning-service-cloud-voice-toolkit-api>"
    "<script>x.y()</script></template>",
    "connector:*": "<script type=module>import {publishEvent} from 'scv-connector-base'; publishEvent({});</script>",
}
OF_THE_FAMILY = {
    "sforce.connection.*": "sforce.connection.query",
    "connect.globalResiliency.*": "connect.globalResiliency.onFailoverPending",
    "connect.*": "connect.hitch",
    "Agent#*": "Agent#getName",
    "Contact#*": "Contact#getDescription",
    "BaseConnection#*": "BaseConnection#getConnectionId",
    "EventBus#*": "EventBus#subscribe",
    "Endpoint#*": "Endpoint#byPhoneNumber",
}

GETTERS = {
    "EventBus": "var bus = connect.core.getEventBus(); bus.METHOD('x', f);",
    "Endpoint": "connect.agent(f); connect.Endpoint.METHOD(number);",
    "Agent": "connect.agent(function (it) { it.METHOD(f); });",
    "Contact": "connect.contact(function (it) { it.METHOD(f); });",
    "BaseConnection": "connect.contact(function (it) { it.getInitialConnection().METHOD(f); });",
    "VoiceConnection": "connect.contact(function (it) { var c = it.getAgentConnection(); c.METHOD(f); });",
    "ChatConnection": "connect.contact(function (it) { const c = it.getAgentConnection(); c.METHOD(f); });",
}
SDK = tuple(api("connect-sdk"))
CODE_ROWS = [row for row in voice_rows().values() if row.surface not in {"ctiflow", "callcenter"}]


def of_the_sdk(symbol: str) -> str:
    """Return a module that uses a name of the @amazon-connect packages; of a family, one that has no row of its own."""
    owner, hash_, method = symbol.removeprefix("sdk.").partition("#")
    if method == "*":
        method = next(
            name.partition("#")[2] for name in SDK if name.startswith(f"{owner}#") and name not in voice_rows()
        )
    name = owner.partition(".")[0]
    provides = name in {"AmazonConnectApp", "AmazonConnectService"}
    start = f"const it = {name}.init({{}}).provider;" if provides else f"const it = new {name}(p);"
    use = f"{start} it.{method}(f);" if hash_ else f"new {name}(f);" if name.endswith("Client") else f"{owner}(f);"
    return f"<script type=module>import {{ {name} }} from '@amazon-connect/app'; {use}</script>"


def code_that_uses(row: VoiceRow) -> str:
    if row.symbol in LOADS:
        return LOADS[row.symbol]
    if row.surface == "connect-sdk":
        return of_the_sdk(row.symbol)
    bare, _, variant = row.symbol.partition("[")
    bare = OF_THE_FAMILY.get(bare, bare.replace(".*", ".anything"))
    variant = variant.rstrip("]")
    if row.surface == "event-sink":
        event = f"'{variant}'" if variant != "*" else "name()"
        return f"<script>{bare}({{ eventType: {event}, listener: f }});</script>"
    if variant:
        return f"<script>{bare}({{ type: sforce.opencti.SCREENPOP_TYPE.{variant}, params: {{}} }});</script>"
    if row.kind == "constant":
        return f"<script>var a = {bare};</script>"
    if "#" in bare:
        owner, _, method = bare.partition("#")
        return f"<script>{GETTERS[owner].replace('METHOD', method)}</script>"
    return f"<script>{bare}(f);</script>"


@pytest.mark.parametrize("row", CODE_ROWS, ids=lambda row: row.symbol)
def test_every_row_of_the_map_is_found_in_code_that_uses_it(row):
    app = app_of(code_that_uses(row), "page.html")
    found = [line.row.symbol for line in lines_of(app, Spots(app.files)) if line.row is not None]
    assert row.symbol in found


def test_the_kind_of_a_screen_pop_is_read_through_names():
    found = lines_from(
        """
        var kinds = sforce.opencti.SCREENPOP_TYPE;
        var request = { type: kinds.LIST, params: {} };
        sforce.opencti.screenPop(request);
        sforce.opencti.screenPop({ type: 'sobject', params: {} });
        sforce.opencti.screenPop({ type: pick(), params: {} });
        """
    )
    assert set(found) >= {
        "sforce.opencti.screenPop[LIST]",
        "sforce.opencti.screenPop[SOBJECT]",
        "sforce.opencti.screenPop",
    }
    assert found["sforce.opencti.screenPop"].row.category == "potential"


def test_the_event_of_the_event_sink_form_is_read_with_and_without_quotes():
    found = lines_from(
        """
        sforce.opencti.subscribe({ eventType: onClickToDial, listener: f });
        sforce.opencti.subscribe({ eventType: 'onNavigationChange', listener: f });
        sforce.opencti.unsubscribe({ eventType: onClickToDial });
        """
    )
    assert set(found) == {
        "sforce.opencti.subscribe[onClickToDial]",
        "sforce.opencti.subscribe[onNavigationChange]",
        "sforce.opencti.unsubscribe[onClickToDial]",
    }
    assert found["sforce.opencti.unsubscribe[onClickToDial]"].row.symbol == "sforce.opencti.unsubscribe[*]"


def test_a_message_channel_is_not_the_event_sink_form():
    found = lines_from("sforce.opencti.subscribe({ channelName: 'A__c', listener: f });")
    assert list(found) == ["sforce.opencti.subscribe"]


POP = "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.SOBJECT, params: { recordId: id } });"
SHARED = f"function pop(id) {{ {POP} }}"


def lines_of_files(make_app, files):
    app = make_app(files)
    return {line.symbol: line for line in lines_of(app, Spots(app.files))}


def test_a_script_that_two_pages_include_is_one_use(make_app):
    page = '<script src="phone.js"></script><script>sforce.opencti.saveLog({});</script>'
    found = lines_of_files(make_app, {"a.html": page, "b.html": page, "phone.js": SHARED})
    line = found["sforce.opencti.screenPop[SOBJECT]"]
    assert len(line.uses) == 1
    assert line.copies == 0
    assert found["sforce.opencti.saveLog"].copies == 1


def test_the_same_function_in_another_file_is_a_copy(make_app):
    found = lines_of_files(make_app, {"a.js": SHARED, "b/copy.js": f"// a copy\n{SHARED}"})
    line = found["sforce.opencti.screenPop[SOBJECT]"]
    assert [use.spot.path for use in line.uses] == ["a.js"]
    assert [spot.path for spot in line.uses[0].copies] == ["b/copy.js"]
    assert line.uses[0].copies[0].line == 2
    assert line.uses[0].function == "pop"


def test_the_same_call_in_another_function_is_a_use_of_its_own(make_app):
    found = lines_of_files(make_app, {"a.js": SHARED, "b.js": SHARED.replace("pop", "show")})
    assert len(found["sforce.opencti.screenPop[SOBJECT]"].uses) == 2


def test_the_same_call_twice_in_one_function_is_two_uses():
    found = lines_from("function f() { sforce.opencti.runApex({ a: 1 }); sforce.opencti.runApex({ a: 1 }); }")
    assert len(found["sforce.opencti.runApex"].uses) == 2


def test_a_symbol_without_replacement_and_a_name_that_nobody_knows_are_told_apart():
    found = lines_from("sforce.console.selectMacro(f); sforce.opencti.onReady({ callback: f });")
    macro = found["sforce.console.selectMacro"]
    assert (macro.known, macro.row.symbol) == (False, "sforce.console.*")
    assert "parity table" in macro.reason
    ready = found["sforce.opencti.onReady"]
    assert (ready.known, ready.row) == (False, None)


def test_names_that_lie_are_not_symbols():
    assert (
        lines_from("// sforce.opencti.screenPop({})\nvar opencti = {}; opencti.screenPop({}); onClickToDial(f);") == {}
    )


def test_contacts_agents_and_connections_are_followed_through_variables():
    found = lines_from(
        """
        connect.contact(function (contact) {
          contact.onConnected(function (same) {
            var connection = same.getInitialConnection();
            connection.hold({});
            same.getAttributes();
          });
        });
        var agent = new connect.Agent();
        agent.setState(state, {});
        other.hold();
        for (const each of agent.getContacts()) { each.accept({}); }
        class Phone { constructor() { this.agent = agent; } all() { return this.agent.getContacts().slice(1); } }
        agent.getContacts().filter(f)[0].getConnections().forEach(function (one) { one.sendDigits("1"); });
        """
    )
    assert set(found) == {
        "connect.contact",
        "Contact#onConnected",
        "Contact#getInitialConnection",
        "Contact#getAttributes",
        "BaseConnection#hold",
        "Agent#setState",
        "Agent#getContacts",
        "Contact#accept",
        "Contact#getConnections",
        "BaseConnection#sendDigits",
    }


def test_without_a_resolver_literals_are_still_read():
    from ctilint.records import replace

    app = app_of("sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.URL, params: {} });")
    bare = replace(app, windows=tuple(replace(window, resolver=None) for window in app.windows))
    assert "sforce.opencti.screenPop[URL]" in {line.symbol for line in lines_of(bare, Spots(bare.files))}


def test_a_constant_is_asked_for_once_in_its_longest_form(monkeypatch):
    asked = []
    monkeypatch.setattr(uses, "dotted", lambda value: asked.append(value.key) or "sforce.opencti.SCREENPOP_TYPE.URL")
    window = app_of("var x = sforce.opencti.SCREENPOP_TYPE.URL;").windows[0]
    assert [item.key for item in uses.constants(window.scripts[0])] == ["URL"]
    assert asked == ["URL"]
