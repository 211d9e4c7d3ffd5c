/**
 * The contract with Salesforce, played against the real scv-connector-base: npm install, then node --test.
 * The base listens on the page's window and speaks through a message port; both are stood in for here.
 */
import assert from "node:assert/strict";
import { createRequire, register } from "node:module";
import test from "node:test";

const require = createRequire(import.meta.url);
globalThis.window = globalThis;
const heard = [];
globalThis.addEventListener = (type, listener) => type === "message" && heard.push(listener);
globalThis.removeEventListener = () => {};
globalThis.self = globalThis;
const names = Object.keys(require("scv-connector-base"));
const source = `import { createRequire } from "node:module";
const base = createRequire(${JSON.stringify(import.meta.url)})("scv-connector-base");
export const { ${names.join(", ")} } = base;`;
const hooks = `export async function resolve(name, context, next) {
  return name === "scv-connector-base"
    ? { url: "data:text/javascript," + encodeURIComponent(${JSON.stringify(source)}), shortCircuit: true }
    : next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
for (const name of ["error", "info"]) {
  console[name] = () => {};
}

const { initializeConnector } = await import("scv-connector-base");
const { Vendor } = await import("@CONNECTOR@");
const { @CLASS@ } = await import("@PLATFORM@");

/** Set the connector up as Salesforce does; return what it sends and a way to ask it for something. */
async function salesforce(change = () => {}) {
  heard.length = 0;
  const platform = new @CLASS@();
  change(platform);
  const vendor = new Vendor(platform);
  initializeConnector(vendor);
  const port = { sent: [], postMessage: (message) => port.sent.push(structuredClone(message)) };
  await heard[0]({
    data: { type: "SETUP_CONNECTOR", connectorConfig: { "/reqGeneralInfo/reqInternalName": "desk" } },
    origin: "https://acme.lightning.force.com",
    ports: [port],
  });
  await settled();
  const events = () =>
    port.sent
      .filter((message) => message.type === "TELEPHONY_EVENT_DISPATCHED")
      .map((message) => [message.payload.telephonyEventType, message.payload.telephonyEventPayload]);
  const ask = async (type, more = {}) => {
    const before = events().length;
    await port.onmessage({ data: { type, ...more } });
    await settled();
    return events().slice(before);
  };
  return { platform, vendor, port, events, ask };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const kinds = (events) => events.map(([type]) => type);
const call = { callId: "c-1" };

async function ringing(change) {
  const org = await salesforce(change);
  org.platform.emit("ring", { id: "c-1", number: "+15550100" });
  await settled();
  return org;
}

test("set-up: the connector is ready and says what it can do", async () => {
  const { port } = await salesforce();
  const [ready] = port.sent.filter((message) => message.type === "CONNECTOR_READY");
  assert.equal(ready.payload.callInProgress, null);
  assert.deepEqual(ready.payload.capabilities.MUTE, @HAS_MUTE@);
  assert.deepEqual(ready.payload.capabilities.BLIND_TRANSFER, @HAS_TRANSFER@);
  assert.equal(ready.payload.agentConfig.SELECTED_PHONE.type, "SOFT_PHONE");
});

test("login: the settings of the contact center reach the platform", async () => {
  const { platform } = await salesforce();
  assert.deepEqual(platform.settings, { "/reqGeneralInfo/reqInternalName": "desk" });
});

test("inbound: a call rings once, with its number", async () => {
  const { events } = await ringing();
  assert.deepEqual(kinds(events()), ["CALL_STARTED"]);
  assert.equal(events()[0][1].phoneNumber, "+15550100");
  assert.equal(events()[0][1].callType, "Inbound");
});

test("accept: Salesforce hears once that the call is connected", async () => {
  const { ask } = await ringing();
  assert.deepEqual(kinds(await ask("ACCEPT_CALL", { call })), ["CALL_CONNECTED"]);
});

test("decline: Salesforce hears once that the call is over", async () => {
  const { ask, vendor } = await ringing((platform) => {
    platform.decline = async (id) => platform.emit("ended", { id });
  });
  assert.deepEqual(kinds(await ask("DECLINE_CALL", { call })), ["HANGUP"]);
  assert.equal(vendor.telephony.calls.size, 0);
});

test("hold and resume: the state of the customer is told", async () => {
  const { ask } = await ringing();
  await ask("ACCEPT_CALL", { call });
  const [[held, first]] = await ask("HOLD", { call });
  const [[resumed, second]] = await ask("RESUME", { call });
  assert.deepEqual([held, first.isCustomerOnHold], ["HOLD_TOGGLE", true]);
  assert.deepEqual([resumed, second.isCustomerOnHold], ["HOLD_TOGGLE", false]);
});

test("hang up: one event, also when the platform says too that the call ended", async () => {
  const { ask } = await ringing((platform) => {
    platform.hangUp = async (id) => platform.emit("ended", { id });
  });
  await ask("ACCEPT_CALL", { call });
  assert.deepEqual(kinds(await ask("END_CALL", { call })), ["HANGUP"]);
});

test("the far side hangs up: one event", async () => {
  const { platform, events } = await ringing();
  platform.emit("ended", { id: "c-1" });
  platform.emit("ended", { id: "c-1" });
  assert.deepEqual(kinds(events()), ["CALL_STARTED", "HANGUP"]);
});

test("wrap-up: the platform is told, Salesforce hears nothing more", async () => {
  const done = [];
  const { ask } = await ringing((platform) => {
    platform.wrapUp = async (id) => done.push(id);
  });
  assert.deepEqual(await ask("WRAP_UP_CALL", { call }), []);
  assert.deepEqual(done, ["c-1"]);
});

test("outbound: started when it is dialled, connected when the far side answers", async () => {
  const { ask, platform, events } = await salesforce();
  const [[type, made]] = await ask("DIAL", { contact: { phoneNumber: "+15550199" } });
  assert.deepEqual([type, made.callType, made.phoneNumber], ["CALL_STARTED", "Outbound", "+15550199"]);
  platform.emit("connected", { id: made.callId });
  assert.deepEqual(kinds(events()), ["CALL_STARTED", "CALL_CONNECTED"]);
});

test("capabilities: calls that are there are given after a reload", async () => {
  const { ask } = await ringing();
  assert.deepEqual(kinds(await ask("AGENT_AVAILABLE", { isAvailable: true })), ["CALL_STARTED"]);
});

test("status: at once without a call, after it with enqueueNextState", async () => {
  const said = [];
  const { ask, platform } = await ringing((one) => {
    one.setStatus = async (status) => said.push(status);
  });
  const [[type, answer]] = await ask("SET_AGENT_STATUS", { agentStatus: "Online", enqueueNextState: true });
  assert.deepEqual([type, answer.success, said], ["SET_AGENT_STATUS_RESULT", true, []]);
  platform.emit("ended", { id: "c-1" });
  await settled();
  assert.deepEqual(said, ["Online"]);
  await ask("SET_AGENT_STATUS", { agentStatus: "Offline" });
  assert.deepEqual(said, ["Online", "Offline"]);
});

test("logout: the platform is left", async () => {
  const { ask } = await salesforce();
  const [[type, answer]] = await ask("LOGOUT");
  assert.deepEqual([type, answer.success], ["LOGOUT_RESULT", true]);
});

test("an error of the platform becomes an error of the softphone", async () => {
  const { ask } = await salesforce((platform) => {
    platform.dial = async () => {
      throw new Error("no line");
    };
  });
  assert.deepEqual(kinds(await ask("DIAL", { contact: { phoneNumber: "1" } })), ["CALL_FAILED", "ERROR"]);
});

test("a call that the connector does not know is an error, not an event", async () => {
  const { ask } = await salesforce();
  const [[type, said]] = await ask("END_CALL", { call: { callId: "other" } });
  assert.deepEqual([type, said.message], ["ERROR", "CAN_NOT_END_THE_CALL"]);
});
@MORE@
