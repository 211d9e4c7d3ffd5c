// Timers under a fake clock. Nothing sleeps: time moves when a task is run, when a call waits, and by a
// millisecond for every time a page asks what time it is (so that a busy wait ends and is seen).
(function (sim) {
  'use strict';

  const START = sim.settings.start || 1767603600000;
  const TrueDate = Date;
  const apply = Reflect.apply;
  const shift = Function.prototype.call.bind(Array.prototype.shift);
  const indirect = eval;
  let now = START;
  let asked = 0;
  let nextId = 1;
  let order = 0;
  let tasks = [];
  let flooded = false;

  sim.now = function () {
    return now - START;
  };
  sim.epoch = function () {
    return now;
  };
  sim.spend = function (ms) {
    now += ms;
  };
  sim.askedTime = function () {
    return asked;
  };

  function ask() {
    now += 1;
    asked += 1;
    return now;
  }

  // The tasks stand in the order in which they are due.
  function insert(task) {
    order += 1;
    task.order = order;
    let at = tasks.length;
    while (at > 0 && tasks[at - 1].at > task.at) {
      tasks[at] = tasks[at - 1];
      at -= 1;
    }
    tasks[at] = task;
  }

  sim.later = function (ms, what, run, interval) {
    const id = nextId;
    nextId += 1;
    if (tasks.length >= sim.limits.tasks) {
      if (!flooded) {
        flooded = true;
        sim.record('limit', { what: 'more than ' + sim.limits.tasks + ' tasks wait at once', stack: sim.at() });
      }
      return id;
    }
    insert({
      id: id, at: now + Math.max(0, ms), order: 0, what: what, run: run, interval: interval || 0,
      cause: sim.cause, step: sim.step,
    });
    return id;
  };

  sim.cancel = function (id) {
    tasks = tasks.filter((task) => task.id !== id);
  };

  sim.pending = function () {
    return tasks.length;
  };

  sim.intervals = function () {
    return tasks.filter((task) => task.interval > 0).length;
  };

  sim.dropTasks = function () {
    tasks = [];
  };

  // Runs the next task that is due by `until` (since the start); says whether there was one.
  sim.runNext = function (until) {
    if (flooded) {
      return false;
    }
    if (!tasks.length || tasks[0].at - START > until) {
      return false;
    }
    const task = shift(tasks);
    now = Math.max(now, task.at);
    sim.cause = task.cause;
    if (task.interval) {
      task.at = now + task.interval;
      insert(task);
    }
    sim.turn(task.what, task.run);
    return true;
  };

  sim.advanceTo = function (until) {
    now = Math.max(now, START + until);
  };

  // One turn of the event loop: how long it kept the thread is what it recorded as waiting, and its steps.
  sim.turn = function (what, run) {
    const steps = sim.counter.n;
    const began = now;
    const clockReads = asked;
    sim.guard(what, run);
    const took = now - began;
    if (took > 0 || sim.counter.n - steps > 1000) {
      sim.record('turn', { what: what, steps: sim.counter.n - steps, ms: took, asked: asked - clockReads });
    }
  };

  function runnable(what, handler, args) {
    if (typeof handler === 'function') {
      return () => sim.watchPromise(what, sim.outward(handler, globalThis, args));
    }
    return () => sim.outward(indirect, undefined, [String(handler)]);
  }

  function timer(what, repeats) {
    return function (handler, delay, ...args) {
      const wait = Math.max(Number(delay) || 0, repeats ? 4 : 0);
      return sim.later(wait, what, runnable(what, handler, args), repeats ? wait : 0);
    };
  }

  const clear = function (id) {
    sim.cancel(id);
  };

  class FakeDate extends TrueDate {
    constructor(...args) {
      if (args.length === 0) {
        super(ask());
      } else {
        super(...args);
      }
    }

    static now() {
      return ask();
    }
  }
  const PageDate = new Proxy(FakeDate, {
    apply() {
      return new FakeDate().toString();
    },
  });
  FakeDate.prototype.constructor = PageDate;

  // What a page calls is shielded: functions as they are, classes method by method.
  const isClass = (value) => { const proto = Object.getOwnPropertyDescriptor(value, 'prototype'); return Boolean(proto && !proto.writable); };
  sim.define = function (name, given) {
    let value = given;
    if (typeof given === 'function' && sim.shieldClass && name !== 'Date') {
      if (isClass(given)) {
        sim.shieldClass(given);
      } else if (!Reflect.ownKeys(given).some((key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key))) {
        value = sim.inwardOften(given);
      }
    }
    Object.defineProperty(globalThis, name, { value: value, writable: true, configurable: true, enumerable: false });
  };

  sim.Date = PageDate;
  sim.define('Date', PageDate);
  sim.define('setTimeout', timer('a timer', false));
  sim.define('setInterval', timer('an interval', true));
  sim.define('clearTimeout', clear);
  sim.define('clearInterval', clear);
  sim.define('setImmediate', undefined);
  sim.define('requestAnimationFrame', function (handler) {
    return sim.later(16, 'an animation frame', runnable('an animation frame', handler, [now - START + 16]));
  });
  sim.define('cancelAnimationFrame', clear);
  sim.define('requestIdleCallback', function (handler) {
    const deadline = { didTimeout: false, timeRemaining: () => 50 };
    return sim.later(20, 'an idle callback', runnable('an idle callback', handler, [deadline]));
  });
  sim.define('cancelIdleCallback', clear);
  sim.define('performance', {
    now: () => ask() - START,
    timeOrigin: START,
    mark() {},
    measure() {},
    clearMarks() {},
    getEntriesByType: () => [],
    getEntriesByName: () => [],
    timing: { navigationStart: START, domComplete: START + 40, loadEventEnd: START + 50 },
    navigation: { type: 0, redirectCount: 0 },
  });
  delete globalThis.setImmediate;
  Object.defineProperty(globalThis, '__ctilint', { value: sim.counter, writable: false, configurable: false, enumerable: false });
});
