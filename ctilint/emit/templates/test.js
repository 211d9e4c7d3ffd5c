/* Tests of {{ script_name | comment }} against a small Salesforce of its own. Run with: node --test {{ test_name | comment }}{% if plan.typescript %} (after tsc wrote {{ script_name | comment }}){% endif %} */
{% if plan.form == "esm" or plan.typescript %}
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const address = new URL({{ ("./" ~ script_name) | js }}, import.meta.url);
{% else %}
'use strict';
const assert = require('node:assert');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const test = require('node:test');

const address = join(__dirname, {{ script_name | js }});
{% endif %}
const text = readFileSync(address, 'utf8');
const events = {{ wired | tojson }};
const record = {{ record | js }};
{% if plan.form == "esm" or plan.typescript %}
let copies = 0;
{% endif %}

/** Salesforce as far as the module knows it: it keeps listeners, answers later, and fails when it is told to. */
function salesforce(options = {}) {
  const heard = new Map();
  const calls = [];
  const keep = (key, listener) => {
    assert.strictEqual(typeof listener, 'function', key);
    heard.set(key, [...(heard.get(key) || []), listener]);
  };
  const answer = (callback, value) => {
    if (callback && !options.silent) {
      setTimeout(() => callback(value), 1);
    }
  };
  const lightning = (name, value = {}) => (argument = {}) => {
    calls.push(name);
    answer(argument.callback, options.failing
      ? { success: false, errors: [{ code: 'SERVER_ERROR', description: 'no' }], returnValue: null }
      : { success: true, errors: null, returnValue: null, ...value });
  };
  const classic = (name, value = true) => (callback) => {
    calls.push(name);
    answer(callback, options.failing ? { error: 'no' } : { result: value });
  };
  const tab = (callback) => answer(callback, { success: true, id: 'tab-1' });
  const listener = (path) => (given) => keep(path, path.startsWith('sforce.opencti.') ? given.listener : given);
  const constants = {};
  const sforce = {
    opencti: {
      onClickToDial: listener('sforce.opencti.onClickToDial'),
      enableClickToDial: lightning('on'),
      disableClickToDial: lightning('off'),
      getAppViewInfo: lightning('view', { returnValue: { recordId: record } }),
      subscribe(argument) {
        keep('sforce.opencti.subscribe ' + argument.channelName, argument.listener);
        lightning('subscribe', { subscription: { of: argument.channelName } })(argument);
      },
      unsubscribe(argument) {
        assert.ok(argument.subscription);
        heard.delete('sforce.opencti.subscribe ' + argument.subscription.of);
        lightning('unsubscribe')(argument);
      },
      hvs: {},
    },
    interaction: {
      isInConsole: classic('console', false),
      getPageInfo: classic('view', JSON.stringify({ objectId: record })),
      cti: { enableClickToDial: classic('on'), disableClickToDial: classic('off') },
      entityFeed: {},
    },
    console: {
      ConsoleEvent: constants,
      cti: {},
      chat: {},
      isInConsole: () => true,
      getEnclosingPrimaryTabId: tab,
      getFocusedPrimaryTabId: tab,
      getFocusedSubtabId: tab,
      addEventListener: (type, given) => keep('sforce.console.addEventListener ' + type, given),
      removeEventListener(type, given) {
        const key = 'sforce.console.addEventListener ' + type;
        heard.set(key, (heard.get(key) || []).filter((one) => one !== given));
        calls.push('removed ' + type);
      },
      addPushNotificationListener: (objects, given) => keep('sforce.console.addPushNotificationListener ' + objects.join(','), given),
      removePushNotificationListener(callback) {
        for (const key of heard.keys()) {
          if (key.startsWith('sforce.console.addPush')) {
            heard.delete(key);
          }
        }
        answer(callback, { success: true });
      },
    },
  };
  for (const event of events.filter((one) => one.method.startsWith('sforce.'))) {
    const path = event.method.split('.').slice(1);
    const owner = path.slice(0, -1).reduce((object, key) => (object[key] = object[key] || {}), sforce);
    owner[path[path.length - 1]] = owner[path[path.length - 1]] || listener(event.method);
    if (event.argument.startsWith('sforce.console.ConsoleEvent.')) {
      const names = event.argument.split('.').slice(3);
      const place = names.slice(0, -1).reduce((object, key) => (object[key] = object[key] || {}), constants);
      place[names[names.length - 1]] = event.argument;
    }
  }
  const subscription = (name) => (given) => {
    keep(name, given);
    return { unsubscribe: () => heard.set(name, (heard.get(name) || []).filter((one) => one !== given)) };
  };
  const objects = { 'connect.agent': {}, 'connect.contact': { onDestroy: subscription('Contact#onDestroy') } };
  const connect = {};
  for (const event of events.filter((one) => one.dialect === 'streams')) {
    const [owner, inner] = event.method.split('#');
    if (inner) {
      objects['connect.' + owner.toLowerCase()][inner] = subscription(event.method);
    } else {
      const path = owner.split('.').slice(1);
      path.slice(0, -1).reduce((object, name) => (object[name] = object[name] || {}), connect)[path[path.length - 1]] =
        (given) => {
          const handle = subscription(event.method)(given);
          if (objects[event.method]) {
            setTimeout(() => given(objects[event.method]), 1);
          }
          return handle;
        };
    }
  }
  connect.agent = connect.agent || (() => {});
  const toolkit = {};
  for (const [add, remove] of [
    ['addEventListener', 'removeEventListener'],
    ['addTelephonyEventListener', 'removeTelephonyEventListener'],
    ['addConversationEventListener', 'removeConversationEventListener'],
  ]) {
    const name = (type) => events.find((one) => one.method.endsWith('#' + add)).method + ' ' + type;
    toolkit[add] = (type, given) => keep(name(type), given);
    toolkit[remove] = (type, given) => heard.set(name(type), heard.get(name(type)).filter((one) => one !== given));
  }
  const key = (event) => (event.argument ? event.method + ' ' + event.argument : event.method);
  return {
    sforce,
    connect,
    toolkit,
    calls,
    payload: (event) => objects[event.method] || event.payload,
    listeners: (event) => heard.get(key(event)) || [],
    fire(event) {
      const json = JSON.stringify(event.payload);
      const payload = { classic: { result: json }, message: { message: json } }[event.form]
        || objects[event.method] || event.payload;
      (heard.get(key(event)) || []).slice().forEach((one) => one(payload));
    },
  };
}

/** A fresh page with a fresh copy of the module. */
async function page(host, { framed = true, hidden = false } = {}) {
  const listeners = {};
  const window = {
    sforce: host && host.sforce,
    connect: host && host.connect,
    location: { search: framed ? '?sfdcIframeOrigin=https%3A%2F%2Facme.lightning.force.com&mode=Lightning' : '' },
    addEventListener: (type, listener) => (listeners[type] = listeners[type] || new Set()).add(listener),
    removeEventListener: (type, listener) => listeners[type] && listeners[type].delete(listener),
    leave: (type, event = {}) => [...(listeners[type] || [])].forEach((listener) => listener(event)),
  };
  window.parent = framed ? {} : window;
  globalThis.window = window;
  globalThis.document = { visibilityState: hidden ? 'hidden' : 'visible' };
{% if plan.form == "script" %}
  new Function(text)();
  const cti = window.ctiSubscriptions;
{% elif plan.form == "commonjs" and not plan.typescript %}
  const module = { exports: {} };
  new Function('module', 'exports', text)(module, module.exports);
  const cti = module.exports;
{% else %}
  copies += 1;
  const cti = await import('data:text/javascript;base64,' + Buffer.from(text + '\n// copy ' + copies).toString('base64'));
{% endif %}
  const problems = [];
  const options = { wait: 100, report: (what, problem) => problems.push([what, problem]) };
{% if voice %}
  const start = async () => {
    await cti.start(options);
    cti.attachToolkit(host.toolkit);
  };
  return { cti, window, problems, start };
{% else %}
  return { cti, window, problems, start: () => cti.start(options) };
{% endif %}
}

/** Lets a dozen turns pass, in which everything that was started comes to its end. */
async function quiet() {
  for (let turn = 0; turn < 12; turn += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
}

test('registers each listener once, however often it is started', async () => {
  const host = salesforce();
  const { cti, problems, start } = await page(host);
  await Promise.all([start(), start()]);
  await start();
  await quiet();
  for (const event of events) {
    assert.strictEqual(host.listeners(event).length, 1, event.words);
  }
  assert.deepStrictEqual(problems, []);
  cti.stop();
});

for (const event of events) {
  test('passes on: ' + event.words, async () => {
    const host = salesforce();
    const { cti, problems, start } = await page(host);
    const got = [];
    await start();
    await quiet();
    event.handlers.forEach((name) => { cti.handlers[name] = (payload) => { got.push([name, payload]); }; });
    host.fire(event);
    assert.deepStrictEqual(got, [], 'the listener returns before the work is done');
    await quiet();
    assert.deepStrictEqual(got, event.handlers.map((name) => [name, host.payload(event)]));
    assert.deepStrictEqual(problems, []);
    cti.stop();
  });

  test('reports a handler that throws and goes on: ' + event.words, async () => {
    const host = salesforce();
    const { cti, problems, start } = await page(host);
    let times = 0;
    await start();
    await quiet();
    event.handlers.forEach((name) => { cti.handlers[name] = () => { times += 1; throw new Error('on purpose'); }; });
    host.fire(event);
    host.fire(event);
    await quiet();
    assert.strictEqual(times, 2 * event.handlers.length);
    assert.strictEqual(problems.length, times);
    cti.stop();
  });
}

{% if dials %}
for (const event of events.filter((one) => /onClickToDial$/.test(one.method))) {
  test('dials what was clicked in view, though the page is hidden when its turn comes: ' + event.dialect, async () => {
    const host = salesforce();
    const { cti, problems, start } = await page(host);
    const dialled = [];
    await start();
    await quiet();
    event.handlers.forEach((name) => { cti.handlers[name] = (payload) => { dialled.push(payload.number); }; });
    host.fire(event);
    globalThis.document.visibilityState = 'hidden';
    await quiet();
    const once = event.handlers.map(() => event.payload.number);
    assert.deepStrictEqual(dialled, once);
    host.fire(event);
    await quiet();
    assert.deepStrictEqual(dialled, once);
    assert.deepStrictEqual(problems.map(([what]) => what), ['click-to-dial']);
    assert.match(problems[0][1].message, /not in view/);
    cti.stop();
  });

  test('reports a click without a number and dials nothing: ' + event.dialect, async () => {
    const host = salesforce();
    const { cti, problems, start } = await page(host);
    let times = 0;
    await start();
    await quiet();
    event.handlers.forEach((name) => { cti.handlers[name] = () => { times += 1; }; });
    host.fire({ ...event, payload: {} });
    host.fire({ ...event, payload: { number: ' ' } });
    await quiet();
    assert.strictEqual(times, 0);
    assert.deepStrictEqual(problems.map(([what]) => what), ['click-to-dial', 'click-to-dial']);
    problems.forEach(([, problem]) => assert.match(problem.message, /no number/));
    cti.stop();
  });

  test('dials at once, whatever the other events wait for: ' + event.dialect, async () => {
    const host = salesforce();
    const { cti, start } = await page(host);
    let times = 0;
    await start();
    await quiet();
    events.forEach((other) => other.handlers.forEach((name) => { cti.handlers[name] = () => new Promise(() => {}); }));
    event.handlers.forEach((name) => { cti.handlers[name] = () => { times += 1; }; });
    events.filter((other) => other !== event && !other.handlers.includes(event.handlers[0])).forEach((other) => host.fire(other));
    await quiet();
    host.fire(event);
    await quiet();
    assert.strictEqual(times, event.handlers.length);
    cti.stop();
  });
}
{% endif %}

test('keeps the order of the events', async () => {
  const host = salesforce();
  const { cti, start } = await page(host);
  const order = [];
  const event = events[0];
  let number = 0;
  await start();
  await quiet();
  cti.handlers[event.handlers[0]] = async () => {
    number += 1;
    const mine = number;
    await new Promise((resolve) => { setTimeout(resolve, mine === 1 ? 20 : 0); });
    order.push(mine);
  };
  host.fire(event);
  host.fire(event);
  await quiet();
  await quiet();
  assert.deepStrictEqual(order, [1, 2]);
  cti.stop();
});

test('stops on pagehide, safely twice, and then ignores what still comes', async () => {
  const host = salesforce();
  const { cti, window, problems, start } = await page(host);
  let times = 0;
  await start();
  await quiet();
  events.forEach((event) => event.handlers.forEach((name) => { cti.handlers[name] = () => { times += 1; }; }));
  window.leave('pagehide');
  cti.stop();
  await quiet();
  events.forEach((event) => host.fire(event));
  await quiet();
  assert.strictEqual(times, 0);
  assert.deepStrictEqual(problems.filter(([what]) => what !== 'click-to-dial'), []);
  assert.strictEqual(host.calls.filter((call) => call === 'off').length, host.calls.filter((call) => call === 'on').length);
  for (const event of events) {
    if (event.argument) {
      assert.strictEqual(host.listeners(event).length, 0, event.words);
    }
  }
});

test('starts again after it was stopped, without registering twice', async () => {
  const host = salesforce();
  const { cti, window, start } = await page(host);
  await start();
  await quiet();
  window.leave('pagehide');
  await quiet();
  await start();
  window.leave('pageshow', { persisted: true });
  await quiet();
  for (const event of events) {
    assert.strictEqual(host.listeners(event).length, 1, event.words);
  }
  cti.stop();
});

test('leaves the handlers alone while another browser tab is in front', async () => {
  const host = salesforce();
  const { cti, start } = await page(host, { hidden: true });
  const names = [];
  await start();
  await quiet();
  events.forEach((event) => event.handlers.forEach((name) => { cti.handlers[name] = () => { names.push(name); }; }));
  events.filter((event) => /^sforce\.(opencti|interaction)\./.test(event.method)).forEach((event) => host.fire(event));
  await quiet();
  assert.deepStrictEqual(names, []);
  cti.stop();
});
{% if answered and not voice %}

test('fails when Salesforce refuses, and says what', async () => {
  const host = salesforce({ failing: true });
  const { start } = await page(host);
  {{ "await assert.rejects(start(), /was refused/);" if plan.dialects | length == 1 else "await start().catch((problem) => assert.match(problem.message, /was refused/));" }}
});

test('fails when Salesforce does not answer, and is no failure when it was stopped meanwhile', async () => {
  const host = salesforce({ silent: true });
  const { cti, start } = await page(host);
  {{ "await assert.rejects(start(), /the answer to .* took longer than 0.1 s/);" if plan.dialects | length == 1 else "await start().catch((problem) => assert.match(problem.message, /took longer/));" }}
  const again = start();
  cti.stop();
  await again;
});
{% endif %}
{% if not voice %}

test('fails clearly when the library never comes', async () => {
  const { start } = await page(undefined);
  await assert.rejects(start(), /did not come/);
});
{% endif %}
{% if plan.dialects != ("voice",) and plan.dialects != ("streams",) %}

test('fails clearly outside a softphone', async () => {
  const { start } = await page(salesforce(), { framed: false });
  await assert.rejects(start(), /outside a softphone/);
});
{% endif %}
{% if steps %}

/** A page with one listener of each kind, started; what they hear stands in heard. */
async function listening(host) {
  const { cti, window, problems, start } = await page(host);
  const heard = [];
  const answers = [];
  const listeners = {};
  for (const eventType of ['onClickToDial', 'onNavigationChange']) {
    cti.unsubscribe({ eventType });
    listeners[eventType] = (payload) => { heard.push([eventType, payload]); };
    cti.subscribe({ eventType, listener: listeners[eventType], callback: (answer) => answers.push(answer) });
  }
  await start();
  await quiet();
  return { cti, window, problems, heard, answers, listeners };
}
const click = { method: 'sforce.opencti.onClickToDial', argument: '', payload: { number: '+1 555 0100' } };
const navigation = { method: 'sforce.opencti.onNavigationChange', argument: '', payload: { recordId: record } };

test({{ ("step 1: " ~ steps[0]) | js }}, async () => {
  const { start } = await page(undefined);
  await assert.rejects(start(), /did not come/);
});

test({{ ("step 2: " ~ steps[1]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard, answers, listeners } = await listening(host);
  cti.subscribe({ eventType: 'onClickToDial', listener: listeners.onClickToDial });
  assert.deepStrictEqual(answers, [{ success: true, errors: null }, { success: true, errors: null }]);
  host.fire(click);
  await quiet();
  assert.strictEqual(heard.length, 1);
  assert.strictEqual(host.listeners(click).length, 1);
  cti.stop();
});

test({{ ("step 3: " ~ steps[2]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard } = await listening(host);
  host.fire(navigation);
  assert.deepStrictEqual(heard, []);
  await quiet();
  assert.deepStrictEqual(heard, [['onNavigationChange', navigation.payload]]);
  cti.stop();
});

test({{ ("step 4: " ~ steps[3]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard } = await listening(host);
  host.fire(click);
  await quiet();
  assert.deepStrictEqual(heard, [['onClickToDial', click.payload]]);
  cti.stop();
});

test({{ ("step 5: " ~ steps[4]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard } = await listening(host);
  host.fire({ ...navigation, payload: { recordId: '001000000000000AAA' } });
  await quiet();
  assert.deepStrictEqual(heard, []);
  cti.stop();
});

test({{ ("step 6: " ~ steps[5]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard } = await listening(host);
  cti.unsubscribe({ eventType: 'onClickToDial' });
  host.fire(click);
  await quiet();
  assert.deepStrictEqual(heard, []);
  assert.deepStrictEqual(host.calls.filter((call) => call === 'off'), ['off']);
  cti.stop();
});

test({{ ("warning 1: " ~ warnings[0]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard } = await listening(host);
  cti.subscribe({ eventType: 'onNavigationChange', listener: () => new Promise(() => {}) });
  host.fire(navigation);
  host.fire(navigation);
  await quiet();
  host.fire(click);
  await quiet();
  assert.deepStrictEqual(heard[heard.length - 1], ['onClickToDial', click.payload]);
  cti.stop();
});

test({{ ("warning 2: " ~ warnings[1]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard, problems } = await listening(host);
  globalThis.document.visibilityState = 'hidden';
  host.fire(navigation);
  host.fire(click);
  await quiet();
  assert.deepStrictEqual(heard, []);
  assert.deepStrictEqual(problems.map(([what]) => what).filter((what) => what === 'click-to-dial'), ['click-to-dial']);
  cti.stop();
});

test({{ ("warning 3: " ~ warnings[2]) | js }}, () => {
  assert.ok(text.includes({{ warnings[2] | js }}));
});

test({{ ("warning 4: " ~ warnings[3]) | js }}, async () => {
  const host = salesforce();
  const { cti, heard, problems } = await listening(host);
  let times = 0;
  cti.unsubscribe({ eventType: 'onClickToDial' });
  cti.subscribe({ eventType: 'onClickToDial', listener: () => { times += 1; throw new Error('on purpose'); } });
  await quiet();
  host.fire(click);
  await quiet();
  assert.strictEqual(times, 1);
  host.fire(click);
  host.fire(navigation);
  await quiet();
  assert.strictEqual(times, 2);
  assert.strictEqual(heard.length, 1);
  assert.strictEqual(problems.filter(([what]) => what === 'click-to-dial').length, 2);
  cti.stop();
});
{% endif %}
