// Loads a page as a browser would: elements in order, scripts where they stand, deferred ones after, then the events.
(function (sim) {
  'use strict';

  const page = sim.page;
  const indirect = eval;
  const arrived = [];
  const started = new WeakSet();
  const asked = new Set();
  sim.unrunScripts = () => page.files.filter((file) => file.code && !file.module && !asked.has(file.path) && !page.start.some((item) => item.path === file.path));
  let parserAt = null;

  // Files of the app by the address a page asks for: the longest common tail wins.
  function segments(path) {
    return path.toLowerCase().replace(/\\/g, '/').split('/').filter((part) => part && part !== '.');
  }
  function stem(name) {
    return name.replace(/\.(resource|js|mjs|cjs|min)/g, '');
  }
  sim.findFile = function (address) {
    const wanted = segments(address.replace(/[?#].*$/, '').replace(/^[a-z]+:\/\/[^/]+/i, ''));
    if (!wanted.length) {
      return null;
    }
    const last = wanted[wanted.length - 1];
    let best = null;
    let bestCommon = 0;
    for (const file of page.files) {
      const parts = segments(file.path.replace('!/', '/'));
      const name = parts[parts.length - 1];
      if (name !== last && name !== last + '.js' && name !== last + '.ts' && name !== last + '.mjs' && !(wanted.length < 4 && stem(name) === last)) {
        continue;
      }
      let common = 1;
      while (common < wanted.length && common < parts.length && wanted[wanted.length - 1 - common] === parts[parts.length - 1 - common]) {
        common += 1;
      }
      if (common > bestCommon) {
        best = file;
        bestCommon = common;
      }
    }
    return best;
  };

  // What the user gave for an address, whatever is asked of it behind the question mark.
  const bare = (address) => String(address).replace(/[?#].*$/, '');
  sim.supplied = (address) => (page.supplied || []).find((one) => one.address === address) || (page.supplied || []).find((one) => bare(one.address) === bare(address)) || null;

  // A library, one of the app's files, our own stand-in, or nothing.
  function lookUp(address) {
    const supplied = sim.supplied(address);
    if (supplied) {
      return { file: supplied };
    }
    const library = sim.libraryAt(address);
    if (library) {
      return { library: library };
    }
    const file = sim.findFile(address);
    if (file && file.vendored === 'streams') {
      return { standIn: 'Amazon Connect Streams' };
    }
    if (file && file.vendored) {
      const dialect = { opencti: 'lightning', interaction: 'classic', integration: 'console', ajax: 'ajax', connection: 'ajax' }[file.vendored];
      return dialect ? { library: { library: file.vendored, dialect: dialect, version: file.version } } : {};
    }
    if (file && (file.code || file.module)) {
      return { file: file };
    }
    const name = address.replace(/[?#].*$/, '').replace(/^.*\//, '');
    if (/(amazon-)?connect-streams|amazon-connect-v?\d/i.test(name)) {
      return { standIn: 'Amazon Connect Streams' };
    }
    return /jquery/i.test(name) && !/jquery[.-]?(ui|mobile|migrate|cookie|validat|form|mask|block|timer|tmpl|data)/i.test(name) ? { standIn: 'jQuery' } : {};
  }

  function loadLibrary(node, address, found) {
    const full = sim.resolve(address);
    sim.record('load', { address: address, url: full, what: found.library, dialect: found.dialect, version: found.version, stack: node && node._asked ? node._asked : '' });
    try {
      sim.loadLibrary(found.dialect, found.version);
    } catch (error) {
      sim.uncaught('the library ' + found.library, error);
    }
    if (found.dialect === 'console') {
      sim.record('note', { what: 'console library', value: '' });
    }
  }

  // A script that is not there may have put more into an object that others share: the namespace of Streams is one.
  let lacking = false;
  function offerMembers() {
    const shared = globalThis.connect;
    if (lacking && shared !== null && typeof shared === 'object' && Object.getPrototypeOf(shared) === Object.prototype) {
      const known = new Map();
      Object.setPrototypeOf(shared, new Proxy(Object.prototype, {
        get(target, name) {
          if (typeof name !== 'string' || name in target || !/^[A-Z]/.test(name)) {
            return target[name];
          }
          if (!known.has(name)) {
            known.set(name, sim.standIn('connect.' + name));
          }
          return known.get(name);
        },
      }));
    }
  }

  // What a script element asks for: code to run, or '' when there is nothing to run.
  function codeOf(node) {
    const address = node.getAttribute('src');
    if (address === null) {
      return { code: node._code || '', name: node._name || 'an inline script', module: node._module };
    }
    const found = lookUp(address);
    if (found.library) {
      loadLibrary(node, address, found.library);
      return { code: '', name: address, done: true };
    }
    if (found.file) {
      sim.record('script', { address: address, path: found.file.path, status: found.file.address ? 'supplied' : 'found' });
      asked.add(found.file.path);
      return { code: node._isModule ? '' : found.file.code || '', path: found.file.path, name: found.file.path, module: node._isModule };
    }
    if (found.standIn) {
      sim.record('script', { address: address, path: '', status: 'stand-in', what: found.standIn });
      sim[found.standIn === 'jQuery' ? 'installQuery' : 'installStreams']();
      offerMembers();
      return { code: '', name: address, done: true };
    }
    const framework = sim.offerReact(address);
    if (framework) {
      sim.record('script', { address: address, path: '', status: 'stand-in', what: framework });
      return { code: '', name: address, done: true };
    }
    sim.record('script', { address: address, path: '', status: 'missing' });
    lacking = true;
    if (/^(|null|undefined|NaN|text)$|(null|undefined|vendor\.example)/.test(address) || page.unloaded) {
      for (const library of page.expected) {
        if (!sim.platform.state.loaded[library.dialect]) {
          loadLibrary(node, address, { library: library.dialect, dialect: library.dialect, version: library.version });
        }
      }
    }
    if (page.streams && !globalThis.connect) {
      sim.installStreams();
    }
    offerMembers();
    if (sim.page.outside && sim.page.outside.length) {
      sim.offerOutside(sim.page.outside);
      return { code: '', name: address, done: true };
    }
    return { code: '', name: address, done: true };
  }

  const JAVASCRIPT = /^(|text\/javascript|application\/javascript|text\/ecmascript|application\/x-javascript|text\/jscript|application\/ecmascript|module)$/i;

  function runs(node) {
    return node.localName === 'script' && JAVASCRIPT.test((node.getAttribute('type') || '').split(';')[0].trim()) && !node.hasAttribute('nomodule');
  }

  // A script that declares a class, a const or a let for the whole page cannot run twice as it stands: the second time it
  // runs in a block of its own.
  let again = false;
  function* evaluated(code, name) {
    sim.rerunning = again;
    yield { op: 'eval', code: code, name: name };
    if (again && !sim.rerunning) {
      const at = code.indexOf('\n');
      yield { op: 'eval', code: (Number(code.slice(0, at)) - 1) + '\n{\n' + code.slice(at + 1) + '\n}', name: name };
    }
    sim.rerunning = false;
  }

  function* runScript(node) {
    const wanted = codeOf(node);
    if (wanted.missing) {
      sim.fire(node, 'error');
      return;
    }
    if (wanted.module) {
      sim.guard('the module ' + wanted.name, () => (wanted.path ? sim.runModule(wanted.path) : sim.runInlineModule(wanted.name, wanted.code)));
    } else if (wanted.code) {
      sim.document.currentScript = node;
      yield* evaluated(wanted.code, wanted.name);
      sim.document.currentScript = null;
    }
    if (node.hasAttribute('src')) {
      sim.fire(node, 'load');
    }
    yield* writtenScripts();
  }

  function* writtenScripts() {
    while (waiting.length) {
      yield* runScript(waiting.shift());
    }
  }
  const waiting = [];

  // Scripts that the page itself creates
  sim.inserted = function (node) {
    if (node.nodeType !== 1) {
      return;
    }
    const scripts = node.localName === 'script' ? [node] : node.getElementsByTagName('script');
    for (const script of scripts) {
      if (started.has(script) || script._started || script._parsed || !runs(script)) {
        continue;
      }
      if (script.hasAttribute('src')) {
        started.add(script);
        script._asked = sim.at();
        sim.later(60, 'a script that arrives', () => arrived.push(script));
      } else if (script.textContent) {
        started.add(script);
        sim.guard('a script that the page wrote', () => indirect(script.textContent));
      }
    }
  };

  sim.documentWrite = function (markup) {
    const parent = parserAt || sim.document.body;
    if (!parserAt && sim.document.readyState === 'complete') {
      sim.record('note', { what: 'document.write after the page was loaded', value: sim.show(markup) });
    }
    const fragment = sim.document.createDocumentFragment();
    sim.parseInto(fragment, markup);
    for (const script of fragment.getElementsByTagName('script')) {
      script._parsed = true;
      if (runs(script)) {
        if (!script.hasAttribute('src')) {
          script._code = '1\n' + script.textContent;
        }
        waiting.push(script);
      }
    }
    if (parent) {
      parent.appendChild(fragment);
    }
  };

  // What must run like a script of its own: a generator that may ask for code to be evaluated.
  sim.startLater = function (generator) {
    arrived.push(generator);
  };

  sim.nextScript = function () {
    return arrived.shift() || null;
  };

  // Building the document
  const HEAD = new Set(['title', 'base', 'link', 'meta', 'style', 'script', 'noscript', 'template']);

  function skeleton() {
    const root = sim.document.documentElement || sim.document.appendChild(sim.document.createElement('html'));
    if (!sim.document.head) {
      root.insertBefore(sim.document.createElement('head'), root.firstChild);
    }
    if (!sim.document.body) {
      root.appendChild(sim.document.createElement('body'));
    }
  }

  function placeFor(given, nodes) {
    if (given.parent >= 0 && nodes[given.parent]) {
      return nodes[given.parent];
    }
    return HEAD.has(given.tag) && !sim.document.body.childElementCount ? sim.document.head : sim.document.body;
  }

  function expandAll(codes) {
    const made = {};
    for (const name of Object.keys(codes)) {
      made[name] = sim.expand(codes[name]);
    }
    return made;
  }

  function make(given) {
    const node = sim.document.createElement(given.tag);
    for (const [name, value] of given.attrs) {
      try {
        node.setAttribute(name, value);
      } catch (error) {
        // an attribute that cannot be set is not worth a page
      }
    }
    if (given.handlers) {
      sim.setCode(node, expandAll(given.handlers));
    }
    if (given.link) {
      sim.linkCode.set(node, sim.expand(given.link));
    }
    if (given.text && given.tag !== 'script') {
      node.appendChild(sim.document.createTextNode(given.text));
    }
    if (given.tag === 'script') {
      node._parsed = true;
      node._code = given.code || '';
      node._name = given.name || '';
      node._isModule = (node.getAttribute('type') || '').toLowerCase() === 'module';
      node._module = node._isModule;
    }
    return node;
  }
  sim.linkCode = new WeakMap();

  const special = { html: () => sim.document.documentElement, head: () => sim.document.head, body: () => sim.document.body };

  function* build(scripts) {
    const nodes = [];
    for (let index = 0; index < page.elements.length; index += 1) {
      const given = page.elements[index];
      if (special[given.tag]) {
        const node = special[given.tag]();
        for (const [name, value] of given.attrs) {
          node.setAttribute(name, value);
        }
        if (given.handlers) {
          sim.setCode(node, expandAll(given.handlers));
        }
        nodes.push(node);
        continue;
      }
      const node = make(given);
      nodes.push(node);
      parserAt = placeFor(given, nodes);
      parserAt.appendChild(node);
      if (!runs(node)) {
        continue;
      }
      if (node._isModule || (node.hasAttribute('src') && node.hasAttribute('defer') && !node.hasAttribute('async'))) {
        scripts.deferred.push(node);
      } else if (node.hasAttribute('src') && node.hasAttribute('async')) {
        scripts.async.push(node);
      } else {
        yield* runScript(node);
      }
    }
    parserAt = null;
  }

  // Scripts that stand alone, without a page: the libraries of their dialects are there, then they run.
  function* loose() {
    for (const library of page.libraries) {
      sim.guard('the library ' + library.dialect, () => sim.loadLibrary(library.dialect, library.version));
    }
    for (const item of page.start) {
      if (item.form === 'script') {
        // Some page includes it by an element: it may ask that element for its attributes.
        const node = sim.document.createElement('script');
        node._started = true;
        sim.document.head.appendChild(node);
        sim.document.currentScript = node;
        yield { op: 'eval', code: item.code, name: item.path };
        sim.document.currentScript = null;
      } else {
        sim.startExports = sim.guard('the module ' + item.path, () => sim.runModule(item.path)) || sim.startExports;
      }
      yield { op: 'pump', for: 0 };
    }
  }

  // The element that stands for the body's attributes onload and onunload is the window.
  function bodyHandlers() {
    const body = sim.document.body;
    for (const type of ['load', 'unload', 'beforeunload', 'pagehide', 'pageshow', 'message', 'focus', 'blur']) {
      const handler = body['on' + type];
      if (typeof handler === 'function' && !globalThis['on' + type]) {
        globalThis['on' + type] = handler;
      }
    }
  }

  sim.loadPage = function* () {
    skeleton();
    if (page.streams && page.unknown) {
      sim.installStreams();
    }
    if (page.unknown) {
      sim.offerOutside(page.outside);
    }
    sim.document.readyState = 'loading';
    const scripts = { deferred: [], async: [] };
    visualforce();
    if (page.components && !page.harness) {
      sim.offerLightningOut();
    }
    if (page.harness) {
      yield* sim.harness[page.harness](page);
    }
    yield* build(scripts);
    yield* loose();
    sim.document.readyState = 'interactive';
    sim.fire(sim.document, 'readystatechange');
    for (const node of scripts.deferred) {
      yield* runScript(node);
    }
    yield { op: 'pump', for: 0 };
    sim.fire(sim.document, 'DOMContentLoaded', { bubbles: true });
    yield { op: 'pump', for: 0 };
    for (const node of scripts.async) {
      yield* runScript(node);
    }
    yield { op: 'pump', for: 100 };
    sim.document.readyState = 'complete';
    sim.fire(sim.document, 'readystatechange');
    bodyHandlers();
    sim.turn('the load event', () => sim.fire(globalThis, 'load'));
    sim.fire(globalThis, 'pageshow', { persisted: false }, 'PageTransitionEvent');
    yield { op: 'pump', for: sim.settings.settle };
    yield* sim.startAngular();
    if (page.loose && sim.showExported(sim.startExports)) {
      sim.calledStart = true;
      sim.record('note', { what: 'the components that the module exports were shown', value: '' });
      yield { op: 'pump', for: sim.settings.settle };
    }
    yield* sim.startExported();
  };

  // The scripts once more in the same window: a component that is mounted twice, a page that is included twice.
  sim.loadAgain = function* () {
    again = true;
    sim.forgetListeners(globalThis, 'load');
    sim.forgetListeners(sim.document, 'DOMContentLoaded');
    sim.forgetListeners(globalThis, 'DOMContentLoaded');
    for (const node of sim.document.getElementsByTagName('script')) {
      if (node._parsed && runs(node) && !node._isModule) {
        yield* runScript(node);
      }
    }
    for (const item of page.start) {
      if (item.form === 'script') {
        yield* evaluated(item.code, item.path);
      }
    }
    again = false;
    if (page.harness) {
      yield* sim.harness[page.harness](page);
    }
    sim.fire(sim.document, 'DOMContentLoaded', { bubbles: true });
    yield { op: 'pump', for: 0 };
    sim.turn('the load event', () => sim.fire(globalThis, 'load'));
    yield { op: 'pump', for: sim.settings.settle };
    sim.calledStart = false;
    sim.again = true;
    yield* sim.startExported();
  };

  sim.scriptOf = (item) => (item.nodeType ? runScript(item) : item);

  // What Visualforce writes into a page: remote objects for its controllers, functions for its actions.
  function visualforce() {
    for (const name of page.remote || []) {
      if (globalThis[name] === undefined) {
        sim.define(name, new Proxy({}, { get: (target, method) => (typeof method === 'string' ? remote(name + '.' + method) : undefined) }));
      }
    }
    if ((page.remote || []).length) {
      const manager = { invokeAction: (name, ...args) => remote(String(name))(...args), getAction: (name) => remote(String(name)) };
      sim.define('Visualforce', { remoting: { Manager: manager, timeout: 30000, buffer: true } });
    }
    for (const action of page.actions || []) {
      sim.define(action.name, function (...args) {
        sim.record('request', { form: 'an action of the page', method: 'POST', url: action.name, value: sim.showAll(args), stack: sim.at() });
        sim.later(250, 'the answer of the action ' + action.name, () => {
          if (action.done) {
            indirect(sim.expand(action.done)).call(globalThis);
          }
        });
      });
    }
  }

  function remote(name) {
    return function (...args) {
      sim.record('request', { form: 'a remote action', method: 'POST', url: name, stack: sim.at() });
      const callback = args.find((one) => typeof one === 'function');
      const answers = sim.platform.state.answers;
      if (callback && answers !== 'never') {
        const fails = answers === 'failure';
        sim.later(250, 'the answer of ' + name, () => callback(fails ? null : sim.anything(), { status: !fails, statusCode: fails ? 500 : 200, type: fails ? 'exception' : 'rpc', message: fails ? 'the simulated org refuses' : '', method: name }));
      }
    };
  }
});
