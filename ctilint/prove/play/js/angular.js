// A thin stand-in for Angular: its classes are made with what their constructors ask for, its components are started and
// ended. Templates are not shown. Written from Angular's documented life cycle.
(function (sim) {
  'use strict';

  const MOST = 60;
  const known = new Map();
  const instances = new Map();
  const making = new Set();
  const shown = [];

  // What a class with a decorator of Angular's was rewritten to tell: its decorator, the types of its parameters,
  // the names of what is handed in.
  sim.define('__ctilintDecorated', (Kind, decorator, types, inputs) => {
    if (known.size < 500) {
      known.set(Kind, { decorator: decorator, types: types, inputs: inputs });
    }
  });

  function typeOf(read) {
    try {
      return read();
    } catch (error) {
      return undefined;
    }
  }

  // One object for each class, as the root injector has it; what is not of the app is a stand-in.
  function inject(Kind) {
    if (typeof Kind !== 'function' || sim.isStandIn(Kind)) {
      return sim.isStandIn(Kind) ? sim.standIn(sim.standInName(Kind), true) : sim.standIn('a service', true);
    }
    if (instances.has(Kind)) {
      return instances.get(Kind);
    }
    if (making.has(Kind) || instances.size > 300) {
      return sim.standIn('a service', true);
    }
    making.add(Kind);
    const about = known.get(Kind);
    const given = (about ? about.types : []).map((read) => inject(typeOf(read)));
    const made = sim.guard('the constructor of ' + (Kind.name || 'a class'), () => sim.outward(Reflect.construct, Reflect, [Kind, given]));
    making.delete(Kind);
    instances.set(Kind, made);
    return made;
  }
  sim.instanceOf = (Kind) => (known.has(Kind) ? inject(Kind) : undefined);

  sim.angularModule = function (name) {
    if (name !== '@angular/core') {
      return undefined;
    }
    sim.record('script', { address: name, path: '', status: 'stand-in', what: 'Angular' });
    const rest = sim.standIn(name, true);
    return new Proxy({}, { get: (target, key) => (key === 'inject' ? inject : rest[key]), has: () => true });
  };

  function hook(instance, name) {
    if (instance && typeof instance[name] === 'function') {
      const what = 'the hook ' + name;
      sim.watchPromise(what, sim.guard(what, instance[name], instance));
    }
  }

  // The components of the modules that were loaded; services that nothing asked for are made too where there are none.
  sim.startAngular = function* () {
    if (!known.size || shown.length) {
      return;
    }
    const all = Array.from(known.keys());
    const components = all.filter((one) => known.get(one).decorator === 'Component');
    all.filter((one) => known.get(one).decorator === 'NgModule' || !components.length).slice(0, MOST).forEach(inject);
    for (const Kind of components.slice(0, MOST)) {
      const instance = inject(Kind);
      shown.push(instance);
      // What the component around it would hand in, nobody knows.
      for (const name of instance ? known.get(Kind).inputs : []) {
        if (instance[name] === undefined) {
          sim.guard('the input ' + name, () => { instance[name] = sim.standIn('the input ' + name, true); });
        }
      }
      for (const name of ['ngOnInit', 'ngAfterContentInit', 'ngAfterViewInit']) {
        hook(instance, name);
      }
      yield { op: 'pump', for: 20 };
    }
    if (shown.length) {
      sim.record('note', { what: 'the components of Angular were started without their templates', value: '' });
    }
    const before = sim.unmount;
    sim.unmount = function () {
      if (before) {
        before();
      }
      shown.forEach((instance) => hook(instance, 'ngOnDestroy'));
    };
    yield { op: 'pump', for: sim.settings.settle };
  };
});
