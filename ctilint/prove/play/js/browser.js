// What takes the place of our own document, window and loader when the page runs in a real browser.
(function (sim) {
  'use strict';

  const nativeAdd = window.addEventListener.bind(window);
  const messageListeners = [];

  sim.document = document;
  sim.location = window.location;
  sim.parentWindow = window.parent;
  sim.EventTarget = window.EventTarget;
  sim.events = {};
  sim.handlerNames = [];
  sim.harness = {};
  sim.resolve = function (address) {
    try {
      return new URL(String(address), document.baseURI).href;
    } catch (error) {
      return String(address);
    }
  };
  sim.placeOf = () => '';

  sim.fire = function (target, type, fields, kind) {
    const Kind = typeof window[kind] === 'function' ? window[kind] : Event;
    let event;
    try {
      event = new Kind(type, Object.assign({ bubbles: false, cancelable: true }, fields || {}));
    } catch (error) {
      event = new Event(type, { cancelable: true });
    }
    const answer = target.dispatchEvent(event);
    const handler = target['on' + type];
    if (!(target instanceof Node) && target !== window && typeof handler === 'function') {
      sim.guard('the ' + type + ' handler', handler, target, [event]);
    }
    return answer;
  };
  sim.tellWindow = function () {};
  sim.click = (node) => node.click();
  sim.startLater = function () {};
  sim.nextScript = () => null;
  sim.scriptOf = () => null;

  window.addEventListener = function (type, listener, options) {
    if (type === 'message' && listener) {
      messageListeners.push(typeof listener === 'function' ? listener : listener.handleEvent);
    }
    return nativeAdd(type, listener, options);
  };
  sim.listenersFor = () => messageListeners.concat(typeof window.onmessage === 'function' ? [window.onmessage] : []);
  sim.countListeners = () => sim.listenersFor().length;

  sim.asked = function (name, role, answer) {
    sim.record('asked', { name: name, roles: role, stack: sim.at() });
    return answer;
  };
  let hidden = false;
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => sim.asked('document.hidden', 'asks-tab', hidden) });
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => sim.asked('document.visibilityState', 'asks-tab', hidden ? 'hidden' : 'visible') });
  Object.defineProperty(document, '_hidden', { configurable: true, set(value) { hidden = value; } });
  document.hasFocus = () => sim.asked('document.hasFocus', 'asks-tab', sim.platform.state.pageHasFocus);

  function dialog(name, answer) {
    window[name] = function (text) {
      sim.blocked(name, text === undefined ? '' : text, 2000);
      return answer;
    };
  }
  dialog('alert', undefined);
  dialog('confirm', true);
  dialog('prompt', '');
  dialog('print', undefined);
  window.open = function (address) {
    sim.record('navigate', { what: 'window.open', url: address === undefined ? '' : sim.resolve(address), stack: sim.at() });
    return null;
  };
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    window.console[level] = (...values) => sim.record('console', { level: level, value: sim.showAll(values) });
  }

  nativeAdd('error', (event) => {
    if (event.target && event.target !== window) {
      if (event.target.localName === 'script') {
        sim.record('script', { address: event.target.getAttribute('src') || '', path: '', status: 'missing' });
      }
      return;
    }
    const what = document.readyState === 'loading' ? 'a script at its top level' : 'the page';
    const at = event.filename ? '\n    at (' + event.filename + ':' + event.lineno + ':' + event.colno + ')' : '';
    sim.record('uncaught', { what: what, message: sim.messageOf(event.error || event.message), stack: sim.stackOf(event.error) || at });
  }, true);
  nativeAdd('unhandledrejection', (event) => {
    sim.record('rejected', { what: 'the page', message: sim.messageOf(event.reason), stack: sim.stackOf(event.reason) });
  });

  // The address of a Salesforce library was asked for: the simulated one comes.
  sim.libraryFrom = function (address) {
    const found = sim.libraryAt(address);
    sim.record('load', { address: address, url: sim.resolve(address), what: found.library, dialect: found.dialect, version: found.version, stack: '' });
    sim.loadLibrary(found.dialect, found.version);
  };

  sim.loadPage = function* () {
    yield { op: 'pump', for: sim.settings.settle };
    yield* sim.startExported();
  };

  sim.loadAgain = function* () {
    for (const old of Array.from(document.querySelectorAll('script'))) {
      if (!/json|template|html/.test(old.type)) {
        const fresh = document.createElement('script');
        for (const one of old.attributes) {
          fresh.setAttribute(one.name, one.value);
        }
        fresh.textContent = old.textContent;
        document.head.appendChild(fresh);
      }
    }
    yield { op: 'pump', for: sim.settings.settle };
    sim.calledStart = false;
    sim.again = true;
    yield* sim.startExported();
  };

  // Plays one step; the browser's own events get their turn between ours.
  sim.playStep = async function (text) {
    const driver = sim.driver;
    const turn = () => new Promise((done) => sim.realTimeout(done, 0));
    driver.begin(text);
    for (;;) {
      const command = JSON.parse(driver.next());
      if (command.op === 'end') {
        break;
      }
      let quiet = 0;
      for (let count = 0; count < 5000 && quiet < 3; count += 1) {
        await turn();
        quiet = driver.run(command.until) ? 0 : quiet + 1;
      }
      driver.advance(command.until);
    }
    await turn();
  };
});
