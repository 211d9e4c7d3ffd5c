// What crosses from one window to another is copied as the structured clone algorithm of the HTML standard copies it;
// what that cannot copy (functions, symbols, nodes, promises, weak collections) throws a DataCloneError.
(function (sim) {
  'use strict';

  const TrueProxy = Proxy;
  const proxies = new WeakSet();
  const textOf = Function.prototype.toString;
  const keysOf = Object.keys;
  const isView = ArrayBuffer.isView;
  const refused = [WeakMap, WeakSet, Promise];
  const errors = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
  const boxed = [Boolean, Number, String];

  class DOMException extends Error {
    constructor(message, name) {
      super(message === undefined ? '' : String(message));
      Object.defineProperty(this, 'name', { value: name === undefined ? 'Error' : String(name), configurable: true, writable: true });
      Object.defineProperty(this, 'code', { value: name === 'DataCloneError' ? 25 : name === 'AbortError' ? 20 : 0, configurable: true });
    }
  }
  sim.DOMException = DOMException;

  function refuse(value, path) {
    let shown = '#<Object>';
    if (typeof value === 'function') {
      const text = Reflect.apply(textOf, value, []);
      shown = text.length > 80 ? 'function ' + (typeof value.name === 'string' ? value.name : '') : text;
    } else if (typeof value === 'symbol') {
      shown = String(value);
    } else if (typeof value.nodeName === 'string') {
      shown = '<' + value.nodeName.toLowerCase() + '>';
    }
    const error = new DOMException(shown + ' could not be cloned.', 'DataCloneError');
    sim.refusedAt = path;
    throw error;
  }

  function copyView(value, seen) {
    const buffer = copy(value.buffer, '', seen);
    return value instanceof DataView ? new DataView(buffer, value.byteOffset, value.byteLength) : new value.constructor(buffer, value.byteOffset, value.length);
  }

  function special(value, path, seen) {
    if (value instanceof Date) {
      return new sim.Date(value.getTime());
    }
    if (value instanceof RegExp) {
      return new RegExp(value.source, value.flags);
    }
    if (value instanceof ArrayBuffer) {
      return value.slice(0);
    }
    if (isView(value)) {
      return copyView(value, seen);
    }
    if (boxed.some((Kind) => value instanceof Kind)) {
      return Object(value.valueOf());
    }
    if (value instanceof Error) {
      const made = new Error(String(value.message));
      made.name = errors.includes(value.name) ? value.name : 'Error';
      return made;
    }
    return null;
  }

  function collection(value, path, seen) {
    if (value instanceof Map) {
      const made = new Map();
      seen.set(value, made);
      value.forEach((item, key) => made.set(copy(key, path, seen), copy(item, path, seen)));
      return made;
    }
    const made = new Set();
    seen.set(value, made);
    value.forEach((item) => made.add(copy(item, path, seen)));
    return made;
  }

  function bound(value) {
    return proxies.has(value) || refused.some((Kind) => value instanceof Kind) || (typeof value.nodeType === 'number' && typeof value.nodeName === 'string') || value === globalThis
      || value === sim.parentWindow || (sim.EventTarget && value instanceof sim.EventTarget) || (sim.events && sim.events.Event && value instanceof sim.events.Event);
  }

  function copy(value, path, seen) {
    if (sim.isUnknown(value)) {
      // Nobody knows what it is: it arrives as it is shown.
      return String(value);
    }
    if (typeof value === 'function' || typeof value === 'symbol') {
      return refuse(value, path);
    }
    if (value === null || typeof value !== 'object') {
      return value;
    }
    if (seen.has(value)) {
      return seen.get(value);
    }
    if (bound(value)) {
      return refuse(value, path);
    }
    if (value instanceof Map || value instanceof Set) {
      return collection(value, path, seen);
    }
    const known = special(value, path, seen);
    if (known !== null) {
      seen.set(value, known);
      return known;
    }
    const made = Array.isArray(value) ? new Array(value.length) : {};
    seen.set(value, made);
    for (const key of keysOf(value)) {
      const item = copy(value[key], path ? path + '.' + key : key, seen);
      Object.defineProperty(made, key, { value: item, writable: true, enumerable: true, configurable: true });
    }
    return made;
  }

  // What a page wraps in a proxy (as some frameworks do with all their data) cannot be cloned either.
  sim.noteProxies = function () {
    const note = (made) => { proxies.add(made); return made; };
    const noting = new TrueProxy(TrueProxy, {
      construct: (target, args) => note(Reflect.construct(target, args)),
      get: (target, key) => (key === 'revocable' ? (...args) => { const made = target.revocable(...args); note(made.proxy); return made; } : target[key]),
    });
    Object.defineProperty(globalThis, 'Proxy', { value: noting, writable: true, configurable: true, enumerable: false });
  };

  // A copy as another window gets it; `path` is what the value is called where it is refused.
  sim.isUnknown = (value) => Boolean(sim.isStandIn && sim.isStandIn(value)) || (typeof value === 'function' && sim.unknown.has(value));
  sim.clone = (value, path) => copy(value, path || '', new Map());
});
