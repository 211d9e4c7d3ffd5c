// Modules: files that import, export or require were turned into functions before; here they find each other.
(function (sim) {
  'use strict';

  const indirect = eval;
  const loaded = new Map();

  function missing(name) {
    sim.record('script', { address: name, path: '', status: 'missing' });
    const error = new Error('the module ' + sim.show(name) + ' is not part of the app');
    error.name = 'ModuleNotFound';
    return error;
  }

  // A package that the app does not bring; what it exports bears whatever is done with it.
  const absences = new Map();
  function absent(name) {
    if (!absences.has(name)) {
      sim.record('script', { address: name, path: '', status: 'missing' });
      absences.set(name, sim.standIn(name, true));
    }
    return absences.get(name);
  }

  // What a bundler puts into the modules it builds. Nobody knows what an environment holds: a text, or an address.
  const built = {
    env: new Proxy({ NODE_ENV: 'production', MODE: 'production', PROD: true, DEV: false, SSR: false, BASE_URL: '/' }, {
      get(target, name) {
        return name in target || typeof name !== 'string' ? target[name] : /url|uri|host|endpoint|domain|origin/i.test(name) ? 'https://vendor.example/' : 'text';
      },
    }),
    browser: true, argv: [], version: '', versions: {}, platform: 'browser', cwd: () => '/', nextTick: (act, ...args) => { Promise.resolve().then(() => act(...args)); }, on() {},
  };

  function folder(path) {
    return path.replace(/[^/]*$/, '');
  }

  function flat(path) {
    const kept = [];
    for (const part of path.split('/')) {
      if (part === '..') {
        kept.pop();
      } else if (part !== '.' && part !== '') {
        kept.push(part);
      }
    }
    return kept.join('/');
  }

  const ENDINGS = ['', '.js', '.ts', '.mjs', '.cjs', '.jsx', '.tsx', '/index.js', '/index.ts', '/index.jsx', '/index.tsx'];

  function find(name, from) {
    const relative = name.startsWith('.') || name.startsWith('/');
    const base = relative ? flat((name.startsWith('/') ? '' : folder(from)) + name) : name.replace(/^[@~][^/]*\//, '');
    const plain = (path) => path.replace(/^\/+/, '');
    for (const ending of ENDINGS) {
      const found = sim.page.files.find((file) => plain(file.path) === base + ending || (!relative && base.length > 1 && file.path.endsWith('/' + base + ending)));
      if (found) {
        return found;
      }
    }
    return null;
  }

  function defaultOf(exported) {
    if (sim.isStandIn(exported)) {
      return exported.default;
    }
    return exported !== null && (typeof exported === 'object' || typeof exported === 'function') && 'default' in exported ? exported.default : exported;
  }

  function requireFrom(from) {
    const load = function (name) {
      const supplied = sim.supplied(String(name));
      if (supplied && supplied.module) {
        if (!loaded.has(supplied.path)) {
          sim.record('script', { address: String(name), path: supplied.path, status: 'supplied' });
        }
        return run(supplied);
      }
      const known = sim.knownModule ? sim.knownModule(String(name)) : undefined;
      if (known) {
        return known;
      }
      const file = find(String(name), from);
      if (file && /\.(json|css|scss|less|svg|png|html)$/.test(file.path) && !file.module) {
        return sim.standIn(String(name), true);
      }
      if (!file || !file.module) {
        return absent(String(name));
      }
      return run(file);
    };
    load.later = (name) => new Promise((done) => done(load(name)));
    load.meta = { url: sim.settings.url, env: built.env };
    // The names a module imports, read from the other module each time, so that they follow its changes.
    load.scope = function (imports, stars, exported) {
      const names = Object.create(null);
      if (!('process' in globalThis)) {
        names.process = built;
      }
      for (const [source, imported, local] of imports) {
        const other = lazy(source);
        const read = () => (imported === '*' ? other() : imported === 'default' ? defaultOf(other()) : other()[imported]);
        if (local.startsWith('%')) {
          Object.defineProperty(exported, local.slice(1), { enumerable: true, configurable: true, get: read });
        } else if (local) {
          Object.defineProperty(names, local, { enumerable: true, configurable: true, get: read });
        }
      }
      for (const source of stars) {
        const all = load(source);
        for (const name of Object.keys(all)) {
          if (name !== 'default' && !(name in exported)) {
            Object.defineProperty(exported, name, { enumerable: true, configurable: true, get: () => all[name] });
          }
        }
      }
      return names;
    };
    load.share = function (exported, names) {
      for (const name of Object.keys(names)) {
        Object.defineProperty(exported, name, { enumerable: true, configurable: true, get: names[name] });
      }
    };
    // A module that is not there is missed when one of its names is used: with types alone it never is.
    function lazy(source) {
      let known;
      let absent = null;
      try {
        known = load(source);
      } catch (error) {
        if (!error || error.name !== 'ModuleNotFound') {
          throw error;
        }
        absent = error;
      }
      return () => {
        if (absent) {
          throw absent;
        }
        return known;
      };
    }
    load.resolve = (name) => name;
    load.url = sim.settings.url;
    return load;
  }

  function run(file) {
    const known = loaded.get(file.path);
    if (known) {
      return known.module.exports;
    }
    const module = { exports: {}, id: file.path };
    const holder = { module: module };
    loaded.set(file.path, holder);
    const body = indirect(sim.expand(file.module));
    sim.watchPromise('the module ' + file.path, sim.outward(body, module.exports, [requireFrom(file.base || file.path), module.exports, module]));
    return module.exports;
  }

  sim.runModule = function (path) {
    const file = sim.page.files.concat(sim.page.supplied || []).find((one) => one.path === path);
    if (!file || !file.module) {
      throw missing(path);
    }
    return run(file);
  };

  sim.runInlineModule = function (path, code) {
    if (code) {
      run({ path: path + ' (inline ' + loaded.size + ')', module: code, base: path });
    }
  };

  // Every file of the window that nothing asked for yet.
  sim.unrunModules = () => sim.page.files.filter((file) => file.module && !loaded.has(file.path));

  sim.moduleOf = function (path) {
    return loaded.get(path);
  };
});
