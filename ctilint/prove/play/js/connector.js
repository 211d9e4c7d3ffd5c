// The connector base of Salesforce Voice with Partner Telephony: what the package exports, from its table, and the
// calls that the base makes on the vendor's connector.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  let vendor = null;
  let telephony = null;
  let made = null;

  function rowOf(name) {
    return sim.table.find((entry) => entry.dialect === 'connector' && entry.name === name) || { name: name, roles: [], confidence: 'U' };
  }

  function called(name, args) {
    const entry = rowOf(name);
    sim.record('call', { name: name, dialect: 'connector', value: sim.showAll(args), roles: entry.roles.join(' '), stack: sim.at(), confidence: entry.confidence });
  }

  // Values that the base hands to a connector, by the name of what it asks for.
  const person = () => platform.personNow();
  const call = () => ({ callId: 'call-1', callType: 'Inbound', phoneNumber: person().number, state: 'connected', callInfo: { isOnHold: false, isMuted: false }, callAttributes: { participantType: 'Initial_Caller' }, contact: contact() });
  const contact = () => ({ id: 'contact-1', phoneNumber: person().number, name: person().recordName, type: 'PhoneNumber' });
  const GIVEN = {
    init: () => [{ configuration: {} }], setAgentStatus: () => ['Available', { statusId: '0N5000000000001AAA', statusName: 'Available', statusApiName: 'Available' }], dial: () => [contact()],
    acceptCall: () => [call()], declineCall: () => [call()], endCall: () => [call(), 'Agent'], mute: () => [], unmute: () => [], hold: () => [call()], resume: () => [call()],
    sendDigits: () => ['1'], getPhoneContacts: () => [{ contains: '' }], getContacts: () => [{ contains: '' }], swap: () => [call(), call()], conference: () => [[call(), call()]],
    addParticipant: () => [contact(), call()], pauseRecording: () => [call()], resumeRecording: () => [call()], setAgentConfig: () => [{ phones: [], selectedPhone: { type: 'SOFT_PHONE' } }],
    wrapUpCall: () => [call()], getSignedRecordingUrl: () => ['recording', 'voice-1', 'call-1'], superviseCall: () => [call()], supervisorDisconnect: () => [call()], supervisorBargeIn: () => [call()],
    handleMessage: () => [{ type: 'a message' }], logMessageToVendor: () => ['INFO', 'a message', {}], onAgentWorkEvent: () => ['0Bz000000000001AAA', '570000000000001AAA', 'AWS_1'], logout: () => [],
  };
  const FIRST = ['init', 'getTelephonyConnector', 'getAgentConfig', 'getVoiceCapabilities', 'getSharedCapabilities', 'getActiveCalls', 'setAgentStatus'];
  const CALL = ['getPhoneContacts', 'getContacts', 'dial', 'acceptCall', 'mute', 'unmute', 'hold', 'resume', 'sendDigits', 'addParticipant', 'swap', 'conference', 'pauseRecording', 'resumeRecording', 'endCall', 'wrapUpCall', 'onAgentWorkEvent', 'handleMessage', 'getAudioDevices', 'setAgentConfig'];

  // The base catches what a method throws and tells Salesforce of it; a mistake of the code itself is still one.
  function answerOf(what, full, own, name, given) {
    const failed = function (error) {
      if ((error instanceof TypeError || error instanceof ReferenceError) && error.message !== 'Failed to fetch') {
        const stack = sim.stackOf(error);
        sim.record('swallowed', { what: what, name: full, message: sim.messageOf(error), stack: stack, standIn: sim.standInFor(stack) });
      }
    };
    let answer;
    try {
      answer = sim.enter(own[name], own, given);
    } catch (error) {
      failed(error);
      return undefined;
    }
    if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function') {
      const number = sim.cause;
      sim.guard(what, answer.then, answer, [undefined, (error) => { const now = sim.cause; sim.cause = number; failed(error); sim.cause = now; }]);
    }
    return answer;
  }

  function ask(name) {
    const own = vendor && typeof vendor[name] === 'function' ? vendor : telephony && typeof telephony[name] === 'function' ? telephony : null;
    if (!own || sim.isStandIn(own) || (own[name].base === true)) {
      return 0;
    }
    sim.later(1, 'what the connector base asks', () => {
      const full = (own === vendor ? 'VendorConnector#' : 'TelephonyConnector#') + name;
      const given = (GIVEN[name] || (() => []))();
      platform.beginEvent(full, 'connector', sim.showAll(given), 1);
      const what = 'the connector method ' + name;
      sim.record('handler', { number: 0, name: full, event: '', handler: sim.placeOf(own[name]), value: sim.showAll(given), stack: '' });
      const answer = answerOf(what, full, own, name, given);
      if (name === 'getTelephonyConnector') {
        Promise.resolve(answer).then((found) => { telephony = found; }, () => undefined);
      }
    });
    return 1;
  }

  function askAll(names) {
    let count = 0;
    names.forEach((name, index) => sim.later(20 * index + 1, 'the course of a call', () => { ask(name); }));
    for (const name of names) {
      count += vendor && (typeof vendor[name] === 'function' || (telephony && typeof telephony[name] === 'function')) ? 1 : 0;
    }
    return count;
  }

  // What the base asks of a connector at each stage of a call; the events of its vendor are the vendor's own.
  const STAGE = {
    accept: ['acceptCall'], hold: ['hold'], resume: ['resume'], transfer: ['addParticipant', 'swap'], conference: ['conference'], 'hang-up': ['endCall'],
    'wrap-up': ['wrapUpCall', 'onAgentWorkEvent'], connecting: ['dial'], 'agent-state': ['setAgentStatus'], 'end-session': ['logout'], ring: ['getActiveCalls'],
  };
  platform.actions.connectorStage = (stage) => (vendor && STAGE[stage] ? askAll(STAGE[stage]) : 0);
  sim.hasConnector = () => Boolean(vendor);

  platform.actions.connector = () => (vendor ? askAll(CALL) : 0);

  function generic(name) {
    const Kind = { [name]: class { constructor(given) { Object.assign(this, given); } } }[name];
    return Kind;
  }

  function base(name, methods) {
    const Kind = { [name]: class {} }[name];
    for (const method of methods) {
      Kind.prototype[method] = Object.assign(function () { throw new Error('Not implemented'); }, { base: true });
    }
    return Kind;
  }

  sim.connectorBase = function () {
    if (made) {
      return made;
    }
    const held = {};
    const rows = sim.table.filter((entry) => entry.dialect === 'connector');
    const methodsOf = (kind) => rows.filter((entry) => entry.name.startsWith(kind + '#')).map((entry) => entry.name.slice(kind.length + 1));
    held.Constants = {};
    for (const entry of rows) {
      if (entry.name.startsWith('Constants.')) {
        held.Constants[entry.name.slice('Constants.'.length)] = Object.assign({}, entry.values);
      } else if (entry.name.startsWith('connector:')) {
        held.Constants[entry.name.slice('connector:'.length)] = held.Constants[entry.name.slice('connector:'.length)] || Object.assign({}, entry.values);
      }
    }
    held.VendorConnector = base('VendorConnector', methodsOf('VendorConnector'));
    held.TelephonyConnector = base('TelephonyConnector', methodsOf('TelephonyConnector'));
    for (const name of ['publishEvent', 'publishError', 'publishLog', 'log']) {
      held[name] = function (...args) { called(name, args); return undefined; };
    }
    held.initializeConnector = function (given) {
      called('initializeConnector', [given]);
      vendor = given !== null && typeof given === 'object' ? given : null;
      if (!vendor) {
        sim.record('misuse', { name: 'initializeConnector', what: 'the connector is not an object', stack: sim.at(), confidence: 'A' });
        return;
      }
      askAll(FIRST);
    };
    made = new Proxy(held, {
      get(target, name) {
        if (typeof name !== 'string' || name in target || name === 'then') {
          return target[name];
        }
        if (/^[A-Z]/.test(name)) {
          target[name] = generic(name);
        }
        return target[name];
      },
    });
    return made;
  };
});
