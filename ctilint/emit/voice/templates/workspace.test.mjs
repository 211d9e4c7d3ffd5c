/**
 * The contract with the agent workspace, played against the real @amazon-connect packages: npm install, then node --test.
 * The packages speak to the window around the app through a message port; both are stood in for here.
 */
import assert from "node:assert/strict";
import { createRequire, register } from "node:module";
import test from "node:test";

const require = createRequire(import.meta.url);
const PACKAGES = @PACKAGES@;
// The packages offer Node one form and bundlers another; this gives Node's form the names that the app imports.
const sources = Object.fromEntries(
  PACKAGES.map((name) => [
    name,
    `import { createRequire } from "node:module";
const all = createRequire(${JSON.stringify(import.meta.url)})(${JSON.stringify(name)});
export const { ${Object.keys(require(name)).join(", ")} } = all;`,
  ]),
);
const hooks = `const sources = ${JSON.stringify(sources)};
export async function resolve(name, context, next) {
  return Object.hasOwn(sources, name)
    ? { url: "data:text/javascript," + encodeURIComponent(sources[name]), shortCircuit: true }
    : next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
for (const name of ["debug", "error", "info", "warn"]) {
  console[name] = () => {};
}

const ports = [];
globalThis.window = { parent: { postMessage: (message, origin, [port]) => ports.push([message, port]) } };
globalThis.document = { location: { origin: "https://app.example", pathname: "/" } };
const { AmazonConnectApp } = await import("@amazon-connect/app");
const { @CLASS@ } = await import("@APP@");

/** Wait until something is so. */
async function until(so) {
  for (let left = 500; left > 0 && !so(); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const opened = [];

/** Load the app as the workspace does; return what it says and ways to tell it something. */
async function workspace(answers = {}) {
  ports.length = 0;
  const shown = [];
  let app;
  const provider = new AmazonConnectApp({ onCreate: async () => app.start(), onDestroy: async () => app.stop() });
  provider.getProxy();
  app = new @CLASS@(provider, (text) => shown.push(text));
  const [[hello, port]] = ports;
  opened.push(port);
  const heard = [];
  const of = (type) => heard.filter((message) => message.type === type);
  port.on("message", (message) => {
    heard.push(message);
    if (message.type === "request") {
      const { requestId, namespace, command, data } = message;
      const made = answers[command]?.(data) ?? {};
      const wrong = made instanceof Error;
      const more = wrong ? { isError: true, reason: made.message, errorKey: "refused", details: {} } : { isError: false, data: made };
      port.postMessage({ type: "response", requestId, namespace, command, ...more });
    }
  });
  port.postMessage({ type: "acknowledge", connectionId: "k-1", healthCheckInterval: 0, status: { initialized: true } });
  const stage = async (name) => {
    port.postMessage({ type: "appLifecycle", stage: name, instanceId: "i-1", config: {} });
    await until(() => of("appLifecycleHandlerCompleted").some((message) => message.stage === name));
  };
  await stage("create");
  const tell = async (key, data) => {
    const wanted = of("subscribe").find((message) => message.topic.key === key);
    port.postMessage({ type: "publish", topic: wanted.topic, handlerId: wanted.handlerId, data });
    await app.contacts.isPreviewMode("answered after what was told");
  };
  const asked = () =>
    of("request")
      .filter((message) => message.command !== "contact/isPreviewMode")
      .map((message) => [message.command, JSON.parse(JSON.stringify(message.data ?? null))]);
  return { app, hello, shown, heard, of, stage, tell, asked };
}

test.after(() => opened.forEach((port) => port.close()));

const TOPICS = @TOPICS@;
const CONTACT = { contactId: "c-1", initialContactId: "c-0", type: "voice", subtype: "connect:Telephony" };

test("set-up: the app says that it is there, and that it is made", async () => {
  const { hello, of } = await workspace();
  assert.equal(hello.type, "connect-app-host-init");
  assert.deepEqual(of("appLifecycleHandlerCompleted").map((message) => message.stage), ["create"]);
});

test("each topic is listened to once", async () => {
  const { of } = await workspace();
  assert.deepEqual(of("subscribe").map((message) => message.topic.key).sort(), TOPICS.map(([key]) => key).sort());
});

test("when the app goes, every listener is taken back", async () => {
  const { of, stage } = await workspace();
  await stage("destroy");
  assert.deepEqual(of("unsubscribe").map((message) => message.topic.key).sort(), TOPICS.map(([key]) => key).sort());
});

for (const [key, data, text] of TOPICS) {
  test(`${key}: what happened is shown`, async () => {
    const { shown, tell } = await workspace();
    await tell(key, data);
    assert.deepEqual(shown, [text]);
  });
}

test("an event that lacks what it should carry is shown as a failure, not lost", async () => {
  const { shown, tell } = await workspace();
  await tell("contact/connecting", null);
  assert.equal(shown.length, 1);
  assert.notEqual(shown[0], TOPICS.find(([key]) => key === "contact/connecting")[2]);
});
@MORE@
