"""An emitted connector in the embedded engine on Salesforce's real library, with Salesforce's side played.

The library's own modules come from its npm package into the test's folder; what is seen goes out as requests, which
the engine records. The same contract runs in Node: ``test_emit_voice``.
"""

from __future__ import annotations

import shutil

import pytest
from emitted_skeletons import break_in, seen_in_the_engine

from ctilint.emit.voice.connector import connector
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text

APP = """
function toggleMute() { pbx.mute(); } function hang_up() { pbx.end(); } function answer() { pbx.take(); }
sforce.opencti.onClickToDial({ listener: function clicked(payload) { pbx.call(payload.number); } });
"""
PLAY = """
import { initializeConnector } from "./base/index.js";
import { Vendor } from "./connector.js";
import { MemoryPlatform } from "./platform.js";

const heard = [];
const real = window.addEventListener;
window.addEventListener = (type, listener) =>
  type === "message" ? heard.push(listener) : real.call(window, type, listener);
const said = (what, value) => fetch("https://result.example/" + what + "?" + encodeURIComponent(JSON.stringify(value)));
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));
const kinds = (events) => events.map(([type]) => type);
const call = { callId: "c-1" };

async function salesforce(change) {
  heard.length = 0;
  const platform = new MemoryPlatform();
  if (change) {
    change(platform);
  }
  initializeConnector(new Vendor(platform));
  const sent = [];
  const port = { postMessage: (message) => sent.push(JSON.parse(JSON.stringify(message))) };
  await heard[0]({
    data: { type: "SETUP_CONNECTOR", connectorConfig: { "/reqGeneralInfo/reqInternalName": "desk" } },
    origin: "https://acme.lightning.force.com",
    ports: [port],
  });
  await settled();
  const events = () =>
    sent
      .filter((message) => message.type === "TELEPHONY_EVENT_DISPATCHED")
      .map((message) => [message.payload.telephonyEventType, message.payload.telephonyEventPayload]);
  const ask = async (type, more) => {
    const before = events().length;
    await port.onmessage({ data: { type, ...more } });
    await settled();
    return events().slice(before);
  };
  return { platform, sent, events, ask };
}

async function play() {
  const org = await salesforce();
  const ready = org.sent.find((message) => message.type === "CONNECTOR_READY");
  said("set-up", ready.payload.agentConfig.SELECTED_PHONE.type);
  said("login", org.platform.settings);
  said("capabilities", [ready.payload.capabilities.MUTE, ready.payload.capabilities.BLIND_TRANSFER]);
  org.platform.emit("ring", { id: "c-1", number: "+15550100" });
  said("inbound", org.events().map(([type, told]) => [type, told.callType, told.phoneNumber]));
  said("accept", kinds(await org.ask("ACCEPT_CALL", { call })));
  said("hold", (await org.ask("HOLD", { call })).map(([type, told]) => [type, told.isCustomerOnHold]));
  said("resume", (await org.ask("RESUME", { call })).map(([type, told]) => [type, told.isCustomerOnHold]));
  said("mute", (await org.ask("MUTE", { call })).map(([type, told]) => [type, told.isMuted]));
  said("hang-up", kinds(await org.ask("END_CALL", { call })));
  said("wrap-up", kinds(await org.ask("WRAP_UP_CALL", { call })));
  const [[type, made]] = await org.ask("DIAL", { contact: { phoneNumber: "+15550199" } });
  org.platform.emit("connected", { id: made.callId });
  said("outbound", [type, made.callType, kinds(org.events()).slice(-1)[0]]);
  said("logout", (await org.ask("LOGOUT")).map(([name, told]) => [name, told.success]));
  const broken = await salesforce((platform) => {
    platform.dial = async () => {
      throw new Error("no line");
    };
  });
  said("error", kinds(await broken.ask("DIAL", { contact: { phoneNumber: "1" } })));
}
play().catch((error) => said("failed", [String(error), error.stack]));
"""
EXPECTED = {
    "set-up": "SOFT_PHONE",
    "login": {"/reqGeneralInfo/reqInternalName": "desk"},
    "capabilities": [True, False],
    "inbound": [["CALL_STARTED", "Inbound", "+15550100"]],
    "accept": ["CALL_CONNECTED"],
    "hold": [["HOLD_TOGGLE", True]],
    "resume": [["HOLD_TOGGLE", False]],
    "mute": [["MUTE_TOGGLE", True]],
    "hang-up": ["HANGUP"],
    "wrap-up": [],
    "outbound": ["CALL_STARTED", "Outbound", "CALL_CONNECTED"],
    "logout": [["LOGOUT_RESULT", True]],
    "error": ["CALL_FAILED", "ERROR"],
}


@pytest.fixture
def folder(packages, tmp_path, monkeypatch):
    """Return a folder with the connector, Salesforce's own modules, and a page that plays Salesforce."""
    made = connector(build_app_from_text("phone.js", APP.encode(), Settings()), "phone").files
    for name in ("connector.js", "platform.js"):
        text = made[name].replace('"scv-connector-base"', '"./base/index.js"')
        (tmp_path / name).write_text(text, "utf-8")
    shutil.copytree(packages / "node_modules" / "scv-connector-base" / "src" / "main", tmp_path / "base")
    (tmp_path / "play.js").write_text(PLAY, "utf-8")
    page = '<!doctype html><html><body><script type="module" src="play.js"></script></body></html>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_contract_holds_in_the_engine_on_salesforces_library():
    assert seen_in_the_engine() == EXPECTED


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("return this.held(found, true);", "return {};", "hold"),
        ("call.callType !== Constants.CALL_TYPE.INBOUND", "false", "outbound"),
        ("return new CallResult({ call: found });", "this.connected(found); return { call: found };", "accept"),
    ],
)
def test_the_engine_finds_what_is_broken(folder, before, after, what):
    break_in(folder / "connector.js", before, after)
    found = seen_in_the_engine()
    assert found.get(what) != EXPECTED[what]
    assert found["inbound"] == EXPECTED["inbound"]
