// The last phase: functions that nothing entered are called with stand-ins, so that what they register and do is seen
// (approximate interpretation). What comes of it is never held against the app.
(function (sim) {
  'use strict';

  const MOST_CALLS = 600;
  const MOST_ROUNDS = 8;
  const given = sim.page.captured || { functions: [], owners: [], decided: [] };
  const functions = [];
  const holders = [];
  const ownerOf = new WeakMap();
  const tried = new WeakSet();
  const counter = sim.counter;
  let deciding = false;
  let calls = 0;

  if (sim.page.captured) {
    const keepers = {
      f(id, fn) { if (typeof fn === 'function' && !sim.isStandIn(fn)) { functions[id] = fn; } return fn; },
      o(id, object) { if (object !== null && typeof object === 'object') { keepHolder(id, object); } return object; },
      k(id, Kind) { keepHolder(id, Kind); },
      b(id, value) { return deciding && given.decided[id] !== undefined ? (given.decided[id] ? value || true : value ? false : value) : value; },
    };
    for (const name of Object.keys(keepers)) {
      Object.defineProperty(globalThis.__ctilint, name, { value: keepers[name] });
    }
    deciding = Boolean(sim.settings.decide);
  }

  function keepHolder(id, holder) {
    const kept = holders[id] || (holders[id] = []);
    if (kept.length < 3 && !kept.includes(holder)) {
      kept.push(holder);
    }
  }

  const argument = (index) => sim.standIn('an unknown argument', true);

  function call(what, fn, self, count, args) {
    if (tried.has(fn) || calls >= MOST_CALLS || sim.isStandIn(fn)) {
      return false;
    }
    tried.add(fn);
    calls += 1;
    const list = args || Array.from({ length: Math.min(Math.max(count, 3), 8) }, (none, index) => argument(index));
    sim.turn(what, () => sim.watchPromise(what, sim.enter(fn, self, list)));
    return true;
  }

  function made(Kind, what) {
    try {
      return sim.outward(Reflect.construct, Reflect, [Kind, Array.from({ length: Math.min(Math.max(Kind.length, 2), 8) }, (none, index) => argument(index))]);
    } catch (error) {
      sim.uncaught(what, error);
      return null;
    }
  }

  // A function of old that is a class: what stands on its prototype belongs to an object of it.
  function prototypes() {
    for (const fn of functions) {
      if (typeof fn !== 'function' || tried.has(fn)) {
        continue;
      }
      const own = Object.getOwnPropertyDescriptor(fn, 'prototype');
      const methods = own && own.value && typeof own.value === 'object' ? Object.keys(own.value) : [];
      if (own && own.writable && methods.some((key) => typeof own.value[key] === 'function')) {
        tried.add(fn);
        calls += 1;
        const instance = made(fn, 'exploring ' + (fn.name || 'a class'));
        for (const key of methods) {
          const method = Object.getOwnPropertyDescriptor(own.value, key);
          if (instance && method && typeof method.value === 'function') {
            ownerOf.set(method.value, instance);
          }
        }
      }
    }
  }

  function entered(mark) {
    return counter.e[mark] === 1 && !(given.targets || []).includes(mark);
  }

  function* holding() {
    for (let id = 0; id < holders.length; id += 1) {
      const about = given.owners[id];
      for (const holder of holders[id] || []) {
        const isClass = about.kind === 'class';
        const wanted = about.held.filter((one) => !entered(one.mark));
        if (!wanted.length) {
          continue;
        }
        let self = holder;
        if (isClass && wanted.some((one) => !one.static)) {
          self = (sim.instanceOf && sim.instanceOf(holder)) || made(holder, 'exploring ' + (holder.name || 'a class'));
          tried.add(holder);
        }
        for (const one of wanted) {
          const from = isClass ? (one.static ? holder : holder.prototype) : holder;
          const method = from && Object.getOwnPropertyDescriptor(from, one.key);
          const on = one.static ? holder : self;
          if (one.key !== 'constructor' && method && typeof method.value === 'function' && on && !entered(one.mark)) {
            if (call('exploring ' + one.key, method.value, on, one.takes, sim.argumentsFor && sim.argumentsFor(holder, method.value))) {
              yield { op: 'pump', for: 60 };
            }
          } else if (method === undefined && isClass && on && typeof on[one.key] === 'function') {
            if (call('exploring ' + one.key, on[one.key], on, one.takes)) {
              yield { op: 'pump', for: 60 };
            }
          }
        }
      }
    }
  }

  // What the real library does not have ends a script; what comes after it is to be seen all the same.
  if (sim.page.captured) {
    const load = sim.loadLibrary;
    sim.loadLibrary = function (dialect, version) {
      load(dialect, version);
      extend(globalThis.sforce, 'sforce', 0);
    };
  }

  function extend(namespace, name, level) {
    if (namespace === null || typeof namespace !== 'object' || level > 2) {
      return;
    }
    for (const key of Object.keys(namespace)) {
      extend(namespace[key], name + '.' + key, level + 1);
    }
    if (level && Object.getPrototypeOf(namespace) === Object.prototype) {
      Object.setPrototypeOf(namespace, new Proxy(Object.prototype, {
        get(target, key) {
          return typeof key !== 'string' || key in target || key === 'then' || key === 'toJSON' ? target[key] : sim.standIn(name + '.' + key);
        },
      }));
    }
  }

  sim.explore = function* () {
    if (!sim.page.captured) {
      return;
    }
    deciding = true;
    if (sim.page.streams && !globalThis.connect) {
      sim.installStreams();
    }
    for (const file of sim.unrunModules()) {
      sim.guard('the module ' + file.path, () => sim.runModule(file.path));
      yield { op: 'pump', for: 20 };
    }
    for (const file of sim.unrunScripts()) {
      yield { op: 'eval', code: file.code, name: file.path };
    }
    yield { op: 'pump', for: 100 };
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = calls;
      prototypes();
      yield* holding();
      for (let id = 0; id < functions.length; id += 1) {
        const fn = functions[id];
        if (fn && !tried.has(fn) && !entered(given.functions[id].mark)) {
          const self = ownerOf.has(fn) ? ownerOf.get(fn) : given.functions[id].plain ? undefined : sim.standIn('this');
          if (call('exploring ' + (fn.name || 'a function'), fn, self, given.functions[id].takes)) {
            yield { op: 'pump', for: 60 };
          }
        }
      }
      sim.vendorEvents(40);
      yield { op: 'pump', for: 1500 };
      if (calls === before || calls >= MOST_CALLS) {
        break;
      }
    }
    for (const listener of sim.platform.listeners.slice()) {
      if (listener.active) {
        sim.fireLike(listener);
      }
    }
    yield { op: 'pump', for: 2000 };
    sim.record('explored', { count: calls });
  };
});
