// What every part of the simulation shares: the recorder, descriptions of values, guarded calls.
// Everything is captured before the page runs, so that a page that overwrites built-ins cannot stop the recording.
(function (sim) {
  'use strict';

  const stringify = JSON.stringify;
  const apply = Reflect.apply;
  const create = Object.create;
  const assign = Object.assign;
  const keysOf = Object.keys;
  const isArray = Array.isArray;
  const TrueError = Error;
  const text = String;
  const slice = Function.prototype.call.bind(String.prototype.slice);
  const indexOf = Function.prototype.call.bind(String.prototype.indexOf);
  const lineOf = Object.getOwnPropertyDescriptor(Function.prototype, 'lineNumber');
  const columnOf = Object.getOwnPropertyDescriptor(Function.prototype, 'columnNumber');
  const MOST_RECORDS = sim.limits.records;
  const MOST_TEXT = sim.limits.text;
  const MOST_LINES = 1000;

  let log = '';
  let kept = 0;
  let dropped = 0;
  let lines = 0;
  let unkept = 0;
  let size = 0;

  // Rows of the tables come without what is empty in them.
  const EMPTY = {
    kind: 'method', style: 'positional', arguments: [], listener: '', callback: '', event: '', undo: '', undone_by: [], roles: [], payload: {},
    payload_form: '', response: {}, response_form: '', returns: '', since: '', removed: '', removes: '', values: {}, throws: [], synchronous: false,
  };
  const EMPTY_ARGUMENT = { type: '', required: false, values: [], minimum: null, maximum: null, keys: {}, forms: {} };
  function fill(row, empty) {
    for (const key in empty) {
      if (row[key] === undefined) {
        row[key] = empty[key];
      }
    }
  }
  for (const entry of sim.table) {
    fill(entry, EMPTY);
    for (const argument of entry.arguments) {
      fill(argument, EMPTY_ARGUMENT);
    }
  }

  // n counts steps, e marks the functions and blocks that were entered, r is what to mark next in the report.
  sim.counter = create(null);
  sim.counter.n = 0;
  Object.defineProperty(sim.counter, 'e', { value: new Uint8Array(sim.page ? sim.page.marks || 0 : 0), enumerable: true });
  if (!sim.page || !sim.page.captured) {
    Object.seal(sim.counter);
  }
  sim.cause = 0;
  sim.step = 0;
  sim.standInFor = () => '';

  // A script arrives as its line, a line break and its text; it is evaluated at that line.
  sim.expand = function (code) {
    const at = code.indexOf('\n');
    return '\n'.repeat(Number(code.slice(0, at)) - 1) + code.slice(at + 1);
  };

  sim.clip = function (value, most) {
    return value.length > most ? slice(value, 0, most) + '…' : value;
  };

  sim.firstLine = function (value) {
    const at = indexOf(value, '\n');
    return at < 0 ? [value, ''] : [slice(value, 0, at), slice(value, at + 1)];
  };

  sim.at = function () {
    try {
      return sim.clip(text(new TrueError('at').stack), 4000);
    } catch (error) {
      return '';
    }
  };

  // A record is flat and has no prototype: a page may have put a toJSON on Object or Array.
  // What a page logs has room of its own: it never takes that of calls and errors.
  sim.record = function (kind, fields) {
    if (kind === 'console') {
      lines += 1;
      if (lines > MOST_LINES) {
        unkept += 1;
        return;
      }
    } else if (kept >= MOST_RECORDS || size > MOST_TEXT) {
      dropped += 1;
      return;
    } else {
      kept += 1;
    }
    const record = create(null);
    record.kind = kind;
    record.step = sim.step;
    record.cause = sim.cause;
    record.now = sim.now ? sim.now() : 0;
    if (sim.settings.second) {
      record.tab = 2;
    }
    for (const key in fields) {
      const value = fields[key];
      record[key] = typeof value === 'string' ? sim.clip(value, 4000) : value;
    }
    const written = stringify(record) + '\n';
    size += kind === 'console' ? 0 : written.length;
    log += written;
  };

  // Which functions and blocks were entered since the last time, as numbers.
  let told = null;
  function entered() {
    const marks = sim.counter.e;
    if (!told) {
      told = new Uint8Array(marks.length);
    }
    let fresh = '';
    for (let index = 0; index < marks.length; index += 1) {
      if (marks[index] && !told[index]) {
        told[index] = 1;
        fresh += (fresh ? ' ' : '') + index;
      }
    }
    return fresh;
  }

  function line(fields) {
    return stringify(assign(create(null), fields)) + '\n';
  }

  // The records as one JSON text (a text of texts: the engine hands over flat strings only).
  sim.take = function () {
    const fresh = entered();
    log += fresh ? line({ kind: 'entered', step: sim.step, cause: 0, marks: fresh }) : '';
    log += dropped ? line({ kind: 'dropped', step: sim.step, cause: 0, count: dropped }) : '';
    log += unkept ? line({ kind: 'unkept', step: sim.step, cause: 0, count: unkept }) : '';
    dropped = 0;
    unkept = 0;
    const taken = stringify(log);
    log = '';
    return taken;
  };

  function quoted(value) {
    return stringify(sim.clip(value, 300));
  }

  function shown(value, depth, seen) {
    if (value === null || value === undefined) {
      return text(value);
    }
    const type = typeof value;
    if (type === 'string') {
      return quoted(value);
    }
    if (type === 'function') {
      return 'function ' + (typeof value.name === 'string' && value.name ? sim.clip(value.name, 60) : '(no name)');
    }
    if (type !== 'object') {
      return sim.clip(text(value), 80);
    }
    if (depth > 3 || seen.includes(value)) {
      return isArray(value) ? '[…]' : '{…}';
    }
    if (typeof value.nodeType === 'number' && typeof value.nodeName === 'string') {
      return '<' + value.nodeName.toLowerCase() + (value.id ? '#' + sim.clip(text(value.id), 60) : '') + '>';
    }
    if (value instanceof TrueError) {
      return sim.clip(text(value.name) + ': ' + text(value.message), 300);
    }
    const below = seen.concat([value]);
    if (isArray(value)) {
      let items = '';
      for (let index = 0; index < value.length && index < 12; index += 1) {
        items += (index ? ', ' : '') + shown(value[index], depth + 1, below);
      }
      return '[' + items + (value.length > 12 ? ', …' : '') + ']';
    }
    const keys = keysOf(value);
    let entries = '';
    for (let index = 0; index < keys.length && index < 20; index += 1) {
      entries += (index ? ', ' : '') + sim.clip(keys[index], 60) + ': ' + shown(value[keys[index]], depth + 1, below);
    }
    return '{' + entries + (keys.length > 20 ? ', …' : '') + '}';
  }

  sim.show = function (value) {
    try {
      return sim.clip(shown(value, 0, []), 1200);
    } catch (error) {
      return '(a value that cannot be shown)';
    }
  };

  sim.showAll = function (values) {
    let all = '';
    for (let index = 0; index < values.length && index < 12; index += 1) {
      all += (index ? ', ' : '') + sim.show(values[index]);
    }
    return sim.clip(all, 2000);
  };

  sim.messageOf = function (error) {
    try {
      if (error !== null && typeof error === 'object' && 'message' in error) {
        return sim.clip((error.name ? text(error.name) + ': ' : '') + text(error.message), 500);
      }
      return sim.show(error);
    } catch (failure) {
      return '(an error that cannot be shown)';
    }
  };

  sim.stackOf = function (error) {
    try {
      return error !== null && typeof error === 'object' && typeof error.stack === 'string' ? sim.clip(error.stack, 4000) : '';
    } catch (failure) {
      return '';
    }
  };

  sim.placeOf = function (fn) {
    try {
      const own = sim.original ? sim.original(fn) : fn;
      const at = lineOf && typeof own === 'function' ? apply(lineOf.get, own, []) : 0;
      return at ? at + ':' + apply(columnOf.get, own, []) : '';
    } catch (failure) {
      return '';
    }
  };

  // An answer of a server of the app: nobody knows what is in it, so it bears whatever is done with it.
  sim.unknown = new WeakSet();
  sim.anything = function () {
    const empty = [];
    const kept = create(null);
    const made = new Proxy(() => undefined, {
      get(target, name) {
        if (name === 'then') { return undefined; }
        if (name === Symbol.iterator) { return () => empty[Symbol.iterator](); }
        if (name === Symbol.toPrimitive || name === 'toString' || name === 'valueOf') { return () => ''; }
        if (name === 'toJSON') { return () => ({}); }
        if (name === 'length') { return 0; }
        if (typeof empty[name] === 'function') { return empty[name].bind(empty); }
        if (!(name in kept)) { kept[name] = sim.anything(); }
        return kept[name];
      },
      set(target, name, value) { kept[name] = value; return true; },
      has: () => true,
      apply: () => sim.anything(),
    });
    sim.unknown.add(made);
    return made;
  };

  sim.uncaught = function (what, error) {
    const stack = sim.stackOf(error);
    sim.record('uncaught', { what: what, message: sim.messageOf(error), stack: stack, standIn: sim.standInFor(stack) });
    if (sim.tellWindow) {
      sim.tellWindow(error);
    }
  };

  // Our own code stands on the lines before those of the page.
  const FIRST_LINE = 20001;
  sim.enter = function (fn, self, args) {
    const line = lineOf && typeof fn === 'function' ? apply(lineOf.get, fn, []) : 0;
    return line && line < FIRST_LINE ? apply(fn, self, args) : sim.outward(fn, self, args);
  };

  // Runs a function of the page; what it throws is recorded as the browser would report it.
  sim.guard = function (what, fn, self, args) {
    try {
      return sim.enter(fn, self, args || []);
    } catch (error) {
      sim.uncaught(what, error);
      return undefined;
    }
  };

  // Promises whose failure the page itself hears of.
  const trueThen = Promise.prototype.then;
  const heard = new WeakSet();
  const hear = Function.prototype.call.bind(WeakSet.prototype.add, heard);
  const isHeard = Function.prototype.call.bind(WeakSet.prototype.has, heard);
  const then = { then(done, failed) {
    if (typeof failed === 'function') {
      hear(this);
    }
    return apply(trueThen, this, [done, failed]);
  } }.then;
  Object.defineProperty(Promise.prototype, 'then', { value: then, writable: true, configurable: true, enumerable: false });

  // A promise that a handler returns and that fails unseen is an error nobody handles.
  sim.watchPromise = function (what, value) {
    if (value !== null && typeof value === 'object' && typeof value.then === 'function') {
      sim.guard(what, value.then === then ? trueThen : value.then, value, [undefined, function (error) {
        if (isHeard(value)) {
          return;
        }
        const stack = sim.stackOf(error);
        sim.record('rejected', { what: what, message: sim.messageOf(error), stack: stack, standIn: sim.standInFor(stack) });
      }]);
    }
  };
});
