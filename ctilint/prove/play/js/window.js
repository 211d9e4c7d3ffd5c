// The rest of what a page finds on window: location, storage, console, dialogs, messages, small classes.
(function (sim) {
  'use strict';

  const SAFE = Object.prototype.hasOwnProperty;

  // Addresses

  const SHAPE = /^([a-z][a-z0-9+.-]*:)(?:\/\/(?:([^@/?#]*)@)?([^/?#:]*)(?::(\d+))?)?([^?#]*)(\?[^#]*)?(#.*)?$/i;

  function flat(path) {
    const kept = [];
    for (const part of path.split('/')) {
      if (part === '..') {
        if (kept.length > 1) {
          kept.pop();
        }
      } else if (part !== '.') {
        kept.push(part);
      }
    }
    return kept.join('/');
  }

  sim.resolve = function (address, base) {
    const written = String(address).trim();
    if (SHAPE.test(written)) {
      return written;
    }
    const from = SHAPE.exec(base || sim.location.href);
    const origin = from[1] + '//' + from[3] + (from[4] ? ':' + from[4] : '');
    if (written.startsWith('//')) {
      return from[1] + written;
    }
    if (written.startsWith('/')) {
      return origin + flat(written);
    }
    if (written.startsWith('?')) {
      return origin + from[5] + written;
    }
    if (written.startsWith('#') || written === '') {
      return origin + from[5] + (from[6] || '') + written;
    }
    const cut = written.search(/[?#]/);
    const path = cut < 0 ? written : written.slice(0, cut);
    return origin + flat(from[5].replace(/[^/]*$/, '') + path) + (cut < 0 ? '' : written.slice(cut));
  };

  class URLSearchParams {
    constructor(init) {
      this._list = [];
      if (typeof init === 'string') {
        for (const pair of init.replace(/^\?/, '').split('&')) {
          if (pair) {
            const at = pair.indexOf('=');
            const read = (text) => { try { return decodeURIComponent(text.replace(/\+/g, ' ')); } catch (error) { return text; } };
            this._list.push([read(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : read(pair.slice(at + 1))]);
          }
        }
      } else if (init && typeof init[Symbol.iterator] === 'function') {
        for (const [name, value] of init) {
          this.append(name, value);
        }
      } else if (init) {
        for (const name of Object.keys(init)) {
          this.append(name, init[name]);
        }
      }
    }
    get(name) { const found = this._list.find((pair) => pair[0] === String(name)); return found ? found[1] : null; }
    getAll(name) { return this._list.filter((pair) => pair[0] === String(name)).map((pair) => pair[1]); }
    has(name) { return this._list.some((pair) => pair[0] === String(name)); }
    set(name, value) { this.delete(name); this.append(name, value); }
    append(name, value) { this._list.push([String(name), String(value)]); }
    delete(name) { this._list = this._list.filter((pair) => pair[0] !== String(name)); }
    forEach(each) { this._list.forEach((pair) => each(pair[1], pair[0], this)); }
    keys() { return this._list.map((pair) => pair[0])[Symbol.iterator](); }
    values() { return this._list.map((pair) => pair[1])[Symbol.iterator](); }
    entries() { return this._list.map((pair) => pair.slice())[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
    get size() { return this._list.length; }
    toString() { return this._list.map((pair) => encodeURIComponent(pair[0]) + '=' + encodeURIComponent(pair[1])).join('&'); }
  }

  class URL {
    constructor(address, base) {
      const loose = sim.page.captured && !SHAPE.test(String(address)) ? sim.settings.url : undefined;
      const whole = loose !== undefined && base === undefined ? sim.resolve(String(address), loose) : sim.isStandIn && sim.isStandIn(address) && base === undefined ? 'https://vendor.example/' : base === undefined ? String(address).trim() : sim.resolve(address, String(base));
      const found = SHAPE.exec(whole);
      if (!found || (/^(https?|wss?|ftp):$/i.test(found[1]) && !found[3])) {
        throw new TypeError('Invalid URL: ' + sim.show(String(address)));
      }
      this.protocol = found[1].toLowerCase();
      this.username = (found[2] || '').split(':')[0];
      this.password = (found[2] || '').split(':')[1] || '';
      this.hostname = (found[3] || '').toLowerCase();
      this.port = found[4] || '';
      this.pathname = found[5] || (found[3] ? '/' : '');
      this._search = found[6] && found[6] !== '?' ? found[6] : '';
      this.hash = found[7] && found[7] !== '#' ? found[7] : '';
      this.searchParams = new URLSearchParams(this._search);
    }
    get host() { return this.hostname + (this.port ? ':' + this.port : ''); }
    get origin() { return this.hostname ? this.protocol + '//' + this.host : 'null'; }
    get search() { const now = this.searchParams.toString(); return now === new URLSearchParams(this._search).toString() ? this._search : (now ? '?' + now : ''); }
    set search(value) { this._search = value ? '?' + String(value).replace(/^\?/, '') : ''; this.searchParams = new URLSearchParams(this._search); }
    get href() { return (this.hostname ? this.origin : this.protocol) + this.pathname + this.search + this.hash; }
    toString() { return this.href; }
    toJSON() { return this.href; }
    static createObjectURL() { return 'blob:simulated'; }
    static revokeObjectURL() {}
    static canParse(address, base) { try { return Boolean(new URL(address, base)); } catch (error) { return false; } }
  }

  const page = { url: new URL(sim.settings.url) };

  function go(address, how) {
    sim.record('navigate', { what: how, url: sim.resolve(address), stack: sim.at() });
  }
  const location = {
    assign(address) { go(address, 'location.assign'); },
    replace(address) { go(address, 'location.replace'); },
    reload() { go(page.url.href, 'location.reload'); },
    toString() { return page.url.href; },
    ancestorOrigins: [sim.settings.salesforce],
  };
  for (const part of ['href', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin']) {
    Object.defineProperty(location, part, {
      enumerable: true,
      get: () => page.url[part],
      set(value) {
        if (part === 'hash') {
          page.url.hash = value ? '#' + String(value).replace(/^#/, '') : '';
          sim.later(1, 'a change of the hash', () => sim.fire(globalThis, 'hashchange', {}, 'HashChangeEvent'));
        } else {
          go(part === 'href' ? value : page.url.href, 'location.' + part);
        }
      },
    });
  }
  sim.location = location;
  Object.defineProperty(globalThis, 'location', { configurable: true, enumerable: true, get: () => location, set(value) { go(value, 'location'); } });

  // Other windows: the frame's parent, pop-ups, frames inside the page

  sim.otherWindow = function (what) {
    const outside = new URL(sim.settings.salesforce);
    const strange = {};
    for (const part of ['href', 'host', 'hostname', 'pathname', 'search', 'hash', 'origin', 'protocol']) {
      Object.defineProperty(strange, part, {
        get() {
          const error = new Error('Blocked a frame with origin "' + page.url.origin + '" from accessing a cross-origin frame.');
          error.name = 'SecurityError';
          throw error;
        },
        set(value) { sim.record('navigate', { what: what, url: sim.resolve(value), stack: sim.at() }); },
      });
    }
    strange.replace = (value) => { strange.href = value; };
    const other = {
      closed: false,
      length: 0,
      location: strange,
      frames: [],
      postMessage(data, target) {
        crossing("postMessage' on 'Window'", data);
        sim.record('post-message', { to: what, target: sim.show(target), value: sim.show(data), stack: sim.at() });
      },
      focus() {},
      blur() {},
      close() { this.closed = true; },
      origin: outside.origin,
    };
    other.self = other;
    other.window = other;
    other.top = other;
    other.parent = other;
    return other;
  };
  const parent = sim.settings.framed === false || sim.page.top ? globalThis : sim.otherWindow('the page around the softphone');
  sim.parentWindow = parent;

  // Storage

  const stores = {};
  sim.store = function (name, key, value) {
    if (value === null) {
      stores[name].delete(key);
    } else {
      stores[name].set(key, value);
    }
  };
  function storage(name) {
    const held = new Map(Object.entries((sim.settings.kept && sim.settings.kept.storage[name]) || {}));
    stores[name] = held;
    const put = function (key, value) {
      sim.stored(name, key, held.has(key) ? held.get(key) : null, value);
      sim.store(name, key, value);
    };
    const methods = {
      getItem: (key) => (held.has(String(key)) ? held.get(String(key)) : null),
      setItem: (key, value) => { sim.record('storage', { what: name, key: String(key) }); put(String(key), String(value)); },
      removeItem: (key) => { put(String(key), null); },
      clear: () => { for (const key of Array.from(held.keys())) { put(key, null); } },
      key: (index) => Array.from(held.keys())[index] || null,
    };
    return new Proxy(methods, {
      get: (target, key) => (key === 'length' ? held.size : key in target ? target[key] : held.get(String(key))),
      set: (target, key, value) => { put(String(key), String(value)); return true; },
      deleteProperty: (target, key) => { put(String(key), null); return true; },
      ownKeys: () => Array.from(held.keys()),
      getOwnPropertyDescriptor: (target, key) => (held.has(key) ? { value: held.get(key), configurable: true, enumerable: true, writable: true } : undefined),
    });
  }

  // What a second load of the page finds: what was stored, and how Salesforce was left.
  sim.keep = function () {
    const storage = {};
    for (const name of Object.keys(stores)) {
      storage[name] = Object.fromEntries(stores[name]);
    }
    const state = sim.platform.state;
    return JSON.stringify({ ...sim.counts(), now: sim.epoch(), storage: storage, clickToDial: state.clickToDial, status: state.status, panelVisible: state.panelVisible, tabs: state.tabs, focused: state.focused, callTab: state.callTab });
  };

  // Console and dialogs

  function written(level) {
    return function (...values) {
      sim.record('console', { level: level, value: sim.showAll(values) });
    };
  }
  const consoleObject = {};
  for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table', 'group', 'groupCollapsed', 'assert']) {
    consoleObject[level] = written(level);
  }
  for (const silent of ['groupEnd', 'time', 'timeEnd', 'timeLog', 'count', 'clear', 'profile', 'profileEnd', 'countReset']) {
    consoleObject[silent] = function () {};
  }
  consoleObject.assert = function (test, ...values) {
    if (!test) {
      consoleObject.error('assertion failed', ...values);
    }
  };

  const DIALOG_WAIT = 2000;
  function dialog(name, answer) {
    return function (text) {
      sim.blocked(name, text === undefined ? '' : text, DIALOG_WAIT);
      return answer;
    };
  }

  // Messages between windows

  function deliver(what, target, fields) {
    sim.later(1, what, () => sim.fire(target, 'message', fields, 'MessageEvent'));
  }
  // What is sent is copied when it is sent; what cannot be copied makes the call fail.
  function crossing(where, data) {
    try {
      return sim.clone(data);
    } catch (error) {
      if (error instanceof sim.DOMException) {
        error.message = "Failed to execute '" + where + ": " + error.message;
      }
      throw error;
    }
  }
  sim.crossing = crossing;
  function postMessage(data) {
    deliver('a message to this window', globalThis, { data: crossing("postMessage' on 'Window'", data), origin: page.url.origin, source: globalThis });
  }

  class Port extends sim.EventTarget {
    constructor() { super(); this.onmessage = null; }
    postMessage(data) { const copy = crossing("postMessage' on 'MessagePort'", data); if (this._other) { deliver('a message on a port', this._other, { data: copy }); } }
    start() {}
    close() { this._other = null; }
  }
  class MessageChannel {
    constructor() {
      this.port1 = new Port();
      this.port2 = new Port();
      this.port1._other = this.port2;
      this.port2._other = this.port1;
    }
  }
  class AbortSignal extends sim.EventTarget {
    constructor() { super(); this.aborted = false; this.onabort = null; }
    throwIfAborted() { if (this.aborted) { throw this.reason; } }
    static timeout(ms) { const one = new AbortController(); sim.later(ms, 'a timeout', () => one.abort()); return one.signal; }
  }
  class AbortController {
    constructor() { this.signal = new AbortSignal(); }
    abort(reason) {
      this.signal.aborted = true;
      this.signal.reason = reason;
      sim.fire(this.signal, 'abort');
    }
  }

  class Observer {
    constructor(callback) { this._callback = callback; }
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords() { return []; }
  }

  class FormData {
    constructor(form) {
      this._list = [];
      if (form && form.elements) {
        for (const one of form.elements) {
          if (one.getAttribute('name')) {
            this.append(one.getAttribute('name'), one.value);
          }
        }
      }
    }
    append(name, value) { this._list.push([String(name), value]); }
    set(name, value) { this._list = this._list.filter((pair) => pair[0] !== name); this.append(name, value); }
    get(name) { const found = this._list.find((pair) => pair[0] === name); return found ? found[1] : null; }
    getAll(name) { return this._list.filter((pair) => pair[0] === name).map((pair) => pair[1]); }
    has(name) { return this._list.some((pair) => pair[0] === name); }
    delete(name) { this._list = this._list.filter((pair) => pair[0] !== name); }
    entries() { return this._list[Symbol.iterator](); }
    forEach(each) { this._list.forEach((pair) => each(pair[1], pair[0])); }
    [Symbol.iterator]() { return this.entries(); }
  }

  class Blob {
    constructor(parts, options) { this._text = (parts || []).map(String).join(''); this.type = (options && options.type) || ''; this.size = this._text.length; }
    text() { return Promise.resolve(this._text); }
    slice() { return this; }
  }

  class TextEncoder {
    encode(text) {
      const bytes = unescape(encodeURIComponent(String(text === undefined ? '' : text)));
      return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
    }
  }
  class TextDecoder {
    decode(bytes) {
      const all = Array.from(new Uint8Array(bytes && bytes.buffer ? bytes.buffer : bytes || []), (byte) => String.fromCharCode(byte)).join('');
      try { return decodeURIComponent(escape(all)); } catch (error) { return all; }
    }
  }

  let seed = 12345;
  function random() {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  }
  Math.random = random;

  class DOMParser {
    parseFromString(markup) {
      const made = sim.document.implementation.createHTMLDocument();
      sim.parseInto(made.body, markup);
      return made;
    }
  }

  class Worker extends Port {
    constructor(address) { super(); sim.request('Worker', 'GET', String(address)); this.port = this; }
    terminate() {}
  }

  function element(name, fields) {
    const made = sim.document.createElement(name);
    Object.assign(made, fields);
    return made;
  }

  const custom = new Map();
  const media = () => ({ matches: false, media: '', addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} });
  const never = () => new Promise(() => {});
  const refuse = () => Promise.reject(Object.assign(new Error('not available in the simulation'), { name: 'NotAllowedError' }));

  const navigator = {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    appName: 'Netscape', appVersion: '5.0 (X11)', platform: 'Linux x86_64', vendor: 'Google Inc.', product: 'Gecko',
    language: 'en-US', languages: ['en-US', 'en'], onLine: true, cookieEnabled: true, hardwareConcurrency: 2, maxTouchPoints: 0,
    plugins: [], mimeTypes: [], doNotTrack: null, webdriver: false,
    sendBeacon(url, data) { sim.request('sendBeacon', 'POST', String(url), { value: sim.show(data) }); return true; },
    javaEnabled: () => false,
    vibrate: () => false,
    clipboard: { writeText: () => Promise.resolve(), readText: () => Promise.resolve('') },
    mediaDevices: { getUserMedia: refuse, enumerateDevices: () => Promise.resolve([]), addEventListener() {} },
    permissions: { query: () => Promise.resolve({ state: 'prompt', addEventListener() {} }) },
    serviceWorker: { register: never, ready: never(), addEventListener() {}, getRegistrations: () => Promise.resolve([]) },
    locks: { request: (name, options, work) => Promise.resolve((work || options)({ name: name })) },
    getUserMedia() {},
  };

  const named = {
    navigator: navigator, clientInformation: navigator, console: consoleObject,
    localStorage: storage('localStorage'), sessionStorage: storage('sessionStorage'),
    alert: dialog('alert', undefined), confirm: dialog('confirm', true), prompt: dialog('prompt', ''), print: dialog('print', undefined),
    URL: URL, webkitURL: URL, URLSearchParams: URLSearchParams, postMessage: postMessage,
    MessageChannel: MessageChannel, MessagePort: Port, AbortController: AbortController, AbortSignal: AbortSignal,
    MutationObserver: Observer, IntersectionObserver: Observer, ResizeObserver: Observer, PerformanceObserver: Observer,
    FormData: FormData, Blob: Blob, File: Blob, TextEncoder: TextEncoder, TextDecoder: TextDecoder, DOMParser: DOMParser,
    Worker: Worker, SharedWorker: Worker, structuredClone: (value) => crossing("structuredClone' on 'Window'", value), DOMException: sim.DOMException,
    XMLSerializer: class { serializeToString(node) { return sim.serialize(node); } },
    FileReader: class extends sim.EventTarget { readAsText() {} readAsDataURL() {} readAsArrayBuffer() {} },
    Image: function (width, height) { return element('img', { width: width || '', height: height || '' }); },
    Audio: function (src) { return element('audio', src ? { src: src } : {}); },
    Option: function (text, value) { const made = element('option', { textContent: text || '' }); if (value !== undefined) { made.value = value; } return made; },
    Notification: Object.assign(class extends sim.EventTarget { close() {} }, { permission: 'default', requestPermission: () => Promise.resolve('default') }),
    crypto: {
      getRandomValues(array) { for (let index = 0; index < array.length; index += 1) { array[index] = Math.floor(random() * 4294967296); } return array; },
      randomUUID: () => 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(random() * 16).toString(16)),
      subtle: { digest: never },
    },
    history: { length: 1, state: null, scrollRestoration: 'auto', back() {}, forward() {}, go() {}, pushState(state) { this.state = state; }, replaceState(state) { this.state = state; } },
    screen: { width: 1440, height: 900, availWidth: 1440, availHeight: 860, availLeft: 0, availTop: 0, colorDepth: 24, pixelDepth: 24, orientation: { type: 'landscape-primary' } },
    matchMedia: media,
    getComputedStyle: (node) => node.style,
    getSelection: () => sim.document.getSelection(),
    open(address) {
      sim.record('navigate', { what: 'window.open', url: address === undefined ? '' : sim.resolve(address), stack: sim.at() });
      return sim.otherWindow('a window that the page opened');
    },
    close() {}, focus() {}, blur() {}, stop() {}, print() {}, scroll() {}, scrollTo() {}, scrollBy() {}, moveTo() {}, resizeTo() {}, resizeBy() {},
    innerWidth: 400, innerHeight: 600, outerWidth: 1440, outerHeight: 900, devicePixelRatio: 1, pageXOffset: 0, pageYOffset: 0, scrollX: 0, scrollY: 0,
    screenX: 0, screenY: 0, screenLeft: 0, screenTop: 0, name: '', status: '', length: 0, frames: globalThis, opener: null, closed: false,
    frameElement: null, isSecureContext: true, crossOriginIsolated: false, event: undefined, indexedDB: { open: () => ({}) },
    customElements: { define(name, Kind) { custom.set(name, Kind); }, get: (name) => custom.get(name), whenDefined: never, upgrade() {} },
    CSS: { escape: (text) => String(text).replace(/[^\w-]/g, '\\$&'), supports: () => false },
    reportError(error) { sim.uncaught('reportError', error); },
    window: globalThis, self: globalThis, parent: parent, top: parent,
    origin: page.url.origin,
  };
  for (const name of Object.keys(named)) {
    sim.define(name, named[name]);
  }
  if (!SAFE.call(globalThis, 'Intl')) {
    const plain = class { format(value) { return String(value); } formatToParts() { return []; } resolvedOptions() { return { timeZone: 'UTC', locale: 'en-US' }; } };
    sim.define('Intl', { DateTimeFormat: function () { return new plain(); }, NumberFormat: function () { return new plain(); }, Collator: function () { return { compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0) }; } });
  }
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
    sim.define(name, sim.EventTarget.prototype[name]);
  }
  for (const type of sim.handlerNames.concat(['unhandledrejection', 'messageerror', 'rejectionhandled'])) {
    sim.define('on' + type, null);
  }
  sim.define('Window', function Window() {});

  let telling = false;
  sim.tellWindow = function (error) {
    if (telling) {
      return;
    }
    telling = true;
    try {
      if (sim.countListeners(globalThis, 'error')) {
        sim.fire(globalThis, 'error', { message: sim.messageOf(error), error: error }, 'ErrorEvent');
      }
    } finally {
      telling = false;
    }
  };
});
