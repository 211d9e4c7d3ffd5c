// The libraries a page loads from Salesforce: every method of the tables, with what is known of their behaviour.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  const state = platform.state;
  const ANSWER_AFTER = 40;
  const SERVER_AFTER = 250;

  function numberOf(version) {
    const value = parseFloat(version);
    return isNaN(value) ? Infinity : value;
  }

  function offered(entry, version) {
    const at = numberOf(version);
    return (!entry.since || isNaN(parseFloat(entry.since)) || parseFloat(entry.since) <= at || at === Infinity)
      && (!entry.removed || at <= parseFloat(entry.removed));
  }

  function misuse(entry, what) {
    sim.record('misuse', { name: entry.name, what: what, stack: sim.at(), confidence: entry.confidence });
  }

  function recordCall(entry, args) {
    sim.record('call', {
      name: entry.name, dialect: entry.dialect, value: sim.showAll(args), roles: entry.roles.join(' '), stack: sim.at(), confidence: entry.confidence,
    });
  }

  // Delivers an answer later, or never; what the callback throws is treated as the library treats it.
  function deliver(entry, callback, response, swallow) {
    if (state.answers === 'never') {
      sim.record('unanswered', { name: entry.name });
      return;
    }
    const what = 'the callback of ' + entry.name;
    sim.later(entry.roles.includes('server') ? SERVER_AFTER : ANSWER_AFTER, what, () => {
      sim.record('answer', { name: entry.name, value: sim.show(response), confidence: entry.confidence });
      if (!swallow) {
        sim.watchPromise(what, sim.outward(callback, undefined, [response]));
        return;
      }
      try {
        sim.watchPromise(what, sim.outward(callback, undefined, [response]));
      } catch (error) {
        sim.record('swallowed', { what: what, name: entry.name, message: sim.messageOf(error), stack: sim.stackOf(error), standIn: sim.standInFor(sim.stackOf(error)) });
      }
    });
  }

  // What calls do to the simulated org

  function openTab(record) {
    const tab = { id: 'scc-pt-' + state.tabs.length, record: record || 'account', subtabs: [] };
    state.tabs.push(tab);
    return tab.id;
  }

  const EFFECTS = {
    'sforce.opencti.enableClickToDial': () => { state.clickToDial.lightning = true; },
    'sforce.opencti.disableClickToDial': () => { state.clickToDial.lightning = false; },
    'sforce.interaction.cti.enableClickToDial': () => { state.clickToDial.classic = true; },
    'sforce.interaction.cti.disableClickToDial': () => { state.clickToDial.classic = false; },
    'sforce.opencti.setSoftphonePanelVisibility': (args) => { state.panelVisible = args[0].visible; },
    'sforce.interaction.setVisible': (args) => { state.panelVisible = Boolean(args[0]); },
    'sforce.console.openPrimaryTab': () => ({ id: openTab() }),
    'sforce.console.openSubtab': () => ({ id: 'scc-st-1' }),
    'sforce.console.openSubtabByPrimaryTabName': () => ({ id: 'scc-st-1' }),
    'sforce.console.closeTab': (args) => { state.tabs = state.tabs.filter((tab) => tab.id !== args[0]); },
    'sforce.console.focusPrimaryTabById': (args) => { state.focused = String(args[0]); },
    'sforce.console.presence.setServicePresenceStatus': (args) => { state.status = Object.assign({}, state.status, { statusId: String(args[0]) }); },
    'sforce.console.fireEvent': (args) => { platform.actions.consoleEvent(String(args[0]), args[1]); },
    'sforce.console.cti.fireOnCallBegin': (args) => { platform.actions.anyListener('sforce.console.cti.onCallBegin', { id: args[0] }); },
    'sforce.console.cti.fireOnCallEnd': (args) => { platform.actions.anyListener('sforce.console.cti.onCallEnd', { id: args[0], duration: String(args[1]), disposition: String(args[2]) }); },
    'sforce.console.cti.fireOnCallLogSaved': (args) => { platform.actions.anyListener('sforce.console.cti.onCallLogSaved', { id: args[0] }); },
    'sforce.console.cti.sendCTIMessage': (args) => { platform.actions.anyListener('sforce.console.cti.onSendCTIMessage', { message: args[0] }); },
    'sforce.opencti.publish': (args) => { platform.actions.message(args[0].channelName, args[0].message); },
  };

  function pageInfo() {
    const now = platform.facts();
    return { url: now.url, objectId: now.recordId, objectName: now.recordName, object: now.objectType, displayName: now.objectType };
  }
  // What the admin typed into fields of the call center that only the app knows: 1 is a text, a number and JSON.
  const OWN_SETTINGS = Object.fromEntries((sim.page.callCenter || []).map((key) => [key, '1']));
  const SETTINGS = () => (Object.assign({}, OWN_SETTINGS, { '/reqGeneralInfo/reqInternalName': 'Simulated', '/reqGeneralInfo/reqDisplayName': 'Simulated Call Center', '/reqGeneralInfo/reqAdapterUrl': sim.settings.url, '/reqGeneralInfo/reqUseApi': 'true', '/reqGeneralInfo/reqSoftphoneHeight': '400', '/reqGeneralInfo/reqSoftphoneWidth': '300' }));
  const LAYOUT = () => ({
    Internal: { callRelatedFields: ['ANI', 'DNIS'], objects: { Contact: [{ displayName: 'Name', apiName: 'Name' }] }, screenPopSettings: {} },
    Inbound: { callRelatedFields: ['ANI', 'DNIS', 'SEGMENT', 'QUEUE'], objects: { Contact: [{ displayName: 'Name', apiName: 'Name' }] }, screenPopSettings: { screenPopsOpenWithin: 'ExistingWindow', SingleMatch: { screenPopType: 'PopToEntity' } } },
    Outbound: { callRelatedFields: ['DNIS'], objects: { Contact: [{ displayName: 'Name', apiName: 'Name' }] }, screenPopSettings: {} },
  });
  function found() {
    const person = platform.personNow();
    return { [person.recordId]: { Id: person.recordId, Name: person.recordName, Phone: person.number, object: person.objectType, displayName: person.objectType, RecordType: person.objectType } };
  }

  // returnValue of Lightning methods whose answer is more than its types.
  const RETURN_VALUES = {
    'sforce.opencti.getAppViewInfo': () => { const now = platform.facts(); return { url: now.url, recordId: now.recordId, recordName: now.recordName, objectType: now.objectType }; },
    'sforce.opencti.saveLog': () => '00T000000000001AAA',
    'sforce.opencti.runApex': () => ({ runApex: '{}' }),
    'sforce.opencti.getCallCenterSettings': SETTINGS,
    'sforce.opencti.getSoftphoneLayout': LAYOUT,
    'sforce.opencti.searchAndScreenPop': (args) => Object.assign(found(), args[0] && args[0].deferred ? { SCREEN_POP_DATA: { type: 'sobject', params: { recordId: platform.personNow().recordId } } } : {}),
    'sforce.opencti.screenPop': () => null,
  };
  // The same where nothing was found, no record is shown and nobody is on a call: what is asked for is empty.
  const NOTHING = {
    'sforce.opencti.getAppViewInfo': () => ({ url: sim.settings.salesforce + '/lightning/page/home', recordId: null, recordName: null, objectType: null }),
    'sforce.opencti.searchAndScreenPop': () => ({}),
    'sforce.opencti.runApex': () => ({ runApex: null }),
    'sforce.interaction.getPageInfo': () => JSON.stringify({ url: sim.settings.salesforce + '/home/home.jsp', objectId: null, objectName: null, object: null, displayName: null }),
    'sforce.interaction.runApex': () => 'null',
    'sforce.interaction.searchAndGetScreenPopUrl': () => JSON.stringify({}),
    'sforce.interaction.searchAndScreenPop': () => JSON.stringify({}),
    'sforce.interaction.cti.getDirectoryNumbers': () => '[]',
    'sforce.console.getFocusedPrimaryTabObjectId': () => ({ id: 'null' }),
    'sforce.console.getFocusedSubtabObjectId': () => ({ id: 'null' }),
    'sforce.console.getFocusedPrimaryTabId': () => ({ id: 'null' }),
    'sforce.console.getEnclosingPrimaryTabObjectId': () => ({ id: 'null' }),
    'sforce.console.cti.getCallObjectIds': () => ({ ids: listOf([]) }),
    'sforce.console.getPrimaryTabIds': () => ({ ids: listOf([]) }),
  };
  const answersOf = (table, name) => (state.gaps && NOTHING[name] ? NOTHING[name] : table[name]);

  // result of Classic methods that answer JSON text.
  const RESULTS = {
    'sforce.interaction.getPageInfo': () => JSON.stringify(pageInfo()),
    'sforce.interaction.isInConsole': () => state.inConsole,
    'sforce.interaction.isVisible': () => state.panelVisible,
    'sforce.interaction.runApex': () => '{}',
    'sforce.interaction.searchAndGetScreenPopUrl': () => JSON.stringify(Object.assign(found(), { screenPopUrl: '/' + platform.personNow().recordId })),
    'sforce.interaction.searchAndScreenPop': () => JSON.stringify(found()),
    'sforce.interaction.cti.getCallCenterSettings': () => JSON.stringify(SETTINGS()),
    'sforce.interaction.cti.getSoftphoneLayout': () => JSON.stringify(LAYOUT()),
    'sforce.interaction.cti.getDirectoryNumbers': () => JSON.stringify([{ name: 'Support', phone: '+14155550199' }]),
  };
  // The guide calls it text, pages use it as text and as an array: it serves both.
  function listOf(ids) {
    const made = ids.slice();
    Object.defineProperty(made, 'split', { value: () => ids.slice() });
    return made;
  }
  // fields of console answers that tell of the moment.
  const FIELDS = {
    'sforce.console.getPageInfo': () => ({ pageInfo: JSON.stringify(pageInfo()) }),
    'sforce.console.getFocusedPrimaryTabObjectId': () => ({ id: platform.personNow().recordId }),
    'sforce.console.getFocusedSubtabObjectId': () => ({ id: platform.personNow().recordId }),
    'sforce.console.getEnclosingPrimaryTabObjectId': () => ({ id: platform.personNow().recordId }),
    'sforce.console.getFocusedSubtabId': () => ({ id: 'null' }),
    'sforce.console.getEnclosingTabId': () => ({ id: 'scc-pt-0' }),
    'sforce.console.getEnclosingPrimaryTabId': () => ({ id: 'scc-pt-0' }),
    'sforce.console.cti.getCallObjectIds': () => ({ ids: listOf(['call-1']) }),
    'sforce.console.getPrimaryTabIds': () => ({ ids: listOf(state.tabs.map((tab) => tab.id)) }),
    'sforce.console.getSubtabIds': () => ({ ids: listOf([]) }),
    'sforce.console.presence.getAgentWorks': () => ({ works: '[]' }),
    'sforce.console.presence.getServicePresenceStatusChannels': () => ({ channels: '[]' }),
  };

  // Lightning: one object argument; the library checks little itself and the rest is answered.

  const THROWN = {
    object: 'Must pass in only one object which holds arguments to this API method call.',
    callback: 'Missing the required argument `callback`!',
    listener: 'Missing the required argument `listener`!',
    value: 'Missing the required argument `value object`!',
  };

  function lightningRefuses(entry, args) {
    const wrongShape = entry.throws.includes('no-object') || entry.throws.includes('empty-object');
    const needsArgument = entry.arguments.some((argument) => argument.required);
    if (wrongShape && !(args.length === 0 && !needsArgument)) {
      const only = args[0];
      if (args.length !== 1 || only === null || typeof only !== 'object' || (entry.throws.includes('empty-object') && Object.keys(only).length === 0)) {
        return THROWN.object;
      }
    }
    const given = args[0] !== null && typeof args[0] === 'object' ? args[0] : {};
    for (const rule of entry.throws) {
      const name = rule.startsWith('missing:') ? rule.slice(8) : '';
      const wanted = name === 'value' ? 'object' : 'function';
      if (name && (given[name] === null || typeof given[name] !== wanted)) {
        return THROWN[name] || 'Missing the required argument `' + name + '`!';
      }
    }
    return '';
  }

  function lightningWrong(entry, given) {
    for (const argument of entry.arguments) {
      const value = given[argument.name];
      if (argument.required && (value === undefined || value === null || value === '')) {
        return 'the argument ' + argument.name + ' is missing';
      }
      if (value === undefined || value === null) {
        continue;
      }
      if (argument.type === 'function' && typeof value !== 'function') {
        return 'the argument ' + argument.name + ' is not a function';
      }
      if (typeof value === 'number' && ((argument.minimum !== null && value < argument.minimum) || (argument.maximum !== null && value > argument.maximum))) {
        return 'the argument ' + argument.name + ' is outside ' + argument.minimum + ' to ' + argument.maximum;
      }
      const forms = argument.forms || {};
      for (const form in forms) {
        const constant = sim.table.find((one) => one.name === 'sforce.opencti.SCREENPOP_TYPE');
        if (constant && given.type === constant.values[form] && forms[form].some((key) => value[key] === undefined)) {
          return 'the argument ' + argument.name + ' of type ' + form + ' needs ' + forms[form].join(', ');
        }
      }
    }
    return '';
  }

  function lightningFailure(code, description) {
    return { success: false, returnValue: null, errors: [{ code: code, description: description, details: null }] };
  }

  // What the library hands to the page around the frame, by postMessage: what cannot be copied throws out of the call.
  function crossed(entry, given) {
    for (const argument of entry.arguments) {
      if (argument.type === 'function') {
        continue;
      }
      try {
        given[argument.name] = sim.clone(given[argument.name], argument.name);
      } catch (error) {
        if (error instanceof sim.DOMException) {
          error.message = "Failed to execute 'postMessage' on 'Window': " + error.message;
          misuse(entry, sim.refusedAt + ' cannot be copied into the page around the softphone: the call throws ' + error.name);
        }
        throw error;
      }
    }
  }

  function lightning(entry) {
    return function (...args) {
      recordCall(entry, args);
      const refused = lightningRefuses(entry, args);
      if (refused) {
        misuse(entry, refused);
        throw new Error(refused);
      }
      const given = args[0] !== null && typeof args[0] === 'object' ? Object.assign({}, args[0]) : {};
      const callback = entry.callback && typeof given[entry.callback] === 'function' ? given[entry.callback] : null;
      crossed(entry, given);
      const wrong = lightningWrong(entry, given);
      if (wrong) {
        misuse(entry, wrong);
        if (callback) {
          deliver(entry, callback, lightningFailure('INVALID_PARAM', wrong), false);
        }
        return;
      }
      if (entry.listener && entry.name !== 'sforce.opencti.subscribe') {
        platform.register(entry, given[entry.listener]);
        return;
      }
      if (state.answers === 'failure') {
        if (callback) {
          deliver(entry, callback, lightningFailure('SERVER_ERROR', 'the simulated org refuses'), false);
        }
        return;
      }
      let extra = {};
      if (entry.name === 'sforce.opencti.subscribe') {
        const listener = platform.register(entry, given.listener, { event: String(given.channelName) });
        extra = { subscription: { channelName: String(given.channelName), subscriptionId: 'subscription-' + listener.number } };
      } else if (entry.name === 'sforce.opencti.unsubscribe') {
        endSubscription(entry, given.subscription);
      } else if (EFFECTS[entry.name]) {
        EFFECTS[entry.name]([given]);
      }
      if (callback) {
        const response = Object.assign(platform.build(entry.response, '', platform.facts()), { success: true, errors: null }, extra);
        if ('returnValue' in response || !extra.subscription) {
          response.returnValue = RETURN_VALUES[entry.name] ? answersOf(RETURN_VALUES, entry.name)([given]) : response.returnValue === undefined ? null : response.returnValue;
        }
        deliver(entry, callback, response, false);
      }
    };
  }

  function endSubscription(entry, subscription) {
    const wanted = subscription && String(subscription.subscriptionId);
    const listener = platform.listeners.find((one) => one.active && 'subscription-' + one.number === wanted);
    if (listener) {
      platform.unregister(listener, entry.name);
    } else {
      misuse(entry, 'the subscription is not one that is open');
    }
  }

  // Classic: positional; the callback is kept unseen, and calling what is no function fails in silence.

  function classic(entry, version) {
    const old = numberOf(version) < 28 && entry.name === 'sforce.interaction.screenPop';
    const place = old ? 1 : entry.callback === '' ? -1 : Number(entry.callback);
    return function (...args) {
      recordCall(entry, args);
      if (!sim.settings.framedFor.classic) {
        sim.record('misuse', { name: entry.name, what: 'the address lacks sfdcIFrameOrigin and nonce: the call does nothing', stack: '', confidence: entry.confidence });
        return;
      }
      if (entry.listener) {
        const fn = args[Number(entry.listener)];
        if (typeof fn !== 'function') {
          misuse(entry, 'the listener is not a function: nothing will run and nothing is shown');
          return;
        }
        platform.register(entry, fn);
        return;
      }
      const missing = entry.arguments.find((argument) => argument.required && argument.type !== 'function' && args[argument.position] === undefined && !(old && argument.name === 'force'));
      if (missing) {
        misuse(entry, 'the argument ' + missing.name + ' is missing');
      }
      if (!missing && state.answers !== 'failure' && EFFECTS[entry.name]) {
        EFFECTS[entry.name](args);
      }
      const callback = place < 0 ? undefined : args[place];
      if (callback === undefined || callback === null) {
        const lost = args.find((value, at) => typeof value === 'function' && at !== place);
        if (lost !== undefined) {
          misuse(entry, 'a function stands where no callback is expected: it never runs');
        } else if (place >= 0 && entry.arguments.some((argument) => argument.position === place && argument.required)) {
          misuse(entry, 'the callback is missing: the answer goes nowhere');
        }
        return;
      }
      if (typeof callback !== 'function') {
        misuse(entry, 'what stands in the place of the callback is not a function: calling it fails in silence');
      }
      const failed = missing || state.answers === 'failure';
      const response = failed
        ? { result: entry.response.result === 'boolean' ? false : null, error: missing ? 'the argument ' + missing.name + ' is missing' : 'the simulated org refuses' }
        : { result: RESULTS[entry.name] ? answersOf(RESULTS, entry.name)(args) : entry.response.result === 'boolean' ? true : '{}', error: undefined };
      if (!failed && entry.response.id) {
        response.id = '00T000000000001AAA';
      }
      deliver(entry, callback, response, true);
    };
  }

  // Console: positional; answers have their fields at the top level.

  const consoleSeen = { push: null, everAdded: false };

  function consoleListener(entry, args) {
    const fn = args[Number(entry.listener)];
    if (entry.name === 'sforce.console.addEventListener') {
      if (typeof args[0] !== 'string' || args[0] === '' || typeof fn !== 'function') {
        misuse(entry, 'the event is no text or the listener is no function: the library returns in silence');
        return undefined;
      }
      consoleSeen.everAdded = true;
      platform.register(entry, fn, { event: args[0], tabId: args[2] && args[2].tabId });
      return undefined;
    }
    if (typeof fn !== 'function') {
      misuse(entry, 'the listener is not a function: nothing is registered');
      return undefined;
    }
    if (entry.name === 'sforce.console.addPushNotificationListener') {
      if (consoleSeen.push && consoleSeen.push.active) {
        misuse(entry, 'a page has one such listener: the second call does nothing');
        return false;
      }
      consoleSeen.push = platform.register(entry, fn);
      return undefined;
    }
    const once = entry.name === 'sforce.console.chat.onFileTransferCompleted' || (entry.name === 'sforce.console.cti.onCallEnd' && args.length > 1);
    platform.register(entry, fn, { once: once });
    return undefined;
  }

  function consoleRemoval(entry, args) {
    if (entry.name === 'sforce.console.removePushNotificationListener') {
      if (consoleSeen.push && consoleSeen.push.active) {
        platform.unregister(consoleSeen.push, entry.name);
      }
      return;
    }
    if (!consoleSeen.everAdded) {
      misuse(entry, 'no listener was ever added in this frame: the library fails');
      throw new TypeError('Cannot read properties of undefined');
    }
    const tabId = args[2] && args[2].tabId;
    const listener = platform.active('sforce.console.addEventListener', args[0]).find((one) => one.fn === args[1] && one.tabId === tabId);
    if (listener) {
      platform.unregister(listener, entry.name);
    } else {
      misuse(entry, 'no such listener: the same event, function and parameters are needed');
    }
  }

  function consoleMethod(entry) {
    const place = entry.callback === '' ? -1 : Number(entry.callback);
    return function (...args) {
      recordCall(entry, args);
      if (entry.name === 'sforce.console.isInConsole') {
        return state.inConsole;
      }
      if (entry.synchronous) {
        return entry.returns === 'boolean' ? false : undefined;
      }
      if (entry.listener) {
        return consoleListener(entry, args);
      }
      if (entry.name === 'sforce.console.removeEventListener' || entry.name === 'sforce.console.removePushNotificationListener') {
        consoleRemoval(entry, args);
        if (entry.name === 'sforce.console.removeEventListener') {
          return undefined;
        }
      }
      const missing = entry.arguments.find((argument) => argument.required && argument.type !== 'function' && args[argument.position] === undefined);
      if (missing) {
        misuse(entry, 'the argument ' + missing.name + ' is missing');
      }
      const failed = Boolean(missing) || state.answers === 'failure';
      const changed = !failed && EFFECTS[entry.name] ? EFFECTS[entry.name](args) : {};
      const callback = place < 0 ? undefined : args[place];
      if (callback !== undefined && callback !== null && typeof callback !== 'function') {
        misuse(entry, 'what stands in the place of the callback is not a function: it never runs');
      } else if (typeof callback === 'function') {
        const tell = answersOf(FIELDS, entry.name);
        const fields = tell ? tell(args) : {};
        const response = failed ? { success: false } : Object.assign(platform.build(entry.response, '', platform.facts()), fields, changed || {}, entry.response.success ? { success: true } : {});
        if (!failed && 'error' in response) {
          delete response.error;
        }
        deliver(entry, callback, response, false);
      }
      return undefined;
    };
  }

  // The glossary's event sinks: absent from every library; present only when the user asks for them.

  function sink(entry) {
    return function (given) {
      recordCall(entry, [given]);
      const one = given || {};
      if (entry.name.endsWith('.unsubscribe')) {
        for (const listener of platform.listeners.filter((other) => other.active && other.entry.dialect === 'event-sink' && other.event === String(one.eventType))) {
          platform.unregister(listener, entry.name);
        }
        return;
      }
      platform.register(entry, one.listener, { event: String(one.eventType) });
    };
  }

  // The AJAX Toolkit: without a callback it stops the thread and returns the result.

  function resultOf(entry) {
    const rows = [{ Id: platform.personNow().recordId, Name: platform.personNow().recordName, get: (name) => rows[0][name] }];
    const result = { size: 1, done: 'true', records: rows, success: 'true', id: rows[0].Id, errors: null, getArray: (name) => (name === 'records' ? rows : []), getBoolean: () => true, get: (name) => result[name], getInt: () => 1, iterator: undefined };
    return /create|update|upsert|delete|retrieve/i.test(entry.name) ? Object.assign([result], result) : result;
  }

  function ajax(entry) {
    return function (...args) {
      recordCall(entry, args);
      const last = args[args.length - 1];
      const onSuccess = typeof last === 'function' ? last : last && typeof last === 'object' && typeof last.onSuccess === 'function' ? last.onSuccess : null;
      const result = resultOf(entry);
      const synchronous = entry.roles.includes('synchronous');
      if (onSuccess && synchronous) {
        const onFailure = last && typeof last.onFailure === 'function' ? last.onFailure : null;
        if (state.answers === 'never') {
          return undefined;
        }
        const fails = state.answers === 'failure';
        sim.later(SERVER_AFTER, 'the callback of ' + entry.name, () => {
          if (!fails) {
            sim.outward(onSuccess, undefined, [result]);
          } else if (onFailure) {
            sim.outward(onFailure, undefined, [{ faultcode: 'sf:UNKNOWN_EXCEPTION', faultstring: 'the simulated org refuses' }]);
          }
        });
        return undefined;
      }
      if (synchronous) {
        sim.blocked('synchronous ' + entry.name, sim.showAll(args), SERVER_AFTER);
        if (state.answers === 'failure') {
          throw { faultcode: 'sf:UNKNOWN_EXCEPTION', faultstring: 'the simulated org refuses', toString: () => 'the simulated org refuses' };
        }
      }
      return result;
    };
  }

  function ajaxClasses() {
    place('sforce.SObject', class {
      constructor(type) { this.type = type; this.fieldsToNull = []; }
      get(name) { return this[name]; }
      set(name, value) { this[name] = value; }
    });
    place('sforce.Xml', class {});
    place('sforce.QueryResultIterator', class {
      constructor(result) { this._left = result.getArray('records').slice(); }
      hasNext() { return this._left.length > 0; }
      next() { return this._left.shift(); }
    });
  }

  // Putting the libraries into the page

  const MAKERS = { lightning: lightning, classic: classic, console: consoleMethod, ajax: ajax, 'event-sink': sink };

  function place(path, value) {
    const parts = path.split('.');
    let at = globalThis;
    for (const part of parts.slice(0, -1)) {
      if (at[part] === undefined || at[part] === null) {
        at[part] = {};
      }
      at = at[part];
    }
    at[parts[parts.length - 1]] = value;
  }

  function constants(entry) {
    for (const key in entry.values) {
      place(entry.name + '.' + key, entry.values[key]);
    }
  }

  sim.loadLibrary = function (dialect, version) {
    if (dialect === 'lightning' && !sim.settings.framedFor.lightning) {
      throw 'Failed to initialize Open CTI. Ensure that it is loaded from the right frame with correct URL parameters';
    }
    state.loaded[dialect] = version || 'newest';
    if (dialect === 'ajax') {
      ajaxClasses();
    }
    const make = MAKERS[dialect];
    for (const entry of sim.table) {
      if (entry.dialect !== dialect || !entry.name.startsWith('sforce.') || !offered(entry, version)) {
        continue;
      }
      if (entry.kind === 'constant') {
        if (!(entry.values.value && Object.keys(entry.values).length === 1)) {
          constants(entry);
        }
      } else if (entry.kind !== 'event') {
        place(entry.name, sim.inward(make(entry, version)));
      }
    }
    if (sim.settings.glossary) {
      allowGlossary();
    }
  };

  // With the glossary allowed, its form stands beside the real method of the same name.
  function allowGlossary() {
    if (!state.loaded.lightning) {
      sim.settings.glossary = false;
      sim.loadLibrary('lightning', '');
      sim.settings.glossary = true;
    }
    const sinks = sim.table.filter((entry) => entry.dialect === 'event-sink' && entry.name.startsWith('sforce.'));
    const opencti = globalThis.sforce && globalThis.sforce.opencti ? globalThis.sforce.opencti : {};
    for (const entry of sinks) {
      const name = entry.name.slice('sforce.opencti.'.length);
      const real = opencti[name] && !opencti[name].sink ? opencti[name] : null;
      const made = sink(entry);
      opencti[name] = Object.assign(function (...args) {
        return real && !(args[0] && 'eventType' in args[0]) ? real.apply(this, args) : made(args[0]);
      }, { sink: true });
    }
    place('sforce.opencti', opencti);
    state.loaded['event-sink'] = 'newest';
    for (const entry of sim.table) {
      if (entry.dialect === 'event-sink' && entry.kind === 'event') {
        for (const name of [entry.name].concat(Object.keys(entry.values))) {
          if (globalThis[name] === undefined) {
            sim.define(name, entry.name);
          }
        }
      }
    }
  }

  // Which of Salesforce's libraries an address names, if any.
  sim.libraryAt = function (address) {
    const found = /\/support\/(api|console)\/([^/]*)\/(lightning\/)?(opencti|interaction|integration)(?:_min|_CTI|_CHAT)?(?:\.js)?(?:[?#]|$)/i.exec(address);
    if (found) {
      const file = found[4].toLowerCase();
      const dialect = file === 'opencti' ? 'lightning' : file === 'interaction' ? 'classic' : 'console';
      return { library: file, dialect: dialect, version: found[2] };
    }
    const toolkit = /\/soap\/ajax\/([^/]*)\/(connection|apex)(?:\.js)?(?:[?#]|$)/i.exec(address);
    return toolkit ? { library: 'ajax', dialect: 'ajax', version: toolkit[1] } : null;
  };
});
