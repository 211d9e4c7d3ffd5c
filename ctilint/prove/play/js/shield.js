// Keeps the simulation working whatever a page does to the language: what a page overwrote is put right while our own
// code runs, and put back before the page goes on. What a page adds stays where it is.
(function (sim) {
  'use strict';

  const apply = Reflect.apply;
  const construct = Reflect.construct;
  const ownKeys = Reflect.ownKeys;
  const trueDescribe = Object.getOwnPropertyDescriptor;
  const bare = Reflect.setPrototypeOf;
  // A description without a prototype: a page may have put a getter on every object.
  function describe(object, key) {
    const found = trueDescribe(object, key);
    if (found !== undefined) {
      bare(found, null);
    }
    return found;
  }
  const define = Object.defineProperty;
  const trueDefine = Reflect.defineProperty;
  const remove = Reflect.deleteProperty;
  const indirect = eval;
  const protoOf = Object.getPrototypeOf;
  const weakGet = WeakMap.prototype.get;
  const weakSet = WeakMap.prototype.set;
  const weakHas = WeakMap.prototype.has;

  const generator = protoOf(function* () { /* its prototype is wanted */ });
  const asyncGenerator = protoOf(async function* () { /* its prototype is wanted */ });
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)].map(protoOf);
  const guarded = [
    Array.prototype, Function.prototype, String.prototype, Object.prototype, Object, Array, String, Number, Number.prototype, Boolean.prototype, Symbol,
    Symbol.prototype, Error, Error.prototype, TypeError.prototype, RangeError.prototype, Map.prototype, Set.prototype, WeakMap.prototype, WeakSet.prototype,
    Promise, Promise.prototype, RegExp.prototype, JSON, Reflect, Math, Date.prototype, generator, generator.prototype, asyncGenerator, asyncGenerator.prototype,
    protoOf(async function () { /* its prototype is wanted */ }), protoOf(Uint8Array.prototype), protoOf(iterators[0]),
  ].concat(iterators);

  // A function that was bound stands for the one it was made of.
  const originals = new WeakMap();
  const trueBind = Function.prototype.bind;
  sim.original = function (fn) {
    let at = fn;
    for (let count = 0; count < 20 && typeof at === 'function' && apply(weakHas, originals, [at]); count += 1) {
      at = apply(weakGet, originals, [at]);
    }
    return at;
  };
  sim.standsFor = function (made, original) {
    if (typeof made === 'function') {
      apply(weakSet, originals, [made, original]);
    }
    return made;
  };
  const bind = { bind(...args) { return sim.standsFor(apply(trueBind, this, args), this); } }.bind;
  define(bind, 'length', { value: 1 });
  define(Function.prototype, 'bind', { value: bind, writable: true, configurable: true, enumerable: false });

  // What a page says about stacks stays with the page: ours are needed to know where it was.
  for (const name of ['stackTraceLimit', 'prepareStackTrace']) {
    let shown = Error[name];
    if (name === 'stackTraceLimit') {
      Error[name] = 25;
    }
    if ('lineNumber' in Function.prototype) {
      trueDefine(Error, name, { configurable: true, enumerable: false, get: () => shown, set(value) { shown = value; } });
    }
  }

  // No page may make what it overwrote permanent.
  const known = new Set(guarded);
  const setHas = Set.prototype.has;
  const isGuarded = (one) => apply(setHas, known, [one]);
  for (const [holder, name, answer] of [[Object, 'defineProperty', 0], [Reflect, 'defineProperty', 1]]) {
    const real = holder[name];
    const made = function (target, key, descriptor) {
      if (isGuarded(target) && descriptor !== null && typeof descriptor === 'object') {
        const copy = Object.create(null);
        for (const field of ['value', 'writable', 'enumerable', 'get', 'set']) {
          if (field in descriptor) {
            copy[field] = descriptor[field];
          }
        }
        copy.configurable = true;
        if (!('get' in copy) && !('set' in copy)) {
          copy.writable = true;
        }
        const done = trueDefine(target, key, copy);
        return answer ? done : target;
      }
      return apply(real, this, arguments);
    };
    define(made, 'name', { value: name });
    holder[name] = made;
  }
  for (const [holder, name, answer] of [
    [Object, 'freeze', 0], [Object, 'seal', 0], [Object, 'preventExtensions', 0], [Reflect, 'preventExtensions', 1], [Object, 'setPrototypeOf', 0], [Reflect, 'setPrototypeOf', 1],
  ]) {
    const real = holder[name];
    const made = function (target) { return isGuarded(target) ? (answer ? true : target) : apply(real, this, arguments); };
    define(made, 'name', { value: name });
    holder[name] = made;
  }

  // Additions that change what literals and arrays of ours mean.
  const poison = [Object.prototype, ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'toJSON', 'then'], Array.prototype, ['toJSON', '0', '1', '2', '3', '4', '5', '6', '7'], String.prototype, ['toJSON']];
  const quick = [[Array.prototype, Symbol.iterator], [iterators[0], 'next'], [Array.prototype, 'push'], [Array.prototype, 'slice'], [Array.prototype, 'filter'], [Function.prototype, 'call'],
    [Function.prototype, 'apply'], [String.prototype, 'toLowerCase'], [String.prototype, 'slice'], [generator.prototype, 'next'], [Map.prototype, 'get'], [Array.prototype, 'indexOf']].map(([object, key]) => ({ object: object, key: key, value: object[key] }));

  let rows = [];
  let compare = () => false;
  // Everything of ours is installed: what stands there now is right.
  sim.raiseShield = function () {
    rows = guarded.map((object) => {
      const keys = ownKeys(object).filter((key) => describe(object, key).configurable);
      const descriptors = keys.map((key) => describe(object, key));
      const values = descriptors.map((one) => one.value);
      const plain = descriptors.map((one) => 'value' in one && one.value === one.value);
      return { object: object, keys: keys, descriptors: descriptors, plain: plain, values: values };
    });
    // One comparison after the other, written out once: it runs at every step over the border.
    const values = [];
    const symbols = [];
    let code = '';
    rows.forEach((row, index) => {
      row.keys.forEach((key, at) => {
        if (row.plain[at]) {
          const name = typeof key === 'symbol' ? '[s[' + (symbols.push(key) - 1) + ']]' : '.' + key;
          code += '||o' + index + name + '!==v[' + (values.push(row.values[at]) - 1) + ']';
        }
      });
    });
    const objects = rows.map((row, index) => 'o' + index + '=r[' + index + '].object').join(',');
    compare = indirect('(function (r, v, s) { const ' + objects + '; return function () { return false' + code + '; }; })')(rows, values, symbols);
  };

  let inside = false;
  let dirty = false;
  let saved = null;

  function suspicious() {
    for (let index = 0; index < quick.length; index += 1) {
      const one = quick[index];
      if (one.object[one.key] !== one.value) {
        return true;
      }
    }
    return false;
  }

  function changed() {
    try {
      return compare();
    } catch (error) {
      return true;
    }
  }

  function differs(row, at) {
    try {
      return row.object[row.keys[at]] !== row.values[at];
    } catch (error) {
      return true;
    }
  }

  function note(found, count, fields) {
    const descriptor = { __proto__: null, value: fields, writable: true, configurable: true, enumerable: true };
    trueDefine(found, count, descriptor);
    return count + 1;
  }

  // Puts right what differs; returns what the page had there, or null.
  function right() {
    let found = null;
    let count = 0;
    for (let index = changed() ? 0 : rows.length; index < rows.length; index += 1) {
      const row = rows[index];
      const length = row.keys.length;
      for (let at = 0; at < length; at += 1) {
        if (row.plain[at] && differs(row, at)) {
          found = found || [];
          count = note(found, count, { object: row.object, key: row.keys[at], had: describe(row.object, row.keys[at]) });
          trueDefine(row.object, row.keys[at], row.descriptors[at]);
        }
      }
    }
    for (let index = 0; index < poison.length; index += 2) {
      const object = poison[index];
      const keys = poison[index + 1];
      for (let at = 0; at < keys.length; at += 1) {
        const had = describe(object, keys[at]);
        if (had !== undefined && had.configurable) {
          remove(object, keys[at]);
          found = found || [];
          count = note(found, count, { object: object, key: keys[at], had: had });
        }
      }
    }
    return found;
  }

  function enter(fast) {
    inside = true;
    saved = fast && !dirty && !suspicious() ? null : right();
    dirty = dirty || saved !== null;
  }

  function leave() {
    const back = saved;
    saved = null;
    if (back) {
      for (let index = 0; index < back.length; index += 1) {
        const one = back[index];
        if (one.had === undefined) {
          remove(one.object, one.key);
        } else {
          trueDefine(one.object, one.key, one.had);
        }
      }
    }
    inside = false;
  }

  function wrap(fn, fast) {
    const made = function (...args) {
      if (inside) {
        return new.target ? construct(fn, args, new.target === made ? fn : new.target) : apply(fn, this, args);
      }
      enter(fast);
      try {
        return new.target ? construct(fn, args, new.target === made ? fn : new.target) : apply(fn, this, args);
      } finally {
        leave();
      }
    };
    trueDefine(made, 'name', { value: fn.name, configurable: true });
    trueDefine(made, 'length', { value: fn.length, configurable: true });
    return made;
  }

  // A function of ours that a page (or the one who drives) calls; `fast` for what is called very often.
  sim.inward = (fn) => wrap(fn, false);
  sim.inwardOften = (fn) => wrap(fn, true);

  // A function of the page that we call.
  sim.outward = function (fn, self, args) {
    if (!inside) {
      return apply(fn, self, args);
    }
    leave();
    try {
      return apply(fn, self, args);
    } finally {
      enter(false);
    }
  };

  // Every method of a class of ours.
  const shielded = new Set();
  sim.shieldClass = function (Kind) {
    const proto = Kind.prototype;
    if (shielded.has(proto)) {
      return;
    }
    shielded.add(proto);
    for (const key of ownKeys(proto)) {
      const one = describe(proto, key);
      if (key === 'constructor' || !one.configurable) {
        continue;
      }
      if (typeof one.value === 'function') {
        one.value = wrap(one.value, true);
      } else if (one.get || one.set) {
        one.get = one.get && wrap(one.get, true);
        one.set = one.set && wrap(one.set, true);
      }
      trueDefine(proto, key, one);
    }
  };
});
