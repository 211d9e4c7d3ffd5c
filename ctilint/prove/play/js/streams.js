// A thin stand-in for Amazon Connect Streams, from its table: an agent, a contact, and who listens to them.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  const state = platform.state;

  function rowOf(name) {
    return sim.table.find((entry) => entry.dialect === 'streams' && entry.name === name);
  }

  // What the getters say; anything else answers nothing.
  const VALUES = {
    getContactId: () => 'contact-1', getInitialContactId: () => 'contact-1', getType: () => 'voice', getName: () => 'Agent', getExtension: () => '100',
    getState: () => ({ name: 'Available', type: 'routable' }), getStatus: () => ({ name: 'Available', type: 'connected' }), getStateDuration: () => 1000,
    getStatusDuration: () => 1000, getQueue: () => ({ name: 'Support', queueARN: 'arn:queue', queueId: 'queue-1' }), isInbound: () => true, isConnected: () => true,
    isActive: () => true, isOnHold: () => false, isConnecting: () => false, isSoftphoneCall: () => true, getAttributes: () => ({ CustomerName: { name: 'CustomerName', value: 'Ada Byron' } }),
    getEndpoint: () => ({ phoneNumber: platform.personNow().number, type: 'phone_number' }), getAddress: () => ({ phoneNumber: platform.personNow().number }),
    getConnectionId: () => 'connection-1', getAgentStates: () => [{ name: 'Available', type: 'routable', agentStateARN: 'arn:available' }, { name: 'Offline', type: 'offline', agentStateARN: 'arn:offline' }],
    getConfiguration: () => ({ username: 'agent', softphoneEnabled: true, name: 'Agent', extension: '', routingProfile: { name: 'Basic', queues: [] }, agentStates: [], permissions: [] }),
    getPermissions: () => [], getDialableCountries: () => ['us'], getRoutingProfile: () => ({ name: 'Basic', queues: [], defaultOutboundQueue: {} }), getAllQueueARNs: () => ['arn:queue'],
    getMonitorInfo: () => null, getMediaType: () => 'softphone', getReferences: () => ({}), getChannelConcurrency: () => ({ VOICE: 1 }),
  };
  const CONNECTIONS = ['getInitialConnection', 'getActiveInitialConnection', 'getAgentConnection', 'getSingleActiveThirdPartyConnection'];

  function called(name, args) {
    const entry = rowOf(name) || { roles: [], confidence: 'U' };
    sim.record('call', { name: name, dialect: 'streams', value: sim.showAll(args), roles: entry.roles.join(' '), stack: sim.at(), confidence: entry.confidence });
  }

  function listens(name, fn, event) {
    const entry = rowOf(name);
    if (typeof fn !== 'function' || !entry) {
      sim.record('misuse', { name: name, what: 'the listener is not a function', stack: sim.at(), confidence: 'C' });
      return { unsubscribe() {} };
    }
    const listener = platform.register(Object.assign({}, entry, { undo: 'none' }), fn, { event: event || '' });
    return { unsubscribe() { platform.unregister(listener, 'Subscription#unsubscribe'); } };
  }

  function finish(name, args) {
    const answer = args.find((one) => one !== null && typeof one === 'object' && (typeof one.success === 'function' || typeof one.failure === 'function'));
    if (!answer || state.answers === 'never') {
      return;
    }
    const callback = state.answers === 'failure' ? answer.failure : answer.success;
    if (typeof callback === 'function') {
      sim.later(120, 'the answer of ' + name, () => callback(state.answers === 'failure' ? 'the simulation refuses' : {}));
    }
  }

  function object(kinds, fields) {
    return new Proxy(fields || {}, {
      get(target, method) {
        if (typeof method !== 'string' || method in target || method === 'then') {
          return target[method];
        }
        const name = kinds.map((kind) => kind + '#' + method).find(rowOf);
        if (!name) {
          return undefined;
        }
        return function (...args) {
          if (rowOf(name).listener) {
            return listens(name, args[0]);
          }
          if (VALUES[method]) {
            return VALUES[method]();
          }
          if (CONNECTIONS.includes(method)) {
            return connection();
          }
          if (/^get\w*(Connections|Contacts)$/.test(method)) {
            return method === 'getContacts' ? [contact()] : [connection()];
          }
          if (/^(get|is|has|can)/.test(method)) {
            return /^get/.test(method) ? null : false;
          }
          called(name, args);
          finish(name, args);
          return undefined;
        };
      },
    });
  }
  const connection = () => object(['VoiceConnection', 'BaseConnection']);
  const contact = () => object(['Contact'], { contactId: 'contact-1' });
  const agent = () => object(['Agent']);

  function payloadOf(name) {
    const method = name.replace(/^.*[#.]/, '');
    if (name === 'connect.agent' || (name.startsWith('Agent#') && !/State|Next/.test(method))) {
      return agent();
    }
    if (name === 'connect.contact' || name.startsWith('Contact#')) {
      return contact();
    }
    if (/StateChange/.test(method)) {
      return state.gaps ? { agent: agent(), oldState: null, newState: null } : { agent: agent(), oldState: 'Offline', newState: 'Available' };
    }
    return {};
  }

  function fire(listener) {
    platform.dispatch(Object.assign({}, listener.entry, { raw: () => payloadOf(listener.entry.name) }), [listener], {}, listener.event);
  }

  platform.actions.streams = function (listener) {
    fire(listener);
    if (listener.entry.name === 'connect.contact') {
      sim.later(60, 'the course of a call', () => {
        for (const other of platform.listeners.filter((one) => one.active && one.entry.name.startsWith('Contact#'))) {
          fire(other);
        }
      });
    }
    return 1;
  };

  sim.installStreams = function () {
    if (globalThis.connect) {
      return;
    }
    state.loaded.streams = 'newest';
    const connect = {};
    for (const entry of sim.table) {
      if (entry.dialect !== 'streams' || !entry.name.startsWith('connect.')) {
        continue;
      }
      const parts = entry.name.split('.').slice(1);
      let at = connect;
      for (const part of parts.slice(0, -1)) {
        at[part] = at[part] || {};
        at = at[part];
      }
      const last = parts[parts.length - 1];
      if (entry.kind === 'constant') {
        at[last] = Object.assign(at[last] || {}, entry.values);
      } else {
        at[last] = function (...args) {
          if (!entry.listener) {
            called(entry.name, args);
            return undefined;
          }
          const handle = listens(entry.name, args[0]);
          if (entry.name === 'connect.agent' || /onInitialized$/.test(entry.name)) {
            const listener = platform.listeners[platform.listeners.length - 1];
            sim.later(150, 'the start of ' + entry.name, () => { if (listener && listener.active) { fire(listener); } });
          }
          return handle;
        };
      }
    }
    const bus = { subscribe: (event, fn) => listens('EventBus#subscribe', fn, String(event)), subscribeAll: (fn) => listens('EventBus#subscribeAll', fn), trigger() {}, unsubscribeAll() {} };
    connect.core = Object.assign(connect.core || {}, { initialized: true, getEventBus: () => bus, getUpstream: () => ({ onUpstream() {}, sendUpstream() {} }) });
    connect.Endpoint = { byPhoneNumber: (number) => ({ phoneNumber: String(number), type: 'phone_number' }) };
    connect.getLog = () => new Proxy({}, { get: () => () => ({ withObject() { return this; }, withException() { return this; } }) });
    connect.hitch = (self, fn) => fn.bind(self);
    sim.define('connect', connect);
  };
});
