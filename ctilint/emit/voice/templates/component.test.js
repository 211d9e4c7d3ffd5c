/**
 * What the panel does, with Salesforce's stubs of the platform: npm install, then npm test.
 */
@IMPORTS@import { createElement } from "lwc";
import Panel from "c/@COMPONENT@";

const EVENTS = @EVENTS@;
const ADD = EventTarget.prototype.addEventListener;
const REMOVE = EventTarget.prototype.removeEventListener;

/** Put the panel on the page, and note which of the calls' events are listened to. */
function panel() {
  const element = createElement("c-panel", { is: Panel });
  element.recordId = "0LQ000000000001";
  const added = [];
  const removed = [];
  for (const [name, real, kept] of [["addEventListener", ADD, added], ["removeEventListener", REMOVE, removed]]) {
    jest.spyOn(EventTarget.prototype, name).mockImplementation(function (type, listener, ...more) {
      if (EVENTS.includes(type)) {
        kept.push([type, listener]);
      }
      return real.call(this, type, listener, ...more);
    });
  }
  document.body.appendChild(element);
  return { element, toolkit: element.shadowRoot.querySelector("lightning-service-cloud-voice-toolkit-api"), added, removed };
}

const settled = () => Array.from({ length: 9 }).reduce((before) => before.then(() => {}), Promise.resolve());
const shown = (element) => element.shadowRoot.querySelector('[role="status"]').textContent;
const said = (element) => element.shadowRoot.querySelector('[data-part="message"]').textContent;
const wrong = (element) => element.shadowRoot.querySelector('[role="alert"]')?.textContent ?? "";
const call = { callId: "c-1", callType: "Inbound", participant: "+15550100" };

afterEach(() => {
  while (document.body.firstChild) {
    document.body.removeChild(document.body.firstChild);
  }
  jest.restoreAllMocks();
  jest.clearAllMocks();
});

test("each event is listened to once, also when the panel is rendered again", async () => {
  const { toolkit, added } = panel();
  toolkit.dispatchEvent(new CustomEvent("callstarted", { detail: call }));
  await settled();
  toolkit.dispatchEvent(new CustomEvent("callended", { detail: call }));
  await settled();
  expect(added.map(([type]) => type).sort()).toEqual([...EVENTS].sort());
});

test("what was added is taken back, with the same function", async () => {
  const { element, added, removed } = panel();
  document.body.removeChild(element);
  await settled();
  expect(removed).toEqual(added);
});

test.each([
  ["callstarted", "a call comes in or is dialled: +15550100"],
  ["callconnected", "the call is connected: +15550100"],
  ["callended", "the call is over"],
])("%s is shown", async (event, text) => {
  const { element, toolkit } = panel();
  toolkit.dispatchEvent(new CustomEvent(event, { detail: call }));
  await settled();
  expect(shown(element)).toBe(text);
  expect(wrong(element)).toBe("");
});

test("an event without its detail is told, not lost", async () => {
  const { element, toolkit } = panel();
  toolkit.dispatchEvent(new CustomEvent("callstarted"));
  await settled();
  expect(wrong(element)).not.toBe("");
});
@MORE@
