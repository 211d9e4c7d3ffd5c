// Event targets and events: capture, target and bubble phases, handler properties, once, passive, objects with
// handleEvent. What a listener throws is recorded and the others run, as in a browser.
(function (sim) {
  'use strict';

  const lists = new WeakMap();
  const hidden = new WeakMap();

  class Event {
    constructor(type, options) {
      const given = options || {};
      this.type = String(type);
      this.bubbles = Boolean(given.bubbles);
      this.cancelable = Boolean(given.cancelable);
      this.composed = Boolean(given.composed);
      this.target = null;
      this.currentTarget = null;
      this.srcElement = null;
      this.eventPhase = 0;
      this.defaultPrevented = false;
      this.isTrusted = false;
      this.timeStamp = sim.now();
      this.cancelBubble = false;
      this.returnValue = true;
      hidden.set(this, { stopped: false, path: [] });
    }

    preventDefault() {
      if (this.cancelable) {
        this.defaultPrevented = true;
      }
    }

    stopPropagation() {
      this.cancelBubble = true;
    }

    stopImmediatePropagation() {
      this.cancelBubble = true;
      hidden.get(this).stopped = true;
    }

    composedPath() {
      return hidden.get(this).path.slice();
    }

    initEvent(type, bubbles, cancelable) {
      this.type = String(type);
      this.bubbles = Boolean(bubbles);
      this.cancelable = Boolean(cancelable);
    }

    initCustomEvent(type, bubbles, cancelable, detail) {
      this.initEvent(type, bubbles, cancelable);
      this.detail = detail;
    }

    initMouseEvent(type, bubbles, cancelable) {
      this.initEvent(type, bubbles, cancelable);
    }
  }
  Event.NONE = 0;
  Event.CAPTURING_PHASE = 1;
  Event.AT_TARGET = 2;
  Event.BUBBLING_PHASE = 3;

  function kindOfEvent(name, fields, parent) {
    const made = {
      [name]: class extends (parent || Event) {
        constructor(type, options) {
          super(type, options);
          const given = options || {};
          for (const key in fields) {
            this[key] = key in given ? given[key] : fields[key];
          }
        }
      },
    };
    return made[name];
  }

  const UIEvent = kindOfEvent('UIEvent', { detail: 0, view: null });
  const keys = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  const mouse = Object.assign({ button: 0, buttons: 0, clientX: 0, clientY: 0, pageX: 0, pageY: 0, screenX: 0, screenY: 0, relatedTarget: null }, keys);
  const MouseEvent = kindOfEvent('MouseEvent', mouse, UIEvent);
  sim.events = {
    Event: Event,
    UIEvent: UIEvent,
    MouseEvent: MouseEvent,
    PointerEvent: kindOfEvent('PointerEvent', { pointerId: 1, pointerType: 'mouse' }, MouseEvent),
    KeyboardEvent: kindOfEvent('KeyboardEvent', Object.assign({ key: '', code: '', keyCode: 0, which: 0, repeat: false }, keys), UIEvent),
    FocusEvent: kindOfEvent('FocusEvent', { relatedTarget: null }, UIEvent),
    InputEvent: kindOfEvent('InputEvent', { data: null, inputType: '' }, UIEvent),
    CustomEvent: kindOfEvent('CustomEvent', { detail: null }),
    MessageEvent: kindOfEvent('MessageEvent', { data: null, origin: '', lastEventId: '', source: null, ports: [] }),
    ErrorEvent: kindOfEvent('ErrorEvent', { message: '', filename: '', lineno: 0, colno: 0, error: null }),
    StorageEvent: kindOfEvent('StorageEvent', { key: null, oldValue: null, newValue: null, url: '', storageArea: null }),
    ProgressEvent: kindOfEvent('ProgressEvent', { lengthComputable: false, loaded: 0, total: 0 }),
    HashChangeEvent: kindOfEvent('HashChangeEvent', { oldURL: '', newURL: '' }),
    PopStateEvent: kindOfEvent('PopStateEvent', { state: null }),
    PageTransitionEvent: kindOfEvent('PageTransitionEvent', { persisted: false }),
    BeforeUnloadEvent: kindOfEvent('BeforeUnloadEvent', {}),
    SubmitEvent: kindOfEvent('SubmitEvent', { submitter: null }),
    CloseEvent: kindOfEvent('CloseEvent', { code: 1000, reason: '', wasClean: true }),
    PromiseRejectionEvent: kindOfEvent('PromiseRejectionEvent', { promise: null, reason: null }),
  };

  function listenersOf(target, type, make) {
    let all = lists.get(target);
    if (!all) {
      if (!make) {
        return [];
      }
      all = new Map();
      lists.set(target, all);
    }
    let found = all.get(type);
    if (!found) {
      if (!make) {
        return [];
      }
      found = [];
      all.set(type, found);
    }
    return found;
  }

  function captures(options) {
    return typeof options === 'object' && options !== null ? Boolean(options.capture) : Boolean(options);
  }

  class EventTarget {
    addEventListener(type, listener, options) {
      const target = this === undefined || this === null ? globalThis : this;
      if (listener === null || listener === undefined) {
        return;
      }
      const list = listenersOf(target, String(type), true);
      const capture = captures(options);
      if (list.some((entry) => entry.listener === listener && entry.capture === capture)) {
        return;
      }
      list.push({ listener: listener, capture: capture, once: Boolean(options && options.once) });
      if (options && options.signal && typeof options.signal.addEventListener === 'function') {
        options.signal.addEventListener('abort', () => target.removeEventListener(type, listener, options));
      }
      if (target === globalThis) {
        sim.record('dom-listener', { what: 'window', event: String(type), stack: sim.at(), handler: sim.placeOf(listener) });
      }
    }

    removeEventListener(type, listener, options) {
      const target = this === undefined || this === null ? globalThis : this;
      const list = listenersOf(target, String(type), false);
      const capture = captures(options);
      const at = list.findIndex((entry) => entry.listener === listener && entry.capture === capture);
      if (at >= 0) {
        list.splice(at, 1);
      }
    }

    dispatchEvent(event) {
      const target = this === undefined || this === null ? globalThis : this;
      return sim.dispatch(target, event);
    }
  }

  // Forgets who waited for something that happens once in a page's life.
  sim.forgetListeners = function (target, type) {
    listenersOf(target, type, true).length = 0;
  };

  // The functions that run at an event, handler property included.
  sim.listenersFor = function (target, type) {
    const own = listenersOf(target, type, false).map((entry) => (typeof entry.listener === 'function' ? entry.listener : entry.listener.handleEvent));
    return typeof target['on' + type] === 'function' ? own.concat([target['on' + type]]) : own;
  };

  sim.countListeners = function (target, type) {
    return listenersOf(target, type, false).length + (typeof target['on' + type] === 'function' ? 1 : 0);
  };

  function nameOf(target) {
    if (target === globalThis) {
      return 'window';
    }
    return target.nodeName ? String(target.nodeName).toLowerCase() + (target.id ? '#' + target.id : '') : 'an object';
  }

  // Events that a step plays on the page itself: that somebody heard them is told once in each step.
  const TOLD = ['beforeunload', 'pagehide', 'unload', 'visibilitychange', 'pageshow', 'click', 'message', 'input', 'change', 'focus', 'blur', 'online', 'offline', 'storage'];
  let ranIn = -1;
  let ranTypes = [];
  sim.tellRan = function (type) {
    if (ranIn !== sim.step) {
      ranIn = sim.step;
      ranTypes = [];
    }
    if (!ranTypes.includes(type)) {
      ranTypes.push(type);
      sim.record('ran', { what: type });
    }
  };

  function runOne(target, event, listener) {
    const what = 'the ' + event.type + ' handler of ' + nameOf(target);
    const self = typeof listener === 'function' ? target : listener;
    const fn = typeof listener === 'function' ? listener : listener.handleEvent;
    if (typeof fn !== 'function') {
      return undefined;
    }
    if (TOLD.includes(event.type)) {
      sim.tellRan(event.type);
    }
    const answer = sim.guard(what, fn, self, [event]);
    sim.watchPromise(what, answer);
    return answer;
  }

  function runHere(target, event, capture) {
    event.currentTarget = target;
    for (const entry of listenersOf(target, event.type, false).slice()) {
      if (capture !== null && entry.capture !== capture) {
        continue;
      }
      if (entry.once) {
        target.removeEventListener(event.type, entry.listener, entry.capture);
      }
      runOne(target, event, entry.listener);
      if (hidden.get(event).stopped) {
        return;
      }
    }
    if (capture !== true) {
      runProperty(target, event);
    }
  }

  function runProperty(target, event) {
    const handler = target['on' + event.type];
    if (typeof handler !== 'function') {
      return;
    }
    if (event.type === 'error' && target === globalThis) {
      sim.guard('window.onerror', handler, target, [event.message, event.filename, event.lineno, event.colno, event.error]);
      return;
    }
    const answer = runOne(target, event, handler);
    if (answer === false) {
      event.preventDefault();
    } else if (event.type === 'beforeunload' && answer !== undefined) {
      event.returnValue = answer;
    }
  }

  sim.dispatch = function (target, event) {
    const state = hidden.get(event);
    if (!state) {
      throw new TypeError('dispatchEvent expects an Event');
    }
    event.target = target;
    event.srcElement = target;
    const path = [];
    let at = target.parentNode;
    while (at) {
      path.push(at);
      at = at.parentNode || (at === sim.document ? globalThis : null);
      if (at === globalThis) {
        path.push(at);
        break;
      }
    }
    if (target === sim.document) {
      path.push(globalThis);
    }
    state.path = [target].concat(path);
    event.eventPhase = 1;
    for (let index = path.length - 1; index >= 0 && !event.cancelBubble; index -= 1) {
      runHere(path[index], event, true);
    }
    event.eventPhase = 2;
    if (!event.cancelBubble) {
      runHere(target, event, null);
    }
    event.eventPhase = 3;
    for (let index = 0; event.bubbles && index < path.length && !event.cancelBubble; index += 1) {
      runHere(path[index], event, false);
    }
    event.eventPhase = 0;
    event.currentTarget = null;
    return !event.defaultPrevented;
  };

  sim.fire = function (target, type, fields, kind) {
    const Kind = sim.events[kind || 'Event'];
    const event = new Kind(type, Object.assign({ bubbles: false, cancelable: true }, fields || {}));
    event.isTrusted = true;
    return sim.dispatch(target, event);
  };

  sim.EventTarget = EventTarget;
  for (const name in sim.events) {
    sim.define(name, sim.events[name]);
  }
  sim.define('EventTarget', EventTarget);
});
