// Plays the steps of a scenario. What must be evaluated as a script, and waiting, is left to the one who drives.
(function (sim) {
  'use strict';

  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const assign = Object.assign;
  const create = Object.create;
  const CONTROLS = '[onclick],button,a[href^="javascript:"],input[type=button]';
  let running = null;

  // A page may have put a toJSON on Object: what is handed over has no prototype.
  function pack(fields) {
    return stringify(assign(create(null), fields));
  }

  function* event(step) {
    const actions = sim.platform.actions;
    let heard = 0;
    switch (step.do) {
      case 'click-to-dial': {
        const given = {};
        for (const name of ['number', 'recordId', 'recordName', 'objectType', 'params']) {
          if (step[name] !== undefined) {
            given[name] = step[name];
          }
        }
        if (given.recordId !== undefined) {
          given.objectId = given.recordId;
        }
        heard = actions.clickToDial(given);
        break;
      }
      case 'navigate': heard = actions.navigate(step); break;
      case 'update': heard = actions.update(); break;
      case 'agent-state': case 'end-session': case 'ring': case 'accept': case 'hold': case 'resume': case 'transfer': case 'conference': case 'hang-up': case 'wrap-up': case 'connecting':
        heard = yield* stage(step);
        break;
      case 'message': heard = actions.message(step.channel || '', step.payload); break;
      case 'console-event': heard = actions.consoleEvent(step.event, step.payload, step.tab); break;
      case 'presence': heard = actions.presence(step.payload || {}); break;
      case 'event': heard = actions.anyListener(step.name, step.payload || {}) + actions.voiceEvent(step.name, step.payload); break;
      case 'every-listener': heard = everyListener() + (sim.vendorEvents ? sim.vendorEvents() : 0) + (sim.platform.actions.connector ? sim.platform.actions.connector() : 0); break;
      case 'vendor': heard = (sim.vendorEvents ? sim.vendorEvents(200) : 0) + (sim.platform.actions.connector ? sim.platform.actions.connector() : 0); break;
      default: heard = windowMessage(step); break;
    }
    sim.record('heard', { count: heard });
    yield { op: 'pump', for: step.wait || sim.settings.wait };
  }

  // The agent presses what the page has for it; then the vendor's side goes on.
  function* stage(step) {
    let heard = step.do === 'end-session' ? sim.course.endSession() : 0;
    const button = sim.course.pressed(step.do);
    if (button) {
      clickOn(button);
      heard += 1;
      yield { op: 'pump', for: 500 };
    }
    sim.cause = 0;
    return heard + sim.course.vendor(step.do, step);
  }

  // One event for each thing that anybody listens to.
  function everyListener() {
    const seen = new Set();
    let heard = 0;
    for (const listener of sim.platform.listeners.slice()) {
      const key = listener.entry.dialect + ' ' + listener.entry.name + ' ' + (listener.event || '');
      if (!listener.active || seen.has(key)) {
        continue;
      }
      seen.add(key);
      heard += fireLike(listener);
    }
    return heard;
  }

  function fireLike(listener) {
    const actions = sim.platform.actions;
    const wanted = sim.platform.state.gaps ? [] : sim.platform.wanted(listener.fn);
    if (listener.entry.name === 'sforce.console.addEventListener') {
      const own = !listener.event.startsWith('SFORCE_');
      for (const one of own ? wanted : []) {
        actions.consoleEvent(listener.event, one.key === 'message' ? one.value : JSON.stringify({ [one.key]: one.value }));
      }
      return actions.consoleEvent(listener.event === '*' ? 'SFORCE_CONSOLE:OPEN_TAB' : listener.event);
    }
    if (listener.entry.name === 'sforce.opencti.subscribe') {
      if (listener.entry.dialect === 'event-sink') {
        return actions.sink(listener.event);
      }
      for (const one of wanted) {
        actions.message(listener.event, { recordId: sim.platform.personNow().recordId, [one.key]: one.value });
      }
      return actions.message(listener.event);
    }
    if (listener.entry.dialect === 'voice') {
      return actions.voiceEvent(listener.event);
    }
    if (listener.entry.dialect === 'streams') {
      return actions.streams(listener);
    }
    if (listener.entry.name === 'lightning/messageService.subscribe') {
      return actions.named(listener);
    }
    return actions.anyListener(listener.entry.name, {});
  }

  sim.fireLike = fireLike;

  function windowMessage(step) {
    const listeners = sim.listenersFor(globalThis, 'message');
    if (!listeners.length) {
      return 0;
    }
    const messages = [step.payload === undefined ? {} : step.payload];
    if (step.payload === undefined || (typeof step.payload === 'object' && step.payload !== null && !Object.keys(step.payload).length)) {
      for (const fn of listeners) {
        for (const one of sim.platform.wanted(fn)) {
          messages.push(one.key === 'data' ? one.value : { [one.key]: one.value });
        }
      }
    }
    for (const message of messages.slice(0, 8)) {
      sim.later(1, 'a window message', () => {
        sim.platform.beginEvent('message', 'window', sim.show(message), listeners.length);
        sim.fire(globalThis, 'message', { data: message, origin: step.origin || sim.settings.salesforce, source: sim.parentWindow }, 'MessageEvent');
      });
    }
    return listeners.length;
  }

  function clickOn(node) {
    sim.platform.beginEvent('click', 'dom', sim.show(node), 1);
    sim.turn('a click on ' + sim.show(node), () => sim.click(node));
  }

  function* leave() {
    sim.leaving = true;
    sim.turn('beforeunload', () => sim.fire(globalThis, 'beforeunload', {}, 'BeforeUnloadEvent'));
    yield { op: 'pump', for: 0 };
    sim.turn('pagehide', () => sim.fire(globalThis, 'pagehide', { persisted: false }, 'PageTransitionEvent'));
    sim.document._hidden = true;
    sim.turn('visibilitychange', () => sim.fire(sim.document, 'visibilitychange', { bubbles: true }));
    sim.turn('unload', () => sim.fire(globalThis, 'unload'));
    yield { op: 'pump', for: 0 };
    if (sim.unmount) {
      sim.unmount();
    }
    yield { op: 'pump', for: 100 };
    left();
  }

  // The browser puts the page aside and brings it back as it was: no script runs again.
  function* restore() {
    sim.turn('pagehide', () => sim.fire(globalThis, 'pagehide', { persisted: true }, 'PageTransitionEvent'));
    yield { op: 'pump', for: 100 };
    sim.turn('pageshow', () => sim.fire(globalThis, 'pageshow', { persisted: true }, 'PageTransitionEvent'));
    yield { op: 'pump', for: sim.settings.wait };
  }

  // What is still there when the page is gone.
  function left() {
    for (const listener of sim.platform.listeners) {
      if (listener.active) {
        sim.record('left', {
          number: listener.number, name: listener.entry.name, event: listener.event || '', undo: listener.entry.undo,
          undoneBy: listener.entry.undone_by.join(' '), stack: listener.stack, handler: sim.placeOf(listener.fn),
        });
      }
    }
    const on = sim.platform.state.clickToDial;
    for (const dialect in on) {
      if (on[dialect]) {
        sim.record('left-on', { dialect: dialect, name: dialect === 'classic' ? 'sforce.interaction.cti.enableClickToDial' : 'sforce.opencti.enableClickToDial' });
      }
    }
    sim.record('left-timers', { count: sim.intervals() });
  }

  function* clickElement(step) {
    const node = sim.document.querySelector(step.selector);
    if (!node) {
      sim.record('problem', { what: 'no element matches ' + step.selector });
      return;
    }
    if (step.value !== undefined) {
      node.value = step.value;
      sim.fire(node, 'input', { bubbles: true });
      sim.fire(node, 'change', { bubbles: true });
    } else {
      clickOn(node);
    }
    yield { op: 'pump', for: step.wait || sim.settings.wait };
  }

  function* clickAll(step) {
    for (const node of Array.from(sim.document.querySelectorAll(step.selector || CONTROLS)).slice(0, step.most || 20)) {
      if (node.isConnected) {
        clickOn(node);
        yield { op: 'pump', for: sim.settings.wait };
      }
    }
  }

  function* callGlobal(step) {
    let at = globalThis;
    let owner = undefined;
    for (const part of String(step.name).split('.')) {
      owner = at;
      at = at === undefined || at === null ? undefined : at[part];
    }
    if (typeof at !== 'function') {
      sim.record('problem', { what: step.name + ' is not a function of the page' });
      return;
    }
    sim.guard('the call of ' + step.name, () => sim.watchPromise('the call of ' + step.name, at.apply(owner, step.arguments || [])));
    yield { op: 'pump', for: step.wait || sim.settings.wait };
  }

  // What a step may touch once the page has started: listeners, functions that were handed over, controls.
  function offers() {
    const types = ['beforeunload', 'pagehide', 'unload', 'visibilitychange', 'pageshow', 'message', 'focus', 'blur'];
    let count = sim.platform.listeners.length + sim.document.querySelectorAll(CONTROLS).length + sim.pending();
    for (const type of types) {
      count += sim.countListeners(globalThis, type) + (sim.document === globalThis ? 0 : sim.countListeners(sim.document, type));
    }
    sim.record('offers', { calls: sim.course.offered(), count: count + (sim.vendorCallbacks ? sim.vendorCallbacks().length : 0) });
  }

  function* play(step) {
    switch (step.do) {
      case 'start': case 'load-again': yield* sim.loadPage(); offers(); break;
      case 'start-again': yield* sim.loadAgain(); break;
      case 'second-softphone': sim.record('limit', { what: 'a second softphone needs the built-in engine' }); break;
      case 'explore': yield* sim.explore(); break;
      case 'leave': yield* leave(); break;
      case 'restore': yield* restore(); break;
      case 'answers': sim.platform.state.answers = step.answers; break;
      case 'gaps': sim.platform.state.gaps = step.gaps || ''; break;
      case 'enable': sim.platform.state.clickToDial = { lightning: true, classic: true }; break;
      case 'network': sim.settings.network = step.network; break;
      case 'focus': sim.platform.state.pageHasFocus = step.focused !== false; break;
      case 'wait': yield { op: 'pump', for: step.wait || sim.settings.wait }; break;
      case 'click': case 'fill': yield* clickElement(step); break;
      case 'click-all': yield* clickAll(step); break;
      case 'call': yield* callGlobal(step); break;
      default: yield* event(step); break;
    }
  }

  let arriving = null;

  // A module that only exports does nothing by itself: what its page would call is called, and the report says so.
  const STARTERS = ['start', 'init', 'initialize', 'setup', 'connect', 'register', 'subscribe', 'default'];
  sim.startExported = function* () {
    const exported = sim.startExports;
    if (!exported || sim.calledStart || (!sim.again && sim.platform.listeners.length)) {
      return;
    }
    const names = sim.again && !sim.startedByUs ? STARTERS.slice(0, 4) : STARTERS;
    const name = names.find((one) => typeof exported[one] === 'function');
    if (!name) {
      return;
    }
    sim.startedByUs = true;
    sim.calledStart = true;
    sim.record('note', { what: 'the module exports ' + name + ', which its page would call: it was called', value: '' });
    sim.guard('the exported function ' + name, () => sim.watchPromise('the exported function ' + name, exported[name]()));
    yield { op: 'pump', for: sim.settings.settle };
  };

  sim.driver = {
    // The next thing to do: {"op": "eval", "code": …}, {"op": "pump", "until": …} or {"op": "end"}.
    begin(text) {
      const step = parse(text);
      sim.step = step.index;
      sim.cause = 0;
      running = play(step);
    },
    next() {
      const turn = running.next();
      if (turn.done) {
        return '{"op":"end"}';
      }
      if (turn.value.op === 'pump') {
        return pack({ op: 'pump', until: sim.now() + turn.value.for });
      }
      return pack(turn.value);
    },
    failed(text) {
      const [message, stack] = sim.firstLine(text);
      if (sim.rerunning && /^SyntaxError: redeclaration of /.test(message)) {
        sim.rerunning = false;
        return;
      }
      const error = { name: '', message: message, stack: stack };
      sim.record('uncaught', { what: 'a script at its top level', message: sim.clip(error.message, 500), stack: error.stack, standIn: sim.standInFor(error.stack) });
      sim.tellWindow(error);
    },
    run(until) {
      return sim.runNext(until);
    },
    advance(until) {
      sim.advanceTo(until);
    },
    // The same for scripts that arrived meanwhile; '' when there is none.
    script() {
      if (!arriving) {
        const node = sim.nextScript();
        if (!node) {
          return '';
        }
        arriving = sim.scriptOf(node);
      }
      const turn = arriving.next();
      if (turn.done) {
        arriving = null;
        return '{"op":"more"}';
      }
      if (turn.value.op === 'pump') {
        const rest = arriving;
        arriving = null;
        sim.later(turn.value.for, 'a script that goes on', () => sim.startLater(rest));
        return '{"op":"more"}';
      }
      return pack(turn.value);
    },
    take: sim.take,
    keep() {
      return sim.keep ? sim.keep() : '{}';
    },
    sent: () => sim.sent(),
    receive(text, step) {
      sim.step = step;
      sim.receive(text);
    },
    stats() {
      return pack({ steps: sim.counter.n, now: sim.now(), pending: sim.pending() });
    },
  };
  for (const name of Object.keys(sim.driver)) {
    sim.driver[name] = sim.inward(sim.driver[name]);
  }
  sim.noteProxies();
  sim.raiseShield();
  return sim.driver;
});
