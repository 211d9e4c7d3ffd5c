// The course of a call, an agent's state and a session, driven from the vendor's side: through Streams, the connector
// base, the Voice toolkit, the console, and what the app handed to a vendor that nobody knows.
(function (sim) {
  'use strict';

  const platform = sim.platform;
  const state = platform.state;
  const MOST_MESSAGES = 3;
  const compared = (sim.page && sim.page.compared) || [];

  // What a name says of the stage that it belongs to. A vendor that nobody knows tells it by its names alone.
  const STAGES = [
    ['wrap-up', /\b(wrap|acw|after ?(call|contact|work|conversation)|dispos)/],
    ['end-session', /\b(log(ged)? ?out|sign(ed)? ?out|session ?(end|expir|clos|terminat|lost|timeout|invalid)|expire|unauthori|auth(orize|entication)? ?(fail|error|denied|retries)|access denied)|^terminated?$/],
    ['transfer', /\b(transfer|refer|consult)/],
    ['conference', /\b(conferenc|merge|participant|three ?way)/],
    ['resume', /\b(resum|un ?hold|off ?hold|retriev)/],
    ['hold', /\b(on ?)?(hold|held)\b/],
    ['hang-up', /\b(call ?)?(end(ed|ing|s)?\b|hang|hung|disconnect|terminat|bye\b|drop|clear|releas|cancel|finish|destroy|missed|reject|declin|complet)/],
    ['ring', /\b(call ?)?(ring|incoming|inbound|offer|alerting|invit|arriv|(new|received?) call|call (started|starting|begin|began|arriv|receiv)|callstart)/],
    ['accept', /\b(call ?)?(accept|answer|connected|establish|pick(ed)? ?up|talking|bridged)/],
    ['connecting', /\b(outgoing|outbound|dial|originat|initiat|connecting)/],
    ['agent-state', /\b(agent|presence|ready|available|availability|unavailable|busy|break|offline|activity|routable)/],
  ];
  // Buttons say what they do in fewer words.
  const ASKED = [
    ['wrap-up', /\b(wrap|dispos|save|submit|log ?call|call ?log|complete|finish)/], ['transfer', /\btransfer/], ['conference', /\b(conferenc|merge)/], ['resume', /\b(resum|un ?hold|retriev)/],
    ['hold', /\bhold\b/], ['hang-up', /\b(hang|end|disconnect|drop|release)/], ['accept', /\b(accept|answer|pick ?up)/], ['connecting', /\b(dial|make ?call|place ?call|call)\b/],
    ['agent-state', /\b(ready|available|away|break|offline)/],
  ];

  function words(text) {
    return String(text).replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^A-Za-z0-9]+/g, ' ').trim().toLowerCase().replace(/^on /, '');
  }
  function stageOf(text, table) {
    const said = words(text);
    const found = (table || STAGES).find((row) => row[1].test(said));
    return found ? found[0] : '';
  }
  sim.stageOf = stageOf;

  // What a message of this stage says: the values that the app's own code compares with.
  function messagesOf(stage) {
    const byKey = new Map();
    for (const [key, value] of compared) {
      if (stageOf(value) === stage) {
        byKey.set(key, (byKey.get(key) || []).concat([value]));
      }
    }
    const count = Math.min(MOST_MESSAGES, Math.max(0, ...Array.from(byKey.values(), (values) => values.length)));
    return Array.from({ length: count }, (none, index) => {
      const made = {};
      byKey.forEach((values, key) => { made[key] = values[Math.min(index, values.length - 1)]; });
      return made;
    });
  }

  function body(said) {
    const person = platform.personNow();
    const known = { callId: 'call-1', id: 'call-1', number: person.number, phoneNumber: person.number, from: person.number, ani: person.number, direction: state.call ? state.call.direction : 'inbound' };
    return Object.assign(known, said);
  }

  // Messages and sockets: only what the app compares with is sent, for nobody knows the rest.
  function told(stage) {
    const messages = messagesOf(stage);
    const windows = messages.length ? sim.listenersFor(globalThis, 'message').length : 0;
    const sockets = (sim.sockets || []).filter((one) => one.readyState === 1 && (typeof one.onmessage === 'function' || sim.countListeners(one, 'message')));
    messages.forEach((said, index) => {
      const event = function (what, target, data, more) {
        sim.later(4 * index + 1, what, () => {
          const number = platform.beginEvent('message', 'vendor', sim.show(data), 1);
          (sim.vendorCauses || new Map()).set(number, 'the vendor (' + Object.values(said)[0] + ')');
          sim.fire(target, 'message', Object.assign({ data: data }, more), 'MessageEvent');
        });
      };
      if (windows) {
        event('a window message', globalThis, body(said), { origin: sim.settings.salesforce, source: sim.parentWindow });
      }
      sockets.forEach((socket) => event('a message on a connection', socket, JSON.stringify(body(said)), {}));
    });
    return messages.length ? windows + sockets.length : 0;
  }

  function strangers(stage) {
    if (!sim.vendorCallbacks) {
      return 0;
    }
    const messages = messagesOf(stage);
    let count = 0;
    for (const one of sim.vendorCallbacks()) {
      const own = stageOf(one.event || one.name.replace(/\(\)/g, '').split('.').pop());
      const general = own === '' && one.event !== '';
      if (own === stage || (general && (messages.length || stage === 'ring'))) {
        const given = messages.length ? messages : [{}];
        given.forEach((said, index) => sim.later(5 * (count + index) + 1, 'an event of ' + one.root, () => sim.fireVendor(one, said)));
        count += given.length;
      }
    }
    return count;
  }

  function voice(stage) {
    const events = new Set(platform.listeners.filter((one) => one.active && one.entry.dialect === 'voice').map((one) => one.event));
    let heard = 0;
    events.forEach((event) => { heard += stageOf(event) === stage ? platform.actions.voiceEvent(event, { callId: 'call-1' }) : 0; });
    return heard;
  }

  const CONSOLE = { ring: ['onCallBegin', { id: 'call-1' }], 'hang-up': ['onCallEnd', { id: 'call-1', duration: '65', disposition: 'Done' }], 'wrap-up': ['onCallLogSaved', { id: 'call-1' }] };
  function console_(stage) {
    const found = CONSOLE[stage];
    return found ? platform.actions.anyListener('sforce.console.cti.' + found[0], found[1]) : 0;
  }

  // A button of the page that says what the agent does now.
  function pressed(stage) {
    // The other party answers a call that went out, not the agent.
    if (sim.settings.second || (stage === 'accept' && state.call && state.call.direction === 'outbound')) {
      return null;
    }
    const controls = Array.from(sim.document.querySelectorAll('[onclick],button,a[href^="javascript:"],input[type=button],input[type=submit]'));
    return controls.find((node) => {
      const texts = [node.id, node.getAttribute('name'), node.getAttribute('value'), node.getAttribute('title'), node.getAttribute('aria-label'), sim.clip(node.textContent || '', 60)];
      return texts.some((text) => text && stageOf(text, ASKED) === stage);
    }) || null;
  }

  const NEXT = { ring: 'ringing', connecting: 'connecting', accept: 'connected', hold: 'held', resume: 'connected', 'hang-up': 'ended', 'wrap-up': '' };

  sim.course = {
    stages: Object.keys(NEXT).concat(['transfer', 'conference', 'agent-state', 'end-session']),
    // What happened to the call, whoever did it.
    move(stage) {
      if (stage === 'ring' || (stage === 'connecting' && !state.call)) {
        state.call = { direction: stage === 'ring' ? 'inbound' : 'outbound', status: NEXT[stage], parties: 1 };
      } else if (state.call && NEXT[stage] !== undefined) {
        state.call.status = NEXT[stage];
      } else if (state.call && stage === 'transfer') {
        state.call.parties = 2;
      }
    },
    pressed: pressed,
    // The vendor's side of a stage; how many heard of it.
    vendor(stage, step) {
      const ongoing = NEXT[stage] !== undefined && stage !== 'ring' && stage !== 'connecting';
      const already = stage === 'connecting' ? Boolean(state.call) : ongoing && (!state.call || state.call.status === NEXT[stage]);
      sim.course.move(stage);
      let heard = 0;
      if (stage === 'agent-state') {
        state.agent = step.state || 'Break';
        heard += platform.actions.presence({ statusName: state.agent, statusApiName: state.agent });
      }
      if (!already && platform.actions.streamsStage) {
        heard += platform.actions.streamsStage(stage);
      }
      heard += platform.actions.connectorStage ? platform.actions.connectorStage(stage) : 0;
      heard += voice(stage) + console_(stage) + strangers(stage) + told(stage);
      if (stage === 'wrap-up') {
        state.call = null;
      }
      return heard;
    },
    // The session of the agent ends: the org and the servers refuse from now on, connections close.
    endSession() {
      state.answers = 'failure';
      sim.settings.network = 'expired';
      const open = (sim.sockets || []).filter((one) => one.readyState === 1);
      open.forEach((one) => { one.readyState = 3; sim.later(1, 'a connection that closes', () => sim.fire(one, 'close', { code: 4001 }, 'CloseEvent')); });
      return open.filter((one) => typeof one.onclose === 'function' || sim.countListeners(one, 'close')).length;
    },
    // How much there is that a vendor's side could reach.
    offered() {
      const own = platform.listeners.filter((one) => ['streams', 'voice'].includes(one.entry.dialect) || /console\.cti\.onCall/.test(one.entry.name)).length;
      const controls = ['accept', 'hold', 'hang-up', 'wrap-up', 'connecting'].filter((stage) => pressed(stage)).length;
      const messages = compared.some((one) => stageOf(one[1])) ? sim.listenersFor(globalThis, 'message').length + (sim.sockets || []).length : 0;
      return own + controls + messages + (sim.vendorCallbacks ? sim.vendorCallbacks().length : 0) + (platform.actions.connectorStage && sim.hasConnector() ? 1 : 0);
    },
  };
});
