// What two tabs of one browser share: channels by name and local storage. Another tab is another engine; what is sent
// there is handed over as text by the one who drives.
(function (sim) {
  'use strict';

  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const open = new Set();
  let outbox = [];

  class BroadcastChannel extends sim.EventTarget {
    constructor(name) {
      super();
      this.name = String(name);
      this.onmessage = null;
      open.add(this);
    }
    postMessage(data) {
      const copy = sim.crossing("postMessage' on 'BroadcastChannel'", data);
      sim.record('post-message', { to: 'the channel ' + this.name, target: '', value: sim.show(data), stack: sim.at() });
      reach(this.name, copy, this);
      outbox.push({ channel: this.name, data: copy });
    }
    close() { open.delete(this); }
  }

  function reach(name, data, from) {
    for (const one of open) {
      if (one !== from && one.name === name) {
        sim.later(1, 'a message on a channel', () => sim.fire(one, 'message', { data: sim.clone(data), origin: sim.location.origin }, 'MessageEvent'));
      }
    }
  }

  // The page changed what it stores: another tab hears of it.
  sim.stored = function (name, key, before, after) {
    if (name === 'localStorage' && before !== after) {
      outbox.push({ key: key, before: before, after: after });
    }
  };
  sim.sent = function () {
    const taken = stringify(outbox);
    outbox = [];
    return taken;
  };
  sim.receive = function (text) {
    sim.cause = 0;
    for (const one of parse(text)) {
      if (one.channel !== undefined) {
        reach(one.channel, one.data, null);
        continue;
      }
      sim.store('localStorage', one.key, one.after);
      sim.later(1, 'what another tab stored', () => sim.fire(globalThis, 'storage', { key: one.key, oldValue: one.before, newValue: one.after, url: sim.settings.url, storageArea: globalThis.localStorage }, 'StorageEvent'));
    }
  };
  sim.define('BroadcastChannel', BroadcastChannel);
});
