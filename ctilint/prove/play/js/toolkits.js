// What components find beside Open CTI: the Voice toolkit and the Lightning Console JavaScript API.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  const state = platform.state;

  function entryFor(name) {
    return sim.table.find((entry) => entry.name === name) || {
      name: name, dialect: name.startsWith('VoiceToolkit') || name.startsWith('AuraVoiceToolkit') ? 'voice' : 'workspace', roles: [], undo: '', undone_by: [], payload: {}, payload_form: 'event', confidence: 'U', response: {}, arguments: [],
    };
  }

  function called(name, args) {
    const entry = entryFor(name);
    sim.record('call', { name: name, dialect: entry.dialect, value: sim.showAll(args), roles: entry.roles.join(' '), stack: sim.at(), confidence: entry.confidence });
    return entry;
  }

  function answered(name, value) {
    return new Promise((resolve, reject) => {
      if (state.answers === 'never') {
        sim.record('unanswered', { name: name });
        return;
      }
      sim.later(40, 'the answer of ' + name, () => {
        if (state.answers === 'failure') {
          reject(new Error('the simulated org refuses'));
        } else {
          resolve(value);
        }
      });
    });
  }

  sim.voiceToolkit = function (kind) {
    const methods = {};
    const add = (entry) => function (event, listener) {
        called(entry.name, [event, listener]);
        if (typeof listener !== 'function') {
          sim.record('misuse', { name: entry.name, what: 'the listener is not a function', stack: sim.at(), confidence: entry.confidence });
          return;
        }
        platform.register(Object.assign({}, entry, { dialect: 'voice' }), listener, { event: String(event) });
    };
    const remove = (entry) => function (event, listener) {
        called(entry.name, [event, listener]);
        const found = platform.listeners.find((one) => one.active && one.entry.undone_by.includes(entry.name) && one.event === String(event) && one.fn === listener);
        if (found) {
          platform.unregister(found, entry.name);
        } else {
          sim.record('misuse', { name: entry.name, what: 'no such listener: the same event and function are needed', stack: sim.at(), confidence: entry.confidence });
        }
    };
    for (const entry of sim.table) {
      if (entry.name.startsWith(kind + '#') && (entry.kind === 'listener' || entry.removes)) {
        methods[entry.name.slice(kind.length + 1)] = (entry.kind === 'listener' ? add : remove)(entry);
      }
    }
    return new Proxy(methods, {
      get(target, name) {
        if (typeof name !== 'string' || name in target || name === 'then') {
          return target[name];
        }
        return function (...args) {
          called(kind + '#' + name, args);
          return answered(kind + '#' + name, { success: true });
        };
      },
    });
  };

  function tabInfo() {
    const person = platform.personNow();
    const tab = platform.tabNow();
    return { tabId: tab.id, recordId: person.recordId, url: platform.addressOf(person), title: person.recordName, focused: true, closeable: true, isSubtab: false, subtabs: [], pageReference: { type: 'standard__recordPage', attributes: { recordId: person.recordId, objectApiName: person.objectType, actionName: 'view' } } };
  }

  function workspaceAnswer(name) {
    if (/IsConsoleNavigation$/i.test(name)) {
      return state.inConsole;
    }
    if (/(TabInfo|openTab|openSubtab|focusTab)$/.test(name)) {
      return /openTab|openSubtab/.test(name) ? 'scc-pt-9' : tabInfo();
    }
    if (/getAllTabInfo$/.test(name)) {
      return [tabInfo()];
    }
    if (/EnclosingTabId$/i.test(name)) {
      return 'scc-pt-0';
    }
    return /^(is|has)/.test(name) ? false : true;
  }

  // One function of the console API; the older Aura form takes {callback: (error, answer)}.
  sim.workspaceFunction = function (group, name) {
    return function (...args) {
      const full = group + '#' + name;
      called(full, args);
      const promise = answered(full, workspaceAnswer(name));
      const callback = args[0] && typeof args[0] === 'object' ? args[0].callback : undefined;
      if (typeof callback === 'function') {
        promise.then((value) => sim.guard('the callback of ' + full, callback, undefined, [null, value]), (error) => sim.guard('the callback of ' + full, callback, undefined, [error, null]));
      }
      return promise;
    };
  };

  sim.workspaceApi = function (group) {
    return new Proxy({}, { get: (target, name) => (typeof name === 'string' && name !== 'then' ? sim.workspaceFunction(group, name) : undefined) });
  };

  platform.actions.voiceEvent = function (event, given) {
    const chosen = platform.listeners.filter((one) => one.active && one.entry.dialect === 'voice' && one.event === event);
    const shape = sim.table.find((entry) => entry.dialect === 'voice' && entry.kind === 'event' && entry.name.toLowerCase() === event.toLowerCase());
    if (chosen.length) {
      platform.dispatch(Object.assign({}, chosen[0].entry, { payload: shape ? shape.payload : { callId: 'string' }, payload_form: 'event' }), chosen, given, event);
    }
    return chosen.length;
  };
});
