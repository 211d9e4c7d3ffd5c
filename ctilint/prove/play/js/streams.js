// A thin stand-in for Amazon Connect Streams, from its table: an agent, a contact, and who listens to them.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  const state = platform.state;

  function rowOf(name) {
    return sim.table.find((entry) => entry.dialect === 'streams' && entry.name === name);
  }

  // The course of a call, as the getters tell it. Without a call there is no contact and no connection.
  const onCall = () => state.call !== null && state.call !== undefined;
  const status = () => (onCall() ? state.call.status : 'ended');
  const SAID = { ringing: 'connecting', connecting: 'connecting', connected: 'connected', held: 'connected', ended: 'ended' };
  const PART = { ringing: 'connecting', connecting: 'connecting', connected: 'connected', held: 'hold', ended: 'disconnected' };
  const agentState = () => {
    const name = state.agent || 'Available';
    return { name: name, type: /offline/i.test(name) ? 'offline' : /avail/i.test(name) ? 'routable' : /busy|aftercall/i.test(name) ? 'system' : 'not_routable', agentStateARN: 'arn:' + name.toLowerCase() };
  };

  // What the getters say; anything else answers nothing.
  const VALUES = {
    getContactId: () => 'contact-1', getInitialContactId: () => 'contact-1', getType: (kind) => (kind === 'contact' ? 'voice' : 'inbound'), getName: () => 'Agent', getExtension: () => '100',
    getState: (kind) => (kind === 'agent' ? agentState() : { type: kind === 'contact' ? SAID[status()] : PART[status()], timestamp: new sim.Date(0) }),
    getStatus: (kind) => VALUES.getState(kind), getStateDuration: () => 1000, getStatusDuration: () => 1000,
    getQueue: () => (state.gaps ? null : { name: 'Support', queueARN: 'arn:queue', queueId: 'queue-1' }), isInbound: () => !onCall() || state.call.direction === 'inbound',
    isConnected: () => ['connected', 'held'].includes(status()), isActive: () => onCall() && status() !== 'ended', isOnHold: () => status() === 'held', isConnecting: () => SAID[status()] === 'connecting',
    isSoftphoneCall: () => true, getAttributes: () => (state.gaps ? {} : { CustomerName: { name: 'CustomerName', value: 'Ada Byron' } }),
    getEndpoint: () => (state.gaps ? {} : { phoneNumber: platform.personNow().number, type: 'phone_number' }), getAddress: () => VALUES.getEndpoint(), getCustomerEndpoint: () => VALUES.getEndpoint(),
    getConnectionId: () => 'connection-1', getAgentStates: () => [{ name: 'Available', type: 'routable', agentStateARN: 'arn:available' }, { name: 'Break', type: 'not_routable', agentStateARN: 'arn:break' }, { name: 'Offline', type: 'offline', agentStateARN: 'arn:offline' }],
    getConfiguration: () => ({ username: 'agent', softphoneEnabled: true, name: 'Agent', extension: '', routingProfile: { name: 'Basic', queues: [] }, agentStates: VALUES.getAgentStates(), permissions: [] }),
    getPermissions: () => [], getDialableCountries: () => ['us'], getRoutingProfile: () => ({ name: 'Basic', queues: [], defaultOutboundQueue: {} }), getAllQueueARNs: () => ['arn:queue'],
    getMonitorInfo: () => null, getMediaType: () => 'softphone', getReferences: () => ({}), getChannelConcurrency: () => ({ VOICE: 1 }),
  };
  const noPart = () => state.gaps !== '' || !onCall();
  const PARTS = {
    getInitialConnection: () => (noPart() ? null : connection()), getActiveInitialConnection: () => (noPart() || status() === 'ended' ? null : connection()),
    getAgentConnection: () => (noPart() ? null : connection()), getSingleActiveThirdPartyConnection: () => (noPart() || state.call.parties < 2 ? null : connection()),
    getThirdPartyConnections: () => (noPart() || state.call.parties < 2 ? [] : [connection()]), getConnections: () => (noPart() ? [] : [connection()]),
    getActiveConnections: () => (noPart() || status() === 'ended' ? [] : [connection()]), getContacts: () => (noPart() ? [] : [contact()]),
  };

  // What the app asks of Connect moves the call on.
  const DEEDS = {
    'Contact#accept': 'accept', 'Contact#reject': 'hang-up', 'Contact#destroy': 'hang-up', 'Contact#clear': 'wrap-up', 'Contact#complete': 'wrap-up', 'BaseConnection#destroy': 'hang-up',
    'BaseConnection#hold': 'hold', 'BaseConnection#resume': 'resume', 'Agent#connect': 'connecting', 'Contact#addConnection': 'transfer', 'Contact#transfer': 'transfer',
    'Contact#conferenceConnections': 'conference',
  };

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

  // A deed that is done changes the call, and Connect tells whoever listens.
  function did(name, args) {
    const stage = DEEDS[name];
    if (state.answers !== 'success') {
      return;
    }
    if (name === 'Agent#setState' || name === 'Agent#setStatus') {
      const wanted = args[0] !== null && typeof args[0] === 'object' ? args[0].name : args[0];
      sim.later(130, 'the state of the agent', () => { state.agent = String(wanted); platform.actions.streamsStage('agent-state'); });
    }
    if (stage && (stage === 'connecting' || onCall())) {
      sim.later(130, 'what ' + name + ' leads to', () => {
        sim.course.move(stage);
        platform.actions.streamsStage(stage);
        if (stage === 'wrap-up') {
          state.call = null;
        }
      });
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
          if (PARTS[method]) {
            return PARTS[method]();
          }
          if (VALUES[method]) {
            return VALUES[method](kinds[0] === 'Agent' ? 'agent' : kinds[0] === 'Contact' ? 'contact' : 'connection');
          }
          if (/^(get|is|has|can)/.test(method)) {
            return /^get/.test(method) ? null : false;
          }
          called(name, args);
          finish(name, args);
          did(name, args);
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
      return state.gaps ? { agent: agent(), oldState: null, newState: null } : { agent: agent(), oldState: state.agentBefore || 'Offline', newState: state.agent || 'Available' };
    }
    return {};
  }

  function fire(listener) {
    platform.dispatch(Object.assign({}, listener.entry, { raw: () => payloadOf(listener.entry.name) }), [listener], {}, listener.event);
  }

  const TOLD = {
    ring: ['connect.contact', 'Contact#onRefresh', 'Contact#onIncoming', 'Contact#onConnecting', 'Agent#onRefresh'], connecting: ['connect.contact', 'Contact#onRefresh', 'Contact#onConnecting', 'Agent#onRefresh'],
    accept: ['Contact#onAccepted', 'Contact#onConnected', 'Contact#onRefresh', 'Agent#onStateChange'], hold: ['Contact#onRefresh', 'VoiceConnection#onParticipantHold'], resume: ['Contact#onRefresh', 'VoiceConnection#onParticipantResume'],
    transfer: ['Contact#onRefresh'], conference: ['Contact#onRefresh'], 'hang-up': ['Contact#onEnded', 'Contact#onACW', 'Agent#onStateChange', 'Agent#onAfterCallWork', 'Contact#onRefresh'], 'wrap-up': ['Contact#onDestroy', 'Contact#onRefresh', 'Agent#onStateChange'],
    'agent-state': ['Agent#onRefresh', 'Agent#onStateChange'], 'end-session': ['connect.core.onAuthFail', 'connect.core.onAuthorizeRetriesExhausted', 'connect.core.onCTIAuthorizeRetriesExhausted', 'connect.core.onAccessDenied', 'Agent#onWebSocketConnectionLost'],
  };
  let lastTold = 'Offline';
  const ACTED = { routable: 'Agent#onRoutable', not_routable: 'Agent#onNotRoutable', offline: 'Agent#onOffline' };

  // Connect tells of a stage of the call: what listens to it when its turn has come hears it, in the order of the real one.
  platform.actions.streamsStage = function (stage) {
    state.agent = { accept: 'Busy', 'hang-up': 'AfterCallWork', 'wrap-up': 'Available' }[stage] || state.agent;
    if ((TOLD[stage] || []).includes('Agent#onStateChange')) {
      state.agentBefore = lastTold;
      lastTold = state.agent || 'Available';
    }
    const names = (TOLD[stage] || []).concat(stage === 'agent-state' ? [ACTED[agentState().type]] : []);
    const listening = (name) => platform.listeners.filter((one) => one.active && one.entry.dialect === 'streams' && one.entry.name === name);
    const bus = platform.listeners.filter((one) => one.active && one.entry.name === 'EventBus#subscribe' && sim.stageOf(one.event) === stage);
    let count = bus.length;
    names.forEach((name, index) => {
      count += listening(name).length;
      sim.later(10 * index + 1, 'the course of a call', () => listening(name).forEach(fire));
    });
    bus.forEach((one) => sim.later(5, 'the course of a call', () => fire(one)));
    return count;
  };

  platform.actions.streams = function (listener) {
    if (listener.entry.name !== 'connect.contact') {
      fire(listener);
      return 1;
    }
    // A call from its ring to its end.
    const before = state.call;
    sim.course.move('ring');
    fire(listener);
    sim.later(60, 'the course of a call', () => {
      const listening = platform.listeners.filter((one) => one.active && one.entry.name.startsWith('Contact#'));
      sim.course.move('accept');
      listening.forEach((one) => sim.later(/Ended|ACW|Destroy|Missed/.test(one.entry.name) ? 40 : 1, 'the course of a call', () => { if (/Ended|ACW|Destroy|Missed/.test(one.entry.name)) { sim.course.move('hang-up'); } fire(one); }));
      sim.later(80, 'the end of a call', () => { state.call = before || null; });
    });
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
