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

  const ENDINGS = ['', '.js', '.ts', '.mjs', '.cjs', '.jsx', '.tsx', '/index.js', '/index.ts'];

  function find(name, from) {
    const relative = name.startsWith('.') || name.startsWith('/');
    const base = relative ? flat((name.startsWith('/') ? '' : folder(from)) + name) : name;
    for (const ending of ENDINGS) {
      const found = sim.page.files.find((file) => file.path === base + ending || (!relative && file.path.endsWith('/' + base + ending)));
      if (found) {
        return found;
      }
    }
    return null;
  }

  function requireFrom(from) {
    const load = function (name) {
      const known = sim.knownModule ? sim.knownModule(String(name)) : undefined;
      if (known) {
        return known;
      }
      const file = find(String(name), from);
      if (!file || !file.module) {
        throw missing(String(name));
      }
      return run(file);
    };
    load.later = (name) => new Promise((done) => done(load(name)));
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
    const body = indirect(file.module);
    sim.watchPromise('the module ' + file.path, body.call(module.exports, requireFrom(file.path), module.exports, module));
    return module.exports;
  }

  sim.runModule = function (path) {
    const file = sim.page.files.find((one) => one.path === path);
    if (!file || !file.module) {
      throw missing(path);
    }
    return run(file);
  };

  sim.moduleOf = function (path) {
    return loaded.get(path);
  };
});
