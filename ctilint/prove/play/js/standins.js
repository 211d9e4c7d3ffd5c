// What the app does not bring: a script from elsewhere, a package, a global. Nobody knows what it does, so it bears
// whatever is done with it, keeps the functions it is given, and can call them as that vendor's events.
(function (sim) {
  'use strict';

  const infos = new WeakMap();
  const children = new WeakMap();
  const callbacks = [];
  const used = [];
  const lines = new Map();
  const MOST_CALLBACKS = 400;
  const MOST_LINES = 3000;
  const assigned = new Set(sim.page.assigned || []);
  const LOOK = /<(?:input|eval)>:(\d+):/g;
  const FIRST_LINE = 20001;
  let looked = 0;
  let depth = 0;

  sim.isStandIn = (value) => (typeof value === 'function' || (typeof value === 'object' && value !== null)) && infos.has(value);
  sim.standInName = (value) => (sim.isStandIn(value) ? infos.get(value).name : '');

  function topLine(stack) {
    LOOK.lastIndex = 0;
    let found = LOOK.exec(stack);
    while (found) {
      if (Number(found[1]) >= FIRST_LINE) {
        return Number(found[1]);
      }
      found = LOOK.exec(stack);
    }
    return 0;
  }

  // A line of the app that uses a stand-in: what it throws may be ours.
  function note(info) {
    if (!used.includes(info.root)) {
      used.push(info.root);
      sim.record('stand-in', { what: info.root });
    }
    if (looked < MOST_LINES) {
      looked += 1;
      const line = topLine(sim.at());
      if (line && !lines.has(line)) {
        lines.set(line, info.root);
      }
    }
  }

  // The stand-in that an error with this stack may come from, or ''.
  sim.standInFor = function (stack) {
    const line = topLine(String(stack));
    return (line && lines.get(line)) || (sim.vendorCauses && sim.vendorCauses.get(sim.cause)) || '';
  };
  sim.vendorCauses = new Map();

  function textOf(info) {
    const key = info.name.replace(/\(\)/g, '').split('.').pop();
    const known = sim.platform ? sim.platform.facts() : {};
    const found = Object.keys(known).find((name) => name.toLowerCase() === key.toLowerCase());
    return found && typeof known[found] === 'string' ? known[found] : /url|href|uri|address/i.test(key) ? 'https://vendor.example/' : 'text';
  }

  // An element that is handed over is shown: alone, or in the lists and objects of a table of routes.
  function show(one, level) {
    if (one === null || typeof one !== 'object' || sim.isStandIn(one) || one.nodeType) {
      return false;
    }
    if (sim.isElement(one)) {
      sim.later(10, 'a component that is shown', () => sim.showElement(one));
      return true;
    }
    const inside = level < 4 ? Object.keys(one).slice(0, 60) : [];
    for (const key of inside) {
      const descriptor = Object.getOwnPropertyDescriptor(one, key);
      show(descriptor && descriptor.value, level + 1);
    }
    return false;
  }

  function keep(info, args) {
    let event = '';
    args.forEach((one) => {
      if (show(one, 0)) {
        return;
      }
      if (typeof one === 'string') {
        event = event || one;
      } else if (typeof one === 'function' && !sim.isStandIn(one)) {
        add(info, one, event, !event);
      } else if (one !== null && typeof one === 'object' && !sim.isStandIn(one) && !one.nodeType) {
        for (const key of Object.keys(one).slice(0, 60)) {
          const descriptor = Object.getOwnPropertyDescriptor(one, key);
          if (descriptor && typeof descriptor.value === 'function' && !sim.isStandIn(descriptor.value)) {
            add(info, descriptor.value, key, false, one);
          }
        }
      }
    });
  }

  function add(info, fn, event, goesOn, self) {
    if (callbacks.length >= MOST_CALLBACKS || callbacks.some((one) => one.fn === fn && one.event === event)) {
      return;
    }
    const one = { fn: fn, name: info.name, root: info.root, event: event, self: self, fired: 0 };
    callbacks.push(one);
    if (goesOn && depth < 12) {
      const own = depth + 1;
      sim.later(30, 'what ' + info.name + ' goes on with', () => {
        depth = own;
        fire(one);
        depth = 0;
      });
    }
  }

  // What the event that is being told says, by the name of the field, however deep the app looks for it.
  let said = {};

  function fire(one, telling) {
    one.fired += 1;
    const number = sim.platform.beginEvent(one.name + (one.event ? ' ' + one.event : ''), 'vendor', '', 1);
    sim.vendorCauses.set(number, one.root);
    said = telling || {};
    const given = sim.standIn(one.root + ' event', true);
    const what = 'a callback given to ' + one.name;
    const own = Object.getOwnPropertyDescriptor(one.fn, 'prototype');
    if (own && !own.writable) {
      // A class that was handed over is made by whoever got it, with what it asks for.
      sim.guard(what, () => sim.outward(Reflect.construct, Reflect, [one.fn, Array.from({ length: Math.max(one.fn.length, 2) }, () => given)]));
    } else {
      sim.watchPromise(what, sim.guard(what, one.fn, one.self, [given, given, given]));
    }
    said = {};
    sim.record('vendor', { name: one.name, event: one.event, handler: sim.placeOf(one.fn) });
  }
  sim.fireVendor = fire;

  // The vendor's side: each function that was handed over is called once more, in the order in which they came.
  sim.vendorEvents = function (most) {
    const all = callbacks.filter((one) => one.event || !one.fired).sort((a, b) => a.fired - b.fired).slice(0, most || 60);
    all.forEach((one, index) => sim.later(5 * index + 1, 'an event of ' + one.root, () => fire(one)));
    return all.length;
  };
  sim.vendorCallbacks = () => callbacks;

  function iterator() {
    const made = { next: () => ({ value: undefined, done: true }), [Symbol.iterator]: () => made };
    return made;
  }

  function special(info, key, proxy, target) {
    switch (key) {
      case Symbol.iterator: return /\.use[A-Z]\w*\(\)$/.test(info.name) ? () => [child(info, 'state'), child(info, 'set')][Symbol.iterator]() : iterator;
      case Symbol.asyncIterator: return () => ({ next: () => Promise.resolve({ value: undefined, done: true }) });
      case Symbol.toPrimitive: return (hint) => (hint === 'number' ? 1 : textOf(info));
      case Symbol.toStringTag: case Symbol.isConcatSpreadable: case Symbol.unscopables: return undefined;
      case 'prototype': return target.prototype;
      case 'length': case 'size': return 0;
      case 'toString': case 'toLocaleString': return () => textOf(info);
      case 'valueOf': return () => textOf(info);
      case 'toJSON': return () => ({});
      case 'nodeType': case 'nodeName': case 'tagName': case '$$typeof': case '__esModule': case 'jquery': case 'asymmetricMatch': case '_children': case 'message': case 'stack': return undefined;
      // Of telephony, `call` is as likely a call as the method of functions; a stand-in bears to be either.
      case 'apply': return (self, args) => invoke(info, Array.from(args || []));
      case 'bind': return () => proxy;
      case 'hasOwnProperty': return () => false;
      case 'then': return info.settled ? undefined : (done, failed) => {
        if (typeof done === 'function') {
          const native = !sim.placeOf(done);
          if (native) {
            sim.later(20, 'an answer of ' + info.root, () => sim.outward(done, undefined, [sim.standIn(info.name, true)]));
          } else {
            add(info, done, '', true);
          }
        }
        void failed;
        return child(info, 'then()');
      };
      default: return child;
    }
  }

  function child(info, key) {
    let all = children.get(info);
    if (!all) {
      all = new Map();
      children.set(info, all);
    }
    if (!all.has(key)) {
      const name = key.endsWith('()') ? info.name + '()' : info.name + '.' + key;
      all.set(key, make(name.length > 160 ? info.root + '…' : name, info.root, false));
    }
    return all.get(key);
  }

  function invoke(info, args) {
    note(info);
    keep(info, args);
    return child(info, '()');
  }

  // An object of a class that the app made of a stand-in.
  function inherited(info) {
    return new Proxy({}, {
      get(target, key, self) {
        if (typeof key !== 'string' || key === 'then' || key === 'constructor' || assigned.has(key) || key in Object.prototype) {
          return Reflect.get(target, key, self);
        }
        note(info);
        return child(info, key);
      },
    });
  }

  function make(name, root, settled) {
    const info = { name: name, root: root, settled: settled };
    const target = function () { /* never runs: the traps answer */ };
    const held = new Map();
    let proto = null;
    Object.defineProperty(target, 'prototype', { writable: true, value: Object.prototype });
    const proxy = new Proxy(target, {
      get: sim.inwardOften((kept, key) => {
        if (held.has(key)) {
          return held.get(key);
        }
        if (key === 'prototype') {
          proto = proto || inherited(info);
          target.prototype = proto;
          return proto;
        }
        const found = special(info, key, proxy, target);
        if (found !== child) {
          return found;
        }
        if (typeof key === 'symbol') {
          return undefined;
        }
        if (Object.hasOwn(said, key) && info.name.includes(' event')) {
          return said[key];
        }
        note(info);
        return child(info, key);
      }),
      set: sim.inwardOften((kept, key, value) => { held.set(key, value); return true; }),
      has: () => true,
      deleteProperty: (kept, key) => { held.delete(key); return true; },
      defineProperty: (kept, key, descriptor) => { held.set(key, descriptor.value); return true; },
      apply: sim.inwardOften((kept, self, args) => invoke(info, args)),
      construct: sim.inwardOften((kept, args, newTarget) => {
        note(info);
        keep(info, args);
        if (newTarget !== proxy && newTarget && typeof newTarget === 'function') {
          return Object.create(newTarget.prototype);
        }
        return make(name + '()', root, false);
      }),
    });
    infos.set(proxy, info);
    return proxy;
  }

  sim.standIn = (name, settled) => make(name, name.split(/[ .(]/)[0] === name ? name : name.replace(/ event$/, ''), Boolean(settled));

  // Globals that the app takes for given: there when they are asked for, gone when the app brings its own.
  sim.offerOutside = function (names) {
    for (const name of names) {
      if (name in globalThis) {
        continue;
      }
      let value;
      Object.defineProperty(globalThis, name, {
        configurable: true, enumerable: false,
        get() { value = value || sim.standIn(name); return value; },
        set(given) { Object.defineProperty(globalThis, name, { value: given, writable: true, configurable: true, enumerable: true }); },
      });
    }
  };

  // What enums were rewritten to.
  sim.define('__ctilintEnum', (members) => {
    const made = {};
    let next = 0;
    for (const [name, ...value] of members) {
      const given = value.length ? value[0] : next;
      made[name] = given;
      if (typeof given === 'number') {
        next = given + 1;
        made[given] = name;
      }
    }
    return made;
  });
  const parse = JSON.parse;
  // What a server of the app answers, nobody knows: read as JSON it is a stand-in.
  sim.unknownBody = '{ }';
  JSON.parse = function (text, reviver) {
    return sim.isStandIn(text) ? text : text === sim.unknownBody ? sim.standIn('a server', true) : parse(text, reviver);
  };
});
