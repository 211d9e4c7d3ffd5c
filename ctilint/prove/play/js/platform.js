// The simulated Salesforce behind the libraries: people, tabs, what is switched on, who listens, what is answered.
(function (sim) {
  'use strict';

  const people = {
    first: { recordId: '003000000000001AAA', recordName: 'Ada Byron', objectType: 'Contact', number: '+14155550101' },
    second: { recordId: '003000000000002AAA', recordName: 'Grace Hopper', objectType: 'Contact', number: '+14155550102' },
    account: { recordId: '001000000000001AAA', recordName: 'Analytical Engines', objectType: 'Account', number: '+14155550103' },
  };
  const state = {
    answers: 'success',
    gaps: '',
    clickToDial: { lightning: false, classic: false },
    panelVisible: true,
    pageHasFocus: true,
    inConsole: sim.settings.console !== false,
    tabs: [
      { id: 'scc-pt-0', record: 'first', subtabs: [] },
      { id: 'scc-pt-1', record: 'second', subtabs: [] },
    ],
    focused: 'scc-pt-0',
    callTab: '',
    status: { statusId: '0N5000000000001AAA', statusName: 'Available', statusApiName: 'Available' },
    loaded: {},
  };
  const kept = sim.settings.kept || {};
  for (const name of ['clickToDial', 'status', 'panelVisible', 'tabs', 'focused', 'callTab']) {
    state[name] = kept[name] === undefined ? state[name] : kept[name];
  }
  const listeners = [];
  let eventNumber = kept.events || 0;
  let registered = kept.registered || 0;
  sim.counts = () => ({ events: eventNumber, registered: registered });

  function tabNow() {
    return state.tabs.find((tab) => tab.id === state.focused) || state.tabs[0] || { id: '', record: 'first', subtabs: [] };
  }
  function personNow() {
    return people[tabNow().record] || people.first;
  }
  function addressOf(person) {
    return sim.settings.salesforce + '/lightning/r/' + person.objectType + '/' + person.recordId + '/view';
  }

  // Every field name that the tables know gets a value that fits the moment; an unknown one a plausible one of its type.
  function facts(person) {
    return {
      number: person.number, recordId: person.recordId, objectId: person.recordId, recordName: person.recordName, objectName: person.recordName,
      displayName: person.objectType, object: person.objectType, objectType: person.objectType, url: addressOf(person), accountId: '', contactId: '',
      personAccount: false, params: '', error: undefined, success: true, errors: null, message: 'a message', id: tabNow().id, tabObjectId: person.recordId,
      ids: state.tabs.map((tab) => tab.id).join(','), pageInfo: undefined, screenPopUrl: '/' + person.recordId, subscription: undefined,
      visible: state.panelVisible, state: 'Online', chatKey: 'chat-1', primaryTabId: tabNow().id, count: 1, text: 'hello', duration: '65', disposition: 'Done',
      hidden: false, poppedOut: false, inCustomConsoleComponent: false, consoleUrl: '/lightning/r/' + person.recordId, tabLink: addressOf(person),
      workId: '0Bz000000000001AAA', workItemId: '570000000000001AAA', completeWorkWhen: 'TaskSaved', to: person.number,
      fieldsUpdated: true, relatedListsUpdated: true, feedUpdated: true, windowHidden: false, type: 'inbound', data: '{}', name: 'Agent', content: 'hello',
      statusId: state.status.statusId, statusName: state.status.statusName, statusApiName: state.status.statusApiName, entityType: person.objectType,
      Type: 'Updated', LastModifiedById: '005000000000001AAA', navigationTabId: 'nav-1', label: 'Contacts', listViewUrl: '/003', selected: true, cause: '',
    };
  }

  // Sent by orgs with person accounts only.
  const PERSON_ACCOUNTS = new Set(['accountId', 'contactId', 'personAccount']);
  const BY_TYPE = { string: 'text', boolean: true, number: 1, array: [], object: {}, null: null, any: null, json: '{}', function: undefined };

  function valueOf(name, type, known) {
    if (Object.prototype.hasOwnProperty.call(known, name) && known[name] !== undefined) {
      return known[name];
    }
    if (name === 'error') {
      return undefined;
    }
    const first = String(type).split('|')[0];
    const plain = BY_TYPE[first];
    return plain !== null && typeof plain === 'object' ? sim.clone(plain) : plain;
  }

  // An object from the flat map of the tables: {"result": "json", "result.number": "string"}.
  function build(shape, prefix, known) {
    const made = {};
    for (const path in shape) {
      if (!path.startsWith(prefix) || path.slice(prefix.length).includes('.')) {
        continue;
      }
      const name = path.slice(prefix.length);
      if (PERSON_ACCOUNTS.has(name) && !known[name]) {
        continue;
      }
      const below = Object.keys(shape).some((other) => other.startsWith(path + '.'));
      const inside = below ? build(shape, path + '.', known) : null;
      if (shape[path] === 'json') {
        made[name] = JSON.stringify(inside || known[name] || {});
      } else {
        made[name] = inside || valueOf(name, shape[path], known);
      }
    }
    return made;
  }

  // What events carry on a bad day: fields missing, everything null or text that is not JSON, nothing at all.
  function damaged(entry, payload) {
    if (state.gaps === 'answers') {
      return payload;
    }
    if (state.gaps === 'nothing') {
      return undefined;
    }
    if (entry.payload_form === 'classic') {
      return state.gaps === 'text' ? { result: 'An error occurred', error: 'An error occurred' } : { result: '{}', error: undefined };
    }
    if (state.gaps === 'fields') {
      return entry.payload_form === 'console' ? { success: true } : {};
    }
    const empty = {};
    for (const name of Object.keys(payload)) {
      empty[name] = name === 'message' ? 'An error occurred' : null;
    }
    return empty;
  }

  function payloadFor(entry, given, eventName) {
    if (entry.payload_form === 'event') {
      const detail = state.gaps === 'fields' ? {} : build(entry.payload, '', Object.assign(facts(personNow()), given || {}));
      return state.gaps === 'text' ? { type: eventName, detail: null } : { type: eventName, detail: Object.assign(detail, given || {}) };
    }
    const known = Object.assign(facts(personNow()), given || {});
    const payload = build(entry.payload, '', known);
    if (entry.payload_form !== 'classic') {
      Object.assign(payload, given || {});
    }
    if (entry.payload_form === 'object' && entry.payload.recordId && !known.recordId) {
      for (const name of ['recordId', 'recordName', 'objectType']) {
        delete payload[name];
      }
    }
    return state.gaps ? damaged(entry, payload) : payload;
  }

  function register(entry, fn, more) {
    registered += 1;
    const listener = Object.assign({ number: registered, entry: entry, fn: fn, active: true, removed: '', stack: sim.at() }, more || {});
    listeners.push(listener);
    sim.record('register', {
      number: listener.number, name: entry.name, dialect: entry.dialect, event: listener.event || '', handler: sim.placeOf(fn),
      undo: entry.undo, undoneBy: entry.undone_by.join(' '), stack: listener.stack, confidence: entry.confidence, value: sim.show(fn),
    });
    return listener;
  }

  function unregister(listener, how) {
    listener.active = false;
    sim.record('unregister', { number: listener.number, name: listener.entry.name, how: how, stack: sim.at() });
  }

  // How a library runs what is registered when the function throws.
  const THROWN = { classic: 'swallows', lightning: 'skips', 'event-sink': 'skips', console: 'goes on' };

  function runListener(listener, payload) {
    const what = 'the listener of ' + listener.entry.name + (listener.event ? ' (' + listener.event + ')' : '');
    const steps = sim.counter.n;
    const began = sim.now();
    const asked = sim.askedTime();
    sim.record('handler', { number: listener.number, name: listener.entry.name, event: listener.event || '', handler: sim.placeOf(listener.fn), value: sim.show(payload), stack: listener.stack });
    let thrown = null;
    try {
      const answer = sim.outward(listener.fn, undefined, [payload]);
      sim.watchPromise(what, answer);
    } catch (error) {
      thrown = { error: error };
    }
    sim.record('handled', {
      number: listener.number, name: listener.entry.name, steps: sim.counter.n - steps, ms: sim.now() - began, asked: sim.askedTime() - asked, threw: Boolean(thrown),
    });
    return thrown;
  }

  function dispatchAll(entry, chosen, given, eventName) {
    eventNumber += 1;
    const number = eventNumber;
    const payload = entry.raw ? entry.raw() : payloadFor(entry, given, eventName);
    sim.record('event', { number: number, name: entry.name, dialect: entry.dialect, event: eventName || '', value: sim.show(payload), listeners: chosen.length, confidence: entry.confidence, elsewhere: Boolean(state.callTab) && state.callTab !== state.focused });
    if (!chosen.length) {
      return;
    }
    const style = THROWN[entry.dialect] || 'goes on';
    const run = function () {
      sim.cause = number;
      for (let index = 0; index < chosen.length; index += 1) {
        // The library of Lightning hands all listeners the same object; of the others that is not known.
        const shared = entry.raw || style === 'skips';
        const copy = payload !== null && typeof payload === 'object' && !shared ? sim.clone(payload) : payload;
        const thrown = runListener(chosen[index], copy);
        if (chosen[index].once) {
          chosen[index].active = false;
        }
        if (!thrown) {
          continue;
        }
        const fields = { what: 'the listener of ' + entry.name, message: sim.messageOf(thrown.error), stack: sim.stackOf(thrown.error), number: chosen[index].number, name: entry.name, handler: sim.placeOf(chosen[index].fn), standIn: sim.standInFor(sim.stackOf(thrown.error)) };
        if (style === 'swallows') {
          sim.record('swallowed', fields);
          continue;
        }
        sim.record('uncaught', fields);
        sim.tellWindow(thrown.error);
        if (style === 'skips') {
          if (index + 1 < chosen.length) {
            sim.record('skipped', { name: entry.name, count: chosen.length - index - 1 });
          }
          break;
        }
      }
    };
    sim.later(1, 'the event ' + entry.name, run);
  }

  function active(name, event) {
    return listeners.filter((one) => one.active && one.entry.name === name && (event === undefined || one.event === event));
  }

  function entryOf(name, dialect) {
    return sim.table.find((entry) => entry.name === name && (!dialect || entry.dialect === dialect));
  }

  // Fires what a listener method of the tables waits for.
  function fire(name, given, event) {
    const chosen = active(name, event).filter((one) => one.entry.dialect !== 'event-sink');
    const entry = chosen.length ? chosen[0].entry : entryOf(name);
    if (entry && state.loaded[entry.dialect]) {
      dispatchAll(entry, chosen, given, event);
    }
    return chosen.length;
  }

  function fireSink(event, given) {
    const chosen = listeners.filter((one) => one.active && one.entry.dialect === 'event-sink' && one.event === event);
    if (chosen.length) {
      dispatchAll(Object.assign({}, chosen[0].entry, { payload: (entryOf('sforce.opencti.' + event) || { payload: {} }).payload }), chosen, given, event);
    }
    return chosen.length;
  }

  const actions = {
    clickToDial(given) {
      state.callTab = state.focused;
      let heard = fireSink('onClickToDial', given);
      const sides = [['lightning', 'sforce.opencti.onClickToDial'], ['classic', 'sforce.interaction.cti.onClickToDial']];
      for (const [dialect, name] of sides) {
        if (!state.loaded[dialect]) {
          continue;
        }
        if (state.clickToDial[dialect]) {
          heard += fire(name, given);
        } else if (active(name).length) {
          sim.record('not-clickable', { name: name });
        }
      }
      return heard;
    },

    navigate(where) {
      if (where.tab !== undefined) {
        const tab = state.tabs[where.tab] || state.tabs[0];
        state.focused = tab ? tab.id : '';
      }
      if (where.record) {
        tabNow().record = where.record;
      }
      const given = where.list ? { url: sim.settings.salesforce + '/lightning/o/Contact/list', recordId: '', objectId: '', recordName: '', objectName: '', objectType: '', object: '' } : {};
      let heard = fireSink('onNavigationChange', given);
      heard += fire('sforce.opencti.onNavigationChange', given);
      heard += fire('sforce.interaction.onFocus', given);
      const tab = tabNow();
      const focus = { id: tab.id, objectId: where.list ? null : personNow().recordId };
      heard += fire('sforce.console.onFocusedPrimaryTab', focus);
      heard += fire('sforce.console.onFocusedSubtab', focus);
      return heard;
    },

    update() {
      return fire('sforce.interaction.entityFeed.onObjectUpdate', {}) + fireSink('onRecordUpdate', {});
    },

    message(channel, payload) {
      const chosen = listeners.filter((one) => one.active && /\.subscribe$/.test(one.entry.name) && one.entry.dialect === 'lightning' && (!channel || one.event === channel));
      for (const one of chosen) {
        dispatchAll(one.entry, [one], payload || { recordId: personNow().recordId, message: 'a message' }, one.event);
      }
      return chosen.length;
    },

    consoleEvent(type, given, tabId) {
      const chosen = active('sforce.console.addEventListener').filter((one) => (one.event === type || one.event === '*') && (!one.tabId || one.tabId === tabId));
      const shape = sim.table.find((entry) => entry.kind === 'event' && entry.values.value === type);
      const entry = Object.assign({}, entryOf('sforce.console.addEventListener'), shape ? { payload: shape.payload } : {});
      if (chosen.length) {
        const message = given !== null && typeof given === 'object' ? given : given === undefined ? {} : { message: given };
        dispatchAll(entry, chosen, message, type);
      }
      return chosen.length;
    },

    // A listener that stands for itself: Lightning Message Service of a component.
    named(listener) {
      dispatchAll(listener.entry, [listener], { recordId: personNow().recordId, message: 'a message' }, listener.event);
      return 1;
    },

    sink(event) {
      return fireSink(event, event === 'onAgentStatusChange' ? state.status : {});
    },

    anyListener(name, given) {
      return fire(name, given);
    },

    presence(status) {
      state.status = Object.assign({}, state.status, status);
      return actions.consoleEvent('SFORCE_PRESENCE:STATUS_CHANGED', state.status) + fireSink('onAgentStatusChange', state.status);
    },
  };

  // An event of the page itself (a click): what follows is told apart from what the page does unasked.
  function beginEvent(name, dialect, value, count) {
    eventNumber += 1;
    sim.record('event', { number: eventNumber, name: name, dialect: dialect, event: '', value: value, listeners: count, confidence: 'A', elsewhere: Boolean(state.callTab) && state.callTab !== state.focused });
    sim.cause = eventNumber;
    return eventNumber;
  }

  // What a handler compares what it gets with: {key, value} pairs from its text, so that its branches are reached.
  function wanted(fn) {
    let text = '';
    try {
      text = Function.prototype.toString.call(fn);
    } catch (error) {
      return [];
    }
    const found = [];
    const add = function (key, value) {
      if (found.length < 6 && value.length < 60 && !found.some((one) => one.key === key && one.value === value)) {
        found.push({ key: key, value: value });
      }
    };
    const compared = /\.(\w+)\s*={2,3}\s*(['"])((?:(?!\2).)*)\2|(['"])((?:(?!\4).)*)\4\s*={2,3}\s*[\w.]*\.(\w+)/g;
    let one = compared.exec(text);
    while (one) {
      add(one[1] || one[6], one[3] === undefined ? one[5] : one[3]);
      one = compared.exec(text);
    }
    const chosen = /switch\s*\([\w.]*\.(\w+)\s*\)/.exec(text);
    for (const label of chosen ? text.match(/case\s*(['"])[^'"\n]{1,60}\1/g) || [] : []) {
      add(chosen[1], label.replace(/^case\s*['"]|['"]$/g, ''));
    }
    return found;
  }

  sim.platform = {
    beginEvent: beginEvent, wanted: wanted,
    state: state, people: people, listeners: listeners, actions: actions, register: register, unregister: unregister, active: active,
    dispatch: dispatchAll, facts: () => facts(personNow()), personNow: personNow, tabNow: tabNow, build: build, entryOf: entryOf, addressOf: addressOf,
  };
});
